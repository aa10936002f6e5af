"""The forms that the inbox accepts, read from the project and read again when its files change."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from site_gen.inbox.addresses import normal_origin
from site_gen.inbox.channels import wanted_channels
from site_gen.inbox.messages import NoticeReader
from site_gen.inbox.project_files import look_at
from site_gen.inbox.records import Channel
from site_gen.inbox.vitals import reason_of
from site_gen.load import load_site
from site_gen.load.read_cache import ReadCache
from site_gen.model.deliveries.inbox import InboxDelivery, Notify
from site_gen.model.form_schema import FormSchema, form_schemas
from site_gen.model.site import Site
from site_gen.problems import ProjectError
from site_gen.render.localize import Localizer

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

RETRY: Final = 30.0
"""Seconds after which a project that couldn't be read is tried again, even if its files look the same."""

UNSEEN: Final = 60.0
"""Seconds after which a project with links to folders is read again: what is behind these is not watched."""


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

    def newest_file(self) -> datetime | None:
        """Return the latest time of the project's files: a moment that has probably passed. None if it isn't known."""


class ProjectForms:
    """The forms of a project on disk. While the project has errors, the forms of the last valid state are used."""

    def __init__(
        self, project: Path, log: Callable[[str], None], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Read the project. Raises ProjectError."""
        self._project = project
        self._log = log
        self._monotonic = monotonic
        self._read_cache = ReadCache()
        self._files = look_at(project)
        self._forms = self._load()
        self._read_at = monotonic()
        self._said = ""
        self._is_current = True

    def current(self) -> Forms:
        return self._forms

    def newest_file(self) -> datetime | None:
        newest = self._files.newest
        return _EPOCH + timedelta(microseconds=newest // 1000) if newest else None

    def refresh(self) -> bool:
        """Read the project again if its files have changed, or may have changed unseen. Never raises."""
        try:
            self._refresh()
        except BaseException as error:  # noqa: BLE001  # nothing that a project can hold may end the inbox
            self._is_current = False
            self._say(f"the project can't be read, the forms stay as they were: {reason_of(error)}")
        return self._is_current

    def _refresh(self) -> None:
        files = look_at(self._project)
        has_changed = files != self._files
        age = self._monotonic() - self._read_at
        if not (has_changed or (not self._is_current and age >= RETRY) or (files.has_unseen and age >= UNSEEN)):
            return
        was_current, before = self._is_current, self._forms
        self._files, self._read_at, self._is_current = files, self._monotonic(), False
        try:
            self._forms = self._load()
        except ProjectError as error:
            self._say(f"the project has errors, the forms stay as they were: {reason_of(error)}")
            return
        self._is_current, self._said = True, ""
        if has_changed or not was_current or self._forms.declared != before.declared:
            self._log("the project has changed, its forms are read again")

    def _load(self) -> Forms:
        return forms_of(load_site(self._project, read_cache=self._read_cache).site)

    def _say(self, line: str) -> None:
        """Say why the forms are not current, once for each reason."""
        if line != self._said:
            self._said = line
            self._log(line)
