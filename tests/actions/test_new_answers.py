"""What a new project was asked for stands in its files, and everything else stays the starter's."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from site_gen.actions.check_host import plain_targets
from site_gen.actions.deploy import placeholders_left
from site_gen.actions.new import new_project, project_files, starter_files
from site_gen.actions.new_answers import Answers, WrongAnswersError
from site_gen.load import load_site
from site_gen.model.setting_values import LANGUAGES
from tests.support import NOW, tree

ANSWERS = {
    "name": "Mara «M.» Vidal: студія",
    "role": "Social media for cafés & bars",
    "email": "hello@mara.test",
    "networks": {"instagram": "https://instagram.com/mara.vidal", "tiktok": "  "},
    "currency": "PLN",
    "time_zone": "Europe/Warsaw",
    "offer": "A month: “all in”",
    "price": "1250",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_read_back_as_they_were_given(language: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    new_project(folder, Answers(language, **ANSWERS), NOW)  # type: ignore[arg-type]  # by their names
    loaded = load_site(folder)
    site = loaded.site
    main, offer = site.main, next(each for each in site.offers if each.slug == "first-month")
    assert (main.name, main.role, main.language) == (ANSWERS["name"], ANSWERS["role"], language)
    assert (main.currency, main.time_zone) == ("PLN", "Europe/Warsaw")
    assert (main.contact.email, main.legal.controller) == ("hello@mara.test", ANSWERS["name"])
    assert list(main.networks) == ["instagram"]
    assert (offer.original.title, str(offer.original.price.amount)) == (ANSWERS["offer"], "1250")  # type: ignore[union-attr]
    assert not list(plain_targets(main))
    left = {
        (each.location.file, each.message.partition("'")[2].partition("'")[0])
        for each in placeholders_left(folder, site)
    }
    assert {message for file, message in left if file == "site.yaml"} == {"https://example.com/"}
    notes = [line for line in starter_files(language, NOW)["site.yaml"].splitlines() if line.startswith("#")]
    text = (folder / "site.yaml").read_text(encoding="utf-8")
    assert [line for line in notes if line not in text] == []


def test_what_was_not_asked_is_the_starters() -> None:
    assert project_files(Answers("ca"), NOW) == starter_files("ca", NOW)
    named = project_files(Answers("ca", name="Mara"), NOW)
    assert {file for file, text in starter_files("ca", NOW).items() if named[file] != text} == {"site.yaml"}


@pytest.mark.parametrize(
    ("language", "currency", "month"), [("ru", "EUR", 220), ("en", "UAH", 9000), ("es", "EUR", 220)]
)
def test_sample_prices_make_sense_in_the_currency(language: str, currency: str, month: int) -> None:
    """A sample of 18,000 would else stand there in euros."""
    files = project_files(Answers(language, currency=currency), NOW)
    assert f"amount: {month}," in files["offers/full-plan.yaml"]
    assert f"amount: {month}," in files["content/services.yaml"]


def test_every_mistake_is_named_at_its_answer_at_once() -> None:
    wrong = Answers(
        "en", name="", role="x" * 900, email="mara", networks={"instagram": "https://vk.com/x", "fax": "1"},
        currency="EURO", time_zone="CET", offer="", price="a lot",
    )  # fmt: skip
    with pytest.raises(WrongAnswersError) as found:
        project_files(wrong, NOW)
    named = [mistake.answer for mistake in found.value.mistakes]
    own = {each.name for each in fields(Answers)} - {"language", "networks"}
    assert set(named) >= own - {"role"}
    assert {"networks.instagram", "networks.fax"} <= set(named)
    assert len(named) == len(set(named))


def test_wrong_answers_write_nothing(tmp_path: Path) -> None:
    with pytest.raises(WrongAnswersError):
        new_project(tmp_path / "site", Answers(price="much"), NOW)
    assert tree(tmp_path) == {}
    assert not (tmp_path / "site").exists()
