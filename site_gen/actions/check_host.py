"""Whether the site's host allows it and has room for it, as far as site.yaml shows which host that is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from site_gen.builder import manifest
from site_gen.messages import m
from site_gen.model.deliveries.base import static_host
from site_gen.model.host_terms import MIB, HostTerm, HostUse, Limit, broken_terms
from site_gen.model.rules import Finding
from site_gen.model.settings import Settings
from site_gen.model.site import Site
from site_gen.model.targets.base import Target
from site_gen.model.timeline import coming
from site_gen.problems import Severity

_FILES_OF: Final[Mapping[str, str]] = MappingProxyType({"netlify": "Netlify", "vercel": "Vercel"})
_TARGETS_OF: Final[Mapping[str, str]] = MappingProxyType({**_FILES_OF, "cloudflare-pages": "Cloudflare Pages"})
_MONTH: Final = timedelta(days=30)

Place = tuple[str | int, ...]


def host_findings(site: Site, now: datetime, files: int, output: Path) -> Iterator[Finding]:
    """Find what the host doesn't allow or has no room for, and what is sent to it in plain.

    `files` is how many the site has. Sizes are those of the last build in `output`; without one they are not looked at.
    """
    main = site.main
    yield from plain_targets(main)
    use = host_use(site, now, files, output)
    for host, place in hosts_shown(main).items():
        for term in broken_terms(host, use, is_paid=main.host_plan == "paid"):
            yield Finding("site.yaml", place, _message(term, use), _hint(term), Severity.WARNING)


def plain_targets(main: Settings) -> Iterator[Finding]:
    """Find the targets that are reached without encryption."""
    for name, target in main.targets.items():
        if getattr(target, "plain", False):
            place = ("deploy", "plain") if isinstance(main.deploy, Target) else ("deploy", name, "plain")
            message = m("password and site go unencrypted: everyone on the way can read and change them")
            hint = m("ask the host for SFTP or for encryption, and take 'plain' out")
            yield Finding("site.yaml", place, message, hint, Severity.WARNING)


def hosts_shown(main: Settings) -> Mapping[str, Place]:
    """Return each host that site.yaml shows, with the place that shows it; the address first."""
    found: dict[str, Place] = {}
    by_address = static_host(main.url)
    if by_address:
        found[by_address] = ("url",)
    if main.form and main.form.runs_on:
        found.setdefault(main.form.runs_on, ("form", "delivery"))
    for index, name in enumerate(main.hosting):
        if name in _FILES_OF:
            found.setdefault(_FILES_OF[name], ("hosting", index))
    for own, target in main.targets.items():
        if target.kind in _TARGETS_OF:
            place: Place = ("deploy", "to") if isinstance(main.deploy, Target) else ("deploy", own, "to")
            found.setdefault(_TARGETS_OF[target.kind], place)
    return found


def host_use(site: Site, now: datetime, files: int, output: Path) -> HostUse:
    """Return what the site asks of its host."""
    sizes = dict(_sizes(output))
    largest = max(sizes, key=lambda path: sizes[path], default=None)
    return HostUse(
        sells=any(not source.original.draft for source in site.offers),
        files=files,
        deploys=len({change.at for change in coming(site, now) if change.at <= now + _MONTH}),
        largest=(largest, sizes[largest]) if largest is not None else None,
        size=sum(sizes.values()) if sizes else None,
    )


def _sizes(output: Path) -> Iterator[tuple[str, int]]:
    """Yield the files of the last build with their sizes; those of clients are not named, so not looked at."""
    folder = str(output)
    for path in manifest.read(output).files:
        try:
            yield path, os.stat(f"{folder}/{path}").st_size  # noqa: PTH116  # of ten thousand files, a Path takes longest
        except OSError:
            continue


def _message(term: HostTerm, use: HostUse) -> str:
    host = m("{host}, on its free plan,", host=term.host) if term.free_only else term.host
    most = term.most or 0
    largest, size = use.largest or ("", 0)
    return {
        Limit.SELLING: m("{host} does not allow sites of a business, and this site sells", host=host),
        Limit.FILES: m(
            "{host} takes {most:,} files, and the site has {files:,}", host=host, most=most, files=use.files
        ),
        Limit.FILE_SIZE: m(
            "{host} takes files of {most} MiB, and {largest} has {size}",
            host=host,
            most=most // MIB,
            largest=largest,
            size=size // MIB,
        ),
        Limit.SITE_SIZE: m(
            "{host} takes {most} MiB in all, and the site has {size}",
            host=host,
            most=most // MIB,
            size=(use.size or 0) // MIB,
        ),
        Limit.DEPLOYS: m(
            "{host} takes {most} deploys a month, and the site changes {deploys} times in the next",
            host=host,
            most=most,
            deploys=use.deploys,
        ),
    }[term.limit]


_ADVICE: Final[Mapping[Limit, str]] = MappingProxyType(
    {
        Limit.SELLING: m("choose another host"),
        Limit.FILES: m("take out old articles or pictures, or choose another host"),
        Limit.FILE_SIZE: m("make it smaller"),
        Limit.SITE_SIZE: m("take out pictures, or choose another host"),
        Limit.DEPLOYS: m("let offers begin and end at the same instants; a site over the limit is taken offline"),
    }
)


def _hint(term: HostTerm) -> str:
    paid = m(", or write 'host_plan: paid' if you pay for one") if term.free_only else ""
    return m(
        "{advice}{paid} (rule {limit}: {source}, read {checked})",
        advice=_ADVICE[term.limit],
        paid=paid,
        limit=term.limit,
        source=term.source,
        checked=term.checked,
    )
