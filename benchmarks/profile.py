"""Says where the time of a clean build goes: samples of one process (pyinstrument), by part of the work.

The build runs with one process in this one, so that nothing hides in a worker; a sample is taken each millisecond and
counted for the innermost frame whose file belongs to one of the parts below. Kept in benchmarks/results/profile.md.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.build import NOW, ROOT, memory_folder
from benchmarks.corpus import studies, write_project
from benchmarks.machine import describe_machine, results_folder

if TYPE_CHECKING:
    from pyinstrument.frame import Frame

PARTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Python starts, modules are imported", ("<frozen importlib", "importlib/", "/re/", "sre_", "/enum.py")),
    ("typefaces are cut to their letters", ("fontTools/", "brotli", "site_gen/render/fonts.py")),
    ("Markdown becomes HTML", ("/markdown/", "site_gen/render/markdown", "site_gen/sources/markdown")),
    ("templates are compiled", ("jinja2/lexer", "jinja2/parser", "jinja2/compiler", "jinja2/nodes", "jinja2/optimizer",
                                "jinja2/visitor", "jinja2/idtracking")),
    ("templates are filled in", ("jinja2/", "markupsafe/", "/templates/", "site_gen/render/templates.py")),
    ("numbers, days and words of the language", ("babel/", "site_gen/render/localize", "site_gen/render/")),
    ("YAML is read", ("yaml/", "site_gen/sources/")),
    ("what was read is checked", ("pydantic", "site_gen/load/", "site_gen/model/", "site_gen/actions/")),
    ("pages are planned", ("site_gen/pages/", "site_gen/social/")),
    ("files, links and records", ("site_gen/",)),
)  # fmt: skip
"""The parts of the work with what the paths of their files hold; the first that fits counts."""

OTHER: Final = "other"


def part_of(file: str) -> str | None:
    """Return the part that a file belongs to; None for a library's or Python's own, which count for who called them."""
    return next((part for part, marks in PARTS if any(mark in file for mark in marks)), None)


def shares(root: Frame) -> dict[str, float]:
    """Return the seconds of each part below a frame, itself included."""
    counted: dict[str, float] = defaultdict(float)
    for frame, part in _frames(root, OTHER):
        counted[part] += frame.absorbed_time + (frame.time - sum(child.time for child in frame.children))
    return counted


def _frames(frame: Frame, caller: str) -> Iterator[tuple[Frame, str]]:
    part = part_of((frame.file_path or "").replace("\\", "/")) or caller
    yield frame, part
    for child in frame.children:
        yield from _frames(child, part)


def table(counted: Mapping[str, float], count: int) -> str:
    """Return the shares as a table in Markdown."""
    whole = sum(counted.values())
    rows = (
        f"| {part} | {counted[part]:.2f} | {counted[part] / whole:.0%} |"
        for part in sorted(counted, key=counted.__getitem__, reverse=True)
    )
    head = f"| a clean build of {count:,} cases, one process | seconds | share |\n| --- | ---: | ---: |"
    return "\n".join((head, *rows, f"| all | {whole:.2f} | 100% |"))


def measure(count: int) -> dict[str, float]:
    """Return the seconds of each part of a clean build of so many cases, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        project = Path(folder) / "project"
        write_project(project, studies(count))
        session = Path(folder) / "session.json"
        subprocess.run(
            [sys.executable, "-m", "benchmarks.profile", "--sampled", str(project), "--session", str(session)],
            cwd=ROOT,
            env={**os.environ, "SITE_GEN_CACHE": f"{folder}/cache", "XDG_CACHE_HOME": f"{folder}/own"},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        from pyinstrument.session import Session

        root = Session.load(str(session)).root_frame()
    return shares(root) if root else {}


def _sampled(project: Path, session: Path) -> None:
    """Build a project under the sampler, as `python -m site_gen` does, and write the session."""
    import gc

    from pyinstrument import Profiler

    gc.disable()  # as the command line has it
    profiler = Profiler(interval=0.001)
    sys.argv = ["site-gen", "build", "--project", str(project), "--clean", "--jobs", "1", "--now", NOW]
    with profiler:
        from site_gen.cli import main

        try:
            main()
        except SystemExit as stop:
            if stop.code:
                raise
    if profiler.last_session:
        profiler.last_session.save(str(session))


def main() -> None:
    """Print the table, and keep it where results are kept if it is of 1,000 cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="cases (1000)")
    parser.add_argument("--sampled", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--session", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.sampled:
        _sampled(words.sampled, words.session)
        return
    made = table(measure(words.count), words.count)
    print(made)
    if words.count == 1000:
        about = f"# Where the time of a clean build goes\n\n{describe_machine()} Made with `make bench-profile`.\n\n"
        (results_folder() / "profile.md").write_text(f"{about}{made}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
