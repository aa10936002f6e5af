"""Going public, written down: appends the new states of offers to offers/ledger.jsonl. A build never does."""

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
"""What keeps two recordings of a project apart; always in the project, wherever its cache is."""

WAIT_SECONDS: Final = 30.0
_TEMPORARY: Final = ".ledger-new-"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording came to: the site it read, the new lines, and the warnings on the way."""

    site: Site
    entries: tuple[Entry, ...]
    warnings: tuple[Problem, ...]


def record(project: Path, now: datetime) -> Recorded:
    """Append every state of an offer that is public at `now` and not yet in the ledger; nothing where all are.

    The whole file is replaced at once, so that whoever is stopped in between leaves it as it was. Two at the same
    time wait for each other. Raises ProjectError where the project has errors (or would mislead by going public now),
    WorldError where the ledger can't be written or knows of a later moment.
    """
    with _alone(project):
        loaded = load_site(project)
        problems = [*loaded.warnings, *problems_at(loaded.site, now, project)]
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ProjectError(problems)
        entries = tuple(new_entries(loaded.site, now))
        if entries:
            _refuse_the_past(loaded.site, now)
            append(project, entries)
        return Recorded(loaded.site, entries, tuple(sorted(problems)))


def new_entries(site: Site, now: datetime) -> Iterator[Entry]:
    """Yield the lines that are to be appended at `now`."""
    offers = {source.slug: source.original for source in site.offers}
    return news(offers, site.ledger, site.main.currency, now)


def problems_at(site: Site, now: datetime, project: Path) -> Iterator[Problem]:
    """Find what would mislead when the site went public at `now`, with its place in the files."""
    return Locator(project).problems(misleading_at(site, now))


def misleading_at(site: Site, now: datetime) -> Iterator[Finding]:
    """Find what would mislead when the site went public at `now`."""
    listed = listed_prices(site.services[site.main.language])
    return check_honesty_at(Honest(site.main, site.offers, ledger=site.ledger, listed=listed), now)


def _refuse_the_past(site: Site, now: datetime) -> None:
    last = site.ledger.entries[-1].recorded if site.ledger.entries else now
    if now < last:
        raise WorldError(
            f"the ledger's last line is of {last.isoformat()}, later than {now.isoformat()}",
            "set the clock right, or leave --now out; nothing was recorded",
        )


def append(project: Path, entries: tuple[Entry, ...]) -> None:
    """Add lines to the ledger. Raises WorldError where the disk fails; the ledger is then as it was."""
    path = (project / LEDGER_FILE).resolve()  # where it is a link, what it leads to is replaced
    lines = "".join(f"{entry_line(entry)}\n" for entry in entries).encode()
    try:
        old = path.read_bytes() if path.exists() else b""
        if old and not old.endswith(b"\n"):
            old += b"\n"
        _replace(path, old + lines)
    except OSError as error:
        raise WorldError(f"{path} can't be written: {error.strerror or error}", "the ledger is as it was") from error


def _replace(path: Path, content: bytes) -> None:
    """Put a file in another's place, when all of it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"{_TEMPORARY}*"):  # of a recording that was killed: no other goes on
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
    """Make the renaming last; systems that can't open a folder do so by themselves."""
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
