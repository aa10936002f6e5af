"""Records what is public: appends new states of offers to offers/ledger.jsonl. A build never does this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from site_gen.files import remove_leftovers, write_atomically
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.messages import m
from site_gen.model.ledger import LEDGER_FILE, Entry, entry_line, news
from site_gen.model.rules import Finding, Honest, check_honesty_at, listed_prices
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, Severity, WorldError

LOCK: Final = Path(".cache") / "site-gen" / "ledger.lock"
"""The lock file of recordings; always in the project, even if its cache is elsewhere."""

WAIT_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class RecordedOffers:
    """The result of a recording: the site that was read, the new lines, and the warnings."""

    site: Site
    entries: tuple[Entry, ...]
    warnings: tuple[Problem, ...]


def record_offers(project: Path, now: datetime) -> RecordedOffers:
    """Append every state of an offer that is public at `now` and not in the ledger yet.

    The file is replaced atomically, so an interrupted recording changes nothing. Recordings wait for each other. Raises
    ProjectError if the project has errors or would mislead if it were published now, and WorldError if the ledger can't
    be written or has a line with a later time.
    """
    with _alone(project):
        loaded = load_site(project)
        problems = [*loaded.warnings, *Locator(project).problems(misleading_at(loaded.site, now))]
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ProjectError(problems)
        entries = tuple(new_entries(loaded.site, now))
        if entries:
            _refuse_the_past(loaded.site, now)
            _append(project, entries)
        return RecordedOffers(loaded.site, entries, tuple(sorted(problems)))


def new_entries(site: Site, now: datetime) -> Iterator[Entry]:
    """Yield the lines that a recording at `now` appends."""
    offers = {source.slug: source.original for source in site.offers}
    return news(offers, site.ledger, site.main.currency, now)


def misleading_at(site: Site, now: datetime) -> Iterator[Finding]:
    """Find what would mislead people if the site were published at `now`."""
    listed = listed_prices(site.services[site.main.language])
    return check_honesty_at(Honest(site.main, site.offers, ledger=site.ledger, listed=listed), now)


def _refuse_the_past(site: Site, now: datetime) -> None:
    last = site.ledger.entries[-1].recorded if site.ledger.entries else now
    if now < last:
        raise WorldError(
            m(
                "the ledger's last line is of {last}, later than {now}",
                last=last.isoformat(),
                now=now.isoformat(),
            ),
            m("set the clock right, or leave --now out; nothing was recorded"),
        )


def _append(project: Path, entries: tuple[Entry, ...]) -> None:
    """Add lines to the ledger. Raises WorldError if the disk fails; the ledger is then unchanged."""
    path = project / LEDGER_FILE
    lines = "".join(f"{entry_line(entry)}\n" for entry in entries).encode()
    try:
        old = path.read_bytes() if path.exists() else b""
        if old and not old.endswith(b"\n"):
            old += b"\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(path)
        write_atomically(path, old + lines, durable=True)
    except OSError as error:
        raise WorldError(
            m("{path} can't be written: {strerror}", path=path, strerror=error.strerror or error),
            m("the ledger is as it was"),
        ) from error


@contextmanager
def _alone(project: Path) -> Iterator[None]:
    """Hold the project's lock for recordings."""
    path = project / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=WAIT_SECONDS)
    except Timeout as error:
        raise WorldError(m("another recording of this project goes on"), m("wait for it to end")) from error
    except OSError as error:
        raise WorldError(
            m("{path} can't be written: {strerror}", path=path, strerror=error.strerror or error),
            m("nothing was recorded"),
        ) from error
    try:
        yield
    finally:
        lock.release()
