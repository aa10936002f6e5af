"""`_headers`, which Netlify and Cloudflare Pages read.

They join what several patterns give of one header. So the cache of pages is left out: both ask again by themselves,
and "no-cache, public, max-age=…" would be a contradiction. Of two referrer policies browsers take the last one.
"""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.host_rules import CACHE, HeaderRule, HostRules


def text(rules: HostRules) -> str:
    """Return the file."""
    return "".join(f"{line}\n" for rule in joinable(rules) for line in _lines(rule))


def joinable(rules: HostRules) -> Iterator[HeaderRule]:
    """Yield the rules for hosts that join what several patterns give."""
    first = rules.headers[0]
    yield HeaderRule(first.pattern, tuple(header for header in first.headers if header[0] != CACHE))
    yield from rules.special


def _lines(rule: HeaderRule) -> Iterator[str]:
    yield rule.pattern
    yield from (f"  {name}: {value}" for name, value in rule.headers)
