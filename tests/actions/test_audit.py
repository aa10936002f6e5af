"""Starting an audit: what the caller gets back, what is refused, and what of a stranger's answers is taken over."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings

from site_gen.actions.audit import AuditRequest, start_audit
from site_gen.actions.audit_file import networks_of, page_of
from site_gen.actions.errors import (
    ActionError,
    AlreadyThereError,
    BadAddressError,
    BadNameError,
    NamedThing,
    UnknownNameError,
)
from tests.conftest import ProjectFactory
from tests.inbox.lead_samples import anything
from tests.support import NOW, tree


def test_the_page_of_a_new_audit_is_a_draft_with_its_address(project: ProjectFactory) -> None:
    folder = project()
    made = start_audit(folder, "", AuditRequest("casa-blau", networks=("vk",), language="es"), NOW)
    assert (made.file, made.is_new, made.is_draft) == ("content/audits/casa-blau.yaml", True, True)
    assert made.address.startswith("https://mara.example/es/audit/")
    text = (folder / made.file).read_text(encoding="utf-8")
    assert "networks: [vk]\ndate: 2026-11-23\nlanguage: es\n" in text


def test_an_audit_that_is_there_is_returned_when_its_name_alone_is_said(project: ProjectFactory) -> None:
    folder = project()
    made = start_audit(folder, "", AuditRequest("casa-blau"), NOW)
    again = start_audit(folder, "", AuditRequest("casa-blau"), NOW)
    assert (again.address, again.is_new) == (made.address, False)
    with pytest.raises(AlreadyThereError) as error:
        start_audit(folder, "", AuditRequest("casa-blau", page="https://vk.com/x"), NOW)
    assert error.value.files == (made.file,)


REFUSED: Final[dict[str, tuple[AuditRequest, type[ActionError], tuple[object, ...]]]] = {
    "a name": (AuditRequest("Casa"), BadNameError, ("Casa",)),
    "a lead": (AuditRequest("x", lead="zz"), UnknownNameError, (NamedThing.LEAD, "zz", ())),
    "a language": (AuditRequest("x", language="it"), UnknownNameError, (NamedThing.LANGUAGE, "it", ("en", "es"))),
    "an address": (AuditRequest("x", page="casa"), BadAddressError, ("casa",)),
}


@pytest.mark.parametrize(("request_", "kind", "data"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_told_as_data_and_nothing_is_written(
    request_: AuditRequest, kind: type[ActionError], data: tuple[object, ...], project: ProjectFactory
) -> None:
    folder = project()
    before = tree(folder)
    with pytest.raises(kind) as error:
        start_audit(folder, str(folder / "none.sqlite3"), request_, NOW)
    assert tuple(vars(error.value).values()) == data
    assert tree(folder) == before


@settings(deadline=None, max_examples=25)
@given(page=anything)
def test_a_page_is_what_the_lead_wrote_or_none(page: str) -> None:
    assert page_of({"page": page}) in {None, page.strip()}


PAGES = {
    "an address": ({"email": "a@b.example", "page": " https://vk.com/casa "}, "https://vk.com/casa"),
    "an account": ({"account": "@casa", "account_network": "instagram"}, "https://www.instagram.com/casa/"),
    "a script": ({"page": "javascript:alert(1)"}, None),
    "words": ({"page": "we have none"}, None),
}


@pytest.mark.parametrize(("values", "page"), PAGES.values(), ids=PAGES)
def test_the_page_is_the_first_address_or_account_that_the_lead_gave(values: dict[str, str], page: str | None) -> None:
    assert page_of(values) == page


def test_a_pages_network_is_known_by_its_host() -> None:
    assert networks_of("https://m.vk.com/casa") == ["vk"]
    assert networks_of("https://casa.example/") == []
    assert networks_of(None) == []
