"""What `make soak` does to a project while an inbox runs on it."""

from __future__ import annotations

import math
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.inbox import write_project

TRIAL: Final = """\
kind: first-step
title: A trial set-up
price: 0
next: plan
call_to_action: Try it
{window}form:
  fields:
    - {{name: email, label: E-mail, type: email, required: true}}
  consent: I agree that my data is used to answer this request.
"""
_FILES: Final = frozenset({"site.yaml", "audit.yaml", "plan.yaml", "trial.yaml"})

OPEN: Final = 200
CLOSED: Final = 410
NONE: Final = 404


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the project. `is_current` is whether its forms can be read, `trial` the status of the trial's form.

    `trial` is None where that depends on the second; then `opens` and `closes` are seconds after the change.
    """

    name: str
    make: Callable[[Path], object]
    is_current: bool = True
    trial: int | None = OPEN
    opens: float = 0
    closes: float = math.inf

    def expected(self, seconds: float) -> int:
        if self.trial is not None:
            return self.trial
        return OPEN if self.opens <= seconds < self.closes else CLOSED


def _window(starts: float, ends: float) -> Callable[[Path], object]:
    """Return a change that lets the trial be open from `starts` to `ends`, in seconds from now."""

    def make(project: Path) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # for an inbox that looks at the real clock
        at = [(now + timedelta(seconds=seconds)).isoformat(timespec="seconds") for seconds in (starts, ends)]
        _write(project / "offers/trial.yaml", TRIAL.format(window=f"starts: {at[0]}\nends: {at[1]}\n"))

    return make


def _edited(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda project: _write(project / name, (project / name).read_text(encoding="utf-8").replace(old, new, 1))


def _half_saved(project: Path) -> None:
    """Save as some editors do: an empty file first, and what is in it a second later."""
    file = project / "offers/audit.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text("", encoding="utf-8")
    time.sleep(1)
    _write(file, text.replace("A free audit", "A quick audit"))


def _many_pages(project: Path) -> None:
    for number in range(150):
        text = f"---\ntitle: Page {number}\ndate: 2026-01-02\n---\n\n{'Words and words. ' * 200}\n"
        _write(project / f"content/articles/page-{number}.md", text)


def _loops(project: Path) -> None:
    (project / "loop").symlink_to("loop")
    (project / "here").symlink_to(".")
    (project / "everything").symlink_to("/")


def _folder_for_a_file(project: Path) -> None:
    (project / "site.yaml").unlink()
    (project / "site.yaml").mkdir()


CHANGES: Final = (
    Change("a title is edited", _edited("offers/audit.yaml", "A free audit", "A fast audit")),
    Change("a key is misspelt", _edited("offers/audit.yaml", "price:", "prise:"), is_current=False),
    Change("the trial is closed", _window(-7200, -3600), trial=CLOSED),
    Change("an offer links to itself", lambda at: (at / "offers/loop.yaml").symlink_to("loop.yaml"), is_current=False),
    Change("the trial opens and closes", _window(20, 40), trial=None, opens=20, closes=40),
    Change("offers/ may not be read", lambda at: (at / "offers").chmod(0), is_current=False),
    Change("150 articles more", _many_pages),
    Change("site.yaml is missing", lambda at: (at / "site.yaml").unlink(), is_current=False),
    Change("the trial is deleted", lambda at: (at / "offers/trial.yaml").unlink(), trial=NONE),
    Change("bytes in place of text", lambda at: (at / "offers/audit.yaml").write_bytes(bytes(range(256)) * 99), False),
    Change("saved in two steps", _half_saved),
    Change("lists 3,000 deep", lambda at: _write(at / "offers/x.yaml", "[" * 3000 + "]" * 3000), is_current=False),
    Change("links in circles beside", _loops),
    Change("a folder in site.yaml's place", _folder_for_a_file, is_current=False),
    Change("the second step is missing", lambda at: (at / "offers/plan.yaml").unlink(), is_current=False),
    Change("a pipe in place of an offer", lambda at: os.mkfifo(at / "offers/pipe.yaml"), is_current=False),
)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def put_in_order(project: Path) -> None:
    """Make the project as it was at first. The files of its forms stay: only what is too much goes."""
    for path in (project, project / "offers"):
        if path.is_dir():
            path.chmod(0o755)
    for path in [*project.glob("*"), *project.glob("offers/*")]:
        if not _belongs(path):
            _remove(path)
    write_project(project)
    _write(project / "offers/trial.yaml", TRIAL.format(window=""))


def _belongs(path: Path) -> bool:
    if path.is_symlink():
        return False
    return path.is_dir() if path.name == "offers" else path.is_file() and path.name in _FILES


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
