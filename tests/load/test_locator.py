"""Where a finding is shown: keys by their path, texts in values and bodies, never in keys or comments."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from site_gen.load.locator import Locator
from site_gen.model.rules import Finding
from site_gen.problems import Location, Severity
from site_gen.sources.yaml import read_yaml
from tests.support import write_files

OFFER: Final = """\
# title: and ends: stand in this comment
short_title: Weeks
title: "A month, and quiet weekends: for you"
summary: |
  Your own weekends:
  title: is no key in here
price: {title: 1, amount: 290, ends: never}
steps:
  - title: First
  - title: Then
"ends": 2026-11-30
'valid_until': 2026-12-30
"""

KEYS: Final = {
    ("title",): (3, 1),
    ("short_title",): (2, 1),
    ("ends",): (11, 1),
    ("valid_until",): (12, 1),
    ("price", "title"): (7, 9),
    ("price", "ends"): (7, 32),
    ("steps", 1, "title"): (10, 5),
    ("price", "per"): (7, 1),
    ("starts",): (2, 1),
}


@pytest.mark.parametrize(("path", "place"), KEYS.items(), ids=map(str, KEYS))
def test_a_key_is_found_by_its_path(path: tuple[str | int, ...], place: tuple[int, int], tmp_path: Path) -> None:
    write_files(tmp_path, {"offers/a.yaml": OFFER})
    assert Locator(tmp_path).key("offers/a.yaml", path) == Location("offers/a.yaml", *place)


def test_a_finding_is_shown_at_its_value_or_its_key(tmp_path: Path) -> None:
    locator = Locator(write_files(tmp_path, {"offers/a.yaml": OFFER}))
    finding = Finding("offers/a.yaml", ("ends",), "too late", "sooner", Severity.WARNING)
    assert str(locator.problem(finding)) == "offers/a.yaml:11:9: warning: too late\n  hint: sooner"
    at_key = Finding("offers/a.yaml", ("ends",), "too late", at_key=True)
    assert [str(problem) for problem in locator.problems([at_key])] == ["offers/a.yaml:11:1: too late"]


ARTICLE: Final = """\
---
# /a/ in a comment
/a/: a key
title: The /b/ of it
---
<!-- /c/ is not shown -->
`/c/` is code, [/d/ is here](/e/).

See [it](/c/) and /d/.
"""

TEXTS: Final = {
    "a key of the front matter": ("/a/", None),
    "a value of the front matter": ("/b/", (4, 12)),
    "not in a comment of HTML": ("/c/", (7, 2)),
    "a link's words": ("/d/", (7, 17)),
    "a link's address": ("/e/", (7, 30)),
    "nowhere": ("/f/", None),
}


@pytest.mark.parametrize(("text", "place"), TEXTS.values(), ids=TEXTS)
def test_a_text_is_found_in_values_and_the_body(text: str, place: tuple[int, int] | None, tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": ARTICLE})
    assert Locator(tmp_path).text("content/a.md", text) == (place and Location("content/a.md", *place))


LINKS: Final = {
    "a link, not code and not a comment": ("/c/", (9, 10)),
    "words where there is no link": ("/d/", (7, 17)),
    "written as a file": ("/es/cases/cafe/", (10, 15)),
    "written without the slash at its end": ("/blog/articles/first/#top", (10, 40)),
    "in the front matter": ("/b/", (4, 12)),
    "nowhere": ("/gone/", None),
}


@pytest.mark.parametrize(("address", "place"), LINKS.values(), ids=LINKS)
def test_a_link_is_found_as_it_is_written(address: str, place: tuple[int, int] | None, tmp_path: Path) -> None:
    more = "A café, [one](../cases/cafe.yaml), [b](/articles/first#top)\n"
    write_files(tmp_path, {"content/a.md": ARTICLE + more})
    assert Locator(tmp_path).link("content/a.md", address) == (place and Location("content/a.md", *place))


YAML: Final = """\
# See /a/.
"/a/": the key  # /a/
body: |  # /a/
  One.

  Two: [a link](/a/).
# /b/
more: {"/b/": "then /b/", list: [/c/, '/d/']}
folded: >-
  It goes on
  and on with /e/
escaped: "a \\"/f\\x2F"
"""

VALUES: Final = {
    "in a block": ("/a/", (6, 17)),
    "in a flow mapping": ("/b/", (8, 21)),
    "in a flow list": ("/c/", (8, 34)),
    "in single quotes": ("/d/", (8, 40)),
    "in a folded block": ("/e/", (11, 15)),
    "written with an escape": ("/f/", (12, 10)),
}


@pytest.mark.parametrize(("text", "place"), VALUES.values(), ids=VALUES)
def test_a_text_is_found_in_values_of_yaml(text: str, place: tuple[int, int], tmp_path: Path) -> None:
    write_files(tmp_path, {"offers/a.yaml": YAML})
    assert Locator(tmp_path).text("offers/a.yaml", text) == Location("offers/a.yaml", *place)


def test_a_text_of_a_translation_is_found_there(tmp_path: Path) -> None:
    files = {"offers/a.yaml": "title: One\n", "offers/a.es.yaml": "title: Uno\nbody: |\n  [Ir](/x/)\n"}
    locator = Locator(write_files(tmp_path, {**files, "offers/ab.yaml": "title: /x/\n"}))
    assert locator.text("offers/a.yaml", "/x/") == Location("offers/a.es.yaml", 3, 8)
    assert locator.text("offers/ab.yaml", "/x/") == Location("offers/ab.yaml", 1, 8)


def test_the_original_goes_before_its_translations(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.yaml": "title: at /x/\n", "a.es.yaml": "title: en /x/\n"})
    assert Locator(tmp_path).text("a.yaml", "/x/") == Location("a.yaml", 1, 11)


@pytest.mark.parametrize("file", ["offers", "gone.yaml", "gone.md", "wrangler.toml"])
def test_what_cannot_be_read_is_named_as_a_whole(file: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"offers/a.yaml": "a: /x/\n", "wrangler.toml": 'a = "/x/"\n'})
    locator = Locator(tmp_path)
    assert locator.key(file, ("a",)) == Location(file)
    assert locator.text(file, "/x/") is None


def test_a_file_is_read_once_and_a_known_document_not_at_all(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.yaml": "one: 1\ntwo: 2\n", "b.yaml": "wrong: 0\n"})
    locator = Locator(tmp_path, {"b.yaml": read_yaml("\nright: 1\n", "b.yaml")})
    assert locator.key("a.yaml", ("two",)).line == 2
    write_files(tmp_path, {"a.yaml": "two: 2\n"})
    assert locator.key("a.yaml", ("two",)).line == 2
    assert locator.text("a.yaml", "2") == Location("a.yaml", 2, 6)
    assert locator.key("b.yaml", ("right",)).line == 2
