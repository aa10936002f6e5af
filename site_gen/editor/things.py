"""Which files of a project can be written in forms, and what each of them is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from site_gen.editor.forms.fields import Field, Kind, fields_of, texts_of
from site_gen.editor.words import LANGUAGES, Words
from site_gen.model.base import Model
from site_gen.model.content_kinds import (
    ARTICLE,
    AUDIT,
    CASE,
    OFFER,
    PAGE,
    PLAN,
    PRIVACY,
    PROFILE,
    PROPOSAL,
    REVIEWS,
    SERVICES,
    ContentKind,
    Translation,
)
from site_gen.model.networks import NETWORKS
from site_gen.model.offer import OFFER_KINDS, DirectOffer, offer_kind
from site_gen.model.routes import unlisted_route
from site_gen.model.settings import Settings
from site_gen.sources.yaml import Data

SITE: Final = ContentKind("site", "site", ".yaml", (Settings,), Translation.OVERLAY, is_single=True)
"""site.yaml, as a kind of its own."""

FOR_CLIENTS: Final = (AUDIT, PROPOSAL)
"""The kinds that are each written for one client, at an address that nobody can guess."""

EDITED: Final = (OFFER, CASE, ARTICLE, PAGE, *FOR_CLIENTS, SERVICES, REVIEWS, PLAN, PROFILE, PRIVACY, SITE)
"""The kinds that there are forms for, in the order of the list of things."""

CREATED: Final = (OFFER, CASE, ARTICLE, PAGE)
"""The kinds that are public, and that there can be several of."""

NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE: Final = r"(?P<language>[a-z]{2,3})"


@dataclass(frozen=True, slots=True)
class Thing:
    """A file that a form can be made of. `language` is that of a translation, '' for an original."""

    file: str
    kind: ContentKind
    slug: str
    language: str = ""

    @property
    def is_markdown(self) -> bool:
        return self.kind.suffix == ".md"

    @property
    def original(self) -> str:
        """The file of the original."""
        return f"{self.kind.place if self.kind.is_single else f'{self.kind.folder}/{self.slug}'}{self.kind.suffix}"

    def page(self, data: Mapping[str, Data], main: str) -> str:
        """Return the address below the site's root at which visitors see it; that of the home page for what has none.

        `data` are its own, `main` is the site's first language.
        """
        pages = {"services": "services/", "profile": "profile/", "privacy": "privacy/"}
        route = f"{self.kind.route}{self.slug}/" if self.kind.route is not None else pages.get(self.kind.name, "")
        language = self.language
        if self.kind in FOR_CLIENTS:
            route = unlisted_route("audit" if self.kind is AUDIT else "proposal", str(data.get("token", "")))
            language = str(data.get("language") or main)
        return f"{language}/{route}" if language and language != main else route

    def fields(self, data: Data) -> tuple[Field, ...]:
        """Return the fields of its form; an offer's kind chooses them. `data` are those of the original."""
        return texts_of(model_of(self, data)) if self.language else _fields(self, data)


def thing_of(file: str) -> Thing | None:
    """Return what a file is by its path in the project; None for one that there is no form for."""
    for kind in EDITED:
        ending = rf"(?:\.{_LANGUAGE})?{re.escape(kind.suffix)}"
        stem = re.escape(kind.place) if kind.is_single else rf"{re.escape(kind.folder)}/(?P<slug>{NAME.pattern})"
        found = re.fullmatch(stem + ending, file)
        if found:
            slug = kind.stem if kind.is_single else found["slug"]
            language = found["language"] or ""
            return None if language and kind.translation is Translation.NONE else Thing(file, kind, slug, language)
    return None


def things_in(project: Path, kind: ContentKind) -> Iterator[Thing]:
    """Yield the originals of a kind that a project has, by name."""
    if kind.is_single:
        found = thing_of(f"{kind.place}{kind.suffix}")
        if found and (project / found.file).is_file():
            yield found
        return
    for path in sorted((project / kind.folder).glob(f"*{kind.suffix}")):
        found = thing_of(f"{kind.folder}/{path.name}")
        if found and not found.language and path.is_file():
            yield found


def translations_in(project: Path, kind: ContentKind) -> Mapping[str, Sequence[Thing]]:
    """Return the translations that there are files for, by the slug of what they translate, each by language. The
    folder is listed once, whatever is in it."""
    name = Path(kind.place).name if kind.is_single else "*"
    folder = project / (Path(kind.place).parent if kind.is_single else kind.folder)
    found: defaultdict[str, list[Thing]] = defaultdict(list)
    for path in sorted(folder.glob(f"{name}.*{kind.suffix}")):
        thing = thing_of(path.relative_to(project).as_posix())
        if thing and thing.language:
            found[thing.slug].append(thing)
    return found


def translations_of(project: Path, thing: Thing) -> Iterator[Thing]:
    """Yield the translations of a thing that there are files for, by language."""
    stem = thing.original.removesuffix(thing.kind.suffix)
    for path in sorted((project / stem).parent.glob(f"{Path(stem).name}.*{thing.kind.suffix}")):
        found = thing_of(path.relative_to(project).as_posix())
        if found and found.language and found.slug == thing.slug:
            yield found


def model_of(thing: Thing, data: Data) -> type[Model]:
    """Return the model of a thing's data."""
    if thing.kind is OFFER:
        return OFFER_KINDS.get(offer_kind(data), DirectOffer)
    return thing.kind.models[0]


def network_names(main: Settings) -> dict[str, str]:
    """Return what networks are called, by id; a site's own words come first."""
    own = {id_: facts.name for id_, facts in main.network_facts.items() if facts.name}
    return {id_: network.name for id_, network in NETWORKS.items()} | own


def called(thing: Thing, words: Words) -> str:
    """Return what a file without a title is called: one that there is once has a name of its own."""
    name = "site_yaml" if thing.kind is SITE else thing.kind.name
    return words.texts.get(f"open_{name}", thing.slug) if thing.kind.is_single else thing.slug


def _fields(thing: Thing, data: Data) -> tuple[Field, ...]:
    fields = fields_of(model_of(thing, data))
    if thing.kind is PLAN:  # a year has hundreds of topics: each has a form of its own
        return tuple(replace(field, kind=Kind.APART) if field.key == "topics" else field for field in fields)
    if thing.kind is SITE:
        codes = tuple(LANGUAGES)
        return tuple(
            replace(each, kind=Kind.CHECKS, choices=codes) if each.key == "languages" else each for each in fields
        )
    if thing.kind is not OFFER:
        return fields
    kind = Field("kind", Kind.CHOICE, next(f.help for f in fields if f.key == "kind"), True, choices=tuple(OFFER_KINDS))
    return tuple(kind if field.key == "kind" else field for field in fields)
