"""From a target in site.yaml to the place it means. What a kind needs is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from site_gen.deploy.connection import Place
from site_gen.deploy.guards import RefusedError
from site_gen.deploy.store import Store
from site_gen.model.targets.base import Target
from site_gen.model.targets.folder import FolderTarget
from site_gen.model.targets.ftps import FtpsTarget
from site_gen.model.targets.git import GitTarget
from site_gen.model.targets.rsync import RsyncTarget
from site_gen.model.targets.s3 import S3Target
from site_gen.model.targets.sftp import SftpTarget
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
    token = around.secrets.get(target.secrets[0], "")
    return Place(
        lambda: GitStore(remote, target.branch, around.author, token=token), f"{remote} ({target.branch})", parallel=1
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
    }
)
"""How each kind of target is reached."""


def place_of(target: Target, around: Surroundings) -> Place:
    """Return the place that a target means. Raises StoreError where it can't be one."""
    return PLACES[type(target)](target, around)
