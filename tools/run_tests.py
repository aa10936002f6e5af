"""Runs the tests in parallel, then the failed ones again one by one, and reports both results.

Browsers, servers and databases share the machine's cores: a test that fails in parallel and passes alone doesn't block
a change, but it is named at the end so that somebody fixes it.

Run: python -m tools.run_tests ARGUMENTS (pytest's arguments)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

VARIABLE: Final = "SITE_GEN_TEST_REPORT"
"""The environment variable with the file to which the plugin below writes its report."""

KINDS: Final = ("passed", "failed", "error", "skipped")
PLUGIN: Final = "tools.run_tests"

ENDED: Final = frozenset({0, 1})
"""pytest's exit codes if all tests were run, whether or not they passed."""


# --- in pytest: this file is a plugin of it too -----------------------------------------------------------------------


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write the outcome of each test."""
    stats: Mapping[str, list[Any]] = terminalreporter.stats
    found = {kind: [report.nodeid for report in stats.get(kind, [])] for kind in KINDS}
    Path(os.environ[VARIABLE]).write_text(json.dumps(found), encoding="utf-8")


# --- around pytest ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a run: pytest's exit code, and the names of tests by outcome."""

    code: int
    passed: frozenset[str]
    failed: frozenset[str]
    skipped: int

    @property
    def clean(self) -> frozenset[str]:
        """The tests that passed, including their fixtures."""
        return self.passed - self.failed


NOTHING: Final = Result(0, frozenset(), frozenset(), 0)


def run(arguments: Sequence[str]) -> Result:
    """Run pytest to its end."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = [sys.executable, "-m", "pytest", "-p", PLUGIN, *arguments]
        code = subprocess.run(words, env={**os.environ, VARIABLE: str(report)}, check=False).returncode  # noqa: S603
        found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    failed = frozenset([*found.get("failed", ()), *found.get("error", ())])
    return Result(code, frozenset(found.get("passed", ())), failed, len(found.get("skipped", ())))


def run_again(failed: Iterable[str]) -> Result:
    """Run tests one after another."""
    print("\nwhat failed is run once more, alone:", flush=True)  # noqa: T201
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as names:
        names.write("".join(f"{name}\n" for name in sorted(failed)))
        names.flush()
        return run([f"@{names.name}"])


def summary(first: Result, again: Result, seconds: float) -> list[str]:
    """Return the closing lines: the counts, what failed both times, and what is flaky."""
    flaky = first.failed & again.clean
    failed = first.failed - flaky
    passed = len(first.clean | flaky)
    counts = f"{passed} passed, {len(failed)} failed, {len(flaky)} flaky, {first.skipped} skipped in {seconds:.0f}s"
    lines = [f" {counts} ".center(80, "=")]
    if failed:
        lines += ["failed (beside others and alone):", *(f"  {name}" for name in sorted(failed))]
    if flaky:
        lines += ["flaky (failed beside others, passed alone):", *(f"  {name}" for name in sorted(flaky))]
    return lines


def main(arguments: Sequence[str]) -> int:
    """Run everything; return the exit code."""
    started = time.monotonic()
    first = run(arguments)
    if first.code not in ENDED:  # not started, or interrupted
        return first.code
    again = run_again(first.failed) if first.failed else NOTHING
    print("\n".join(summary(first, again, time.monotonic() - started)), flush=True)  # noqa: T201
    return 1 if first.failed - again.clean else 0 if first.failed else first.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
