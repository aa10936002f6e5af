"""Links and ids of finished pages: found as a parser finds them, at a fraction of its time."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from site_gen.builder.page_links import page_links
from tests.support import NOW, ROOT
from tests.support_build import render

PAGES = {
    "attributes in any order": ('<a class="x" href="/a/" id="one">', {"/a/"}, {"one"}),
    "signs in quotes": ("""<a title="a > b" href='/b/?x=1&amp;y=2'>""", {"/b/?x=1&y=2"}, set()),
    "without quotes": ("<a href=/c/ id=two><img src=x.png>", {"/c/", "x.png"}, {"two"}),
    "capitals of raw HTML": ('<A HREF="/d/"><P ID="three">', {"/d/"}, {"three"}),
    "comments": ('<!-- <a href="/e/" id="four"> --><p id="five">', set(), {"five"}),
    "an id of another kind": ('<p data-id="six" id="seven">', set(), {"seven"}),
    "what is for programs": ('<link rel="canonical" href="/f/"><link rel="icon" href="/g.svg">', {"/g.svg"}, set()),
    "a script": ('<script src="/h.js" defer></script><script>1</script>', {"/h.js"}, set()),
    "other elements": ('<abbr href="/i/"><area id="eight" href="/j/">', set(), {"eight"}),
    "line ends": ('<a\n  href="/k/"\n  id="nine"\n>', {"/k/"}, {"nine"}),
    "a link twice": ('<a href="/l/"><a href="/l/">', {"/l/"}, set()),
}


@pytest.mark.parametrize(("html", "links", "ids"), PAGES.values(), ids=PAGES)
def test_links_and_ids_are_found(html: str, links: set[str], ids: set[str]) -> None:
    """Lost otherwise: a link that leads nowhere is published without a word, or a right one is called wrong."""
    found = page_links(html)
    assert set(found.links) == links
    assert set(found.anchors) == ids
    assert len(found.links) == len(links)


class _Parsed(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values["id"]} if "id" in values else set()
        address = values.get("src") if tag in {"img", "script"} else values.get("href")
        is_link = tag in {"img", "script", "a"} or (
            tag == "link" and values.get("rel") not in {"canonical", "alternate"}
        )
        if is_link and address is not None:
            self.links.append(address)

    handle_startendtag = handle_starttag


def test_the_pages_of_the_example_have_what_a_parser_finds(cache: Path) -> None:
    site = render(ROOT, cache, NOW)
    for path in sorted(site.pages)[::7]:
        html = site.text(path)
        found, wanted = page_links(html), _Parsed(html)
        assert list(found.links) == list(dict.fromkeys(wanted.links)), path
        assert found.anchors == wanted.ids, path
