"""Web and mail addresses: what leads nowhere is said where it is written, before a client clicks on it."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from site_gen.model.base import Email, Url

URL = TypeAdapter(Url)
EMAIL = TypeAdapter(Email)

GOOD = [
    "https://example.com",
    "http://127.0.0.1:8000/x",
    "http://localhost:8000/",
    "https://my_shop.example.com/?a=b|c{d}",
    "https://пример.рф/путь?q=слово#раздел",
    "https://müller.example/straße",
    "https://例え.jp/",
    "https://xn--e1afmkfd.xn--p1ai/",
    "https://москва2026.рф/",
    "https://" + "a" * 63 + ".example/",
]


@pytest.mark.parametrize("address", GOOD)
def test_addresses_that_lead_somewhere_are_taken(address: str) -> None:
    assert URL.validate_python(f" {address} ") == address


BAD = {
    "a Cyrillic letter": ("https://exаmple.com/", "the 'а' in 'exаmple' is a Cyrillic letter: type it anew"),
    "a Latin letter": ("https://кафe.рф/", "the 'e' in 'кафe' is a Latin letter: type it anew"),
    "a Greek letter": ("https://shοp.example/", "the 'ο' in 'shοp' is a Greek letter: type it anew"),
    "HTML around it": ('https://x.example/">', 'leave out " >'),
    "Markdown around it": ("<https://x.example/>", "leave out < >"),
    "backslashes": ("https://x.example\\@evil.example/", "leave out what stands before the @"),
    "a backslash in the path": ("https://x.example/a\\b", "leave out \\"),
    "no port": ("https://x.example:0/", "write it whole"),
    "a port too high": ("https://x.example:99999/", "write it whole"),
    "a hyphen first": ("https://-x.example/", "write it whole"),
    "a hyphen last": ("https://x-.example/", "write it whole"),
    "a part too long": ("https://" + "a" * 64 + ".example/", "write it whole"),
    "a part too long in another script": ("https://" + "я" * 60 + ".рф/", "write it whole"),
    "too long": ("https://" + "a." * 130 + "example/", "write it whole"),
    "two dots": ("https://x..example/", "write it whole"),
    "a rule of a policy": ("https://x.example;script-src/", "write it whole"),
}


@pytest.mark.parametrize(("address", "hint"), BAD.values(), ids=BAD)
def test_an_address_that_leads_nowhere_is_named(address: str, hint: str) -> None:
    with pytest.raises(ValidationError) as raised:
        URL.validate_python(address)
    (error,) = raised.value.errors()
    assert hint in error["ctx"]["hint"]


BAD_MAIL = {
    "a Cyrillic letter": ("mara@exаmple.com", "the 'а' in 'exаmple' is a Cyrillic letter: type it anew"),
    "a hyphen first": ("mara@-example.com", "write it as name@example.com"),
    "a part too long": ("mara@" + "a" * 64 + ".com", "write it as name@example.com"),
    "two in one": ("a@b.example;c@d.example", "write one address alone: a@b.example"),
}


@pytest.mark.parametrize(("address", "hint"), BAD_MAIL.values(), ids=BAD_MAIL)
def test_a_mail_address_that_nobody_has_is_named(address: str, hint: str) -> None:
    """A lead that is sent to it is lost."""
    with pytest.raises(ValidationError) as raised:
        EMAIL.validate_python(address)
    (error,) = raised.value.errors()
    assert hint in error["ctx"]["hint"]


def test_mail_addresses_that_people_have_are_taken() -> None:
    for address in ("mara@example.com", "mara+audit@mail.example.co.uk", "мара@пример.рф", "o'hara@müller.example"):
        assert EMAIL.validate_python(address) == address
