"""A language that the program doesn't speak: its words are the project's, and nothing is English in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from site_gen.sources.yaml import read_yaml
from tests.conftest import Cli, ProjectFactory
from tests.support import BASE, CASE, SITE, Files, write_files
from tests.support_audit import FILE, audit_text

HERE: Final = Path(__file__).parent / "german"
GERMAN_SITE: Final = (
    SITE.replace("[en, es]", "[de]")
    .replace("Social media for cafés", "Social Media für Cafés")
    .replace("Cafés get regulars from Instagram", "Stammgäste über Instagram")
    .replace("Europe/Madrid", "Europe/Berlin")
    .replace("mara.example", "mara-vidal.de")
)
FILES: Final[Files] = {
    **dict.fromkeys(BASE),
    "site.yaml": GERMAN_SITE,
    "cases/cafe.yaml": CASE.replace(
        "Followers from 1,200 to 4,800 in four months", "Von 1.200 auf 4.800 Follower in vier Monaten"
    )
    .replace("Coffee shop", "Café")
    .replace("service: management\n", ""),
    "offers/monat.yaml": """\
kind: direct
title: Ein Monat Instagram, fertig betreut
proof: cafe
price: {amount: 290, was: 390, lowest_30_days: 350, per: month}
starts: 2026-11-20T09:00
ends: 2026-12-20T18:00
seats: {total: 5, taken: 2}
includes: [12 Beiträge, Tägliche Moderation]
call_to_action: Jetzt buchen
hashtags: [SocialMedia, Berlin]
""",
}
SAID: Final = {
    "moment.until": "{day}, {time}",
    "moment.time": "{time} Uhr",
    "moment.end_of_day": "{day}, 24 Uhr",
    "moment.zone": "Berliner Zeit",
    "words.former": "Bisher: {was}. Niedrigster Preis der letzten 30 Tage vor der Senkung: {lowest}.",
    "words.per.month": "{price} im Monat",
    "words.until": "bis {when}",
    "words.seats": {"one": "Noch {count} von {total} Plätzen frei.", "other": "Noch {count} von {total} Plätzen frei."},
}
"""Words of the theme that posts use; the others are their keys, so that English among them would be seen."""


@pytest.fixture
def german(project: ProjectFactory) -> Path:
    return project(FILES)


def fill_in(folder: Path, file: str, words: dict[str, Any]) -> None:
    """Write words into a file that was made ready."""
    path = folder / file
    data = read_yaml(path.read_text(encoding="utf-8"), file).data
    assert isinstance(data, dict)
    assert not any(isinstance(value, str) for value in data.values())
    lines = {key: words[key] for key in data}
    path.write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")


def theme_words(folder: Path) -> dict[str, Any]:
    """Return words for every key of the theme's file, with the placeholders of its comments."""
    text = (folder / "themes/studio/strings/de.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = {}
    for english, key in re.findall(r"^# (.*)\n([\w.-]+):", text, re.MULTILINE):
        said = f"[{key}] " + " ".join(dict.fromkeys(re.findall(r"\{\w+\}", english)))
        words[key] = {"one": said, "other": said} if '" / "' in english else said.strip()
    plural = re.findall(r"^([\w.-]+):\n  one:", text, re.MULTILINE)
    words |= {key: {"one": words[key], "other": words[key]} for key in plural if isinstance(words[key], str)}
    return {**words, "locale": "de_DE", **SAID}


def test_a_project_in_german_is_german_from_its_words_to_its_posts(
    german: Path, cli: Cli, *, update_golden: bool
) -> None:
    """Half of a German site and of its posts would be English, and its owner would learn of it from a client."""
    refused = cli("build", cwd=german)
    assert refused.code == 1
    assert "site.yaml:5:13: 'de' has no words yet: buttons, forms, posts and the like would be English" in refused.err
    assert "'site-gen translate de' makes social/words/de.yaml and themes/studio/strings/de.yaml ready" in refused.err
    made = cli("translate", "de", cwd=german)
    assert made.code == 0, made.err
    files = ["themes/studio/strings/de.yaml", "social/words/de.yaml"]
    assert made.out.splitlines() == [f"{file}: new, to be filled in" for file in files]
    empty = cli("check", "--all", cwd=german)
    assert "social/words/de.yaml:7:1: 'deadline' is missing" in empty.err
    assert "write it in 'de'; in English it is 'Book by {when}'" in empty.err
    fill_in(german, "themes/studio/strings/de.yaml", theme_words(german))
    (german / "social/words/de.yaml").write_bytes((HERE / "words.yaml").read_bytes())
    built = cli("build", cwd=german)
    assert built.code == 0, built.err
    assert cli("check", cwd=german).code == 0
    english = set(re.findall(r'^[\w.-]+: "([^"{}]{12,})"$', _english(), re.MULTILINE))
    assert len(english) > 150
    for page in (german / "output").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not [said for said in english if said in text], page
    posts = cli("pin", "monat", "--network", "telegram", "--network", "x", "--network", "instagram", cwd=german)
    assert posts.code == 0, posts.err
    if update_golden:
        (HERE / "posts.txt").write_text(posts.out, encoding="utf-8")
    assert posts.out == (HERE / "posts.txt").read_text(encoding="utf-8")
    assert cli("pin", "--done", "instagram", "monat", cwd=german).code == 0
    assert cli("pin", "--stale", cwd=german).code == 0


def _english() -> str:
    from site_gen.load.theme_places import PACKAGED

    return "\n".join(
        (PACKAGED / theme / "strings" / "en.yaml").read_text(encoding="utf-8") for theme in ("base", "studio")
    )


POSTS: Final = (HERE / "words.yaml").read_text(encoding="utf-8")
WRONG: Final = {
    ("more: ", "moore: "): ("'more' is missing", "is it 'moore'? write it in 'de'; in English it is 'and more'"),
    ("bis {when}", "bis {wann}"): ("'deadline' has {wann}, which nothing fills in", "it knows {when}"),
    ("Aktuelle Angebote: {link}", "Aktuelle Angebote"): ("'closed.offers' lacks {link}: what is filled", "Open offers"),
    ("  other: ", "  few: "): ("'article.minutes.other' is missing", "in English it is '{count}-minute read.'"),
    ('"„“‚‘"', '"„“"'): ("'quotes' needs four marks", "without spaces"),
    ('"Wann:"', "[Wann]"): ("'delivery' is neither a text nor its plural forms", "write a text in quotes"),
    ("deadline:", "dedline:"): ("'dedline' is none of the words of posts", "did you mean 'deadline'?"),
}


@pytest.mark.parametrize("slip", WRONG)
def test_a_slip_in_the_words_is_named_with_its_line(slip: tuple[str, str], german: Path, cli: Cli) -> None:
    """A post would lose its link, or show a name in braces."""
    write_files(german, {"social/words/de.yaml": POSTS.replace(*slip, 1)})
    done = cli("check", "--all", cwd=german)
    assert done.code == 1
    for said in WRONG[slip]:
        assert said in done.err, done.err
    line = next(line for line in done.err.splitlines() if WRONG[slip][0] in line)
    assert re.match(r"social/words/de\.yaml:\d+:\d+: ", line)


def test_a_file_of_words_that_nothing_reads_is_named(project: ProjectFactory, cli: Cli) -> None:
    """Somebody would fill in an evening's work, and see nothing of it."""
    folder = project({"social/words/fr.yaml": "more: et plus\n", "social/word/en.yml": "more: x\n"})
    done = cli("check", cwd=folder)
    for file in ("social/words/fr.yaml", "social/word/en.yml"):
        assert f"{file}:1:1: this file is not read" in done.err


def test_a_project_changes_single_words_of_a_language_that_the_program_speaks(
    project: ProjectFactory, cli: Cli
) -> None:
    """Who says 'Reserve by' would have to mend every post by hand."""
    folder = project({"social/words/en.yaml": 'deadline: "Reserve your month by {when}"\n'})
    done = cli("pin", "month", "--network", "vk", "--language", "en", cwd=folder)
    assert "Reserve your month by 20 December, 6" in done.out


def test_what_a_file_lacks_is_added_and_what_it_has_stays(german: Path, cli: Cli) -> None:
    write_files(german, {"social/words/de.yaml": 'more: "und mehr"\n'})
    made = cli("translate", "de", cwd=german)
    text = (german / "social/words/de.yaml").read_text(encoding="utf-8")
    assert "social/words/de.yaml: what was missing stands at its end, to be filled in" in made.out
    assert text.startswith('more: "und mehr"\n\n# Not translated yet:\n# "Book by {when}"\ndeadline:\n')
    assert text.count("\nmore:") == 0
    again = cli("translate", "de", cwd=german)
    assert (again.out, "nothing is missing" in again.err) == ("", True)


def test_an_audit_in_german_needs_criteria_in_german(german: Path, cli: Cli) -> None:
    """A client would get a report whose questions are English."""
    write_files(german, {FILE: audit_text(), "social/words/de.yaml": POSTS})
    done = cli("check", "--all", cwd=german)
    assert f"{FILE}:1:1: 35 criteria of the rubric have no words in 'de': first-line, found, contact …" in done.err
