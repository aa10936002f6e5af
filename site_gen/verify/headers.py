"""Headers that the host is told to send, held against those that it sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from site_gen.messages import m
from site_gen.model.deliveries.base import static_host
from site_gen.model.host_rules import CACHE, SECURE_ONLY
from site_gen.verify.expected import ExpectedSite
from site_gen.verify.fetching import Answer
from site_gen.verify.findings import Fault, Level, LiveFinding
from site_gen.verify.reading import says_noindex

_ROBOTS: Final = "X-Robots-Tag"
_TELL: Final = m("tell the host: site-gen hosting prints it, or a file of output/ has it (site-gen help hosting)")
_CANNOT: Final = m(
    "this host sends no headers of yours; the pages carry what they can themselves (site-gen help hosting)"
)
_WITHOUT_HEADERS: Final = frozenset({"Codeberg Pages", "GitHub Pages", "GitLab Pages", "Neocities", "Surge"})
"""Hosts that read no file with headers (docs/hosting.md)."""

_BY_SERVER: Final[Mapping[str, str]] = MappingProxyType({"github.com": "GitHub Pages", "neocities": "Neocities"})
"""Hosts by what they name themselves in the header Server, where the address is the owner's own."""

_TYPES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        ".html": frozenset({"text/html"}),
        ".css": frozenset({"text/css"}),
        ".js": frozenset({"text/javascript", "application/javascript", "application/x-javascript"}),
    }
)
"""What browsers refuse, or show as text, when it comes as something else."""

_A_WHILE: Final = 600
"""Seconds for which GitHub Pages lets browsers keep everything: longer, and a deadline isn't seen in time."""


def header_findings(site: ExpectedSite, path: str, answer: Answer, where: str) -> Iterator[LiveFinding]:
    """Find headers of a file's answer that are missing or say something else than the description of hosts."""
    without = host_without_headers(site, answer)
    wanted = dict(site.rules.headers_for(site.path_on_host(path)))
    if not site.is_secure:
        wanted.pop(SECURE_ONLY, None)
    for name, value in wanted.items():
        sent = answer.headers.get(name.lower())
        if sent is not None and is_as_set(name, value, sent):
            continue
        yield _finding(name, (value, sent), where, without=without)
    yield from _type_findings(path, answer, where)
    if site.is_main and _ROBOTS not in wanted and says_noindex(answer.headers.get(_ROBOTS.lower(), "")):
        message = m("the host tells search engines to leave the page out (X-Robots-Tag), and the files don't")
        hint = m("hosts do so at addresses for trying; look at the host's settings")
        yield LiveFinding(Level.ERROR, Fault.SEARCH, message, hint, (where,))


def is_as_set(name: str, wanted: str, sent: str) -> bool:
    """Whether a header says what it is to say, maybe in other words or more of it."""
    return _IS_KEPT.get(name, _is_equal)(wanted, sent)


def host_without_headers(site: ExpectedSite, answer: Answer) -> str | None:
    """Return the name of the host, if it is one that can't be told headers."""
    host = static_host(site.address) or _BY_SERVER.get(answer.headers.get("server", "").lower())
    return host if host in _WITHOUT_HEADERS else None


def _finding(name: str, values: tuple[str, str | None], where: str, *, without: str | None) -> LiveFinding:
    wanted, sent = values
    if sent is None:
        message = m("the header {name} is set and not sent", name=name)
    else:
        message = m(
            "the header {name} is sent as '{sent}', and set as '{wanted}'",
            name=name,
            sent=_short(sent),
            wanted=_short(wanted),
        )
    if without is not None:
        return LiveFinding(Level.NOTE, Fault.HEADER, message, f"{without}: {_CANNOT}", (where,))
    shortens = name == CACHE and sent is not None and _age(wanted) is not None
    level = Level.NOTE if shortens or (name == CACHE and sent is None) else Level.WARNING
    return LiveFinding(level, Fault.HEADER, message, _TELL, (where,))


def _type_findings(path: str, answer: Answer, where: str) -> Iterator[LiveFinding]:
    known = _TYPES.get(PurePosixPath(path).suffix)
    sent = answer.headers.get("content-type", "")
    if known is not None and sent.partition(";")[0].strip().lower() not in known:
        message = m("it comes as '{sent}', and is {type}: browsers won't use it", sent=_short(sent), type=max(known))
        if not _short(sent):
            message = m("it comes without a type, and is {type}: browsers won't use it", type=max(known))
        yield LiveFinding(Level.ERROR, Fault.HEADER, message, _TELL, (where,))


def _is_equal(wanted: str, sent: str) -> bool:
    return _plain(wanted) == _plain(sent)


def _has_policy(wanted: str, sent: str) -> bool:
    """Whether every directive of a content security policy is sent, in any order; of several policies one has to."""
    directives = _directives(wanted)
    return any(_directives(policy) == directives for policy in sent.split(","))


def _has_all(wanted: str, sent: str) -> bool:
    """Whether all parts of a list are in another one."""
    return {_plain(part) for part in wanted.split(",")} <= {_plain(part) for part in sent.split(",")}


def _last_counts(wanted: str, sent: str) -> bool:
    """Whether the last of several referrer policies is the one: browsers take that one."""
    return _is_equal(wanted, sent.rpartition(",")[2])


def _lasts(wanted: str, sent: str) -> bool:
    """Whether browsers are told to stay with HTTPS for as long, or longer."""
    age = _age(sent)
    return age is not None and age >= (_age(wanted) or 0)


def _is_kept_right(wanted: str, sent: str) -> bool:
    """Whether what is to be asked for again is not kept, or for minutes alone, and what never changes is kept."""
    parts = {part.strip().lower() for part in sent.split(",")}
    if "no-store" in wanted:
        return "no-store" in parts
    age, most = _age(sent), _age(wanted)
    if not most:  # no-cache
        return not parts.isdisjoint({"no-cache", "no-store", "max-age=0"})
    if most > _A_WHILE:
        return age is not None and age >= most
    return "no-cache" in parts or "no-store" in parts or (age is not None and age <= _A_WHILE)


_IS_KEPT: Final[Mapping[str, Callable[[str, str], bool]]] = MappingProxyType(
    {
        "Content-Security-Policy": _has_policy,
        "Permissions-Policy": _has_all,
        "Referrer-Policy": _last_counts,
        SECURE_ONLY: _lasts,
        _ROBOTS: _has_all,
        CACHE: _is_kept_right,
    }
)
"""How headers are compared of which other words say the same."""


def _age(value: str) -> int | None:
    found = re.search(r"\bmax-age\s*=\s*\"?(\d{1,12})", value.lower())
    return int(found[1]) if found else None


def _directives(policy: str) -> frozenset[str]:
    return frozenset(_plain(part) for part in policy.split(";") if part.strip())


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
