"""Read every file of a project and put the `Site` together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from site_gen.load.acceptance import check_acceptance
from site_gen.load.address import addressed
from site_gen.load.cases import read_case
from site_gen.load.cross_checks import CrossChecks, Things
from site_gen.load.discovery import FileSet, language_problem, stray_files, stray_overlays
from site_gen.load.files import FileReader, Found
from site_gen.load.kept_readings import KeptReadings
from site_gen.load.ledger import read_ledger
from site_gen.load.locator import Locator
from site_gen.load.markdown import markdown_thing
from site_gen.load.offers import read_offer
from site_gen.load.own_words import missing_words, read_post_words
from site_gen.load.pictures import read_pictures
from site_gen.load.proposals import check_letters
from site_gen.load.read_cache import ReadCache
from site_gen.load.search import check_search
from site_gen.load.static_files import read_static
from site_gen.load.texts import blocked
from site_gen.load.theme import read_theme
from site_gen.load.translations import languages_without_words
from site_gen.load.unlisted import client_files, in_its_language
from site_gen.load.unread import Unread, find_unread
from site_gen.load.videos import read_videos, unknown_videos
from site_gen.messages import m
from site_gen.model.audit import Audit
from site_gen.model.base import Model
from site_gen.model.content import Article, Profile, Reviews, Services, TextPage
from site_gen.model.content_kinds import (
    ARTICLE,
    AUDIT,
    CASE,
    CONTENT_FOLDERS,
    OFFER,
    PAGE,
    PICTURES,
    PLAN,
    PRIVACY,
    PROFILE,
    PROPOSAL,
    REVIEWS,
    RUBRIC,
    SERVICES,
    SINGLES,
    TRANSLATED_FOLDERS,
    ContentKind,
)
from site_gen.model.content_plan import PLAN_FILE, ContentPlan
from site_gen.model.deliveries.base import FormContext
from site_gen.model.form_rules import check_secrets
from site_gen.model.ledger import LEDGER_FILE, NO_LEDGER, Ledger
from site_gen.model.offer import Offer
from site_gen.model.proposal import Proposal
from site_gen.model.rubric import RubricChanges
from site_gen.model.rules import Finding, with_recorded_prices
from site_gen.model.security_policy import Policy, security_policy
from site_gen.model.setting_values import time_zones
from site_gen.model.settings import Settings
from site_gen.model.site import Asset, PictureFile, Site, Translated, VideoFile
from site_gen.problems import Location, Problem, ProjectError, Severity

M = TypeVar("M", bound=Model)
T = TypeVar("T")

_CODE: Final = re.compile("[a-z]{2,3}")
"""A language code, as in site.yaml and in the file name of a translation."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project that can be built, with its warnings."""

    site: Site
    warnings: tuple[Problem, ...]


def load_site(
    project: Path,
    jobs: int = 1,
    read_cache: ReadCache | None = None,
    without: frozenset[str] = frozenset(),
    drafts: Mapping[str, bytes] | None = None,
) -> Loaded:
    """Read the project in a folder; for a large one, use up to `jobs` processes.

    Only files that changed since an earlier reading are read: one with the same `read_cache`, or by another process
    (see `KeptReadings`). `without` are files to pass over, each with the thing that it is part of. `drafts` are bytes
    to read in place of a file's, also of translations that aren't there yet; with a `read_cache`, such files have to
    be named as changed.

    Raises ProjectError with every problem of every file if at least one is an error.
    """
    read_cache = read_cache or ReadCache(None if drafts else KeptReadings.of(project), is_for_one=True)
    try:
        return _ProjectReader(FileReader(project, read_cache, jobs, without=without, drafts=drafts or {})).read()
    except RecursionError as error:  # texts have bounds of their own
        message = m("folders of the project are too many one in another, so it can't be read")
        raise ProjectError(
            [Problem(Location("site.yaml"), message, m("move what is in the deepest ones up"))]
        ) from error
    finally:
        read_cache.end()


def load_settings(project: Path) -> Settings:
    """Read site.yaml alone, in the site's first language: what can be done while other files have errors needs no more.

    Raises ProjectError with its problems.
    """
    files = FileReader(project, ReadCache())
    document = files.yaml("site.yaml")
    files.context = _zone_context(document.data)
    settings = files.validate(Settings, document, document.data)
    files.found.problems += Locator(project, files.found.documents).problems(check_secrets("site.yaml", document.data))
    if settings is None or any(problem.severity is Severity.ERROR for problem in files.found.problems):
        raise ProjectError(files.found.problems)
    return settings


@dataclass(frozen=True, slots=True)
class _ProjectReader:
    files: FileReader

    def read(self) -> Loaded:
        files, found = self.files, self.files.found
        settings = self._settings()
        unread = find_unread(files.project)
        found.problems += unread.problems
        gallery = read_pictures(files.project, files.read_cache)
        static = read_static(files.project, files.read_cache)
        found.problems += [*gallery.problems, *static.problems]
        things = self._things(settings, unread)
        # Even if site.yaml has errors: all problems are reported in one run.
        self._note(self._cross_checks(things, settings, unread).check())
        if not unread.hides(f"content/{PICTURES}"):
            found.problems += found.used.problems(gallery, self._locator().document)
        if settings:
            main = settings[files.languages[0]]
            found.problems += blocked(found.uses, _policy(main), main.origin)
        videos = self._videos(things)
        site = self._site(settings, things, gallery.files, static.files) if settings else None
        site = replace(site, videos=videos) if site else None
        problems = {problem for problem in found.problems if not unread.says_more(problem)}
        if site is None or any(problem.severity is Severity.ERROR for problem in problems):
            raise ProjectError(problems)
        return Loaded(site, tuple(sorted(problems)))

    # --- site.yaml ------------------------------------------------------------------------------------------------

    def _settings(self) -> dict[str, Settings] | None:
        """Return site.yaml in each language, the main one first; None if it has errors."""
        files = self.files
        document = files.yaml("site.yaml")
        files.context = _zone_context(document.data)
        original = files.validate(Settings, document, document.data)
        if original is None:
            self._guess_settings(document.data)
            return None
        files.languages = original.languages
        files.context = {"zone": original.zone, "currency": original.currency}
        files.found.used.note(document, original)
        settings = {original.language: original}
        for language in original.languages[1:]:
            file = f"site.{language}.yaml"
            if (files.project / file).is_file() or file in files.drafts:
                settings[language] = files.overlaid(Settings, document, file) or original
            else:
                settings[language] = original
                hint = m("write the texts of site.yaml in '{language}' there", language=language)
                files.add(Location("site.yaml"), m("there is no {file}", file=file), hint, Severity.WARNING)
        self._stray_settings()
        return settings

    def _guess_settings(self, data: Any) -> None:
        """Take the languages from a site.yaml with errors, so that the other files can still be checked."""
        files = self.files
        listed = data.get("languages") if isinstance(data, dict) else None
        listed = listed if isinstance(listed, list) and listed else [""]
        codes = [code if isinstance(code, str) and _CODE.fullmatch(code) else "" for code in listed]
        names = [path.name for folder in TRANSLATED_FOLDERS for path in (files.project / folder).glob("*.*.*")]
        found = {name.split(".")[-2] for name in names} - set(codes)
        files.languages = (*codes, *sorted(filter(_CODE.fullmatch, found)))

    def _stray_settings(self) -> None:
        files = self.files
        for path in sorted(files.project.glob("site.*.yaml")):
            problem = language_problem(path.name, "site.yaml", path.name[5:-5], files.languages)
            if problem:
                files.found.problems.append(problem)

    # --- everything else ------------------------------------------------------------------------------------------

    def _things(self, settings: dict[str, Settings] | None, unread: Unread) -> Things:
        files = self.files
        said = {problem.location.file for problem in unread.problems}
        strays = stray_files(files.project, "content", SINGLES, CONTENT_FOLDERS)
        files.found.problems += [problem for problem in strays if problem.location.file not in said]
        for stem, suffix in SINGLES.items():
            files.found.problems += stray_overlays(files.project, f"content/{stem}", suffix, files.languages)
        services = self._single(SERVICES, Services)
        ledger = self._ledger(services.original if services else Services())
        return Things(
            cases=self._folder(CASE, read_case),
            offers=self._offers(settings, ledger),
            proposals=self._client_things(PROPOSAL, Proposal),
            audits=self._client_things(AUDIT, Audit),
            articles=self._folder(ARTICLE, partial(markdown_thing, model=Article)),
            pages=self._folder(PAGE, partial(markdown_thing, model=TextPage), self.files.languages),
            profile=self._single(PROFILE, Profile),
            privacy=self._single(PRIVACY, TextPage),
            services=services,
            reviews=self._single(REVIEWS, Reviews),
            rubric=self._single(RUBRIC, RubricChanges),
            plan=self._plan(),
            ledger=ledger,
        )

    def _folder(
        self, kind: ContentKind, make: Callable[[FileReader, FileSet], T | None], reserved: Iterable[str] = ()
    ) -> list[T]:
        """Return each thing in a kind's folder; `reserved` are further names that none may have."""
        return self.files.things(kind.folder, kind.suffix, make, kind.reserved.union(reserved), kind.beside)

    def _offers(self, settings: dict[str, Settings] | None, ledger: Ledger | None) -> list[Translated[Offer]]:
        """Return the offers, with missing lowest prices filled in from the ledger."""
        files = self.files
        offers = self._folder(OFFER, read_offer)
        if settings is None:
            return offers
        currency = settings[files.languages[0]].currency
        return [with_recorded_prices(offer, ledger or NO_LEDGER, currency) for offer in offers]

    def _ledger(self, services: Services) -> Ledger | None:
        """Return the ledger, which knows what services are called today; None if it has errors."""
        files = self.files
        zone = files.context.get("zone")
        read = partial(read_ledger, files.project, zone)
        ledger, problems = files.read_cache.recall(LEDGER_FILE, [files.project / LEDGER_FILE], zone, read)
        files.found.problems += problems
        names = {former: service.id for service in services.services for former in service.formerly}
        return (
            None if any(problem.severity is Severity.ERROR for problem in problems) else replace(ledger, services=names)
        )

    def _client_things(self, kind: ContentKind, model: type[M]) -> list[Translated[M]]:
        """Return the things of a folder whose files are each written for one client, in one language."""
        files = self.files
        sets, problems = client_files(files.project, kind, files.languages)
        files.found.problems += problems
        things = files.parts(sets, partial(FileReader.yaml_thing, model=model))
        return [in_its_language(thing, files.languages) for thing in things]

    def _single(self, kind: ContentKind, model: type[M]) -> Translated[M] | None:
        """Return the thing in a single file; None if there is no file or it has errors."""
        read = markdown_thing if kind.suffix == ".md" else FileReader.yaml_thing
        return self.files.single(kind.place, kind.suffix, partial(read, model=model))

    def _plan(self) -> Translated[ContentPlan] | None:
        """Return the content plan. Its characters are in no font of the site: nothing of it is published."""
        found = Found()
        reader = replace(self.files, found=found, languages=self.files.languages[:1])
        for language in self.files.languages[1:]:
            file = f"{PLAN.place}.{language}{PLAN.suffix}"
            if (self.files.project / file).is_file():
                hint = m("put its topics into {plan_file}, and take it away", plan_file=PLAN_FILE)
                found.problems.append(Problem(Location(file), m("the plan is for you, and has no translations"), hint))
        plan = reader.single(PLAN.place, PLAN.suffix, partial(FileReader.yaml_thing, model=ContentPlan))
        self.files.found.problems += found.problems
        self.files.found.documents |= found.documents
        return plan

    # --- what must agree, and the whole -----------------------------------------------------------------------------

    def _cross_checks(self, things: Things, settings: dict[str, Settings] | None, unread: Unread) -> CrossChecks:
        files = self.files
        first = settings[files.languages[0]] if settings else None
        services: Collection[str] | None = None
        if things.services is not None:
            services = [service.id for service in things.services.original.services]
        elif not (files.project / "content" / "services.yaml").is_file() and not unread.hides(SERVICES.place):
            services = ()
        return CrossChecks(
            things, first, files.languages, files.found.documents, services, files.read_cache, unread.names
        )

    def _site(
        self,
        settings: dict[str, Settings],
        things: Things,
        pictures: Mapping[str, PictureFile],
        static: tuple[Asset, ...],
    ) -> Site | None:
        files, found = self.files, self.files.found
        main = next(iter(settings.values()))
        theme, problems = read_theme(files.project, main.theme, self._locator().document("site.yaml"), files.read_cache)
        found.problems += problems
        self._note(check_letters(things.proposals, theme.font if theme else None))
        if theme is None:
            return None
        posts = read_post_words(files)
        self._note(missing_words(main.languages, theme, posts))
        self._note(languages_without_words(main, theme))
        self._note(check_search(main, theme))
        theme = replace(theme, strings=addressed(theme.strings, main.address, theme.string_files))
        self._note(check_acceptance(things.proposals, main, theme))
        return Site(
            settings=settings,
            cases=tuple(things.cases),
            offers=tuple(things.offers),
            proposals=tuple(things.proposals),
            ledger=things.ledger or NO_LEDGER,
            audits=tuple(things.audits),
            rubric=things.rubric,
            articles=tuple(things.articles),
            pages=tuple(things.pages),
            profile=things.profile,
            privacy=things.privacy,
            services=_by_language(things.services, files.languages, "services"),
            reviews=_by_language(things.reviews, files.languages, "reviews"),
            pictures=pictures,
            theme=theme,
            characters=frozenset(found.characters),
            static=static,
            post_words=posts,
            plan=things.plan,
        )

    def _videos(self, things: Things) -> Mapping[str, VideoFile]:
        """Return the owner's videos, and note the problems with them and with what names them."""
        files = self.files
        videos, problems = read_videos(files.project, files.read_cache)
        files.found.problems += problems
        files.found.problems += unknown_videos((*things.cases, *things.articles), self._locator().value, videos)
        return videos

    def _note(self, findings: Iterable[Finding]) -> None:
        self.files.found.problems += self._locator().problems(findings)

    def _locator(self) -> Locator:
        return Locator(self.files.project, self.files.found.documents)


def _zone_context(data: Any) -> dict[str, Any]:
    """Return the context for reading moments and prices: time zone and currency in site.yaml's data, which may have
    errors."""
    zone, currency = (data.get("time_zone"), data.get("currency")) if isinstance(data, dict) else (None, None)
    found = {"zone": ZoneInfo(zone)} if isinstance(zone, str) and zone in time_zones() else {}
    return found | ({"currency": currency} if isinstance(currency, str) else {})


def _policy(main: Settings) -> Policy:
    """Return the security policy of the site's pages."""
    context = FormContext("form", "", main.language, main.url, "/", main.url, None)
    return security_policy(main.form.target(context) if main.form is not None else None, main.statistics)


def _by_language(source: Translated[Any] | None, languages: tuple[str, ...], what: str) -> dict[str, tuple[Any, ...]]:
    """Return the items of a list file in each language; empty for languages without translation."""
    versions = source.versions if source else {}
    return {language: getattr(versions[language], what) if language in versions else () for language in languages}
