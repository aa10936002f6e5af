"""What goes into the server block of nginx.

A location with a header of its own takes none from around it, so each one lists all. Locations with ^~ win over the
regular expressions that the block may have for scripts and the like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from site_gen.messages import m, said
from site_gen.model.host_rules import SECURE_ONLY, HeaderRule, HostRules

_NOTE = m("""\
# For nginx, in the server block of the site, beside its listen, server_name and root:
#   include /etc/nginx/site-gen.conf;
# Write it again when the site has new offers, articles or short links: site-gen hosting nginx > site-gen.conf
""")
_HEAD = """\
absolute_redirect off;
charset utf-8;
charset_types text/css text/plain text/xml application/xml application/json text/javascript application/javascript;
"""


def text(rules: HostRules) -> str:
    """Return the directives."""
    parts = (_secure(rules), _headers(rules.general, ""), _not_found(rules), _special(rules), _hidden(rules))
    return said(_NOTE, rules.language) + _HEAD + "".join(line for part in (*parts, _redirects(rules)) for line in part)


def _secure(rules: HostRules) -> Iterator[str]:
    """Yield a variable that is empty, and so no header, where the connection isn't secure."""
    if SECURE_ONLY in rules.general:
        value = _quoted(rules.general[SECURE_ONLY])
        yield f'set $site_gen_secure "";\nif ($scheme = https) {{\n    set $site_gen_secure {value};\n}}\n\n'


def _headers(headers: Mapping[str, str], indent: str) -> Iterator[str]:
    for name, value in headers.items():
        shown = "$site_gen_secure" if name == SECURE_ONLY else _quoted(value)
        yield f"{indent}add_header {name} {shown} always;\n"


def _not_found(rules: HostRules) -> Iterator[str]:
    yield f"error_page 404 {rules.not_found[0].page};\n"
    for page in rules.not_found:
        yield from _location(page.prefix, [f"    error_page 404 {page.page};\n", "    try_files $uri $uri/ =404;\n"])
        yield from _location(f"= {page.prefix}manifest.webmanifest", ["    default_type application/manifest+json;\n"])


def _special(rules: HostRules) -> Iterator[str]:
    for rule in rules.special:
        yield from _location(_matching(rule), _headers(rules.whole(rule), "    "))


def _matching(rule: HeaderRule) -> str:
    return f"^~ {rule.path}" if rule.is_prefix else f"= {rule.path}"


def _hidden(rules: HostRules) -> Iterator[str]:
    for path in rules.hidden:
        yield from _location(f"^~ {path}", ["    return 404;\n"])


def _redirects(rules: HostRules) -> Iterator[str]:
    for rule in rules.redirects:
        target = _quoted(rule.target.replace("$", "%24"))  # a dollar would name a variable
        yield from _location(f"= {rule.source}", [f"    return {rule.status} {target};\n"])


def _location(matching: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"\nlocation {matching} {{\n"
    yield from lines
    yield "}\n"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
