"""The description of a site's headers and redirects in the words of each host: one module and one row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from site_gen.model.host_rules import HostRules
from site_gen.pages.hosts import apache, caddy, headers_file, netlify, nginx, redirects_file, vercel


@dataclass(frozen=True, slots=True)
class HostFile:
    """A file that a host reads. `path` is its place in the output, None for what doesn't belong among the site's files.

    `is_for_redirects` says that it is not needed where there are none.
    """

    text: Callable[[HostRules], str]
    path: str | None = None
    is_for_redirects: bool = False


ALWAYS: Final = (
    HostFile(headers_file.text, "_headers"),
    HostFile(redirects_file.text, "_redirects", is_for_redirects=True),
)
"""What every build writes: Cloudflare Pages, Netlify, GitLab Pages (redirects) and their kind read it."""

HOSTS: Final[Mapping[str, HostFile]] = MappingProxyType(
    {
        "apache": HostFile(apache.text, ".htaccess"),
        "caddy": HostFile(caddy.text),
        "netlify": HostFile(netlify.text, "netlify.toml"),
        "nginx": HostFile(nginx.text),
        "vercel": HostFile(vercel.text, "vercel.json"),
    }
)
"""What `site-gen hosting` prints; a build writes those with a path where site.yaml has them in `hosting:`."""
