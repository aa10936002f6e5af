"""Times the commands that are used all day on the example site, each as a whole process, as a person starts it.

They take turns, so that a busy moment of the machine meets all of them alike. The site is a copy, with a cache of its
own; all files are in memory where the system has a folder for that.
"""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.build import NOW, ROOT, Run, Tool, memory_folder, run_tool, site_gen_tool
from benchmarks.machine import describe_machine, results_folder
from benchmarks.peers import Edit
from site_gen.builder.record import SOURCE_FOLDERS


@dataclass(frozen=True, slots=True)
class Command:
    """A command in its situation: a name, its words (without the program, the project and the moment), the seconds
    that it may take, and what happens before: an edit of a case's text, or that nothing is left of any build."""

    name: str
    words: Sequence[str] = ()
    most: float | None = None
    edits: bool = False
    clean: bool = False


COMMANDS: Final = (
    Command("Python alone"),
    Command("--help", ("--help",), 0.1),
    Command("build, nothing changed", ("build",), 0.15),
    Command("check, nothing changed", ("check",), 0.5),
    Command("pin", ("pin",), 0.8),
    Command("offers", ("offers",)),
    Command("funnel", ("funnel",)),
    Command("build, one text edited", ("build",), edits=True),
    Command("build, from nothing", ("build",), clean=True),
)

_CASE: Final = "cases/bakery.yaml"


@dataclass(frozen=True, slots=True)
class Row:
    """The measurements of a command: seconds by the clock and of all processors (medians)."""

    name: str
    most: float | None
    wall: float
    cpu: float
    runs: list[Run] = field(default_factory=list)


def copy_site(folder: Path) -> Path:
    """Copy the example site below `folder`, and return the project."""
    project = folder / "project"
    project.mkdir()
    for path in ROOT.glob("site*.yaml"):
        shutil.copy2(path, project)
    for name in SOURCE_FOLDERS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, project / name)
    return project


def measure(folder: Path, runs: int, commands: Sequence[Command] = COMMANDS) -> list[Row]:
    """Run the commands in turn, `runs` times; before each turn once those that nothing happens before, so that they
    know the files as they are."""
    project = copy_site(folder)
    edit = Edit(project / _CASE, r"\Z", "\n\n  Una frase més, la {n}.\n")
    tools = {command.name: _tool(command, project, folder) for command in commands}
    taken: dict[str, list[Run]] = {command.name: [] for command in commands}
    for _ in range(runs):
        for command in commands:
            if not command.edits and not command.clean:
                run_tool(tools[command.name], clean=False)
        for command in commands:
            if command.edits:
                edit.make()
            taken[command.name].append(run_tool(tools[command.name], clean=command.clean))
    return [
        Row(
            name=command.name,
            most=command.most,
            wall=statistics.median(run.wall for run in taken[command.name]),
            cpu=statistics.median(run.cpu for run in taken[command.name]),
            runs=taken[command.name],
        )
        for command in commands
    ]


def _tool(command: Command, project: Path, folder: Path) -> Tool:
    output, words = folder / "output", list(command.words)
    if not words:
        return Tool(command.name, [sys.executable, "-c", "pass"], output)
    if words != ["--help"]:
        words += ["--project", str(project), "--now", NOW]
    if command.words == ("build",):
        words += ["--output", str(output)]
    return site_gen_tool([sys.executable, "-m", "site_gen", *words], output, folder, command.name)


def table(rows: Sequence[Row]) -> str:
    """Return the measurements as a table in Markdown, with what each may take at most."""
    lines = ["| command | wall s | processor s | may take |", "| --- | --: | --: | --: |"]
    for row in rows:
        most = "–" if row.most is None else f"{row.most:g}{'' if row.wall <= row.most else ' (missed)'}"
        lines.append(f"| {row.name} | {row.wall:.2f} | {row.cpu:.2f} | {most} |")
    return "\n".join(lines)


def write(folder: Path, rows: Sequence[Row]) -> None:
    """Write the results: a document, and the figures for programs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "commands.json").write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    text = f"""\
# Commands on the example site

Each time is the median of {len(rows[0].runs)} runs of a whole process; the commands took turns. {describe_machine()}

{table(rows)}
"""
    (folder / "commands.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.commands", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="runs of each by the clock (default: %(default)s)")
    parser.add_argument("--folder", help="where to work (default: in memory where there is a way)")
    parser.add_argument("--results", type=Path, default=results_folder(), help="where to write (default: %(default)s)")
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "site_gen", quiet=1)  # as it is in an installed package
    with tempfile.TemporaryDirectory(prefix="site_gen-bench-", dir=options.folder or memory_folder()) as name:
        rows = measure(Path(name), max(options.runs, 1))
    write(options.results, rows)
    sys.stdout.write(f"{table(rows)}\n")


if __name__ == "__main__":
    main()
