"""How `make test` reports tests that fail in parallel: flaky if they pass alone, failed if they don't."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import ROOT, write_files

GOOD = "def test_good():\n    pass\n"
BAD = "import pytest\n\n\n@pytest.mark.parametrize('what', ['a b::c'])\ndef test_bad(what):\n    assert False\n"
FLAKY = """\
from pathlib import Path


def test_flaky():
    mark = Path("was-here")
    assert mark.exists() or mark.touch()
"""
FLAKY_AT_ITS_END = """\
from pathlib import Path

import pytest


@pytest.fixture
def thing():
    yield
    mark = Path("was-here-too")
    assert mark.exists() or mark.touch()


def test_flaky_at_its_end(thing):
    pass
"""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run these files' tests; return the exit code and what was printed."""

    def run(**files: str) -> tuple[int, str]:
        write_files(tmp_path, {"pytest.ini": "[pytest]\n", **{f"test_{name}.py": text for name, text in files.items()}})
        done = subprocess.run(
            [sys.executable, "-m", "tools.run_tests", "-p", "no:cacheprovider"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return run


def test_what_fails_once_is_named_and_what_fails_twice_fails(run: Run) -> None:
    code, said = run(good=GOOD, bad=BAD, flaky=FLAKY, end=FLAKY_AT_ITS_END)
    assert code == 1
    assert "= 3 passed, 1 failed, 2 flaky, 0 skipped in" in said
    assert said.endswith(
        "failed (beside others and alone):\n"
        "  test_bad.py::test_bad[a b::c]\n"
        "flaky (failed beside others, passed alone):\n"
        "  test_end.py::test_flaky_at_its_end\n"
        "  test_flaky.py::test_flaky\n"
    )


def test_flaky_tests_alone_stop_nothing_and_are_named_at_the_end(run: Run) -> None:
    code, said = run(good=GOOD, flaky=FLAKY)
    assert code == 0
    assert said.endswith("flaky (failed beside others, passed alone):\n  test_flaky.py::test_flaky\n")


def test_where_all_pass_nothing_is_run_again(run: Run) -> None:
    code, said = run(good=GOOD)
    assert code == 0
    assert "alone" not in said
    assert re.search(r"= 1 passed, 0 failed, 0 flaky, 0 skipped in \d+s =+\n$", said)


def test_what_cannot_be_run_is_a_failure(run: Run) -> None:
    code, _ = run(broken="import nothing_of_this_name\n")
    assert code != 0
