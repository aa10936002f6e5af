"""Recording what is public: appends the new states of offers to offers/ledger.jsonl. A build never does this."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.ledger import LEDGER_FILE, Entry, entry_line, news
from site_gen.model.rules import Finding, Honest, check_honesty_at, listed_prices
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, Severity, WorldError

LOCK: Final = Path(".cache") / "site-gen" / "ledger.lock"
"""Locked while a project is being recorded; always in the project, wherever its cache is."""

WAIT_SECONDS: Final = 30.0
_TEMPORARY: Final = ".ledger-new-"


@dataclass(frozen=True, slots=True)
class RecordedOffers:
    """The result of a recording: the site that was read, the new lines, and the warnings."""

    site: Site
    entries: tuple[Entry, ...]
    warnings: tuple[Problem, ...]


def record_offers(project: Path, now: datetime) -> RecordedOffers:
    """Append every state of an offer that is public at `now` and not in the ledger yet.

    The whole file is replaced at once, so a recording that is stopped changes nothing. Two recordings wait for each
    other. Raises ProjectError where the project has errors, or would mislead if it went public now, and WorldError
    where the ledger can't be written or has a line of a later moment.
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
    """Find what would mislead people if the site went public at `now`."""
    listed = listed_prices(site.services[site.main.language])
    return check_honesty_at(Honest(site.main, site.offers, ledger=site.ledger, listed=listed), now)


def _refuse_the_past(site: Site, now: datetime) -> None:
    last = site.ledger.entries[-1].recorded if site.ledger.entries else now
    if now < last:
        raise WorldError(
            f"the ledger's last line is of {last.isoformat()}, later than {now.isoformat()}",
            "set the clock right, or leave --now out; nothing was recorded",
        )


def _append(project: Path, entries: tuple[Entry, ...]) -> None:
    """Add lines to the ledger. Raises WorldError where the disk fails; the ledger is then as it was."""
    path = (project / LEDGER_FILE).resolve()  # the target of a link is replaced, not the link
    lines = "".join(f"{entry_line(entry)}\n" for entry in entries).encode()
    try:
        old = path.read_bytes() if path.exists() else b""
        if old and not old.endswith(b"\n"):
            old += b"\n"
        _replace(path, old + lines)
    except OSError as error:
        raise WorldError(f"{path} can't be written: {error.strerror or error}", "the ledger is as it was") from error


def _replace(path: Path, content: bytes) -> None:
    """Replace a file with new content, once all of that is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"{_TEMPORARY}*"):  # left by a recording that was killed: this one alone has the lock
        left.unlink(missing_ok=True)
    temporary = path.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make sure that the renaming is on the disk; systems that can't open a folder do that by themselves."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


@contextmanager
def _alone(project: Path) -> Iterator[None]:
    """Hold the project's lock for recordings."""
    path = project / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=WAIT_SECONDS)
    except Timeout as error:
        raise WorldError("another recording of this project goes on", "wait for it to end") from error
    except OSError as error:
        raise WorldError(f"{path} can't be written: {error.strerror or error}", "nothing was recorded") from error
    try:
        yield
    finally:
        lock.release()
