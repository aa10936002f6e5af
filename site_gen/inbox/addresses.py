"""Normalises addresses as browsers do: in ASCII, with only one form of an origin."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

_PORTS: Final = {"https": 443, "http": 80}
_KEPT: Final = "/%:@!$&'()*+,;=~?#[]"


def normal_origin(url: str) -> str | None:
    """Return scheme, host and port of an address as browsers write an origin; None if it has no origin."""
    try:
        parts = urlsplit(url.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or not host:
        return None
    host = f"[{host}]" if ":" in host else _ascii_host(host)
    return f"{scheme}://{host}" if port in {None, _PORTS[scheme]} else f"{scheme}://{host}:{port}"


def ascii_url(url: str) -> str:
    """Return an absolute address in ASCII, as HTTP headers require."""
    if url.isascii():
        return url
    rest = urlsplit(url)._replace(scheme="", netloc="").geturl()
    return f"{normal_origin(url) or ''}{quote(rest, safe=_KEPT)}"


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:  # no valid host name
        return host
