"""Lists as people type them."""

from __future__ import annotations

from site_gen.load import load_site
from tests.conftest import ProjectFactory
from tests.support import DIRECT


def test_an_empty_list_beside_typographic_quotes_is_read(project: ProjectFactory) -> None:
    """Every command stopped with a mistake of the program's own."""
    text = f"{DIRECT}includes: []\nsummary: A “whole” month\n"
    site = load_site(project({"offers/month.yaml": text})).site
    assert next(offer.original.includes for offer in site.offers if offer.slug == "month") == ()
