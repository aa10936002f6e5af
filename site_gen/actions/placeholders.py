"""Finds what a new project came with and its owner has not replaced: sample names, keys, numbers, and the sample case.

The values are those of our own starters, in every language, read from their files: a starter that changes changes this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import urlsplit

from site_gen.actions.new import STARTERS
from site_gen.actions.placeholder_hints import OWN, SAMPLE
from site_gen.load.locator import Locator
from site_gen.messages import m
from site_gen.model.case import Case, Review
from site_gen.model.rules import Finding
from site_gen.model.rules.finding import Path
from site_gen.model.site import Site, Translated
from site_gen.problems import Severity
from site_gen.sources.text import excerpt

_SETTINGS: Final = frozenset(
    {
        ("name",),
        ("url",),
        ("contact", "email"),
        ("contact", "phone"),
        ("contact", "booking"),
        ("contact", "booking", "url"),
        ("contact", "address"),
        ("legal", "controller"),
        ("legal", "address"),
        ("legal", "tax_id"),
        ("legal", "email"),
        ("photo", "alt"),
        ("clients", "name"),
        ("numbers", "name"),
        ("credentials", "title"),
        ("credentials", "by"),
        ("statistics", "id"),
        ("links", "title"),
        ("links", "url"),
        ("form", "id"),
        ("form", "access_key"),
        ("form", "url"),
        ("form", "to"),
        ("form", "email"),
    }
)
"""The keys of site.yaml whose value in a starter is a sample; `networks` has others."""

_DOCUMENTED: Final = frozenset({"xwkgpqrd", "8f14e45f-ceea-467f-a9d0-3b1c2d4e5f60"})
"""Keys of form services that our documents and hints show."""

_RESERVED_HOST: Final = re.compile(
    r"(?:(?:^|[/@.])example\.(?:com|net|org)|(?:^|[/@])[\w.-]+\.invalid)\.?(?:$|[/:?#])", re.IGNORECASE
)
"""Hosts that belong to nobody (RFC 2606, sections 2 and 3): nothing that is sent there arrives."""

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
        "name": frozenset(_plain(name) for name in owners),  # not that of the theme
        "phone": said["phone"] | {_plain(number) for number in shown},
        "book": booking,
    }
    return Samples(
        MappingProxyType(said),
        frozenset(_plain(name) for name in names),
        MappingProxyType(_values(cases)),
        _plain("\n".join(cases)),
    )


def _values(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for text in texts:
        for line in _LINE.finditer(text):
            found.setdefault(line["key"], set()).add(_plain(line["quoted"] or line["plain"] or ""))
    return {key: frozenset(values - {""}) for key, values in found.items()}


def _plain(text: str) -> str:
    """Return a text as it is compared: whatever its case, its spaces, its apostrophes, a slash at its end."""
    return " ".join(normalize("NFC", text).casefold().replace("’", "'").split()).rstrip("/")


def placeholder_findings(site: Site, locator: Locator) -> Iterator[Finding]:
    """Find the placeholders that are left in a project, as warnings."""
    for settings, file in [(site.main, "site.yaml"), *_overlays(site)]:
        data = locator.data(file)
        if settings is not None and isinstance(data, dict):
            yield from _in_settings(file, data)
    for offer in site.offers:
        for key in ("book", "waiting_list"):
            value = getattr(offer.original, key, None)
            if isinstance(value, str) and (_plain(value) in samples().settings["book"] or _is_reserved(value)):
                yield _placeholder(offer.file, (key,), value)
    for proposal in site.proposals:
        accept = proposal.original.accept
        if accept.link is not None and _is_reserved(accept.link):
            yield _placeholder(proposal.file, ("accept", "link"), accept.link)
    for case in site.cases:
        yield from _in_case(case)
    for index, review in enumerate(site.reviews.get(site.main.language, ())):
        yield from _in_review("content/reviews.yaml", ("reviews", index), review)


def _overlays(site: Site) -> Iterator[tuple[object, str]]:
    for language, settings in site.settings.items():
        if settings is not site.main:
            yield settings, f"site.{language}.yaml"


# --- site.yaml --------------------------------------------------------------------------------------------------------


def _in_settings(file: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    for path, value in _texts(data, ()):
        if _is_sample(path, value):
            yield _placeholder(file, path, value)


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))
    elif isinstance(data, str | int) and not isinstance(data, bool):
        yield path, str(data)


def _is_sample(path: Path, value: str) -> bool:
    keys = tuple(step for step in path if isinstance(step, str))
    if keys[-1:] == ("intro",) or path[:1] == ("go",) or _is_reserved(value):
        return keys[-1:] != ("intro",) and _is_reserved(value)
    if path[:1] == ("networks",):
        return _names_sample(value) or _number(value) in _numbers()
    if keys == ("contact", "phone"):
        return _number(value) in _numbers()
    if keys not in _SETTINGS:
        return False
    is_key = keys[:1] == ("form",)
    zeros = is_key or keys[-1] == "tax_id"
    return (
        _plain(value) in samples().settings.get(keys[-1], frozenset())
        or (is_key and value.strip().casefold() in _DOCUMENTED)
        or (zeros and re.fullmatch(r"[0\W]*0[0\W]*", value) is not None)
        or (keys[-1] in {"booking", "url"} and _names_sample(value))
    )


def _is_reserved(value: str) -> bool:
    """Whether an address of the web or of mail is one that belongs to nobody; a text may speak of one."""
    return " " not in value.strip() and _RESERVED_HOST.search(value.strip()) is not None


def _names_sample(value: str) -> bool:
    """Whether a handle, or a part of an address, is one that stands for a name."""
    address = urlsplit(value.strip())
    parts = re.split(r"[/@\s]+", f"{address.netloc}/{address.path}")
    return not samples().names.isdisjoint(_plain(part) for part in parts)


@cache
def _numbers() -> frozenset[str]:
    return frozenset(_number(phone) for phone in samples().settings["phone"])


def _number(text: str) -> str:
    """Return the last nine digits of a telephone number: countries are written in several ways."""
    return "".join(re.findall(r"\d", text))[-9:]


def _placeholder(file: str, path: Path, value: str) -> Finding:
    return Finding(file, path, m("'{value}' is a placeholder", value=excerpt(value)), OWN, Severity.WARNING)


# --- the sample case --------------------------------------------------------------------------------------------------


def _in_case(source: Translated[Case]) -> Iterator[Finding]:
    case, known = source.original, samples().case
    for key in ("client", "title"):
        if _plain(getattr(case, key) or "") in known[key]:
            message = m("'{value}' is that of the sample case", value=excerpt(getattr(case, key)))
            yield Finding(source.file, (key,), message, SAMPLE, Severity.WARNING)
    if case.client_url is not None and _is_reserved(case.client_url):
        yield _placeholder(source.file, ("client_url",), case.client_url)
    for index, metric in enumerate(case.metrics):
        if _plain(f"- name: {metric.name} before: {metric.before} after: {metric.after} source:") in samples().texts:
            message = m(
                "the numbers of '{name}' are invented: they are those of the sample case", name=excerpt(metric.name)
            )
            yield Finding(source.file, ("metrics", index), message, SAMPLE, Severity.WARNING)
    if case.budget and case.budget.note and _plain(case.budget.note) in samples().texts:
        message = m("the budget is invented: it is that of the sample case")
        yield Finding(source.file, ("budget", "note"), message, SAMPLE, Severity.WARNING)
    if case.review:
        yield from _in_review(source.file, ("review",), case.review)
    first = next(iter(line for line in (case.body or "").splitlines() if line and not line.startswith("#")), "")
    if len(first) > 40 and _plain(first) in samples().texts:
        message = m("the story is that of the sample case")
        yield Finding(source.file, ("body",), message, SAMPLE, Severity.WARNING, at_key=True)


def _in_review(file: str, path: Path, review: Review) -> Iterator[Finding]:
    if _plain(review.by) in samples().case["by"]:
        yield Finding(
            file, (*path, "by"), m("'{by}' is a placeholder", by=excerpt(review.by)), SAMPLE, Severity.WARNING
        )
    if review.url is not None and _is_reserved(review.url):
        yield _placeholder(file, (*path, "url"), review.url)
    text = _plain(review.text)
    if len(text) > 40 and text in samples().texts:
        message = m("the review is invented: its words are those of the sample case")
        yield Finding(file, (*path, "text"), message, SAMPLE, Severity.WARNING, at_key=True)
