"""Front matter of ours for a text of another generator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from site_gen.importers.dates import written
from site_gen.importers.foreign import ForeignText, Kind, Notes, Published
from site_gen.importers.keys import NAMES, Keys, texts
from site_gen.messages import m
from site_gen.model.content import Article, TextPage
from site_gen.sources.text import FORBIDDEN

LONGEST: Final = 300
"""Characters of a title, a summary, a tag."""

_KEYS: Final = (
    "title",
    "date",
    "summary",
    "updated",
    "tags",
    "author",
    "series",
    "picture",
    "language",
    "menu",
    "aliases",
    "draft",
    "math",
    "body",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text's front matter says, in our terms."""

    title: str
    published: Published | None
    updated: date | None
    summary: str
    tags: tuple[str, ...]
    author: str
    series: str
    picture: tuple[str, str] | None
    slug: str
    aliases: tuple[str, ...]
    draft: bool
    math: bool


def said_in(text: ForeignText, notes: Notes) -> Said:
    """Return what a text says of itself, and note every key's fate."""
    keys = Keys(text.head)
    date_found, updated = keys.date("date"), keys.date("updated")
    for key, what in keys.bad_dates():
        notes.changed(m("date"), text.file, text.head.line(key), what)
    published = date_found[1] if date_found else None
    if published is None and text.day is not None:
        published = Published(datetime(text.day.year, text.day.month, text.day.day), has_time=False)  # noqa: DTZ001  # a day
        notes.mapped(m("date in the file's name"), text.file)
    title = _title(text, keys, notes)
    summary = _summary(text, keys, notes)
    picture = keys.picture()
    authors = keys.authors()
    said = Said(
        title,
        published,
        updated[1].moment.date() if updated else None,
        summary,
        tuple(plain(tag)[:LONGEST] for tag in keys.tags() if plain(tag)),
        ", ".join(plain(each) for each in authors)[:LONGEST],
        _series(keys),
        (picture[1], plain(picture[2])) if picture else None,
        keys.text("slug"),
        keys.addresses("aliases"),
        keys.held_back() or text.is_draft,
        keys.is_true("math"),
    )
    for field in ("address", "language", "translates", "menu", "alt"):
        keys.first(field)
    _note(text, keys, notes)
    return said


def _series(keys: Keys) -> str:
    """Return the title of the series that a text is in, the first if it is in several; '' without one."""
    found = keys.first("series")
    return plain(next(iter(texts(found[1], by_comma=False)), ""))[:LONGEST] if found else ""


def _note(text: ForeignText, keys: Keys, notes: Notes) -> None:
    ours = {name: field for field, names in NAMES.items() for name in names}
    for key in text.head.lines:
        if key in keys.used and key in ours:
            is_same = key == ours[key] or ours[key] in {"address", "translates", "slug"}
            what = m("key {key}", key=key) if is_same else m("key {key} → {ours}", key=key, ours=_named(ours[key]))
            notes.mapped(what, text.file, text.head.line(key))
    for key in keys.unused():
        notes.left(m("key {key}", key=key), text.file, text.head.line(key), m("nothing here is like it"))


def _named(field: str) -> str:
    return {"address": "aliases", "alt": m("picture alt")}.get(field, field)


def _title(text: ForeignText, keys: Keys, notes: Notes) -> str:
    title = plain(keys.text("title"))
    if not title:
        title = re.sub(r"[-_]+", " ", text.name).strip().capitalize() or "Untitled"
        notes.changed(m("title"), text.file, 0, m("it has none: '{title}' is from the file's name", title=title[:60]))
    if len(title) > LONGEST:
        notes.changed(
            m("title"),
            text.file,
            text.head.line("title"),
            m("it was longer than {longest} characters", longest=LONGEST),
        )
        title = cut(title)
    return title


def _summary(text: ForeignText, keys: Keys, notes: Notes) -> str:
    summary = plain(keys.text("summary"))
    if len(summary) > LONGEST:
        notes.changed(
            m("summary"),
            text.file,
            text.head.line("summary"),
            m("it was longer than {longest} characters", longest=LONGEST),
        )
        summary = cut(summary)
    return summary


def plain(text: str) -> str:
    """Return a text without HTML, entities and line ends."""
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)
    shown = unescape(re.sub(r"</?[a-zA-Z][^<>]{0,500}>", "", text))
    return re.sub(r"\s+", " ", FORBIDDEN.sub("", shown)).strip()


def cut(text: str) -> str:
    """Return the beginning of a text that is too long: whole sentences if they are half of it, else whole words."""
    short = text[: LONGEST - 1]
    sentence = max(short.rfind(mark) for mark in (". ", "! ", "? ", "… "))
    if sentence > LONGEST // 2:
        return short[: sentence + 1]
    return f"{short[: max(short.rfind(' '), 1)].rstrip(' ,;:–—-')}…"


@dataclass(frozen=True, slots=True)
class Zones:
    """The time zones of the site that comes and of the project."""

    source: str | None
    own: ZoneInfo


def front_matter(
    said: Said, kind: Kind, zones: Zones, picture: str | None, language: str | None, aliases: list[str], *, menu: bool
) -> dict[str, Any]:
    """Return the keys of an original."""
    values: dict[str, Any] = {"title": said.title}
    if kind is Kind.ARTICLE and said.published is not None:
        values["date"] = written(said.published, ZoneInfo(zones.source) if zones.source else None, zones.own)
    values["summary"] = said.summary
    values["updated"] = said.updated.isoformat() if said.updated else ""
    if kind is Kind.ARTICLE:
        values |= {"tags": list(said.tags), "author": said.author}
        values["series"] = {"title": said.series} if said.series else {}
        if picture:
            values["picture"] = (
                {"image": picture, "alt": said.picture[1]} if said.picture and said.picture[1] else picture
            )
    values |= {"language": language or "", "menu": menu, "aliases": aliases, "math": said.math, "draft": said.draft}
    return {key: value for key, value in values.items() if value}


def as_file(values: dict[str, Any], body: str) -> str:
    """Return a whole file. Dates stand without quotes, as people write them."""
    lines = []
    for key in _KEYS:
        value = values.get(key)
        if value in (None, "", [], False):
            continue
        if key in {"date", "updated"}:
            lines.append(f"{key}: {value}")
        else:
            lines.append(_dumped(key, value))
    body = FORBIDDEN.sub("", body).strip("\n")
    return "---\n" + "\n".join(lines) + "\n---\n" + (f"\n{body}\n" if body else "")


def _dumped(key: str, value: Any) -> str:
    flow = isinstance(value, list | dict) and key != "aliases"
    return yaml.safe_dump(
        {key: value}, allow_unicode=True, width=2**30, sort_keys=False, default_flow_style=None if flow else False
    ).strip("\n")


def model_fault(kind: Kind, values: Mapping[str, Any], body: str) -> str | None:
    """Return why the front matter would be an error here; None if it is sound."""
    model = Article if kind is Kind.ARTICLE else TextPage
    whole = {"date": "2000-01-01", **values} if kind is Kind.ARTICLE else dict(values)
    try:
        model.model_validate({**whole, "body": body})
    except ValidationError as error:
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return None
