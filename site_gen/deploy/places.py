"""From a target in site.yaml to the place it means. What a kind needs is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar, cast

from site_gen.deploy.connection import Place
from site_gen.deploy.guards import RefusedError
from site_gen.model.targets.base import Target
from site_gen.model.targets.folder import FolderTarget
from site_gen.model.targets.git import GitTarget


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


T = TypeVar("T", bound=Target)
_Opener = Callable[[T, Surroundings], Place]

PLACES: Final[Mapping[type[Target], _Opener[Target]]] = MappingProxyType(
    {FolderTarget: cast("_Opener[Target]", _folder), GitTarget: cast("_Opener[Target]", _git)}
)
"""How each kind of target is reached."""


def place_of(target: Target, around: Surroundings) -> Place:
    """Return the place that a target means. Raises StoreError where it can't be one."""
    return PLACES[type(target)](target, around)
