"""All that is looked at, in its order: the home page first, then everything else, a few at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from site_gen.messages import m
from site_gen.problems import WorldError
from site_gen.verify.expected import ExpectedSite
from site_gen.verify.fetching import AT_ONCE, ROOM, Fetcher, NoAnswerError, Trouble
from site_gen.verify.files import file_findings, hidden_offer_findings, left_over_findings, left_over_paths
from site_gen.verify.findings import Fault, Level, LiveFinding, grouped
from site_gen.verify.forms import form_addresses, form_findings
from site_gen.verify.host import (
    certificate_findings,
    moved_finding,
    name_findings,
    no_certificate,
    not_found_findings,
    robots_findings,
)
from site_gen.verify.redirects import redirect_findings, source_address

HOME: Final = "index.html"
LEFT_OVERS: Final = 50
"""How many pages of earlier releases are looked for."""

_PUBLISHING: Final = 5.0
"""Seconds between looks whether a host shows what was just put there."""

Progress = Callable[[int, int], None]
Check = Callable[[], Iterator[LiveFinding]]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, and how much was looked at. `requests` were sent, `unchanged` of them answered that nothing is
    new since last time."""

    findings: tuple[LiveFinding, ...]
    files: int = 0
    redirects: int = 0
    offers: int = 0
    forms: int = 0
    requests: int = 0
    unchanged: int = 0

    @property
    def is_good(self) -> bool:
        """Whether there are no findings but notes."""
        return not any(finding.counts for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Task:
    """A check, and the address that it is of, if it gets no answer there."""

    where: str
    check: Check


def inspect(
    site: ExpectedSite, fetcher: Fetcher, at: datetime, progress: Progress, only: Collection[str] | None = None
) -> Inspection:
    """Hold a site that is online against the one that is to be there; `at` is the time on the clock.

    With `only`, of the files these, the home page and the pages of offers are looked at. Raises WorldError where
    nothing answers at the site's address.
    """
    first, goes_on = _home_findings(site, fetcher, at)
    if not goes_on:
        return Inspection(grouped(first, site.secrets), requests=fetcher.requests)
    files, forms, rules = tuple(_wanted(site, only)), form_addresses(site), site.rules.redirects
    tasks = [_Task(site.url(path), partial(file_findings, site, path, fetcher)) for path in files]
    tasks += (_Task(source_address(site, rule), partial(redirect_findings, site, rule, fetcher)) for rule in rules)
    tasks += (_Task(address, partial(form_findings, address, pages, fetcher)) for address, pages in forms.items())
    tasks += _not_to_be_there(site, fetcher)
    tasks += _of_host(site, fetcher)
    found = grouped([*first, *_all(tasks, fetcher, progress)], site.secrets)
    offers = sum(path in site.offer_at for path in files)
    return Inspection(found, len(files), len(rules), offers, len(forms), fetcher.requests, fetcher.unchanged)


def await_files(site: ExpectedSite, paths: Collection[str], fetcher: Fetcher, seconds: float) -> bool:
    """Wait until the site shows one of these files as it is to be, and say whether it does: some hosts need minutes.

    An address that doesn't answer is waited for, too.
    """
    shown = [path for path in paths if path.endswith(".html") and path in site.files.files] or [HOME]
    path = min(shown, key=lambda name: (site.files.files[name].unlisted, name))
    looks = max(int(seconds / _PUBLISHING), 1)
    for look in range(looks):
        if look:
            fetcher.sleep(_PUBLISHING)
        try:
            answer = fetcher.follow(site.url(path), 2 * site.files.files[path].size + ROOM, again=False)
        except NoAnswerError:
            continue
        if answer.digest == site.files.files[path].digest:
            return True
    return False


def _home_findings(site: ExpectedSite, fetcher: Fetcher, at: datetime) -> tuple[tuple[LiveFinding, ...], bool]:
    """Return what is wrong at the site's address itself, and whether it makes sense to look further."""
    try:
        home = fetcher.follow(site.address, 2 * site.files.files[HOME].size + ROOM)
    except NoAnswerError as error:
        if error.trouble is Trouble.CERTIFICATE:
            return (no_certificate(site, error),), False
        if error.trouble in {Trouble.NETWORK, Trouble.TOO_SLOW}:
            hint = m("look whether the address is right, and whether other sites can be reached; nothing was verified")
            raise WorldError(
                m("{address} can't be reached: {error}", address=site.address, error=error), hint
            ) from error
        return (_unanswered(site.address, error),), False
    found = (*moved_finding(site, home), *certificate_findings(site, home.certificate, at))
    return found, True


def _wanted(site: ExpectedSite, only: Collection[str] | None) -> Iterator[str]:
    """Yield the files to be looked at; the pages for what isn't there are looked at where nothing is."""
    not_found = {page.page.removeprefix(site.rules.base) for page in site.rules.not_found}
    for path in site.public_files():
        if path not in not_found and (only is None or path in only or path == HOME or path in site.offer_at):
            yield path


def _not_to_be_there(site: ExpectedSite, fetcher: Fetcher) -> Iterator[_Task]:
    for offer in site.not_public():
        yield _Task(site.url(offer.path), partial(hidden_offer_findings, site, offer, fetcher))
    for path in left_over_paths(site, LEFT_OVERS):
        yield _Task(site.url(path), partial(left_over_findings, site, path, fetcher))


def _of_host(site: ExpectedSite, fetcher: Fetcher) -> Iterator[_Task]:
    for page in site.rules.not_found:
        yield _Task(site.address, partial(not_found_findings, site, page, fetcher))
    yield _Task(f"{site.origin}/robots.txt", partial(robots_findings, site, fetcher))
    yield _Task(site.address, partial(name_findings, site, fetcher))


def _all(tasks: list[_Task], fetcher: Fetcher, progress: Progress) -> Iterator[LiveFinding]:
    """Yield what the checks find, in their order; those that a silent server prevents are one finding."""
    skipped = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done, found in enumerate(pool.map(_checked, tasks), start=1):
            progress(done, len(tasks))
            if found is None:
                skipped += 1
            else:
                yield from found
    if skipped:
        message = m("the server stopped answering; {skipped:,} addresses were not looked at", skipped=skipped)
        hint = m("it may be overloaded, or take so many requests for an attack: try again later")
        yield LiveFinding(Level.ERROR, Fault.NO_ANSWER, message, hint, tuple(fetcher.silent))


def _checked(task: _Task) -> tuple[LiveFinding, ...] | None:
    """Return what a check finds; None where the server no longer answers."""
    try:
        return tuple(task.check())
    except NoAnswerError as error:
        return None if error.trouble is Trouble.STOPPED else (_unanswered(task.where, error),)


def _unanswered(where: str, error: NoAnswerError) -> LiveFinding:
    hint = m("look at the address in a browser, and at the server's log")
    return LiveFinding(
        Level.ERROR, Fault.NO_ANSWER, m("no answer that can be read: {error}", error=error), hint, (where,)
    )
