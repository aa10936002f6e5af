"""The forms that the inbox accepts, read from the project and read again when its files change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from site_gen.inbox.addresses import normal_origin
from site_gen.inbox.channels import wanted_channels
from site_gen.inbox.messages import NoticeReader
from site_gen.inbox.records import Channel
from site_gen.load import load_site
from site_gen.load.read_cache import ReadCache
from site_gen.model.deliveries.inbox import InboxDelivery, Notify
from site_gen.model.form_schema import FormSchema, form_schemas
from site_gen.model.site import Site
from site_gen.problems import ProjectError
from site_gen.render.localize import Localizer

_NOT_SOURCES: Final = frozenset({"output", "node_modules"})

Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """What the inbox needs to know about a site. `languages` are the site's; the first one is the default.

    `origin` is the site's origin as written in site.yaml, `sender` the same as browsers write it.
    `declared` maps a form's name to its schema in each of its languages, the original first.
    `notify` says who is notified of a lead, by `channels`, and `reader` in which language.
    """

    declared: Mapping[str, Mapping[str, FormSchema]]
    languages: tuple[str, ...]
    origin: str
    sender: str
    home: str
    texts: Mapping[str, Localizer]
    notify: Notify
    reader: NoticeReader
    channels: tuple[Channel, ...]
    retention: timedelta

    def find(self, name: str, language: str) -> FormSchema | None:
        """Return a form in a language, else the original; None if there is no such form."""
        versions = self.declared.get(name)
        if not versions:
            return None
        return versions.get(language) or next(iter(versions.values()))


def forms_of(site: Site) -> Forms:
    """Return the forms of a site, with the texts for answers in each of its languages."""
    declared: dict[str, dict[str, FormSchema]] = {}
    for schema in form_schemas(site):
        declared.setdefault(schema.form, {})[schema.language] = schema
    main = site.main
    notify = main.form.notify if isinstance(main.form, InboxDelivery) else Notify()
    return Forms(
        declared=declared,
        languages=tuple(site.settings),
        origin=main.origin,
        sender=normal_origin(main.origin) or main.origin,
        home=f"{main.origin}{main.base}",
        texts={language: Localizer(language, main.time_zone, site.theme.strings) for language in site.settings},
        notify=notify,
        reader=NoticeReader(main.language, main.zone),
        channels=wanted_channels(notify),
        retention=timedelta(days=main.legal.retention_days),
    )


class FormSource(Protocol):
    """The source of the inbox's forms."""

    def current(self) -> Forms:
        """Return the current forms."""

    def refresh(self) -> bool:
        """Read changed files again; return whether the forms are those of the current project."""


class ProjectForms:
    """The forms of a project on disk. While the project has errors, the forms of the last valid state are used."""

    def __init__(self, project: Path, log: Callable[[str], None]) -> None:
        """Read the project. Raises ProjectError."""
        self._project = project
        self._log = log
        self._read_cache = ReadCache()
        self._signature = _signature(project)
        self._forms = forms_of(load_site(project, read_cache=self._read_cache).site)
        self._is_current = True

    def current(self) -> Forms:
        return self._forms

    def refresh(self) -> bool:
        signature = _signature(self._project)
        if signature != self._signature:
            self._signature = signature
            self._is_current = self._read()
        return self._is_current

    def _read(self) -> bool:
        try:
            self._forms = forms_of(load_site(self._project, read_cache=self._read_cache).site)
        except (ProjectError, OSError) as error:
            self._log(f"the project has errors, the forms stay as they were: {str(error).splitlines()[0]}")
            return False
        self._log("the project has changed, its forms are read again")
        return True


def _signature(project: Path) -> Signature:
    """Return names, modification times and sizes of a site's source files."""
    return tuple(sorted(_stamps(project)))


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    for entry in _entries(folder):
        if entry.name.startswith(".") or entry.name in _NOT_SOURCES:
            continue
        if entry.is_dir():
            yield from _stamps(Path(entry.path))
            continue
        try:
            stat = entry.stat()
        except OSError:  # deleted in the meantime
            continue
        yield entry.path, stat.st_mtime_ns, stat.st_size


def _entries(folder: Path) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
