"""The HTML of a client's page contains nothing by which it can be found, and reveals nothing to others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.site import Document
from tests.conftest import ProjectFactory
from tests.support_audit import CLIENT, FILE, TOKEN, audit_text
from tests.support_build import Rendered, render

PAGE = f"audit/{TOKEN}/index.html"


@pytest.fixture
def site(project: ProjectFactory, cache: Path) -> Rendered:
    return render(project({FILE: audit_text()}), cache)


def metas(document: Document) -> dict[str, str]:
    return {element.get("name") or element.get("property"): element.get("content") for element in document.all("meta")}


def test_the_page_asks_not_to_be_indexed_and_sends_no_referrer(site: Rendered) -> None:
    said = metas(site.document(PAGE))
    assert said["robots"] == "noindex, nofollow, noarchive"
    assert said["referrer"] == "no-referrer"


def test_the_page_has_no_card_no_canonical_address_and_no_structured_data(site: Rendered) -> None:
    document = site.document(PAGE)
    assert not [name for name in metas(document) if name.startswith(("og:", "twitter:", "article:"))]
    assert not {link.get("rel") for link in document.all("link")} & {"canonical"}
    assert not [link for link in document.all("link") if link.get("hreflang")]
    assert document.json_ld == []


def test_the_page_names_its_own_address_nowhere(site: Rendered) -> None:
    assert TOKEN not in site.text(PAGE)


def test_the_page_offers_no_other_languages(site: Rendered) -> None:
    assert not [link for link in site.document(PAGE).all("a") if link.get("hreflang")]


def test_no_other_file_that_is_made_of_a_template_names_the_page_or_the_client(site: Rendered) -> None:
    found = [path for path, text in site.texts() if TOKEN in text or CLIENT in text]
    assert found == [PAGE]


def test_public_pages_keep_what_clients_pages_leave_out(site: Rendered) -> None:
    said = metas(site.document("index.html"))
    assert "referrer" not in said
    assert {"og:url", "og:title", "description"} <= said.keys()


def test_a_page_of_the_owners_may_not_take_the_name_of_a_folder_for_clients(project: ProjectFactory) -> None:
    from site_gen.load import load_site
    from site_gen.problems import ProjectError

    files = {f"content/pages/{name}.md": "---\ntitle: X\n---\n" for name in ("audit", "proposal", "thanks")}
    with pytest.raises(ProjectError) as caught:
        load_site(project(files))
    assert [problem.message for problem in caught.value.problems] == [
        f"the site itself has a page at the address '{name}'" for name in ("audit", "proposal", "thanks")
    ]
