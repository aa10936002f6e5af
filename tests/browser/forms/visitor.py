"""What a visitor does with a form, and the words they should read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]

OFFER: Final = "/offers/audit/"
THANKS: Final = "**/thanks/audit/"
WORDS: Final = {
    "ca": {
        "errors": "Cal corregir alguna cosa",
        "missing": "omple aquest camp",
        "email": "escriu l’adreça sencera",
        "kept": "Tot el que has escrit continua aquí",
        "thanks": "La teva petició ha arribat",
        "consent": "Estic d’acord que la Mara faci servir aquestes dades per respondre’m.",
        "goal": "Menys feina",
    },
    "ru": {
        "errors": "Нужно поправить",
        "missing": "заполните это поле",
        "email": "напишите адрес целиком",
        "kept": "Всё, что Вы написали, на месте",
        "thanks": "Ваша заявка получена",
        "consent": "Я согласна, чтобы Мара использовала эти данные для ответа.",
        "goal": "Меньше работы",
    },
}
LANGUAGES: Final = pytest.mark.parametrize("language", WORDS)


def fill(page: Page) -> None:
    """Fill in everything that must be."""
    page.locator("[name=name]").fill("Anna Puig")
    page.locator("[name=email]").fill("anna@example.com")
    page.locator("[name=page]").fill("@cafe.blau")
    page.locator("[name=goal]").select_option(index=2)
    page.locator("[name=size]").first.check()
    page.locator("[name=consent]").check()


def submit(page: Page) -> None:
    page.locator(".form [type=submit]").click()


def failure(page: Page) -> str:
    """Return what is said of a form that couldn't be sent."""
    said = page.locator("[data-failed]")
    expect(said).to_be_visible()
    expect(said).to_be_focused()
    return said.inner_text()
