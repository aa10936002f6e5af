"""What hosts allow and how much they take: a table with sources and the days on which they were looked up.

Terms change. Each row says where it is from, and `check` says so with it; none is worked around silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Limit(StrEnum):
    """What a term is about."""

    SELLING = "selling"
    FILES = "files"
    FILE_SIZE = "file-size"
    SITE_SIZE = "site-size"
    DEPLOYS = "deploys"


@dataclass(frozen=True, slots=True)
class HostTerm:
    """A term of a host. `most` is the limit: of files, of bytes, of deploys a month; None where there is no number.

    With `free_only` it is one of the plan that costs nothing.
    """

    host: str
    limit: Limit
    most: int | None
    source: str
    checked: date
    free_only: bool = False


@dataclass(frozen=True, slots=True)
class HostUse:
    """What a site asks of its host. `deploys` are those of the coming month that its own changes need.

    `largest` is a file of the last build with its size in bytes and `size` that of all of them; None without a build.
    """

    sells: bool
    files: int
    deploys: int
    largest: tuple[str, int] | None = None
    size: int | None = None


MIB: Final = 1024 * 1024
_DAY: Final = date(2026, 11, 23)
_GITHUB: Final = "docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"
_CLOUDFLARE: Final = "developers.cloudflare.com/pages/platform/limits"
_NETLIFY: Final = "docs.netlify.com: how credits work; 300 a month, 15 for a deploy"

HOST_TERMS: Final = (
    HostTerm("GitHub Pages", Limit.SELLING, None, _GITHUB, _DAY),
    HostTerm("GitHub Pages", Limit.SITE_SIZE, 1024 * MIB, _GITHUB, _DAY),
    HostTerm("Vercel", Limit.SELLING, None, "vercel.com/docs/limits/fair-use-guidelines", _DAY, free_only=True),
    HostTerm("Cloudflare Pages", Limit.FILES, 20_000, _CLOUDFLARE, _DAY, free_only=True),
    HostTerm("Cloudflare Pages", Limit.FILES, 100_000, _CLOUDFLARE, _DAY),
    HostTerm("Cloudflare Pages", Limit.FILE_SIZE, 25 * MIB, _CLOUDFLARE, _DAY),
    HostTerm("Netlify", Limit.DEPLOYS, 20, _NETLIFY, _DAY, free_only=True),
    HostTerm("GitLab Pages", Limit.FILES, 200_000, "docs.gitlab.com/administration/pages", _DAY),
    HostTerm("GitLab Pages", Limit.SITE_SIZE, 1024 * MIB, "docs.gitlab.com/user/gitlab_com", _DAY),
)


def broken_terms(host: str, use: HostUse, *, is_paid: bool) -> Iterator[HostTerm]:
    """Yield the terms of a host that a site doesn't keep to; of several with one limit the first."""
    seen: set[Limit] = set()
    for term in HOST_TERMS:
        if term.host == host and not (is_paid and term.free_only) and term.limit not in seen and _breaks(use, term):
            seen.add(term.limit)
            yield term


def _breaks(use: HostUse, term: HostTerm) -> bool:
    if term.most is None:
        return use.sells
    found = {
        Limit.FILES: use.files,
        Limit.FILE_SIZE: use.largest[1] if use.largest else None,
        Limit.SITE_SIZE: use.size,
        Limit.DEPLOYS: use.deploys,
    }[term.limit]
    return found is not None and found > term.most
