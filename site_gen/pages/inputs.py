"""What a page is made of, as a hash that is known before the page is made.

All pages of a site are made of its frame: everything in the site at an instant, except the texts of cases and
articles, which are most of it. A page that says which of those it shows (`Basis`) needs to be made again only if they
or the frame have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from site_gen.hashing import content_hash
from site_gen.model.site import Site, Translated
from site_gen.pages.templates import Template


@dataclass(frozen=True, slots=True)
class Basis:
    """A page's template, the file that it is made of, for messages, and the only things whose texts it shows.

    The rest of what it shows is in the site's frame. Only for pages that name nothing else of other things' texts than
    how long articles take to be read.
    """

    template: Template[...]
    source: str
    shown: tuple[Translated[Any], ...] = ()


def frame_hash(site: Site, changes_at: datetime | None, *, drafts: bool) -> str:
    """Return a hash of everything in a site but the texts of cases and articles, of which it has the minutes that
    articles take to be read, and but the content plan, which no page shows. `changes_at` is the next instant at which
    the site changes: with equal ones, no such instant lies between."""
    rest = replace(site, cases=(), articles=(), plan=None)
    things = [(thing.slug, thing.summary or _plain(thing)) for thing in (*site.cases, *site.articles)]
    lengths = [version.minutes for article in site.articles for version in article.versions.values()]
    until = changes_at and changes_at.isoformat()
    return content_hash(repr((_plain(rest), things, lengths, until, drafts)).encode(*_ANY))


def page_hash(frame: str, file: str, basis: Basis) -> str:
    """Return a hash of all that a page is made of, its templates aside; `file` is its file in the output."""
    shown = [thing.whole or repr(_plain(thing)) for thing in basis.shown]
    return content_hash("\0".join([frame, file, basis.source, *shown]).encode(*_ANY))


_ANY = ("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """Return a value as tuples of plain values that have the same repr in every process."""
    if isinstance(value, Mapping):
        return tuple([(_plain(key), _plain(each)) for key, each in value.items()])
    if isinstance(value, tuple | list):
        return tuple([_plain(each) for each in value])
    if isinstance(value, frozenset | set):
        return tuple(sorted(map(repr, value)))
    names: Iterable[str] = ()
    if isinstance(value, BaseModel):
        names = type(value).model_fields
    elif is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in fields(value)]
    return (type(value).__name__, *[_plain(getattr(value, name)) for name in names]) if names else repr(value)
