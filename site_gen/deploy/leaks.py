"""The last look at what goes online: nothing in it may be a secret. What is found is named, and never repeated."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, urlsplit

from site_gen.deploy.site_files import SiteFiles
from site_gen.messages import joined, listed, m
from site_gen.problems import WorldError

SHORTEST: Final = 6
"""Shorter values are found everywhere by chance."""

_PRIVATE_KEY: Final = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=:, -]{20,}")
_SECRET_FILE: Final = re.compile(
    r"\.env(?:\..+)?|\.netrc|\.pgpass|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519)|.+\.(?:key|pem|p12|pfx)"
)


class LeakError(WorldError):
    """Something secret would go online; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Private:
    """What may not be read: `values` of environment variables by name; secrets of `logins`, each after what it is; by
    path of a locked file, what it must not tell; texts that no file for everybody may tell, each with what it is."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    logins: Collection[tuple[str, str]] = field(default=(), repr=False)
    locked: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)


def refuse_leaks(site: SiteFiles, paths: Iterable[str], private: Private) -> None:
    """Raise LeakError where one of these files of a site holds something secret, naming each and what it is."""
    values = ((m("the value of {name}", name=name), value) for name, value in _values(private.values))
    everywhere = _patterns([*values, *private.logins])
    for_everybody = _patterns((what, text) for text, what in private.hidden.items())
    found: list[str] = []
    for path in paths:
        patterns = everywhere if site.files[path].unlisted else everywhere | for_everybody
        own = _patterns((what, text) for text, what in private.locked.get(path, {}).items())
        found += [
            m("{path} holds {what}", path=site.told(path), what=what)
            for what in _leaks(path, site.read(path), patterns | own)
        ]
    if found:
        more: str = m("; and {number:,} more", number=len(found) - 10) if len(found) > 10 else ""
        raise LeakError(
            joined(listed(found[:10], "; "), more),
            m("nothing was sent; take it out of the sources, and where it was ever online, make a new one"),
        )


def _leaks(path: str, content: bytes, patterns: Mapping[str, re.Pattern[bytes]]) -> Iterator[str]:
    if _SECRET_FILE.fullmatch(PurePosixPath(path).name):
        yield m("what its name says is secret")
    if _PRIVATE_KEY.search(content):
        yield m("a private key")
    yield from (what for what, pattern in patterns.items() if pattern.search(content))


def _values(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each secret, and of an address with a password the password alone too."""
    for name, value in values.items():
        yield name, value
        try:
            password = urlsplit(value).password
        except ValueError:
            password = None
        if password:
            yield m("{name} (its password)", name=name), password


def _patterns(texts: Iterable[tuple[str, str]]) -> dict[str, re.Pattern[bytes]]:
    """Return what finds texts, by what they are, in the ways that files write them: plain, in HTML, JSON, an address,
    base64."""
    ways: dict[str, set[str]] = {}
    for what, text in texts:
        plain = text.strip()
        if len(plain) < SHORTEST:
            continue
        found = {plain, html.escape(plain), json.dumps(plain)[1:-1], quote(plain), quote(plain, safe="")}
        found.add(base64.b64encode(plain.encode()).decode().rstrip("=")[:-1])
        ways.setdefault(what, set()).update(found)
    return {what: re.compile(b"|".join(re.escape(way.encode()) for way in sorted(all_))) for what, all_ in ways.items()}
