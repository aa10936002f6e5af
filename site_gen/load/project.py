"""Read every file of a project and put the `Site` together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationError

from site_gen.load.ledger import read_ledger
from site_gen.load.memory import Memory
from site_gen.load.overlay import Merge
from site_gen.load.pictures import read_pictures
from site_gen.load.proposals import check_letters
from site_gen.load.rubric import check_rubric, rubric_in
from site_gen.load.shape import model_shape
from site_gen.load.theme import read_theme
from site_gen.load.tree import (
    LIST_WORDS,
    FileSet,
    group_files,
    language_problem,
    names_in,
    single_file,
    stray_files,
    stray_overlays,
)
from site_gen.load.unlisted import check_pictures, client_files, in_its_language
from site_gen.load.used_pictures import Body, UsedPictures
from site_gen.load.wording import describe, doubtful_amounts
from site_gen.model.audit import Audit
from site_gen.model.audit_rules import check_audits, check_tokens
from site_gen.model.base import Model
from site_gen.model.case import Case
from site_gen.model.content import Article, Profile, Reviews, Services, TextPage
from site_gen.model.form_rules import check_forms, check_secrets
from site_gen.model.ledger import LEDGER_FILE, NO_LEDGER, Ledger
from site_gen.model.offer import OFFER_KINDS, DirectOffer, Offer, offer_kind
from site_gen.model.pins_file import PINS_FILE
from site_gen.model.proposal import Proposal
from site_gen.model.proposal_rules import check_proposals
from site_gen.model.rubric import RubricChanges
from site_gen.model.rules import (
    Finding,
    Honest,
    check_case,
    check_honesty,
    check_offers,
    check_references,
    listed_prices,
    with_recorded_prices,
)
from site_gen.model.settings import Settings
from site_gen.model.short_links import check_short_links
from site_gen.model.site import PictureFile, Site, Source
from site_gen.problems import Location, Problem, ProjectError, Severity, nearest
from site_gen.sources.batch import ReadFile, read_yaml_file, read_yaml_files
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.text import excerpt, read_source
from site_gen.sources.yaml import Document, read_yaml

M = TypeVar("M", bound=Model)

_CODE: Final = re.compile("[a-z]{2,3}")
"""How a language is written in site.yaml and in the name of a translation."""

YAML_LIMIT: Final = 1_000_000
MARKDOWN_LIMIT: Final = 4_000_000

SINGLES: Final[Mapping[str, str]] = {
    "profile": ".md",
    "privacy": ".md",
    "services": ".yaml",
    "reviews": ".yaml",
    "rubric": ".yaml",
}
"""The files of content/ itself."""

OFFER_FOLDERS: Final = ("proposals",)
CONTENT_FOLDERS: Final = ("articles", "audits", "images", "pages")
OVERLAID: Final = ("", "cases", "offers", "content", "content/articles", "content/pages")
"""The folders in which translations stand."""

PAGE_NAMES: Final = frozenset(
    {"cases", "offers", "articles", "services", "profile", "links", "privacy", "assets", "images", "index", "go"}
    | {"audit", "proposal", "thanks"}
)
"""First segments of addresses that the site itself uses."""

FOREIGN_KEYS: Final[Mapping[str, str]] = {
    "aliases": "",
    "categories": "use tags:",
    "category": "use tags:",
    "comments": "",
    "cover": "use picture:",
    "date_modified": "use updated:",
    "description": "use summary:",
    "excerpt": "use summary:",
    "featured_image": "use picture:",
    "id": "",
    "image": "use picture:",
    "keywords": "use tags:",
    "lang": "use language:",
    "last_modified_at": "use updated:",
    "lastmod": "use updated:",
    "layout": "the theme chooses the layout",
    "modified": "use updated:",
    "permalink": "the file's name is the address",
    "published": "use draft: true for what isn't to be shown",
    "slug": "the file's name is the address",
    "status": "use draft: true for what isn't to be shown",
    "subtitle": "use summary:",
    "template": "the theme chooses the layout",
    "thumbnail": "use picture:",
    "toc": "",
    "type": "",
    "url": "the file's name is the address",
    "weight": "",
}
"""Keys that other generators read from an article's front matter, and what does the same here."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project that can be built, with the warnings that were found on the way."""

    site: Site
    warnings: tuple[Problem, ...]


def load_site(project: Path, jobs: int = 1, memory: Memory | None = None) -> Loaded:
    """Read the project in a folder, a large one with up to `jobs` processes.

    With `memory`, which the reading before this one filled, only what changed is read. Raises ProjectError with every
    problem of every file where one is an error.
    """
    return _Reader(project, jobs, memory or Memory()).read()


@dataclass
class _Part:
    """What reading the files of one thing found: the thing (None with errors), and what the whole must know of it."""

    thing: Source[Any] | None
    problems: list[Problem]
    documents: dict[str, Document]
    used: UsedPictures
    characters: set[str]


@dataclass
class _Reader:
    project: Path
    jobs: int
    memory: Memory
    ahead: dict[str, ReadFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    used: UsedPictures = field(default_factory=UsedPictures)
    characters: set[str] = field(default_factory=set)
    context: dict[str, ZoneInfo] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)

    def read(self) -> Loaded:
        try:
            return self._read()
        finally:
            self.memory.end()

    def _read(self) -> Loaded:
        settings = self._settings()
        pictures, problems = read_pictures(self.project, self.memory)
        self.problems += problems
        things = self._collections()
        things["ledger"] = self._ledger(things, settings)
        # Also where site.yaml has errors: all problems are reported in one run.
        self._check_rules(things, settings)
        self.problems += self.used.problems(pictures)
        site = self._site(settings, things, pictures) if settings else None
        errors = [problem for problem in self.problems if problem.severity is Severity.ERROR]
        if errors or site is None:
            raise ProjectError(self.problems)
        return Loaded(site, tuple(sorted(set(self.problems))))

    # --- one thing after another, as far as it isn't remembered --------------------------------------------------

    def _part(self, files: FileSet, make: Callable[[_Reader, FileSet], Source[Any] | None]) -> Any:
        """Return the thing that `make` reads of some files, and take what it found into the whole."""
        names = files.names
        paths = [f"{self.project}/{file}" for file in names]
        also = (names, self.languages, self.context.get("zone"))
        part = self.memory.recall(names[0], paths, also, lambda: self._read_part(files, make))
        self.problems += part.problems
        self.documents |= part.documents
        self.used.add(part.used)
        self.characters |= part.characters
        return part.thing

    def _read_part(self, files: FileSet, make: Callable[[_Reader, FileSet], Source[Any] | None]) -> _Part:
        inner = _Reader(self.project, 1, self.memory, self.ahead, context=self.context, languages=self.languages)
        thing = make(inner, files)
        return _Part(thing, inner.problems, inner.documents, inner.used, inner.characters)

    # --- site.yaml ------------------------------------------------------------------------------------------------

    def _settings(self) -> dict[str, Settings] | None:
        document = self._yaml("site.yaml")
        original = self._validate(Settings, document, document.data)
        if original is None:
            self._guess_settings(document.data)
            return None
        self.languages = original.languages
        self.context = {"zone": original.zone}
        self.used.note(document, original)
        settings = {original.language: original}
        for language in original.languages[1:]:
            file = f"site.{language}.yaml"
            if (self.project / file).is_file():
                settings[language] = self._overlaid(Settings, document, file) or original
            else:
                settings[language] = original
                self._add(
                    Location("site.yaml"),
                    f"there is no {file}",
                    f"write the texts of site.yaml in '{language}' there",
                    Severity.WARNING,
                )
        self._stray_settings()
        return settings

    def _guess_settings(self, data: Any) -> None:
        """Take what the other files need from a site.yaml with errors, so that they are judged by it all the same."""
        data = data if isinstance(data, dict) else {}
        zone, listed = data.get("time_zone"), data.get("languages")
        if isinstance(zone, str) and zone in available_timezones():
            self.context = {"zone": ZoneInfo(zone)}
        listed = listed if isinstance(listed, list) and listed else [""]
        codes = [code if isinstance(code, str) and _CODE.fullmatch(code) else "" for code in listed]
        names = [path.name for folder in OVERLAID for path in (self.project / folder).glob("*.*.*")]
        found = {name.split(".")[-2] for name in names} - set(codes)
        self.languages = (*codes, *sorted(filter(_CODE.fullmatch, found)))

    def _stray_settings(self) -> None:
        for path in sorted(self.project.glob("site.*.yaml")):
            problem = language_problem(path.name, "site.yaml", path.name[5:-5], self.languages)
            if problem:
                self.problems.append(problem)

    # --- everything else ------------------------------------------------------------------------------------------

    def _collections(self) -> dict[str, Any]:
        self.problems += stray_files(self.project, "content", SINGLES, CONTENT_FOLDERS)
        for stem, suffix in SINGLES.items():
            self.problems += stray_overlays(self.project, f"content/{stem}", suffix, self.languages)
        return {
            "cases": self._yaml_things("cases", Case, LIST_WORDS),
            "offers": self._offers(),
            "proposals": self._proposals(),
            "articles": self._markdown_things("content/articles", Article, LIST_WORDS),
            "pages": self._markdown_things("content/pages", TextPage, PAGE_NAMES | set(self.languages)),
            "profile": self._markdown_single("content/profile", Profile),
            "privacy": self._markdown_single("content/privacy", TextPage),
            "services": self._yaml_single("content/services", Services),
            "reviews": self._yaml_single("content/reviews", Reviews),
            "rubric": self._yaml_single("content/rubric", RubricChanges),
            "audits": self._audits(),
        }

    def _site(
        self, settings: dict[str, Settings], things: dict[str, Any], pictures: Mapping[str, PictureFile]
    ) -> Site | None:
        main = next(iter(settings.values()))
        theme, problems = read_theme(self.project, main.theme, self.documents["site.yaml"], self.memory)
        self.problems += problems
        self._note(check_letters(things["proposals"], theme.font if theme else None))
        services = _by_language(things["services"], self.languages, "services")
        reviews = _by_language(things["reviews"], self.languages, "reviews")
        if theme is None:
            return None
        return Site(
            settings=settings,
            cases=tuple(things["cases"]),
            offers=tuple(things["offers"]),
            proposals=tuple(things["proposals"]),
            ledger=things["ledger"] or NO_LEDGER,
            audits=tuple(things["audits"]),
            rubric=things["rubric"],
            articles=tuple(things["articles"]),
            pages=tuple(things["pages"]),
            profile=things["profile"],
            privacy=things["privacy"],
            services=services,
            reviews=reviews,
            pictures=pictures,
            theme=theme,
            characters=frozenset(self.characters),
        )

    def _yaml_things(self, folder: str, model: type[M], reserved: frozenset[str]) -> list[Source[M]]:
        group = partial(group_files, self.project, folder, ".yaml", self.languages, reserved)
        names = names_in(self.project / folder)
        sets, problems = self.memory.recall((folder, "names"), (), (names, self.languages), group)
        self.problems += problems
        self._read_ahead(sets)
        make = partial(_Reader._yaml_thing, model=model)
        return [thing for files in sets if (thing := self._part(files, make))]

    def _offers(self) -> list[Source[Offer]]:
        sets, problems = group_files(self.project, "offers", ".yaml", self.languages, LIST_WORDS, OFFER_FOLDERS)
        self.problems += [problem for problem in problems if problem.location.file not in {LEDGER_FILE, PINS_FILE}]
        return [offer for files in sets if (offer := self._part(files, _Reader._offer))]

    def _offer(self, files: FileSet) -> Source[Offer] | None:
        document = self._yaml(files.original or "")
        model = OFFER_KINDS.get(offer_kind(document.data))
        if model is None:
            self._unknown_kind(document)
            return None
        return self._versions(files, model, document)

    def _audits(self) -> list[Source[Audit]]:
        sets, problems = client_files(self.project, "content/audits", "an audit", self.languages)
        self.problems += problems
        make = partial(_Reader._yaml_thing, model=Audit)
        read = [thing for files in sets if (thing := self._part(files, make))]
        return [in_its_language(thing, self.languages) for thing in read]

    def _proposals(self) -> list[Source[Proposal]]:
        sets, problems = client_files(self.project, "offers/proposals", "a proposal", self.languages)
        self.problems += problems
        make = partial(_Reader._yaml_thing, model=Proposal)
        read = [thing for files in sets if (thing := self._part(files, make))]
        return [in_its_language(thing, self.languages) for thing in read]

    def _ledger(self, things: dict[str, Any], settings: dict[str, Settings] | None) -> Ledger | None:
        """Return the ledger, and fill in the prices that the offers leave to it; None where it has errors."""
        zone = self.context.get("zone")
        read = partial(read_ledger, self.project, zone)
        ledger, problems = self.memory.recall(LEDGER_FILE, [self.project / LEDGER_FILE], zone, read)
        self.problems += problems
        if settings:
            currency = settings[self.languages[0]].currency
            things["offers"] = [with_recorded_prices(offer, ledger, currency) for offer in things["offers"]]
        return None if any(problem.severity is Severity.ERROR for problem in problems) else ledger

    def _unknown_kind(self, document: Document) -> None:
        if document.data is None and self._is_blamed(document):
            return
        kind = offer_kind(document.data)
        if kind:
            hint = nearest(kind, OFFER_KINDS) or "write one of: " + ", ".join(OFFER_KINDS)
            self._add(document.locate(("kind",)), f"there is no kind of offer '{excerpt(kind)}'", hint)
        elif isinstance(document.data, dict) and "kind" in document.data:
            self._add(
                document.locate(("kind",)), "a kind of offer is needed", "write one of: " + ", ".join(OFFER_KINDS)
            )
        elif document.data is None or isinstance(document.data, dict):
            self._add(document.locate(()), "'kind' is missing", "add 'kind: direct' (or first-step, second-step)")
        else:
            self._validate(DirectOffer, document, document.data)

    def _yaml_thing(self, files: FileSet, model: type[M]) -> Source[M] | None:
        return self._versions(files, model, self._yaml(files.original or ""))

    def _yaml_single(self, stem: str, model: type[M]) -> Source[M] | None:
        files = single_file(self.project, stem, ".yaml", self.languages)
        return self._part(files, partial(_Reader._yaml_thing, model=model)) if files else None

    def _versions(self, files: FileSet, model: type[M], document: Document) -> Source[M] | None:
        self.problems += doubtful_amounts(document)
        original = self._validate(model, document, document.data)
        if original is None:
            return None
        self.used.note(document, original)
        self.used.note_body(document)
        versions, names = {self.languages[0]: original}, {self.languages[0]: document.file}
        for language, file in sorted(files.overlays.items()):
            version = self._overlaid(model, document, file)
            if version is not None:
                versions[language], names[language] = version, file
        return Source(files.slug, versions, names)

    def _overlaid(self, model: type[M], original: Document, file: str) -> M | None:
        overlay = self._yaml(file)
        self.used.note_body(overlay)
        return self._merge(model, original, overlay)

    def _merge(self, model: type[M], original: Document, overlay: Document) -> M | None:
        merge = Merge(original, overlay)
        data = merge.merged(model_shape(model))
        self.problems += merge.problems
        return None if merge.problems else self._validate(model, overlay, data)

    # --- Markdown -------------------------------------------------------------------------------------------------

    def _markdown_things(self, folder: str, model: type[M], reserved: frozenset[str]) -> list[Source[M]]:
        sets, problems = group_files(self.project, folder, ".md", self.languages, reserved)
        self.problems += problems
        make = partial(_Reader._markdown_thing, model=model)
        return [thing for files in sets if (thing := self._part(files, make))]

    def _markdown_single(self, stem: str, model: type[M]) -> Source[M] | None:
        files = single_file(self.project, stem, ".md", self.languages)
        return self._part(files, partial(_Reader._markdown_thing, model=model)) if files else None

    def _markdown_thing(self, files: FileSet, model: type[M]) -> Source[M] | None:
        document = self._markdown(files.original or "", model)
        original = self._validate(model, document, document.data)
        if original is None:
            return None
        self.used.note(document, original)
        own = getattr(original, "language", None) or self.languages[0]
        if own not in self.languages and self.languages[0]:
            self._add(
                document.locate(("language",)),
                f"'{excerpt(own)}' is not one of the site's languages",
                f"site.yaml lists: {', '.join(self.languages)}",
            )
        versions, names = {own: original}, {own: document.file}
        for language, file in sorted(files.overlays.items()):
            overlay = self._markdown(file, model, of=document)
            version = self._merge(model, document, overlay)
            if language == own:
                hint = f"its texts stand in {document.file} itself; take one of the two away"
                self._add(Location(file), f"'{language}' is the language of {document.file}", hint)
            elif version is not None:
                versions[language], names[language] = version, file
        return Source(files.slug, versions, names)

    def _markdown(self, file: str, model: type[Model], of: Document | None = None) -> Document:
        text = self._text(file, MARKDOWN_LIMIT)
        split = split_front_matter(text, file)
        document = read_yaml(split.yaml or "", file, split.yaml_line)
        self.problems += [*split.problems, *document.problems]
        data = {} if document.data is None else document.data
        no_front_matter = split.yaml is None and not split.problems and of is None and not self._is_blamed(document)
        if no_front_matter:
            hint = "begin the file with '---', a line 'title: …' and another '---'"
            self._add(Location(file), "the file has no front matter", hint)
        if isinstance(data, dict) and "body" in data:
            self._add(
                document.locate(("body",), key=True), "'body' stands below the front matter", "move the text there"
            )
        if isinstance(data, dict):
            data = self._without_foreign(data, document, model)
            data["body"] = split.body.strip("\n")
            lead = len(split.body) - len(split.body.lstrip("\n"))
            self.used.note_text(Body(split.body.strip("\n"), document, split.body_line + lead))
        unreadable = split.problems or no_front_matter or (document.problems and document.data is None)
        document = replace(document, data=None if unreadable else data)
        self.documents[file] = document
        return document

    def _without_foreign(self, data: dict[str, Any], document: Document, model: type[Model]) -> dict[str, Any]:
        known = model_shape(model).fields or {}
        foreign = [key for key in data if key in FOREIGN_KEYS and key not in known]
        for key in foreign:
            self._add(
                document.locate((key,), key=True),
                f"'{key}' is not used here",
                FOREIGN_KEYS[key] or "take it out",
                Severity.WARNING,
            )
        return {key: value for key, value in data.items() if key not in foreign}

    # --- reading and validating -----------------------------------------------------------------------------------

    def _text(self, file: str, limit: int) -> str:
        text, problems = read_source(self.project / file, file, limit)
        self.problems += problems
        self.characters.update(text)
        return text

    def _yaml(self, file: str) -> Document:
        read = self.ahead.pop(file, None) or read_yaml_file(self.project / file, file, YAML_LIMIT)
        self.problems += read.problems
        self.characters |= read.characters
        self.documents[file] = read.document
        return read.document

    def _read_ahead(self, sets: Iterable[FileSet]) -> None:
        """Read the files of a collection together, which several processes can do: at the first reading."""
        names = [file for files in sets for file in files.names] if self.memory.is_new else []
        for read in read_yaml_files({file: self.project / file for file in names}, YAML_LIMIT, self.jobs):
            self.ahead[read.document.file] = read

    def _validate(self, model: type[M], document: Document, data: Any) -> M | None:
        if data is None and self._is_blamed(document):
            return None  # it could not be read; that has been said
        try:
            return model.model_validate({} if data is None else data, context=self.context)
        except ValidationError as error:
            self.problems += describe(error, document, model_shape(model))
            return None

    def _is_blamed(self, document: Document) -> bool:
        return any(problem.location.file == document.file for problem in self.problems)

    def _add(self, location: Location, message: str, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(location, message, hint, severity))

    # --- what must agree between files ----------------------------------------------------------------------------

    def _check_rules(self, things: dict[str, Any], settings: dict[str, Settings] | None) -> None:
        ids = self._service_ids(things["services"])
        names = self._names("cases")
        findings = self.memory.check_each("cases", things["cases"], ids, lambda case: check_case(case, ids))
        seconds = {offer.slug for offer in things["offers"] if offer.original.kind == "second-step"}
        seconds |= self._names("offers") - {offer.slug for offer in things["offers"]}
        findings += check_offers(things["offers"], ids, names, seconds)
        by_slug = {offer.slug: offer for offer in things["offers"]}
        audits = self._names("content/audits")
        findings += check_proposals(things["proposals"], self.languages, by_slug, seconds, audits)
        for proposal in things["proposals"]:
            findings += check_pictures(proposal.file, "a proposal", proposal.original.model_dump(by_alias=True))
        findings += self._check_audits(things, seconds)
        findings += check_forms(things["offers"], next(iter(settings.values())).form if settings else None)
        findings += check_secrets("site.yaml", self.documents["site.yaml"].data)
        if settings:
            findings += check_short_links(settings[self.languages[0]], things["offers"], things["articles"])
        if things["reviews"]:
            for index, review in enumerate(things["reviews"].original.reviews):
                findings += check_references(
                    things["reviews"].file, ("reviews", index, "case"), review.case, names, "case"
                )
        findings += check_honesty(self._honest(things, settings))
        self._note(findings)

    def _honest(self, things: dict[str, Any], settings: dict[str, Settings] | None) -> Honest:
        return Honest(
            settings=settings[self.languages[0]] if settings else None,
            offers=tuple(things["offers"]),
            cases=tuple(things["cases"]),
            services=things["services"],
            reviews=things["reviews"],
            privacy=things["privacy"],
            proposals=tuple(things["proposals"]),
            ledger=things["ledger"],
            listed=listed_prices(things["services"].original.services if things["services"] else ()),
        )

    def _check_audits(self, things: dict[str, Any], seconds: Collection[str]) -> Iterator[Finding]:
        yield from check_rubric(things["rubric"], self.languages[0])
        yield from check_tokens([*things["audits"], *things["proposals"]])
        languages = {language for audit in things["audits"] for language in audit.versions}
        rubrics = {language: rubric_in(language, things["rubric"]) for language in languages}
        yield from check_audits(things["audits"], self.languages, rubrics, seconds)
        for audit in things["audits"]:
            yield from check_pictures(audit.file, "an audit", audit.original.model_dump())

    def _note(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            location = self.documents[finding.file].locate(finding.path)
            self._add(location, finding.message, finding.hint, finding.severity)

    def _names(self, folder: str) -> set[str]:
        """Return the names of a folder's files, also of those with errors: what refers to them is right."""
        start = len(folder) + 1
        names = (file[start:] for file in self.documents if file.startswith(f"{folder}/"))
        return {name.partition(".")[0] for name in names if "/" not in name}

    def _service_ids(self, services: Source[Services] | None) -> Collection[str] | None:
        """Return the ids of the services; None where they can't be told, for errors in their file."""
        if services is not None:
            return [service.id for service in services.original.services]
        return None if (self.project / "content" / "services.yaml").is_file() else ()


def _by_language(source: Source[Any] | None, languages: tuple[str, ...], what: str) -> dict[str, tuple[Any, ...]]:
    """Return a list file's items in each language; empty where the file has no translation."""
    versions = source.versions if source else {}
    return {language: getattr(versions[language], what) if language in versions else () for language in languages}
