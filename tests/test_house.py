"""Rules of the house: layers, light imports, one reader of the clock, nothing of a private machine in the files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from site_gen.cli import COMMANDS
from tests.conftest import Cli
from tests.support import ROOT

IGNORED = {"node_modules", "__pycache__", "output", "dist"}


def own_files() -> Iterator[Path]:
    """Yield the files that belong to the repository: nothing hidden, installed or made."""
    for path in ROOT.iterdir():
        if path.name.startswith(".") and path.name not in {".ci", ".github", ".gitignore"}:
            continue
        if path.name in {"build", "dist"}:  # of `make docs`, and of a package
            continue
        for file in path.rglob("*") if path.is_dir() else (path,):
            parts = file.relative_to(ROOT).parts
            if file.is_file() and not IGNORED & set(parts) and not any(part.startswith(".") for part in parts[1:]):
                yield file


def python_files() -> list[Path]:
    return sorted((ROOT / "site_gen").rglob("*.py"))


def test_layers_and_rings_are_as_the_contracts_say() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(is_debug_mode=False))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


LIGHT = (
    "site_gen",
    "site_gen.__init__",
    "site_gen.problems",
    "site_gen.files",
    "site_gen.hashing",
    "site_gen.builder",
    "site_gen.builder.manifest",
    "site_gen.deploy.due",
)


@pytest.mark.parametrize("module", LIGHT)
def test_a_light_module_imports_the_standard_library_alone(module: str) -> None:
    program = f"import sys; before = set(sys.modules); import {module}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded - set(sys.stdlib_module_names) == {"site_gen"}


CLOCK = re.compile(r"\b(?:datetime|date)\.(?:now|today|utcnow)\(|\btime\.time\(")


def test_only_the_command_line_reads_the_clock() -> None:
    readers = {path for path in python_files() if CLOCK.search(path.read_text(encoding="utf-8"))}
    assert readers
    assert all(path.is_relative_to(ROOT / "site_gen" / "cli") for path in readers)


def test_links_are_followed_by_what_ends_in_a_circle_of_them() -> None:
    """`Path.resolve` raises RuntimeError there, and whoever has such a folder would read of a mistake of ours."""
    paths = (path for path in python_files() if path.is_relative_to(ROOT / "site_gen"))
    assert [path.name for path in paths if ".resolve()" in path.read_text(encoding="utf-8")] == []


WORDS = re.compile(r"^\s*(?:import|from) (?:click|rich)\b|\bos\.environ\b|\bsys\.(?:std|argv)|\bisatty\(", re.MULTILINE)


def test_actions_know_no_terminal_and_no_environment() -> None:
    modules = sorted((ROOT / "site_gen" / "actions").glob("*.py"))
    assert modules
    assert [path.name for path in modules if WORDS.search(path.read_text(encoding="utf-8"))] == []


def test_no_now_has_a_default() -> None:
    # In a thread of its own: Python 3.11 miscounts how deep it is where greenlets ran (python/cpython#106905).
    with ThreadPoolExecutor(1) as own:
        parsed = {path: own.submit(ast.parse, path.read_text(encoding="utf-8")).result() for path in python_files()}
    for path, tree in parsed.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "cli" not in path.parts:
                arguments = [*node.args.posonlyargs, *node.args.args]
                with_default = arguments[len(arguments) - len(node.args.defaults) :]
                assert "now" not in {argument.arg for argument in with_default}, f"{path}:{node.lineno}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(cli: Cli, command: str) -> None:
    shown = cli(command, "--help")
    assert shown.code == 0
    assert "Example" in shown.out


COLLECT = """
import sys
import pytest

class Unread(pytest.Module):
    def collect(self):
        print("collected", self.path)
        return ()

class Plugin:
    def pytest_pycollect_makemodule(self, module_path, parent):
        return Unread.from_parent(parent, path=module_path)

sys.exit(pytest.main(["--collect-only", "--capture=no", "-p", "no:cacheprovider"], plugins=[Plugin()]))
"""
"""Prints the files that pytest takes tests from, without reading them, which takes long."""


def test_every_file_of_tests_is_collected() -> None:
    done = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=False)
    collected = {Path(line.partition(" ")[2]) for line in done.stdout.splitlines() if line.startswith("collected ")}
    assert collected, done.stdout + done.stderr
    there = {path for path in (ROOT / "tests").rglob("test_*.py") if not IGNORED & set(path.relative_to(ROOT).parts)}
    left_out = sorted(path.relative_to(ROOT).as_posix() for path in there - collected)
    assert not left_out, f"pytest doesn't collect {', '.join(left_out)}"


PRIVATE = re.compile(r"/wor[k]/|/roo[t]/|/hom[e]/|pyp[i]\.org|npmj[s]\.org|files\.pythonhoste[d]")
"""Written so that this file itself has none of them."""


def test_no_file_names_a_private_folder_or_a_registry() -> None:
    found = []
    for path in own_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {hit}" for hit in set(PRIVATE.findall(text))]
    assert sorted(found) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_output_holds_nothing_but_a_gitignore_in_git() -> None:
    done = subprocess.run(["git", "ls-files", "output"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["output/.gitignore"]


def test_every_shell_script_and_source_ends_its_lines_as_unix_does() -> None:
    endings = [path for path in own_files() if path.suffix in {".py", ".sh", ".html", ".css", ".js", ".yaml", ".md"}]
    assert len(endings) > 100
    assert [path for path in endings if "broken" not in path.parts and b"\r\n" in path.read_bytes()] == []


def test_make_laws_tries_all_that_the_usual_run_leaves_out() -> None:
    """What no run tries any more would break unseen."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlaws:")[2].partition("\n\n")[0]
    places = [ROOT / place for place in re.findall(r"tests/\S+", recipe)]
    left_out = re.compile(r"mark\.(?:laws|sampled\()")
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if left_out.search(path.read_text(encoding="utf-8"))]
    assert files
    assert [path for path in files if not any(path.is_relative_to(place) for place in places)] == []
