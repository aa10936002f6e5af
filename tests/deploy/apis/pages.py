"""A project of Cloudflare Pages at the strict server, and how wrangler, or a stand-in, comes to speak to that."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.publish import DeployListener, Permission, Survey, publish
from site_gen.deploy.stores.cloudflare_pages import CloudflarePagesStore
from site_gen.model.targets.cloudflare_pages import CloudflarePagesTarget
from tests.deploy.apis.cloudflare import ACCOUNT, PROJECT, Cloudflare
from tests.deploy.apis.server import TOKEN, Log, serving
from tests.deploy.sites import ME, site_of

SECRETS: Final = {"CLOUDFLARE_API_TOKEN": TOKEN, "CLOUDFLARE_ACCOUNT_ID": ACCOUNT}


class Pages(Cloudflare):
    """The host, and how it is reached."""

    log: Log
    folder: Path
    told: list[str]

    def target(self, **settings: str) -> CloudflarePagesTarget:
        return CloudflarePagesTarget.model_validate({"to": "cloudflare-pages", "project": PROJECT, **settings})

    def store(self, secrets: dict[str, str] | None = None, **settings: str) -> CloudflarePagesStore:
        return CloudflarePagesStore(self.target(**settings), self.folder, secrets or SECRETS, lambda _seconds: None)

    def send(self, files: dict[str, bytes], *, yes: bool = False, unlisted: tuple[str, ...] = ()) -> Survey:
        place = place_of(self.target(), Surroundings(self.folder, ("Mara", "mara@mara.example"), SECRETS))
        listener = DeployListener(
            progress=lambda done, total: self.told.append(f"{done}/{total}"),
            doing=self.told.append,
            sleep=lambda _seconds: None,
        )
        return publish(place, site_of(files, unlisted), Permission(yes), ME, "r1", None, listener)

    def settle(self) -> None:
        """Wait until nobody has asked for a while."""
        before = -1
        while before != len(self.log.asked):
            before = len(self.log.asked)
            time.sleep(0.7)

    def sent(self) -> int:
        """Return how many files were uploaded."""
        return sum(len(asked.json) for asked in self.log.asked if asked.path.endswith("/assets/upload"))

    def site(self) -> dict[str, bytes]:
        return {path: data for path, data in self.online().items() if not path.startswith(".site-gen/")}


@contextmanager
def serving_pages(wrangler: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """Serve the host as long as the block does, and have wrangler, a program of that name, speak to it."""
    host, host_log = Pages(), Log()
    host.log, host.folder, host.told = host_log, folder / "project", []
    host.folder.mkdir()
    monkeypatch.setenv("PATH", f"{wrangler.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    for name in ("CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"):
        monkeypatch.delenv(name, raising=False)
    with serving(host, host_log) as url:
        monkeypatch.setenv("CLOUDFLARE_API_BASE_URL", f"{url}/client/v4")
        yield host
