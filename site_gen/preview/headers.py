"""Reads and applies the headers file of static hosts (`_headers`) as Netlify and Cloudflare Pages do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class HeaderRule:
    """Headers for the paths that a pattern matches: `*` matches anything, `:name` one segment."""

    pattern: str
    headers: tuple[tuple[str, str], ...]

    @cached_property
    def _matcher(self) -> re.Pattern[str]:
        parts = re.split(r"(\*|:[A-Za-z_]\w*)", self.pattern)
        words = {"*": ".*"}
        return re.compile("".join(words.get(p, "[^/]+" if p.startswith(":") else re.escape(p)) for p in parts if p))

    def matches(self, path: str) -> bool:
        return self._matcher.fullmatch(path) is not None


def read_rules(text: str) -> tuple[HeaderRule, ...]:
    """Return the rules of a headers file: one pattern per line, with its headers indented below."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith((" ", "\t")):
            rules.append((line.strip(), []))
        elif rules:
            name, _, value = line.strip().partition(":")
            rules[-1][1].append((name.strip(), value.strip()))
    return tuple(HeaderRule(pattern, tuple(headers)) for pattern, headers in rules)


def headers_for(path: str, rules: tuple[HeaderRule, ...]) -> Iterator[tuple[str, str]]:
    """Yield the headers of a path; if several rules set the same header, the values are joined with commas."""
    found: dict[str, tuple[str, list[str]]] = {}
    for rule in rules:
        if rule.matches(path):
            for name, value in rule.headers:
                found.setdefault(name.lower(), (name, []))[1].append(value)
    for name, values in found.values():
        yield name, ", ".join(values)
