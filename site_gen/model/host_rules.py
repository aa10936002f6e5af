"""What a host must do besides sending files: headers by path, redirects, pages for what isn't there.

The one description from which all configuration of hosts is written, and by which preview serves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from site_gen.messages import ENGLISH

CACHE: Final = "Cache-Control"
SECURE_ONLY: Final = "Strict-Transport-Security"
"""The header that is sent over HTTPS alone (RFC 6797 section 7.2)."""


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Headers for a path, or with `*` at the end of `pattern` for all that begin so."""

    pattern: str
    headers: tuple[tuple[str, str], ...]

    @property
    def is_prefix(self) -> bool:
        return self.pattern.endswith("*")

    @property
    def path(self) -> str:
        """The path, or the beginning of those that it is for."""
        return self.pattern.removesuffix("*")

    def matches(self, path: str) -> bool:
        return path.startswith(self.path) if self.is_prefix else path == self.path


@dataclass(frozen=True, slots=True)
class Redirect:
    """A path (as people read it, with its slash at the end) that leads to another, or to an address elsewhere.

    `target` is as it goes over the wire, with percent signs.
    """

    source: str
    target: str
    status: int

    @property
    def source_as_sent(self) -> str:
        """The path as it goes over the wire, with percent signs."""
        return quote(self.source, safe="/!&()+,;=@~")


@dataclass(frozen=True, slots=True)
class NotFound:
    """The page for addresses below `prefix` that don't exist."""

    prefix: str
    page: str


@dataclass(frozen=True, slots=True)
class HostRules:
    """All of it for a site whose files lie below `base`.

    The first of `headers` is for every path; of further rules the longest pattern that matches is laid over it.
    `not_found` begins with the one for the whole site. `hidden` are the beginnings of paths that lie in the output and
    are not for visitors. `language` is that of the notes in the files.
    """

    base: str
    headers: tuple[HeaderRule, ...]
    redirects: tuple[Redirect, ...]
    not_found: tuple[NotFound, ...]
    hidden: tuple[str, ...]
    language: str = ENGLISH

    @property
    def general(self) -> Mapping[str, str]:
        """The headers that every answer has unless a rule for its path says otherwise."""
        return dict(self.headers[0].headers)

    @property
    def special(self) -> tuple[HeaderRule, ...]:
        """The rules for some paths, without what is general."""
        return self.headers[1:]

    def whole(self, rule: HeaderRule) -> Mapping[str, str]:
        """Return all headers of a path that a special rule is for."""
        return {**self.general, **dict(rule.headers)}

    def headers_for(self, path: str) -> Mapping[str, str]:
        """Return all headers of a path."""
        found = [rule for rule in self.special if rule.matches(path)]
        return self.whole(max(found, key=lambda rule: len(rule.path))) if found else self.general
