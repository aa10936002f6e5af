"""From a target in site.yaml to the place it means. What a kind needs is imported when it is used."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar, cast

from site_gen.deploy.connection import Place
from site_gen.deploy.guards import RefusedError
from site_gen.deploy.store import Store
from site_gen.model.targets.base import Target
from site_gen.model.targets.cloudflare_pages import CloudflarePagesTarget
from site_gen.model.targets.folder import FolderTarget
from site_gen.model.targets.git import GitTarget
from site_gen.model.targets.neocities import NeocitiesTarget
from site_gen.model.targets.netlify import NetlifyTarget
from site_gen.model.targets.vercel import VercelTarget


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reaching a place may take: the project's folder, its cache, who it is that publishes, and the values of the
    environment variables that targets name."""

    project: Path
    author: tuple[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def _folder(target: FolderTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.folder import FolderStore

    folder = (around.project / Path(target.path).expanduser()).resolve()
    _refuse_folder(folder, around.project.resolve())
    return Place(lambda: FolderStore(folder), str(folder))


def _refuse_folder(folder: Path, project: Path) -> None:
    """Refuse folders that can't be meant: the whole disk, a home, the project or what is in it, or around it."""
    is_own = folder == project or project.is_relative_to(folder)
    if is_own or folder in {Path(folder.anchor), Path.home()} or folder == project / "output":
        raise RefusedError(
            f"{folder} can't be the place of a site", "name a folder for the site alone; nothing was changed"
        )


def _git(target: GitTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.git import GitStore

    remote = target.remote
    if (around.project / Path(remote).expanduser()).exists():
        remote = str((around.project / Path(remote).expanduser()).resolve())
    return Place(lambda: GitStore(remote, target.branch, around.author), f"{remote} ({target.branch})", parallel=1)


def _netlify(target: NetlifyTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.logins import netlify_token
    from site_gen.deploy.stores.netlify import NetlifyStore

    token = around.secrets.get("NETLIFY_AUTH_TOKEN") or netlify_token(Path.home())
    return _whole(lambda: NetlifyStore(target.site, token, time.sleep))


def _vercel(target: VercelTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.logins import vercel_token
    from site_gen.deploy.stores.vercel import VercelStore

    token = around.secrets.get("VERCEL_TOKEN") or vercel_token(Path.home())
    return _whole(lambda: VercelStore(target.project, target.team, token, time.sleep))


def _cloudflare_pages(target: CloudflarePagesTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.cloudflare_pages import CloudflarePagesStore

    store = partial(CloudflarePagesStore, target, around.project, around.secrets, time.sleep)
    return _whole(store, lists=False)


def _neocities(target: NeocitiesTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.neocities import UNUSED, NeocitiesStore

    key = around.secrets.get("NEOCITIES_API_KEY", "")
    label = NeocitiesStore(target.site, key).label
    return Place(lambda: NeocitiesStore(target.site, key), label, parallel=2, unused=UNUSED)


def _whole(store: Callable[[], Store], *, lists: bool = True) -> Place:
    return Place(store, store().label, parallel=1, whole=True, lists=lists)


T = TypeVar("T", bound=Target)
_Opener = Callable[[T, Surroundings], Place]

PLACES: Final[Mapping[type[Target], _Opener[Target]]] = MappingProxyType(
    {
        FolderTarget: cast("_Opener[Target]", _folder),
        GitTarget: cast("_Opener[Target]", _git),
        NetlifyTarget: cast("_Opener[Target]", _netlify),
        VercelTarget: cast("_Opener[Target]", _vercel),
        CloudflarePagesTarget: cast("_Opener[Target]", _cloudflare_pages),
        NeocitiesTarget: cast("_Opener[Target]", _neocities),
    }
)
"""How each kind of target is reached."""


def place_of(target: Target, around: Surroundings) -> Place:
    """Return the place that a target means. Raises StoreError where it can't be one."""
    return PLACES[type(target)](target, around)
