"""Find the Pythons of this machine, and print them: what `make pythons` runs the tests with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

VERSIONS: Final = ("3.11", "3.12", "3.13", "3.14")
"""Those that the program is promised to work with (`requires-python`, and the classifiers in pyproject.toml)."""


def interpreter(version: str) -> str | None:
    """Return the path of a Python of this version ('3.12') that works; None where there is none.

    Looked for on the PATH, by the launcher of Windows, and where pyenv and uv keep theirs.
    """
    return next((found for found in _candidates(version) if _answers(found, version)), None)


def _candidates(version: str) -> Iterator[str]:
    if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        yield sys.executable
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield on_path
    if launcher := shutil.which("py"):
        yield from _printed(launcher, f"-{version}", "-c", "import sys; print(sys.executable)")
    for root, pattern in (
        (Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions", f"{version}.*/bin/python"),
        (Path.home() / ".local/share/uv/python", f"cpython-{version}.*/bin/python"),
    ):
        yield from map(str, sorted(root.glob(pattern), reverse=True))


def _answers(python: str, version: str) -> bool:
    return [*_printed(python, "-c", "import ssl, sys, venv; print('%d.%d' % sys.version_info[:2])")] == [version]


def _printed(*words: str) -> Iterator[str]:
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)  # noqa: S603  # Pythons found here
    except OSError:
        return
    if done.returncode == 0:
        yield from done.stdout.split("\n")[:1]


def main() -> None:
    """Print a line for each version: its number and its path, or that it isn't here, on standard error."""
    for version in VERSIONS:
        found = interpreter(version)
        if found is None:
            sys.stderr.write(f"Python {version} is not on this machine: left out\n")
        else:
            sys.stdout.write(f"{version} {found}\n")


if __name__ == "__main__":
    main()
