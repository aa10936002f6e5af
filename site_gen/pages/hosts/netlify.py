"""netlify.toml, which says more than `_headers` and `_redirects`: rules that win over the pages, 404 by language."""

from __future__ import annotations

import json
from collections.abc import Iterator

from site_gen.messages import m, said
from site_gen.model.host_rules import HostRules
from site_gen.pages.hosts.headers_file import joinable

_NOTE = m("# For Netlify: keep it at the top of the repository or folder that is published from.")
_HEAD = """\
[build]
  publish = "output"
"""


def text(rules: HostRules) -> str:
    """Return the file."""
    return f"{said(_NOTE, rules.language)}\n{_HEAD}" + "".join(
        (*_headers(rules), *_redirects(rules), *_not_found(rules))
    )


def _headers(rules: HostRules) -> Iterator[str]:
    for rule in joinable(rules):
        values = "".join(f"    {name} = {_quoted(value)}\n" for name, value in rule.headers)
        yield f"\n[[headers]]\n  for = {_quoted(rule.pattern)}\n  [headers.values]\n{values}"


def _redirects(rules: HostRules) -> Iterator[str]:
    """Yield the redirects; without `force` Netlify would send the page that is there for hosts without redirects."""
    for rule in rules.redirects:
        yield _redirect(rule.source_as_sent, rule.target, rule.status) + "  force = true\n"


def _not_found(rules: HostRules) -> Iterator[str]:
    """Yield the pages for what isn't there in further languages; Netlify finds the first one by its name."""
    for page in rules.not_found[1:]:
        yield _redirect(f"{page.prefix}*", page.page, 404)


def _redirect(source: str, target: str, status: int) -> str:
    return f"\n[[redirects]]\n  from = {_quoted(source)}\n  to = {_quoted(target)}\n  status = {status}\n"


def _quoted(value: str) -> str:
    """Return a basic string of TOML, whose escapes are JSON's."""
    return json.dumps(value, ensure_ascii=False)
