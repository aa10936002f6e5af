"""What the packaged starters say: their samples, and whether a case is still theirs.

The values are those of our own starters, in every language, read from their files: a starter that changes changes this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from site_gen.messages import m
from site_gen.model.case import Case, Review
from site_gen.model.placeholder_hints import OWN, SAMPLE
from site_gen.model.rules import Finding
from site_gen.problems import Severity
from site_gen.sources.text import excerpt

STARTERS: Final = Path(__file__).parent.parent / "starter"
"""A folder for each language, with the files of a new project."""

_LINE: Final = re.compile(
    r"""(?:^|[\s{,])\#?(?P<key>\w+):[ ]+
    (?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"'{\[|>\#&][^\n{}"]*?))
    (?=[ ]*(?:[,}]|[ ]\#|$))""",
    re.MULTILINE | re.VERBOSE,
)
"""A key with its value in a line of a starter, also in braces, and also where the line is switched off by a #."""


_LISTED_NAME: Final = re.compile(r"^#(?:clients|numbers): \[\{(?:value: \d+, )?name: ([^,}]+)", re.MULTILINE)
"""The name of a sample client, and of a sample number."""


@dataclass(frozen=True, slots=True)
class Samples:
    """What the starters say: `settings` are the values of site.yaml by key, `names` the parts of addresses that stand
    for a name, `case` the values of the sample cases by key, and `texts` all sample cases as they are written."""

    settings: Mapping[str, frozenset[str]]
    names: frozenset[str]
    case: Mapping[str, frozenset[str]]
    texts: str


@cache
def samples() -> Samples:
    """Return what the packaged starters say, in all languages."""
    settings = [path.read_text(encoding="utf-8") for path in sorted(STARTERS.glob("*/*.yaml"))]
    offers = [path.read_text(encoding="utf-8") for path in sorted(STARTERS.glob("*/offers/*.yaml"))]
    cases = [path.read_text(encoding="utf-8") for path in sorted(STARTERS.glob("*/cases/*.yaml"))]
    said = _values(settings)
    booking = _values(offers).get("book", frozenset()) | said.get("booking", frozenset())
    shown = {match for text in settings for match in re.findall(r'"(\+[\d -]{8,})"', text)}
    names = {part for value in booking for part in re.split(r"[/.]", value) if "-" in part}
    names |= {text for text in re.findall(r"\w*_\w+_\w*", "\n".join(settings)) if text.count("_") > 1}
    owners = {name for text in settings for name in re.findall(r'^name: "(.+)"$', text, re.MULTILINE)}
    owners |= {name for text in settings for name in _LISTED_NAME.findall(text)}
    said |= {
        "name": frozenset(plain(name) for name in owners),  # not that of the theme
        "phone": said["phone"] | {plain(number) for number in shown},
        "book": booking,
    }
    return Samples(
        MappingProxyType(said),
        frozenset(plain(name) for name in names),
        MappingProxyType(_values(cases)),
        plain("\n".join(cases)),
    )


def _values(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for text in texts:
        for line in _LINE.finditer(text):
            found.setdefault(line["key"], set()).add(plain(line["quoted"] or line["plain"] or ""))
    return {key: frozenset(values - {""}) for key, values in found.items()}


def plain(text: str) -> str:
    """Return a text as it is compared: whatever its case, its spaces, its apostrophes, a slash at its end."""
    return " ".join(normalize("NFC", text).casefold().replace("’", "'").split()).rstrip("/")


_RESERVED_HOST: Final = re.compile(
    r"(?:(?:^|[/@.])example\.(?:com|net|org)|(?:^|[/@])[\w.-]+\.invalid)\.?(?:$|[/:?#])", re.IGNORECASE
)
"""Hosts that belong to nobody (RFC 2606, sections 2 and 3): nothing that is sent there arrives."""


def is_reserved(value: str) -> bool:
    """Whether an address of the web or of mail is one that belongs to nobody; a text may speak of one."""
    return " " not in value.strip() and _RESERVED_HOST.search(value.strip()) is not None


def placeholder(file: str, path: tuple[str | int, ...], value: str) -> Finding:
    """Return the warning of a value, at `path` of a file, that stands for the owner's own."""
    return Finding(file, path, m("'{value}' is a placeholder", value=excerpt(value)), OWN, Severity.WARNING)


def sample_findings(file: str, case: Case) -> Iterator[Finding]:
    """Find what in a case is that of the sample case, and addresses that belong to nobody, as warnings."""
    known = samples().case
    for key in ("client", "title"):
        if plain(getattr(case, key) or "") in known[key]:
            message = m("'{value}' is that of the sample case", value=excerpt(getattr(case, key)))
            yield Finding(file, (key,), message, SAMPLE, Severity.WARNING)
    if case.client_url is not None and is_reserved(case.client_url):
        yield placeholder(file, ("client_url",), case.client_url)
    for index, metric in enumerate(case.metrics):
        if plain(f"- name: {metric.name} before: {metric.before} after: {metric.after} source:") in samples().texts:
            message = m(
                "the numbers of '{name}' are invented: they are those of the sample case", name=excerpt(metric.name)
            )
            yield Finding(file, ("metrics", index), message, SAMPLE, Severity.WARNING)
    if case.budget and case.budget.note and plain(case.budget.note) in samples().texts:
        message = m("the budget is invented: it is that of the sample case")
        yield Finding(file, ("budget", "note"), message, SAMPLE, Severity.WARNING)
    if case.review:
        yield from sample_review_findings(file, ("review",), case.review)
    first = next(iter(line for line in (case.body or "").splitlines() if line and not line.startswith("#")), "")
    if len(first) > 40 and plain(first) in samples().texts:
        message = m("the story is that of the sample case")
        yield Finding(file, ("body",), message, SAMPLE, Severity.WARNING, at_key=True)


def sample_review_findings(file: str, path: tuple[str | int, ...], review: Review) -> Iterator[Finding]:
    """Find what in a review, at `path` of a file, is that of a starter, as warnings."""
    if plain(review.by) in samples().case["by"]:
        yield Finding(
            file, (*path, "by"), m("'{by}' is a placeholder", by=excerpt(review.by)), SAMPLE, Severity.WARNING
        )
    if review.url is not None and is_reserved(review.url):
        yield placeholder(file, (*path, "url"), review.url)
    text = plain(review.text)
    if len(text) > 40 and text in samples().texts:
        message = m("the review is invented: its words are those of the sample case")
        yield Finding(file, (*path, "text"), message, SAMPLE, Severity.WARNING, at_key=True)
