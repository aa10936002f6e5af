"""Whatever lies in the project while the inbox runs: it goes on, says so, and takes the repaired project over."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import pytest

from site_gen.inbox import service
from site_gen.inbox.exchange import Request
from site_gen.inbox.forms import ProjectForms
from site_gen.inbox.keeper import Keeper, Task
from site_gen.inbox.project_files import look_at
from site_gen.inbox.service import Inbox, InboxSettings
from site_gen.inbox.vitals import Part, Vitals
from tests.conftest import ProjectFactory
from tests.inbox.support import ALWAYS, AUDIT, FILES, INBOX_SITE, PLAIN, RunningInbox, asked, inbox
from tests.inbox.test_forms import rewrite
from tests.inbox.test_service import until
from tests.support import NOW, write_files

CLOSED = AUDIT.replace("ends: 2026-12-24T18:00", "ends: 2026-11-02T18:00")


def _long_consent(project: Path) -> None:
    strings = 'strings:\n  en:\n    accept.consent: "' + "I agree to everything. " * 15 + '"\n'
    rewrite(project, "site.yaml", f"{INBOX_SITE}\n{strings}")


def _self_link(project: Path) -> None:
    (project / "offers" / "loop.yaml").symlink_to("loop.yaml")


def _link_to_a_link(project: Path) -> None:
    (project / "content").mkdir(exist_ok=True)
    (project / "content" / "a.md").symlink_to("b.md")
    (project / "content" / "b.md").symlink_to("a.md")


def _no_project(project: Path) -> None:
    (project / "offers").rename(project.parent / "offers-away")
    (project / "site.yaml").rename(project.parent / "site-away.yaml")


def _pipe(project: Path) -> None:
    os.mkfifo(project / "offers" / "pipe.yaml")


def _binary(project: Path) -> None:
    (project / "offers" / "audit.yaml").write_bytes(bytes(range(256)) * 40)


def _deep(project: Path) -> None:
    rewrite(project, "offers/audit.yaml", f"kind: first-step\nform: {'[' * 3000}{']' * 3000}\n")


def _folder_for_a_file(project: Path) -> None:
    (project / "site.yaml").unlink()
    (project / "site.yaml").mkdir()


BROKEN: list[Callable[[Path], None]] = [
    _long_consent,
    _self_link,
    _link_to_a_link,
    _no_project,
    _pipe,
    _binary,
    _deep,
    _folder_for_a_file,
]


def _repair(project: Path) -> None:
    for name in ("site.yaml", "offers", "content", "loop"):
        path = project / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    write_files(project, FILES)


@pytest.mark.parametrize("spoil", BROKEN, ids=lambda spoil: spoil.__name__)
def test_a_broken_project_ends_nothing_and_a_closed_offer_is_closed_afterwards(
    project: ProjectFactory, sqlite: str, spoil: Callable[[Path], None]
) -> None:
    """Otherwise an offer that the owner closed would go on taking answers, and nobody would know."""
    folder, log = project(FILES), list[str]()
    made = Inbox(ProjectForms(folder, log.append), InboxSettings(sqlite, look_every=0.05), lambda: NOW, log.append)
    made.start()
    try:
        until(lambda: _health(made)[0] == 200)
        spoil(folder)
        time.sleep(0.3)
        state = _health(made)
        assert (state[0] == 503) == any("stay as they were" in line for line in log), log
        assert made.receive(asked()).status == 303
        _repair(folder)
        rewrite(folder, "offers/audit.yaml", CLOSED)
        until(lambda: made.receive(asked()).status == 410)
        until(lambda: _health(made)[0] == 200)
    finally:
        made.stop()


def _health(made: Inbox) -> tuple[int, dict[str, object]]:
    answer = made.receive(Request("GET", "/inbox/health", {}, "127.0.0.1", b""))
    return answer.status, json.loads(answer.body)


def test_errors_of_libraries_do_not_end_the_watch(project: ProjectFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic of a library in Rust is no Exception: the thread would end, and the forms stay as they are for good."""

    class Panic(BaseException):
        pass

    def panic(*_: object, **__: object) -> None:
        raise Panic

    folder, log = project(FILES), list[str]()
    source = ProjectForms(folder, log.append)
    monkeypatch.setattr("site_gen.inbox.forms.load_site", panic)
    rewrite(folder, "offers/audit.yaml", CLOSED)
    assert not source.refresh()
    assert log == ["the project can't be read, the forms stay as they were: a mistake of site-gen's own: Panic"]
    monkeypatch.undo()
    assert not source.refresh()  # not at once again: it may take long
    rewrite(folder, "offers/audit.yaml", AUDIT)
    assert source.refresh()


def test_what_could_not_be_read_is_tried_again_though_nothing_looks_changed(
    project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    folder, log = project(FILES), list[str]()
    source = ProjectForms(folder, log.append, lambda: now[0])
    monkeypatch.setattr("site_gen.inbox.forms.load_site", lambda *_, **__: 1 / 0)
    rewrite(folder, "offers/audit.yaml", CLOSED)
    assert not source.refresh()
    monkeypatch.undo()
    now[0] = 31
    assert source.refresh()
    assert log[-1] == "the project has changed, its forms are read again"


def test_links_to_folders_are_not_followed_but_what_is_behind_is_read(project: ProjectFactory, tmp_path: Path) -> None:
    now = [0.0]
    folder = project({name: text for name, text in FILES.items() if not name.startswith("offers/")})
    away = write_files(tmp_path / "away", {n: t for n, t in FILES.items() if n.startswith("offers/")})
    shutil.rmtree(folder / "offers", ignore_errors=True)
    (folder / "offers").symlink_to(away / "offers")
    (folder / "everything").symlink_to("/")
    (folder / "myself").symlink_to(".")
    files = look_at(folder)
    assert files.has_unseen
    assert len(files.stamps) < 40
    source = ProjectForms(folder, print, lambda: now[0])
    rewrite(away, "offers/audit.yaml", AUDIT.replace("A free audit", "A quick audit"))
    now[0] = 61
    assert source.refresh()
    assert source.current().declared["audit"]["en"].title == "A quick audit of your page"


def test_a_task_that_fails_keeps_no_other_from_its_turn() -> None:
    log, stop = list[str](), threading.Event()
    turns: list[str] = []

    def fail() -> None:
        turns.append("fails")
        raise SystemExit

    def end() -> None:
        turns.append("ends")
        if len(turns) > 5:
            stop.set()

    tasks = [Task("first", Part.PROJECT, 0, fail), Task("second", Part.CLEANING, 0, end)]
    Keeper(tasks, Vitals(log.append), pause=0).run(stop)
    assert turns == ["fails", "ends"] * 3
    assert log == ["first: a mistake of site-gen's own: SystemExit"]


def test_a_log_that_cannot_be_written_ends_nothing() -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    vitals = Vitals(full)
    vitals.failed(Part.DATABASE, "the disk is full")
    assert vitals.trouble(Part.DATABASE) == "the disk is full"


def test_a_failure_that_lasts_is_said_at_times_with_its_number() -> None:
    now, log = [0.0], list[str]()
    vitals = Vitals(log.append, lambda: now[0])
    for second in range(1201):
        now[0] = float(second)
        vitals.failed(Part.DATABASE, "full")
    vitals.worked(Part.DATABASE)
    vitals.worked(Part.DATABASE)
    again = "full (599 times more since it was last said)"
    assert log == ["full", again, again, "the database works again, after 1200 seconds"]


def test_a_look_that_does_not_end_is_not_current(
    project: ProjectFactory, sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "STALE", 0.2)
    folder = project(FILES)
    source = ProjectForms(folder, print)
    made = Inbox(source, InboxSettings(sqlite, look_every=0.05), lambda: NOW, print)
    made.start()
    try:
        until(lambda: _health(made)[0] == 200)
        monkeypatch.setattr(source, "refresh", lambda: time.sleep(2))
        until(lambda: _health(made)[0] == 503)
        assert _health(made)[1]["forms"] == "outdated"
    finally:
        made.stop()


# --- the command ------------------------------------------------------------------------------------------------------


def _await(running: RunningInbox, status: int) -> dict[str, object]:
    end = time.monotonic() + 60
    while True:
        answer = httpx.get(f"{running.url}/inbox/health", timeout=60, verify=PLAIN)
        if answer.status_code == status:
            found: dict[str, object] = answer.json()
            return found
        assert time.monotonic() < end, running.log.read_text()
        time.sleep(0.1)


@pytest.fixture
def bound() -> Sequence[str]:
    """The words before a command that may read only what its user may, even if that is root."""
    if os.getuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may read everything, and there is no setpriv to change that")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")


def test_folders_that_may_not_be_read_and_loops_end_no_running_inbox(
    project: ProjectFactory, tmp_path: Path, bound: Sequence[str]
) -> None:
    """As it runs on a server: a process of a user who may not read everything, asked over a socket."""
    folder = project(ALWAYS)
    with inbox(folder, through=bound) as running:
        closed = write_files(tmp_path / "closed", {"offers/x.yaml": "kind: first-step\n"}) / "offers"
        closed.chmod(0)
        (folder / "loop").symlink_to("loop")
        (folder / "photos").symlink_to(closed)
        (folder / "offers").chmod(0)
        assert _await(running, 503)["forms"] == "outdated"
        (folder / "offers").chmod(0o755)
        (folder / "photos").unlink()
        rewrite(folder, "offers/audit.yaml", CLOSED)
        _await(running, 200)
        posted = httpx.post(f"{running.url}/inbox/audit", data={"email": "a@b.example"}, timeout=60, verify=PLAIN)
        assert posted.status_code == 410
        assert "Traceback" not in running.log.read_text()
        closed.chmod(0o755)
