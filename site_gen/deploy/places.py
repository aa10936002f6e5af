"""From a target in site.yaml to the place it means. What a kind needs is imported when it is used."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from site_gen.deploy.connection import Place
from site_gen.deploy.guards import RefusedError
from site_gen.deploy.store import Store
from site_gen.files import real_path
from site_gen.messages import m
from site_gen.model.targets.base import Target
from site_gen.model.targets.cloudflare_pages import CloudflarePagesTarget
from site_gen.model.targets.folder import FolderTarget
from site_gen.model.targets.ftps import FtpsTarget
from site_gen.model.targets.git import GitTarget
from site_gen.model.targets.neocities import NeocitiesTarget
from site_gen.model.targets.netlify import NetlifyTarget
from site_gen.model.targets.rsync import RsyncTarget
from site_gen.model.targets.s3 import S3Target
from site_gen.model.targets.sftp import SftpTarget
from site_gen.model.targets.vercel import VercelTarget
from site_gen.model.targets.webdav import WebdavTarget


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reaching a place may take: the project's folder, its cache, who it is that publishes, and the values of the
    environment variables that targets name."""

    project: Path
    author: tuple[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def _folder(target: FolderTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.folder import FolderStore

    folder = real_path(around.project / Path(target.path).expanduser())
    _refuse_folder(folder, real_path(around.project))
    return Place(lambda: FolderStore(folder), str(folder))


def _refuse_folder(folder: Path, project: Path) -> None:
    """Refuse folders that can't be meant: the whole disk, a home, the project or what is in it, or around it."""
    is_own = folder == project or project.is_relative_to(folder)
    if is_own or folder in {Path(folder.anchor), Path.home()} or folder == project / "output":
        raise RefusedError(
            m("{folder} can't be the place of a site", folder=folder),
            m("name a folder for the site alone; nothing was changed"),
        )


def _git(target: GitTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.git import GitStore

    remote = target.remote
    if (around.project / Path(remote).expanduser()).exists():
        remote = str(real_path(around.project / Path(remote).expanduser()))
    token = around.secrets.get(target.secrets[0], "")
    return Place(
        lambda: GitStore(remote, target.branch, around.author, token=token),
        f"{remote} ({target.branch})",
        parallel=1,
        gathers=True,
    )


def _sftp(target: SftpTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.sftp import SftpStore

    return _server(lambda: SftpStore(target, around.secrets))


def _rsync(target: RsyncTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.rsync import RsyncStore

    return replace(_server(lambda: RsyncStore(target, around.secrets), parallel=1), lists_quickly=True)


def _ftps(target: FtpsTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.ftps import FtpsStore

    return _server(lambda: FtpsStore(target, around.secrets), parallel=2)  # cheap hosts allow few logins at once


def _s3(target: S3Target, around: Surroundings) -> Place:
    from site_gen.deploy.stores.s3 import S3Store, finish

    place = _server(lambda: S3Store(target, around.secrets), parallel=8)
    return replace(place, finish=lambda: finish(target, around.secrets))


def _webdav(target: WebdavTarget, around: Surroundings) -> Place:
    from site_gen.deploy.stores.webdav import WebdavStore

    return _server(lambda: WebdavStore(target, around.secrets))


def _server(store: Callable[[], Store], parallel: int = 4) -> Place:
    return Place(store, store().label, parallel, lists_quickly=False)


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
    return Place(store, store().label, parallel=1, whole=True, lists=lists, gathers=True)


T = TypeVar("T", bound=Target)
_Opener = Callable[[T, Surroundings], Place]


def _row(opener: Callable[[Any, Surroundings], Place]) -> _Opener[Target]:
    return opener


PLACES: Final[Mapping[type[Target], _Opener[Target]]] = MappingProxyType(
    {
        FolderTarget: _row(_folder),
        GitTarget: _row(_git),
        SftpTarget: _row(_sftp),
        RsyncTarget: _row(_rsync),
        FtpsTarget: _row(_ftps),
        S3Target: _row(_s3),
        WebdavTarget: _row(_webdav),
        NetlifyTarget: _row(_netlify),
        VercelTarget: _row(_vercel),
        CloudflarePagesTarget: _row(_cloudflare_pages),
        NeocitiesTarget: _row(_neocities),
    }
)
"""How each kind of target is reached."""


def place_of(target: Target, around: Surroundings) -> Place:
    """Return the place that a target means. Raises StoreError where it can't be one."""
    return PLACES[type(target)](target, around)
