"""Which target is meant, how its place is reached, and who holds it; a new target written into site.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from site_gen.actions.errors import AlreadyThereError, NamedThing, NoTargetError, UnknownNameError
from site_gen.deploy.connection import Connection, Patience, Place
from site_gen.deploy.lock import Holder, unlock
from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.releases import Releases
from site_gen.files import write_atomically
from site_gen.load import load_settings
from site_gen.load.shape import model_shape
from site_gen.load.wording import words
from site_gen.messages import joined, m
from site_gen.model.settings import Settings
from site_gen.model.targets import TARGETS
from site_gen.model.targets.base import Target
from site_gen.problems import ProjectError, WorldError
from site_gen.sources.quoting import plain_or_quoted


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes a project: a name for people, the time on their clock, and the environment's secrets."""

    project: Path
    who: str
    at: datetime
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def place(self, settings: Settings, name: str) -> Place:
        """Return the place of a target. Raises StoreError."""
        target = settings.targets[name]
        given = {variable: self.secrets[variable] for variable in target.secrets if self.secrets.get(variable)}
        return place_of(target, Surroundings(self.project, (settings.name, settings.contact.email), given))

    def holder(self) -> Holder:
        """Return whom a lock of this project names. Raises WorldError."""
        return Holder(self.who, Releases(self.project).machine(), self.at, token_hex(8))


def chosen(settings: Settings, name: str | None) -> str:
    """Return the name of the target that is meant: the first one where none is named. Raises ActionError."""
    targets = settings.targets
    if not targets:
        raise NoTargetError(tuple(joined(f"{kind} (", target.described(), ")") for kind, target in TARGETS.items()))
    if name is None:
        return next(iter(targets))
    if name not in targets:
        raise UnknownNameError(NamedThing.TARGET, name, tuple(targets))
    return name


def unlock_target(publisher: Publisher, name: str | None) -> tuple[str, Holder | None]:
    """Take the lock of a target away; return the place's label and who held it. Raises StoreError, ActionError."""
    settings = load_settings(publisher.project)
    place = publisher.place(settings, chosen(settings, name))
    with Connection(place, Patience()) as connection:
        return place.label, unlock(connection)


def mistakes_of(target: type[Target], values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is wrong with the settings of a kind of target: messages with their hints ('' for none)."""
    from pydantic import ValidationError

    try:
        target.model_validate(values)
    except ValidationError as error:
        return [words(problem, model_shape(target)) for problem in error.errors()]
    return []


def add_target(project: Path, values: Mapping[str, str]) -> None:
    """Write `deploy:` with these values at the end of site.yaml, which keeps every word it has.

    Raises AlreadyThereError where it is there, ProjectError where the values are wrong; site.yaml is then as it was.
    """
    if load_settings(project).targets:
        raise AlreadyThereError((m("deploy: in site.yaml"),))
    path = project / "site.yaml"
    try:
        before = path.read_bytes()
        end = b"\r\n" if b"\r\n" in before else b"\n"
        lines = ["", "deploy:", *(f"  {key}: {plain_or_quoted(value)}" for key, value in values.items()), ""]
        gap = b"" if before.endswith(b"\n") else end
        write_atomically(path, before + gap + end.join(line.encode() for line in lines))
        try:
            load_settings(project)
        except ProjectError:
            write_atomically(path, before)
            raise
    except OSError as error:
        raise WorldError(
            m("{path} can't be written: {strerror}", path=path, strerror=error.strerror or error), m("it is as it was")
        ) from error
