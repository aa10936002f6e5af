"""A lead's name and contact are found whatever the owner named the fields."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.inbox.people import contact_of, email_of, has_email, name_of

PEOPLE: Final = {
    "plain": ({"name": "Núria", "email": "n@a.example"}, "Núria", "n@a.example"),
    "own names": ({"first_name": "Núria", "correu": "n@a.example"}, "Núria", "n@a.example"),
    "an address in any field": ({"where": "write to me", "contacte": "n@a.example"}, "n@a.example", "n@a.example"),
    "a phone": ({"name": "Núria", "tel": "+34 600 000 000"}, "Núria", "+34 600 000 000"),
    "a handle": ({"account": "@cafe", "account_network": "vk"}, "@cafe (vk)", "@cafe (vk)"),
    "a word alone": ({"message": "Hello"}, "Hello", ""),
    "nothing": ({}, "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("values", "name", "contact"), PEOPLE.values(), ids=PEOPLE)
def test_name_and_contact(values: dict[str, str], name: str, contact: str) -> None:
    assert (name_of(values), contact_of(values)) == (name, contact)


def test_the_field_email_comes_before_other_addresses() -> None:
    assert email_of({"friend": "f@a.example", "email": "n@a.example"}) == "n@a.example"


def test_a_person_is_found_by_their_address_however_it_is_written() -> None:
    assert has_email({"correu": "Nuria@A.example "}, " nuria@a.EXAMPLE")
    assert not has_email({"message": "write to nuria@a.example"}, "nuria@a.example")
