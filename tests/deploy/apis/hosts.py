"""A place at each of the strict servers, with the store that is tried there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol

from site_gen.deploy.connection import Place
from site_gen.deploy.publish import DeployListener, Permission, Survey, publish
from site_gen.deploy.store import Store
from site_gen.deploy.stores.neocities import UNUSED, NeocitiesStore
from site_gen.deploy.stores.netlify import NetlifyStore
from site_gen.deploy.stores.vercel import VercelStore
from tests.deploy.apis import neocities, netlify, vercel
from tests.deploy.apis.server import TOKEN, Answer, Asked, Log, serving
from tests.deploy.sites import ME, site_of


class Rules(Protocol):
    """What every strict server has beside its answers."""

    url: str

    def answer(self, asked: Asked) -> Answer: ...
    def online(self) -> dict[str, bytes]: ...
    def seed(self, files: dict[str, bytes]) -> None: ...
    def settle(self) -> None: ...


@dataclass
class Tried:
    """A host and how it is reached; `waits` are those that a store would have made, `told` all that was reported."""

    name: str
    rules: Rules
    log: Log
    token: str = TOKEN
    waits: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def place(self) -> Place:
        if self.name == "neocities":
            return Place(self.store, self.store().label, parallel=1, unused=UNUSED)
        return Place(self.store, self.store().label, parallel=1, whole=True, gathers=True)

    def store(self, **settings: str) -> Store:
        base, sleep = self.rules.url, self.waits.append
        if self.name == "netlify":
            return NetlifyStore(settings.get("site", netlify.DOMAIN), self.token, sleep, base)
        if self.name == "vercel":
            return VercelStore(settings.get("site", vercel.NAME), vercel.TEAM, self.token, sleep, base)
        site = settings.get("site", neocities.SITE)
        return NeocitiesStore(site, self.token, base, f"{base}/public")

    def send(
        self, files: Mapping[str, bytes], permission: Permission | None = None, unlisted: Collection[str] = ()
    ) -> Survey:
        listener = DeployListener(
            progress=lambda done, total: self.told.append(f"{done}/{total}"),
            doing=self.told.append,
            waiting=lambda _seconds, why: self.told.append(why),
            sleep=self.waits.append,
        )
        site = site_of(files, unlisted)
        return publish(self.place(), site, permission or Permission(), ME, "r1", None, listener)

    def site(self) -> dict[str, bytes]:
        """Return what visitors get, without the deploy's own files."""
        return {path: data for path, data in self.rules.online().items() if not path.startswith(".site-gen/")}

    def expected(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files that this host takes of a site."""
        return {path: data for path, data in files.items() if path not in self.place().unused}

    def uploads(self) -> list[Asked]:
        """Return the requests with which files were sent."""
        return [asked for asked in self.log.asked if UPLOADS[self.name](asked)]


UPLOADS: Final[Mapping[str, Callable[[Asked], bool]]] = MappingProxyType(
    {
        "netlify": lambda asked: asked.method == "PUT",
        "vercel": lambda asked: asked.path == "/v2/files",
        "neocities": lambda asked: asked.path == "/upload",
    }
)
RULES: Final[Mapping[str, Callable[[], Rules]]] = MappingProxyType(
    {"netlify": netlify.Netlify, "vercel": vercel.Vercel, "neocities": neocities.Neocities}
)
WHOLE: Final = ("netlify", "vercel")


@contextmanager
def trying(name: str) -> Iterator[Tried]:
    """Serve a host as long as the block does."""
    rules, log = RULES[name](), Log()
    with serving(rules, log):
        yield Tried(name, rules, log)
