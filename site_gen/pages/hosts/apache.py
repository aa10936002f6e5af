""".htaccess, which Apache and LiteSpeed read, as most hosts that are rented by the month have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_gen.messages import m, said
from site_gen.model.host_rules import CACHE, SECURE_ONLY, HostRules

_NOTE = m("# For Apache 2.4 and LiteSpeed, in the folder that is published.")
_HEAD = """\
DirectoryIndex index.html
AddDefaultCharset utf-8
AddCharset utf-8 .css .js .json .txt .xml .webmanifest
AddType application/manifest+json .webmanifest
AddType image/avif .avif
AddType image/webp .webp
AddType font/woff2 .woff2
"""
_SECURE = "expr=%{HTTPS} == 'on' || %{HTTP:X-Forwarded-Proto} == 'https'"


def text(rules: HostRules) -> str:
    """Return the file."""
    parts = (
        _not_found(rules),
        ["<IfModule mod_headers.c>"],
        _general(rules),
        _special(rules),
        ["</IfModule>", "<IfModule mod_rewrite.c>", "RewriteEngine On"],
        _hidden(rules),
        _redirects(rules),
        ["</IfModule>"],
    )
    return f"{said(_NOTE, rules.language)}\n{_HEAD}" + "".join(f"{line}\n" for part in parts for line in part)


def _not_found(rules: HostRules) -> Iterator[str]:
    yield f"ErrorDocument 404 {rules.not_found[0].page}"
    for page in rules.not_found[1:]:
        yield f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(page.prefix)}#">'
        yield f"ErrorDocument 404 {page.page}"
        yield "</If>"


def _general(rules: HostRules) -> Iterator[str]:
    for name, value in rules.general.items():
        yield f"Header always set {name} {_quoted(value)}{f' {_quoted(_SECURE)}' if name == SECURE_ONLY else ''}"


def _special(rules: HostRules) -> Iterator[str]:
    """Yield headers for some paths; what isn't there is not kept."""
    for rule in rules.special:
        path = f"%{{REQUEST_URI}} =~ m#^{re.escape(rule.path)}{'' if rule.is_prefix else '$'}#"
        for name, value in rule.headers:
            found = " && %{REQUEST_STATUS} < 400" if name == CACHE else ""
            yield f"Header always set {name} {_quoted(value)} {_quoted(f'expr={path}{found}')}"


def _hidden(rules: HostRules) -> Iterator[str]:
    names = "|".join(re.escape(path.removeprefix(rules.base)) for path in rules.hidden)
    yield f'RewriteRule "^(?:{names})" - [R=404,L]'


def _redirects(rules: HostRules) -> Iterator[str]:
    """Yield the redirects; $1 and %1 in a target would be parts of the pattern."""
    for rule in rules.redirects:
        source = re.escape(rule.source.removeprefix(rules.base))
        target = re.sub(r"[$%\\]", r"\\\g<0>", rule.target)
        yield f"RewriteRule {_quoted(f'^{source}$')} {_quoted(target)} [R={rule.status},L,NE]"


def _quoted(value: str) -> str:
    escaped = value.replace('"', '\\"')
    return f'"{escaped}"'
