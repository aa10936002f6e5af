"""Times clean builds of more and more pages, and how much memory they take: both beside the number of pages.

Each size is a corpus of its own, and a build a whole process. Time that grows like the pages is linear; memory has to
grow less than they do.
"""

from __future__ import annotations

import argparse
import compileall
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.build import NOW, ROOT, Tool, hugo_binary, memory_folder, peak_memory, run_tool, site_gen_tool
from benchmarks.charts import Line, lines
from benchmarks.corpus import SEED, studies, write_hugo, write_project
from benchmarks.machine import describe_machine, results_folder

COUNTS: Final = (1000, 3000, 10_000, 30_000, 68_000)
"""Cases; the last are 100,000 pages."""

_MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Size:
    """A clean build of so many cases: seconds by the clock and of all processors, MiB of all processes together (None
    where the system doesn't say), and what came of it."""

    tool: str
    cases: int
    wall: float
    cpu: float
    peak_mib: float | None
    pages: int
    mib: float


def measure(count: int, folder: Path, seed: int, names: Sequence[str]) -> list[Size]:
    """Build a corpus once by the clock and once watched, with each of the tools that are named."""
    found = []
    for name in names:
        tool = _tool(name, folder, count, seed)
        run = run_tool(tool, clean=True)
        peak = peak_memory(tool)
        files = [path for path in tool.output.rglob("*") if path.is_file()]
        found.append(
            Size(
                tool=name,
                cases=count,
                wall=run.wall,
                cpu=run.cpu,
                peak_mib=peak / _MEBIBYTE if peak else None,
                pages=sum(path.suffix == ".html" for path in files),
                mib=sum(path.stat().st_size for path in files) / _MEBIBYTE,
            )
        )
    return found


def _tool(name: str, folder: Path, count: int, seed: int) -> Tool:
    corpus, output = studies(count, seed), folder / f"out-{name}"
    if name == "hugo":
        write_hugo(folder / "hugo", corpus)
        words = ["--quiet", "--clock", NOW, "--source", str(folder / "hugo"), "--destination", str(output)]
        return Tool(name, [str(hugo_binary()), *words], output)
    write_project(folder / "project", corpus)
    words = ["build", "--now", NOW, "--project", str(folder / "project"), "--output", str(output)]
    command = [sys.executable, "-m", "site_gen", *words]
    return site_gen_tool(command, output, folder)


def table(sizes: Sequence[Size]) -> str:
    """Return the measurements as a table in Markdown, with what each page costs."""
    rows = [
        "| tool | cases | pages | wall s | CPU s | ms a page | peak MiB | KiB a page | output MiB |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for size in sizes:
        peak = "–" if size.peak_mib is None else f"{size.peak_mib:,.0f}"
        share = "–" if size.peak_mib is None else f"{size.peak_mib * 1024 / size.pages:.0f}"
        rows.append(
            f"| {size.tool} | {size.cases:,} | {size.pages:,} | {size.wall:.1f} | {size.cpu:.1f} "
            f"| {size.wall * 1000 / size.pages:.2f} | {peak} | {share} | {size.mib:.0f} |"
        )
    return "\n".join(rows)


def verdict(sizes: Sequence[Size]) -> str:
    """Return in words how time and memory of site_gen grow from the smallest size to the largest."""
    own = [size for size in sizes if size.tool == "site_gen"]
    if len(own) < 2:
        return ""
    first, last = own[0], own[-1]
    more = last.pages / first.pages
    said = f"site_gen from {first.pages:,} to {last.pages:,} pages, {more:.1f} times as many: "
    said += f"{last.wall / first.wall:.1f} times the time, {last.cpu / first.cpu:.1f} times the processors' time"
    if first.peak_mib and last.peak_mib:
        said += f", {last.peak_mib / first.peak_mib:.1f} times the memory"
    return said + "."


def chart(sizes: Sequence[Size]) -> str:
    """Return the growth as SVG: seconds, and MiB, over cases."""
    tools = dict.fromkeys(size.tool for size in sizes)
    found = {
        "seconds by the clock": [Line(tool, _by_cases(sizes, tool, "wall")) for tool in tools],
        "seconds of all processors": [Line(tool, _by_cases(sizes, tool, "cpu")) for tool in tools],
        "MiB of all processes": [Line(tool, _by_cases(sizes, tool, "peak_mib")) for tool in tools],
    }
    known = {heading: drawn for heading, drawn in found.items() if any(line.points for line in drawn)}
    return lines("Clean builds of more and more pages", known, "cases, one and a half pages each")


def _by_cases(sizes: Sequence[Size], tool: str, measure: str) -> dict[int, float]:
    return {size.cases: getattr(size, measure) for size in sizes if size.tool == tool and getattr(size, measure)}


def main() -> None:
    """Measure one size after another, and write table and chart after each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__.partition("\n")[0])
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS, help="how many cases (default: %(default)s)")
    parser.add_argument("--tools", nargs="+", choices=("site_gen", "hugo"), default=("site_gen", "hugo"))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", help="where to work (default: in memory where there is a way)")
    parser.add_argument("--results", type=Path, default=results_folder(), help="where to write (default: %(default)s)")
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "site_gen", quiet=1)  # as it is in an installed package
    sizes: list[Size] = []
    for count in sorted(options.counts):
        with tempfile.TemporaryDirectory(prefix="site_gen-bench-", dir=options.folder or memory_folder()) as name:
            sizes += measure(count, Path(name), options.seed, options.tools)
        write(options.results, sizes)
        sys.stderr.write(f"{count:,} cases are done\n")
    sys.stdout.write(f"{table(sizes)}\n\n{verdict(sizes)}\n")


def write(folder: Path, sizes: Sequence[Size]) -> None:
    """Write the results: a document, its chart, and the figures for programs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "growth.svg").write_text(chart(sizes), encoding="utf-8")
    (folder / "growth.json").write_text(json.dumps([asdict(size) for size in sizes], indent=1) + "\n", encoding="utf-8")
    text = f"""\
# Growth

Clean builds of the same corpus, more and more of it, one build for each figure. {describe_machine()}

{table(sizes)}

{verdict(sizes)}

![seconds and MiB over cases](growth.svg)
"""
    (folder / "growth.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
