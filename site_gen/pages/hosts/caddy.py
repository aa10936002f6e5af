"""What goes into a site's block of a Caddyfile. `route` keeps the order in which it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_gen.messages import m, said
from site_gen.model.host_rules import CACHE, SECURE_ONLY, HostRules

_HEAD = m("""\
# For Caddy, in the block of the site, after its root:
#   import /etc/caddy/site-gen.caddy
# Write it again when the site has new offers, articles or short links: site-gen hosting caddy > site-gen.caddy
""")


def text(rules: HostRules) -> str:
    """Return the directives."""
    body = (_headers(rules), _types(rules), _hidden(rules), _redirects(rules), ["file_server"])
    return said(_HEAD, rules.language) + _block("route", (line for part in body for line in part)) + _errors(rules)


def _headers(rules: HostRules) -> Iterator[str]:
    yield "@site_gen_secure protocol https"
    for name, value in rules.general.items():
        yield f"header {'@site_gen_secure ' if name == SECURE_ONLY else ''}{name} {_quoted(value)}"
    for rule in rules.special:
        yield from (f"header {rule.pattern} {name} {_quoted(value)}" for name, value in rule.headers)


def _types(rules: HostRules) -> Iterator[str]:
    for page in rules.not_found:
        yield f"header {page.prefix}manifest.webmanifest Content-Type application/manifest+json"


def _hidden(rules: HostRules) -> Iterator[str]:
    yield f"@site_gen_hidden path {' '.join(f'{path}*' for path in rules.hidden)}"
    yield "error @site_gen_hidden 404"


def _redirects(rules: HostRules) -> Iterator[str]:
    return (f"redir {rule.source} {_quoted(rule.target)} {rule.status}" for rule in rules.redirects)


def _errors(rules: HostRules) -> str:
    """Return what is shown for addresses that don't exist, in the language they are in; it is not kept."""
    lines = [f"header {CACHE} {_quoted(rules.general[CACHE])}"]
    for page in (*rules.not_found[1:], rules.not_found[0]):
        prefix = "" if page is rules.not_found[0] else f" {page.prefix}*"
        lines += [f"handle{prefix} {{", f"\trewrite * {page.page}", "\tfile_server", "}"]
    return _block("handle_errors", lines)


def _block(name: str, lines: Iterable[str]) -> str:
    return f"{name} {{\n" + "".join(f"\t{line}\n" for line in lines) + "}\n"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
