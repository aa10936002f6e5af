"""Times what a build costs after each kind of change, by site_gen and by Hugo on the same corpus, alternately.

Each is a whole process, as a person or a clock starts it. Hugo has no build that does only what has changed: it makes
everything anew, which is what its times show. A change is made in both corpora in the same way: a sentence more in one
case's text, another title of one case, a line more in the template of cases, a clock past the end of an offer. After
each round everything is built once more unmeasured, so that each change meets a build that is up to date.
"""

from __future__ import annotations

import argparse
import compileall
import itertools
import json
import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.build import NOW, ROOT, Run, Tool, memory_folder, run_tool, tools
from benchmarks.corpus import SEED

LATER: Final = "2027-04-01T12:00:00+02:00"
"""After the end of the corpus's one offer with a deadline."""

TEMPLATE: Final = "themes/studio/templates/case.html"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change: what it does to the sources of each tool, and the instant of the build after it."""

    name: str
    make: Callable[[Path, str], None]
    now: str = NOW


@dataclass(frozen=True, slots=True)
class Row:
    """Seconds of wall clock and of all processors after a change, the median of some runs, by the tool's name."""

    change: str
    wall: dict[str, float]
    cpu: dict[str, float]
    runs: dict[str, list[Run]]

    @property
    def ratio(self) -> float:
        """The wall clock of the first tool by that of the second."""
        first, second = self.wall.values()
        return first / second


def nothing(_folder: Path, _tool: str) -> None:
    """Change nothing."""


def body(folder: Path, tool: str) -> None:
    """Add a sentence to the text of one case."""
    path = _case(folder, tool)
    indent = "  " if tool == "site_gen" else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{indent}Una frase més, la {next(_numbers)}.\n")


def title(folder: Path, tool: str) -> None:
    """Change the title of one case, which stands in lists and beside others, too."""
    path = _case(folder, tool)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^title: .*$", f"title: Un altre títol {next(_numbers)}", text, count=1), "utf-8")


def template(folder: Path, tool: str) -> None:
    """Add a comment to the template of cases."""
    if tool == "site_gen":
        path = folder / TEMPLATE
        if not path.exists():
            path.parent.mkdir(parents=True)
            path.write_bytes((ROOT / "site_gen" / TEMPLATE).read_bytes())
    else:
        path = folder / "layouts" / "cases" / "page.html"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"<!-- {next(_numbers)} -->\n")


CHANGES: Final = (
    Change("nothing", nothing),
    Change("one text", body),
    Change("one title", title),
    Change("an offer ends", nothing, LATER),
    Change("one template", template),
)


def _case(folder: Path, tool: str) -> Path:
    cases = folder / "cases" if tool == "site_gen" else folder / "content" / "cases"
    return min(path for path in cases.iterdir() if not path.name.startswith("_"))


def measure(both: Sequence[Tool], folders: Sequence[Path], runs: int, changes: Sequence[Change] = CHANGES) -> list[Row]:
    """Build after each change with each tool alternately, `runs` times."""
    for tool in both:
        run_tool(tool, clean=True)
    rows = []
    for change in changes:
        taken: dict[str, list[Run]] = {tool.name: [] for tool in both}
        for _ in range(runs):
            for tool, folder in zip(both, folders, strict=True):
                change.make(folder, tool.name)
                taken[tool.name].append(run_tool(_at(tool, change.now), clean=False))
                if change.now != NOW:
                    run_tool(tool, clean=False)
        wall = {name: statistics.median(run.wall for run in found) for name, found in taken.items()}
        cpu = {name: statistics.median(run.cpu for run in found) for name, found in taken.items()}
        rows.append(Row(change.name, wall, cpu, taken))
    return rows


def _at(tool: Tool, now: str) -> Tool:
    return replace(tool, command=[now if word == NOW else word for word in tool.command])


def table(rows: Sequence[Row], count: int) -> str:
    """Return the measurements as a table."""
    names = list(rows[0].wall)
    lines = [
        f"{count} cases, a build after each change, median of {len(next(iter(rows[0].runs.values())))}",
        f"{'':16}" + "".join(f"{f'{name} s':>12}{'CPU s':>8}" for name in names) + f"{'ratio':>8}",
    ]
    for row in rows:
        figures = "".join(f"{row.wall[name]:12.2f}{row.cpu[name]:8.2f}" for name in names)
        lines.append(f"{row.change:16}{figures}{row.ratio:8.2f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rebuild", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="how many cases (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="builds after each change (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", help="where to work (default: in memory where there is a way)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "site_gen", quiet=1)  # as it is in an installed package
    with tempfile.TemporaryDirectory(prefix="site_gen-bench-", dir=options.folder or memory_folder()) as name:
        folder = Path(name)
        both = tools(folder, options.count, options.seed)
        rows = measure(both, (folder / "project", folder / "hugo"), max(options.runs, 1))
    if options.json:
        text = json.dumps({"count": options.count, "rows": [asdict(row) for row in rows]}, indent=2)
    else:
        text = table(rows, options.count)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
