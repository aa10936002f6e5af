"""Times builds side by side: site_gen, Hugo, Eleventy, Pelican and MkDocs, from nothing and after each kind of change.

Each build is a whole process, as a person or a clock starts it, and the generators take turns. Time is taken in builds
that nobody watches; memory in one more, of all processes of the build together, since looking costs time. Each round of
a change meets a build that is up to date.
"""

from __future__ import annotations

import argparse
import compileall
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.build import ROOT, Run, memory_folder, peak_memory, run_tool
from benchmarks.charts import bars
from benchmarks.corpus import SEED, studies
from benchmarks.machine import describe_machine, results_folder
from benchmarks.peers import CHANGES, WAYS, Peer, peers

_MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Cell:
    """What a build costs after a change: seconds by the clock and of all processors (the median of some), MiB of all
    processes together (None where the system doesn't say)."""

    cases: int
    tool: str
    change: str
    wall: float
    cpu: float
    peak_mib: float | None
    runs: list[Run]


@dataclass(frozen=True, slots=True)
class Made:
    """What a generator made of the corpus: pages, files and MiB; its version, and what of its work isn't equal."""

    cases: int
    tool: str
    version: str
    pages: int
    files: int
    mib: float
    unequal: str


def measure(found: Sequence[Peer], cases: int, runs: int) -> tuple[list[Cell], list[Made]]:
    """Build with each generator in turn, `runs` times after each change, and once more for memory."""
    for peer in found:
        run_tool(peer.tool, clean=True)  # fonts, bytecode and the like are made once
    made = [_made(peer, cases) for peer in found]
    cells = []
    for change in CHANGES:
        taken: dict[str, list[Run]] = {peer.name: [] for peer in found}
        for _ in range(runs):
            for peer in found:
                tool = peer.at(change)
                if tool is not None:
                    peer.change(change)
                    taken[peer.name].append(run_tool(tool, clean=change == "clean"))
                    _settle(peer, change)
        cells += [_cell(peer, cases, change, taken[peer.name]) for peer in found if taken[peer.name]]
        sys.stderr.write(f"{cases:,} cases, {change}: done\n")
    return cells, made


def _cell(peer: Peer, cases: int, change: str, taken: list[Run]) -> Cell:
    tool = peer.at(change)
    assert tool is not None
    peer.change(change)
    peak = peak_memory(tool, clean=change == "clean")
    _settle(peer, change)
    wall, cpu = (statistics.median(values) for values in ([run.wall for run in taken], [run.cpu for run in taken]))
    return Cell(cases, peer.name, change, wall, cpu, peak / _MEBIBYTE if peak else None, taken)


def _settle(peer: Peer, change: str) -> None:
    """Build for today again, after a build for another day."""
    if change == "an offer closes":
        run_tool(peer.tool, clean=False)


def _made(peer: Peer, cases: int) -> Made:
    files = [path for path in peer.tool.output.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / _MEBIBYTE
    pages = sum(path.suffix == ".html" for path in files)
    return Made(cases, peer.name, peer.version, pages, len(files), size, peer.unequal)


# --- the results ------------------------------------------------------------------------------------------------------


def table(cells: Sequence[Cell], cases: int) -> str:
    """Return the measurements of a size as a table in Markdown: wall, processor, memory, and ratios to Hugo's."""
    rows = [
        "| build | generator | wall s | processor s | MiB | wall by Hugo's | processor by Hugo's |",
        "| --- | --- | --: | --: | --: | --: | --: |",
    ]
    own = [cell for cell in cells if cell.cases == cases]
    hugo = {cell.change: cell for cell in own if cell.tool == "hugo"}
    for cell in own:
        peak = "–" if cell.peak_mib is None else f"{cell.peak_mib:,.0f}"
        by = hugo.get(cell.change)
        ratios = f"{cell.wall / by.wall:.2f} | {cell.cpu / by.cpu:.2f}" if by and by.cpu else "– | –"
        rows.append(f"| {cell.change} | {cell.tool} | {cell.wall:.2f} | {cell.cpu:.2f} | {peak} | {ratios} |")
    return "\n".join(rows)


def document(cells: Sequence[Cell], made: Sequence[Made], runs: int, left_out: Sequence[str]) -> str:
    """Return all results as a document, with versions and machine, and what of the work isn't equal."""
    return "\n".join(_paragraphs(cells, made, runs, left_out)) + "\n"


def _paragraphs(cells: Sequence[Cell], made: Sequence[Made], runs: int, left_out: Sequence[str]) -> Iterator[str]:
    yield "# Builds, side by side\n"
    times = "one build" if runs == 1 else f"the median of {runs} builds"
    yield f"{describe_machine()} Each time is {times}; the generators took turns, all files in memory.\n"
    yield "## What isn't equal work\n"
    yield "| generator | version | what it does more, or less |"
    yield "| --- | --- | --- |"
    for tool, version, unequal in dict.fromkeys((each.tool, each.version, each.unequal) for each in made):
        yield f"| {tool} | {version} | {unequal} |"
    if left_out:
        yield f"\nLeft out, as they can't be installed here: {', '.join(left_out)}."
    yield "\nThe corpus is described in `benchmarks/corpus.py`. A generator that knows no time has no row where an"
    yield "offer closes: nothing tells it to build again, and its pages would be the same."
    for cases in dict.fromkeys(cell.cases for cell in cells):
        yield f"\n## {cases:,} cases\n"
        yield f"![seconds of each build at {cases:,} cases](builds-{cases}.svg)\n"
        yield table(cells, cases)
        yield "\n| generator | pages | files | MiB |"
        yield "| --- | --: | --: | --: |"
        for each in made:
            if each.cases == cases:
                yield f"| {each.tool} | {each.pages:,} | {each.files:,} | {each.mib:.1f} |"


def chart(cells: Sequence[Cell], cases: int) -> str:
    """Return the seconds of each build at a size as SVG."""
    own = [cell for cell in cells if cell.cases == cases]
    groups = {change: {cell.tool: cell.wall for cell in own if cell.change == change} for change in CHANGES}
    return bars(f"Seconds of a build, {cases:,} cases", {name: found for name, found in groups.items() if found}, "s")


def write(folder: Path, cells: Sequence[Cell], made: Sequence[Made], runs: int, left_out: Sequence[str]) -> None:
    """Write document, charts, and the figures for programs."""
    folder.mkdir(parents=True, exist_ok=True)
    for cases in dict.fromkeys(cell.cases for cell in cells):
        (folder / f"builds-{cases}.svg").write_text(chart(cells, cases), encoding="utf-8")
    (folder / "builds.md").write_text(document(cells, made, runs, left_out), encoding="utf-8")
    data = {"cells": [asdict(cell) for cell in cells], "made": [asdict(each) for each in made]}
    (folder / "builds.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Measure each size, and write the results after each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__.partition("\n")[0])
    parser.add_argument("--counts", type=int, nargs="+", default=(100, 1000), help="how many cases (default: 100 1000)")
    parser.add_argument("--runs", type=int, default=3, help="builds by the clock for each (default: %(default)s)")
    parser.add_argument("--only", nargs="+", choices=WAYS, default=(), help="these generators alone")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", help="where to work (default: in memory where there is a way)")
    parser.add_argument("--results", type=Path, default=results_folder(), help="where to write (default: %(default)s)")
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "site_gen", quiet=1)  # as it is in an installed package
    cells: list[Cell] = []
    made: list[Made] = []
    for cases in sorted(options.counts):
        with tempfile.TemporaryDirectory(prefix="site_gen-bench-", dir=options.folder or memory_folder()) as name:
            found = list(peers(Path(name), list(studies(cases, options.seed)), options.only))
            left_out = [each for each in options.only or WAYS if each not in {peer.name for peer in found}]
            more = measure(found, cases, max(options.runs, 1))
        cells += more[0]
        made += more[1]
        write(options.results, cells, made, options.runs, left_out)
        sys.stdout.write(f"{cases:,} cases\n{table(cells, cases)}\n\n")


if __name__ == "__main__":
    main()
