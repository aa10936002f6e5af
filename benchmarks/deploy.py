"""Times deploys of 10,000 files to real servers on this machine: the first, the plan for one changed file, its deploy.

The servers are those of the tests (`tests/deploy/stores`); sshd needs root. Building is not included.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from site_gen.deploy.connection import Place
from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.publish import DeployListener, Permission, look, publish
from site_gen.model.targets.folder import FolderTarget
from tests.deploy.sites import ME, site_of
from tests.deploy.stores.places import PLACES

T = TypeVar("T")

SERVERS: Final = ("folder", "openssh", "seaweedfs", "pyftpdlib")


def files(count: int) -> dict[str, bytes]:
    """Return a site of so many files of about 250 bytes, four pages of five, each in a folder of its own."""
    names = (f"cases/c{n % 500}/p-{n}/index.html" if n % 5 else f"assets/a{n}.css" for n in range(count))
    return {"index.html": b"home"} | {name: (f"{number} " * 50).encode() for number, name in enumerate(names)}


@contextmanager
def reached(name: str) -> Iterator[Place]:
    """Start a server; give a place on it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        around = Surroundings(folder / "project", ("Mara", "mara@mara.example"))
        if name == "folder":
            yield place_of(FolderTarget(to="folder", path="../site"), around)
            return
        with PLACES[name](folder) as server:
            os.environ.update(server.environment)
            yield place_of(server.target("site"), Surroundings(folder, around.author, server.secrets))


def timed(what: str, work: Callable[[], T]) -> T:
    begin = time.monotonic()
    found = work()
    print(f"  {what:28} {time.monotonic() - begin:7.2f} s", flush=True)
    return found


def main() -> None:
    """Print the times for each server."""
    before = files(10_000)
    after = {**before, "index.html": b"another price"}
    for name in SERVERS:
        print(name)
        with reached(name) as place:
            _measure(place, before, after)


def _measure(place: Place, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    listener, permission = DeployListener(), Permission(yes=True)
    timed("first deploy", lambda: publish(place, site_of(before), permission, ME, "r", None, listener))
    found = timed("plan, one file changed", lambda: look(place, site_of(after), permission, listener))
    assert [upload.path for upload in found.plan.uploads] == ["index.html"]
    timed("deploy, one file changed", lambda: publish(place, site_of(after), permission, ME, "r", None, listener))


if __name__ == "__main__":
    main()
