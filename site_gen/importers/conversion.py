"""From the site of another generator to files of a project: which text goes where, and what it says there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from slugify import slugify

from site_gen.importers.bodies import Bodies, tidy
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Head, Kind, Notes, Published
from site_gen.importers.front import Said, Zones, as_file, front_matter, model_fault, said_in
from site_gen.importers.html_text import UnfitHtmlError
from site_gen.importers.links import Links
from site_gen.importers.old_addresses import OldAddresses
from site_gen.importers.site_files import SiteFiles
from site_gen.importers.targets import Meaning, Targets
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.messages import joined, m
from site_gen.model.content_kinds import ARTICLE, PAGE, ROUTES, ContentKind
from site_gen.model.routes import article_route, text_route
from site_gen.model.text_bounds import excesses

_KINDS: Final[Mapping[Kind, tuple[ContentKind, Callable[[str], str]]]] = {
    Kind.ARTICLE: (ARTICLE, article_route),
    Kind.PAGE: (PAGE, text_route),
}
_LONGEST_BODY: Final = 100_000
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Destination:
    """The project that a site comes into: its languages, zone, base path and home page, the names that its own files
    have already (folder → names), and where an earlier import put a text (source → file)."""

    languages: tuple[str, ...]
    zone: ZoneInfo
    base: str
    url: str
    taken: Mapping[str, frozenset[str]]
    earlier: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MadeText:
    """A file of the project, and the text that it is made of."""

    path: str
    content: str
    source: str


@dataclass(frozen=True, slots=True)
class Converted:
    """All files to be, the pictures of other sites that would be fetched, and how many texts there were by kind."""

    texts: tuple[MadeText, ...]
    copies: Mapping[str, Path]
    wanted: tuple[str, ...]
    found: Mapping[str, int]


@dataclass
class _Group:
    """A text in all its languages."""

    kind: Kind
    slug: str
    versions: dict[str, ForeignText] = field(default_factory=dict)


Tell = Callable[[int, int], None]


def convert(
    site: ForeignSite,
    folder: Folder,
    to: Destination,
    fetched: Mapping[str, str],
    tell: Tell = lambda _done, _total: None,
) -> Converted:
    """Return the files that a site becomes; what becomes of everything is noted in the folder's notes. `tell` gets how
    many of all texts are done."""
    return _Conversion(site, folder, to, fetched).converted(tell)


class _Conversion:
    def __init__(self, site: ForeignSite, folder: Folder, to: Destination, fetched: Mapping[str, str]) -> None:
        self._site, self._folder, self._to = site, folder, to
        self._notes: Notes = folder.notes
        self._files = SiteFiles(site, folder, fetched)
        self._bodies = Bodies(site, self._notes)

    def converted(self, tell: Tell) -> Converted:
        found = Counter(str(text.kind) for text in self._site.texts)
        texts = self._in_languages()
        said = {text.file: said_in(text, self._notes) for text in texts}
        texts = [self._with_kind(text, said) for text in texts]
        groups = self._groups(texts, said)
        routes = {
            text.file: self._route(group, language) for group in groups for language, text in group.versions.items()
        }
        targets = Targets(self._site, self._folder, routes, texts)
        self._links = Links(targets, self._files, self._notes, self._to.base)
        own = {route.strip("/").casefold() for route in routes.values()}
        own |= {f"{ROUTES[place]}{name}".casefold() for place, names in self._to.taken.items() for name in names}
        self._old = OldAddresses(self._site.url, self._to.base, self._to.languages, frozenset(own), self._notes)
        self._menu = {
            place.at
            for address in self._site.menu
            if (place := targets.find(address, _NOWHERE)).meaning is Meaning.TEXT
        }
        made: list[MadeText] = []
        for done, group in enumerate(groups, 1):
            made += self._files_of(group, said)
            tell(done, len(groups))
        for file in self._files.proofs():
            self._notes.mapped(m("file to hand out"), file)
        self._note_menu(targets)
        return Converted(tuple(made), self._files.copies, tuple(self._files.wanted), found)

    # --- languages, kinds, names --------------------------------------------------------------------------------------

    def _in_languages(self) -> list[ForeignText]:
        """Return the texts in languages that the project has; a site's only language is taken for the project's."""
        said = {text.language or self._site.language for text in self._site.texts}
        only = len(said) == 1
        texts = []
        for text in self._site.texts:
            language = text.language or self._site.language or self._to.languages[0]
            if language not in self._to.languages:
                if not only:
                    hint = m(
                        "site.yaml has no {language}: add it to languages: there, and import again", language=language
                    )
                    self._notes.left(m("text in a language that the project hasn't"), text.file, 0, hint)
                    continue
                self._notes.changed(
                    m("language"),
                    text.file,
                    0,
                    m("{language} is taken for {languages}", language=language, languages=self._to.languages[0]),
                )
                language = self._to.languages[0]
            texts.append(replace(text, language=language))
        return texts

    def _with_kind(self, text: ForeignText, said: dict[str, Said]) -> ForeignText:
        """Return a text as what it can be: an article needs a date."""
        about = said[text.file]
        if text.kind is Kind.PAGE or about.published is not None:
            return text
        if about.updated is not None:
            moment = datetime(about.updated.year, about.updated.month, about.updated.day)  # noqa: DTZ001  # a day
            said[text.file] = replace(about, published=Published(moment, has_time=False))
            self._notes.changed(m("date"), text.file, 0, m("it has none: the day of its last change stands there"))
            return text
        if about.draft:
            said[text.file] = replace(about, published=Published(datetime(2000, 1, 1), has_time=False))  # noqa: DTZ001
            self._notes.changed(m("date"), text.file, 0, m("the draft has none: write one instead of 2000-01-01"))
            return text
        self._notes.changed(m("text without a date"), text.file, 0, m("it is a page: an article needs a date"))
        return replace(text, kind=Kind.PAGE)

    def _groups(self, texts: list[ForeignText], said: Mapping[str, Said]) -> list[_Group]:
        groups: dict[tuple[Kind, str], _Group] = {}
        made: list[_Group] = []
        used = {kind: set(self._to.taken.get(_KINDS[kind][0].place, ())) | _KINDS[kind][0].reserved for kind in Kind}
        order = {language: number for number, language in enumerate(self._to.languages)}
        for text in sorted(texts, key=lambda each: (order.get(each.language or "", 0), each.file)):
            key = (text.kind, text.translates or text.file)
            group = groups.get(key)
            if group is None or (text.language or "") in group.versions:
                group = _Group(text.kind, self._slug(text, said[text.file], used[text.kind]))
                groups.setdefault(key, group)
                made.append(group)
            group.versions[text.language or ""] = text
        return made

    def _slug(self, text: ForeignText, said: Said, used: set[str]) -> str:
        place = _KINDS[text.kind][0].place
        earlier = self._to.earlier.get(text.file, "")
        if earlier.startswith(f"{place}/"):
            name = earlier.removeprefix(f"{place}/").partition(".")[0]
            if name not in used:
                used.add(name)
                return name
        written_ = said.slug.strip("/").rpartition("/")[2] or text.name
        plain = (
            slugify(written_.replace("_", "-"), max_length=_LONGEST_NAME - 4, word_boundary=True)
            or slugify(said.title, max_length=60)
            or "text"
        )
        name, number = plain, 2
        while name in used or name in RESERVED_NAMES:
            name, number = f"{plain}-{number}", number + 1
        used.add(name)
        if name != plain:
            self._notes.changed(m("name"), text.file, 0, m("'{plain}' is taken: it is {name}", plain=plain, name=name))
        return name

    def _route(self, group: _Group, language: str) -> str:
        prefix = "" if language == self._to.languages[0] else f"{language}/"
        return f"/{prefix}{_KINDS[group.kind][1](group.slug)}"

    # --- files --------------------------------------------------------------------------------------------------------

    def _files_of(self, group: _Group, said: Mapping[str, Said]) -> Iterator[MadeText]:
        """Yield the files of a text; if its original can't come over, the next language is the original."""
        place = _KINDS[group.kind][0].place
        original: str | None = None
        for language, text in group.versions.items():
            body = self._body(text)
            if body is None:
                continue
            if original is None:
                values = self._original(group, language, said)
                path = f"{place}/{group.slug}.md"
            else:
                count = len(said[group.versions[original].file].tags)
                values = _overlay(said[text.file], count if group.kind is Kind.ARTICLE else -1)
                path = f"{place}/{group.slug}.{language}.md"
            if (fault := _fault(group.kind, values, body)) is not None:
                self._notes.left(m("text"), text.file, 0, fault)
                continue
            original = original or language
            yield MadeText(path, as_file(values, body), text.file)

    def _original(self, group: _Group, language: str, said: Mapping[str, Said]) -> dict[str, Any]:
        text, is_article = group.versions[language], group.kind is Kind.ARTICLE
        about = said[text.file]
        aliases = self._old.of(
            ((each, said[each.file].aliases) for each in group.versions.values()), f"{group.kind}/{group.slug}"
        )
        return front_matter(
            about,
            group.kind,
            Zones(self._site.zone, self._to.zone),
            self._picture(text, about) if is_article else None,
            language if language != self._to.languages[0] else None,
            aliases,
            menu=not is_article and (text.in_menu or self._route(group, language) in self._menu),
        )

    def _body(self, text: ForeignText) -> str | None:
        try:
            return tidy(self._links.rewritten(self._bodies.of(text), text))
        except UnfitHtmlError as error:
            self._notes.left(m("text"), text.file, 0, str(error))
            return None
        except Exception as error:  # noqa: BLE001  # one odd text must not keep a thousand others; it is named
            self._notes.left(
                m("text"), text.file, 0, m("it can't be converted ({name}): copy it by hand", name=type(error).__name__)
            )
            return None

    def _picture(self, text: ForeignText, about: Said) -> str | None:
        if about.picture is None:
            return None
        name = self._links.picture(about.picture[0], text)
        if name is None:
            self._notes.left(
                m("main picture"),
                text.file,
                0,
                joined(about.picture[0][:100], ": ", self._links.why(about.picture[0], text)),
            )
        return name

    def _note_menu(self, targets: Targets) -> None:
        for address in self._site.menu:
            found = targets.find(address, _NOWHERE)
            if found.meaning is Meaning.TEXT:
                self._notes.mapped(m("menu entry"), self._site.generator, 0, address)
            else:
                self._notes.left(
                    m("menu entry"),
                    self._site.generator,
                    0,
                    m("{address}: the menu has pages alone", address=address[:100]),
                )


_NOWHERE: Final = ForeignText("", Kind.PAGE, "", Head(), "")
"""What stands for the site itself, where an address isn't in a text."""


def _overlay(about: Said, tags: int) -> dict[str, Any]:
    """Return the keys of a translation: what it says in words."""
    values: dict[str, Any] = {"title": about.title, "summary": about.summary}
    if tags and len(about.tags) == tags:
        values["tags"] = list(about.tags)
    return {key: value for key, value in values.items() if value}


def _fault(kind: Kind, values: Mapping[str, Any], body: str) -> str | None:
    """Return why a file would be an error here; None if it is sound."""
    if len(body) > _LONGEST_BODY:
        return m(
            "its text has {number:,} characters, and {longest_body:,} are the most: divide it",
            number=len(body),
            longest_body=_LONGEST_BODY,
        )
    if excess := next(excesses(body), None):
        return f"{excess.message}: {excess.hint}"
    return model_fault(kind, values, body)
