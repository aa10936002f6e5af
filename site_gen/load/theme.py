"""A theme with everything it inherits: the project's folder, then the packaged theme of that name, then its base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final
from unicodedata import normalize

from pydantic import Field, ValidationError

from site_gen.load.discovery import unreadable
from site_gen.load.own_words import PLURALS
from site_gen.load.read_cache import ReadCache
from site_gen.load.shape import model_shape
from site_gen.load.theme_font import FontError, ThemeFont, digest_file, read_font
from site_gen.load.theme_guard import refusals
from site_gen.load.theme_options import Offered, typeface_of
from site_gen.load.theme_places import BASE, PACKAGED, ThemePlaces, everything
from site_gen.load.wording import describe
from site_gen.messages import m
from site_gen.model.base import Model, Name, Slug
from site_gen.model.setting_values import LANGUAGES, Color
from site_gen.model.settings import Theme as ThemeSettings
from site_gen.model.site import Asset, FontSpec, ThemeFiles
from site_gen.model.theme_options import DEFAULT_ACCENT, ThemeOptions
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt, read_source
from site_gen.sources.yaml import Document, read_yaml

DEFAULT: Final = "studio"
_LIMIT: Final = 1_000_000
TYPESET: Final = ("documents", "cards")
"""The folders of a theme with templates for Typst."""
_PACKAGE: Final = re.compile(r'"(@[\w-]+/[\w-]+)')
_TEXTS: Final = frozenset({".css", ".js", ".svg"})
"""Assets that are read as text when they are bundled."""


class ThemeManifest(Model):
    """theme.yaml"""

    name: Name | None = Field(None, description="What the theme is called; its folder's name where left out")
    extends: Slug = Field(
        DEFAULT, description="The theme that this one changes; what it doesn't have itself is taken from there"
    )
    stylesheets: tuple[Name, ...] | None = Field(
        None, description="The stylesheets in assets/, in their order; those of the extended theme where left out"
    )
    scripts: tuple[Name, ...] | None = Field(
        None, description="The scripts in assets/, in their order; those of the extended theme where left out"
    )
    colors: dict[str, tuple[Color, Color]] = Field(
        default_factory=dict,
        description='Light and dark by name: {paper: ["#faf7f1", "#141310"]}; site.yaml may replace them',
    )
    accent: Color | None = Field(
        None, description='The accent of a site that names none: "#b8321a"; it is made readable on the paper'
    )
    options: ThemeOptions = Field(default_factory=ThemeOptions, description="What site.yaml may choose")
    font: ThemeFont | None = Field(None, description="The font of the pages and drawn cards")


@dataclass(frozen=True, slots=True)
class _Strings:
    """Texts by language and name, the characters in them, and the project's files that they stand in."""

    texts: Mapping[str, Mapping[str, object]]
    characters: frozenset[str]
    files: Mapping[str, Mapping[str, str]]


@dataclass
class _Layer:
    folder: Path
    label: str
    manifest: ThemeManifest
    document: Document | None = None

    def locate(self, *path: str | int) -> Location:
        return self.document.locate(path) if self.document else Location(f"{self.label}/theme.yaml")


def read_theme(
    project: Path, settings: ThemeSettings, site_document: Document, read_cache: ReadCache
) -> tuple[ThemeFiles | None, list[Problem]]:
    """Return the theme that site.yaml names (None if it can't be found), and its problems."""
    files = ThemePlaces(project).files(settings.name)

    def read() -> tuple[ThemeFiles | None, list[Problem]]:
        pieces = read_cache.part("theme")
        reader = ThemeReader(project, settings, site_document, pieces)
        theme = reader.read()
        pieces.end()
        return theme, reader.problems

    return read_cache.recall("theme", files, (files, site_document.text), read, keep=_is_good)


def _is_good(read: tuple[ThemeFiles | None, list[Problem]]) -> bool:
    return read[0] is not None and not read[1]


@dataclass
class ThemeReader:
    """Reads the theme that site.yaml names, and collects its problems."""

    project: Path
    settings: ThemeSettings
    site_document: Document
    read_cache: ReadCache
    problems: list[Problem] = field(default_factory=list)
    _is_refused: bool = False

    def __post_init__(self) -> None:
        self._places = ThemePlaces(self.project, self.problems)

    def read(self) -> ThemeFiles | None:
        """Return the theme, or None if it can't be found."""
        closed = unreadable(self.project, "themes")
        self.problems += closed
        layers = [] if closed else list(self._layers())
        if not layers and not closed and not self._is_refused and not self.problems:
            self._problem(
                ("theme", "name"),
                m("there is no theme '{name}'", name=self.settings.name),
                _known(self.settings.name, self._places.names()),
            )
        if not layers or self._is_refused:
            return None
        layers.append(self._layer(PACKAGED / BASE, f"themes/{BASE}"))
        offered = Offered.of([layer.manifest.options for layer in layers], self._own_font(layers))
        self.problems += offered.problems(self.settings, self.site_document)
        colors = self._colors(layers)
        assets = dict(self._assets(layers))
        stylesheets = self._texts(self._files(layers, assets, "stylesheets"), assets)
        scripts = self._files(layers, assets, "scripts")
        strings = self._strings(layers)
        return ThemeFiles(
            name=self.settings.name,
            templates=tuple(layer.folder / "templates" for layer in layers),
            template_names=self._template_names(layers),
            assets=assets,
            stylesheets=stylesheets,
            scripts=scripts,
            colors=colors,
            font=self._font(layers, offered),
            strings=strings.texts,
            characters=strings.characters,
            string_files=strings.files,
            documents=dict(self._documents(layers)),
            trusted=self.settings.trusted,
            accent=self.settings.accent
            or next(filter(None, (layer.manifest.accent for layer in layers)), None)
            or DEFAULT_ACCENT,
            options=offered.chosen(self.settings),
            properties=offered.properties(self.settings),
        )

    def _layers(self) -> Iterator[_Layer]:
        name, seen, layers = self.settings.name, set[str](), list[_Layer]()
        while name != "none" and name not in seen:
            seen.add(name)
            found = self._places.find(name)
            refused = [
                problem
                for place in found
                if not place.is_packaged
                for problem in refusals(place.folder, place.label, trusted=self.settings.trusted)
            ]
            if refused:
                self.problems += refused
                self._is_refused = True
                return
            if not found and layers:
                place = layers[-1].locate("extends")
                self.problems.append(
                    Problem(
                        place,
                        m("there is no theme '{name}' to extend", name=name),
                        _known(name, self._places.names()),
                    )
                )
            layers = [self._layer(place.folder, place.label) for place in found]
            yield from layers
            # A project's changes to a packaged theme come first; the packaged theme.yaml names the theme below both.
            name = layers[-1].manifest.extends if layers else "none"

    def _layer(self, folder: Path, label: str) -> _Layer:
        file = f"{label}/theme.yaml"
        if not (folder / "theme.yaml").is_file():
            return _Layer(folder, label, ThemeManifest())
        document = self._document(folder / "theme.yaml", file)
        try:
            data = {} if document.data is None else document.data
            return _Layer(folder, label, ThemeManifest.model_validate(data), document)
        except ValidationError as error:
            self.problems += describe(error, document, model_shape(ThemeManifest))
            return _Layer(folder, label, ThemeManifest())

    def _document(self, path: Path, file: str) -> Document:
        text, problems = read_source(path, file, _LIMIT)
        document = read_yaml(text, file)
        self.problems += [*problems, *document.problems]
        return document

    def _problem(self, path: tuple[str | int, ...], message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.site_document.locate(path), message, hint))

    def _colors(self, layers: list[_Layer]) -> Mapping[str, tuple[str, str]]:
        colors: dict[str, tuple[str, str]] = {}
        for layer in reversed(layers):
            colors |= layer.manifest.colors
        for name, pair in self.settings.colors.items():
            if name not in colors:
                hint = m("write it as 'accent:' below 'theme:'") if name == "accent" else _known(name, set(colors))
                self._problem(
                    ("theme", "colors", name), m("the theme has no colour '{name}'", name=excerpt(name)), hint
                )
            colors[name] = pair
        return colors

    def _assets(self, layers: list[_Layer]) -> Iterator[tuple[str, Asset]]:
        for layer in reversed(layers):
            folder = layer.folder / "assets"
            for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
                if path.is_file() and not path.name.startswith("."):
                    name = normalize("NFC", path.relative_to(folder).as_posix())
                    if path.suffix in _TEXTS and not path.is_relative_to(PACKAGED):
                        self.problems += read_source(path, f"{layer.label}/assets/{name}", 10 * _LIMIT)[1]
                    yield name, Asset(name, path, digest_file(path))

    def _documents(self, layers: list[_Layer]) -> Iterator[tuple[str, Asset]]:
        """Yield the templates of documents and cards, in order of increasing precedence."""
        for layer in reversed(layers):
            for folder in TYPESET:
                root = layer.folder / folder
                for path in sorted(root.rglob("*.typ")) if root.is_dir() else ():
                    name = path.relative_to(layer.folder).as_posix()
                    if not path.is_relative_to(PACKAGED):
                        self._check_typst(path, f"{layer.label}/{name}")
                    yield name, Asset(name, path, digest_file(path))

    def _check_typst(self, path: Path, file: str) -> None:
        text, problems = read_source(path, file, _LIMIT)
        self.problems += problems
        for found in _PACKAGE.finditer(text):
            before = text[: found.start()]
            place = Location(file, before.count("\n") + 1, found.start() - before.rfind("\n"))
            hint = m("a build asks nothing of the network: copy what you need of it into the theme")
            self.problems.append(
                Problem(place, m("{found} is a package, which Typst would fetch", found=found[1]), hint)
            )

    def _files(self, layers: list[_Layer], assets: Mapping[str, Asset], what: str) -> tuple[str, ...]:
        for layer in layers:
            names: tuple[str, ...] | None = getattr(layer.manifest, what)
            if names is None:
                continue
            for index, name in enumerate(names):
                if name not in assets:
                    hint = nearest(name, assets) or m("put it into {label}/assets", label=layer.label)
                    place = layer.locate(what, index)
                    self.problems.append(
                        Problem(place, m("there is no assets/{name} in the theme", name=excerpt(name)), hint)
                    )
            return tuple(name for name in names if name in assets)
        return ()

    def _texts(self, names: tuple[str, ...], assets: Mapping[str, Asset]) -> Mapping[str, str]:
        """Return the style sheets by name, in the order in which they are joined; their problems are reported when the
        assets are read."""
        return {name: read_source(assets[name].path, name, 10 * _LIMIT)[0] for name in names}

    def _own_font(self, layers: list[_Layer]) -> str | None:
        """Return the name of the typeface that the theme itself names, where it is one that site.yaml could choose."""
        font = next(filter(None, (layer.manifest.font for layer in layers)), None)
        return typeface_of(font) if font else None

    def _font(self, layers: list[_Layer], offered: Offered) -> FontSpec | None:
        if (chosen := offered.font(self.settings)) is not None:
            try:
                return read_font(chosen, self.project, "")
            except FontError as error:
                self._problem(("theme", "typeface"), str(error), error.hint)
                return None
        for layer in layers:
            if layer.manifest.font is not None:
                try:
                    return read_font(layer.manifest.font, layer.folder / "assets", f"{layer.label}/assets")
                except FontError as error:
                    self.problems.append(Problem(layer.locate("font", error.key), str(error), error.hint))
                    return None
        return None

    def _template_names(self, layers: list[_Layer]) -> frozenset[str]:
        """Return the names of all templates; the same object as long as no template changes."""
        folders = [layer.folder / "templates" for layer in layers]
        files = [file for folder in folders for file in everything(folder)]
        return self.read_cache.recall("templates", files, files, partial(_names_below, folders))

    def _strings(self, layers: list[_Layer]) -> _Strings:
        """Return the texts of all theme folders; the same object as long as none of their files changes."""
        found = [
            (path, f"{layer.label}/strings/{path.name}")
            for layer in reversed(layers)
            for path in sorted((layer.folder / "strings").glob("*.yaml"))
        ]

        def read() -> tuple[_Strings, list[Problem]]:
            inner = ThemeReader(self.project, self.settings, self.site_document, self.read_cache)
            texts: dict[str, dict[str, object]] = {}
            files: dict[str, dict[str, str]] = {}
            for path, file in found:
                read = inner._checked_strings(
                    inner._document(path, file), is_own=path.stem.partition(".")[0] not in LANGUAGES
                )
                texts.setdefault(path.stem, {}).update({key: text for key, text in read.items() if text is not None})
                if not path.is_relative_to(PACKAGED):
                    files.setdefault(path.stem, {}).update(dict.fromkeys(read, file))
            characters = frozenset[str]().union(*(str(texts_.values()) for texts_ in texts.values()))
            return _Strings(texts, characters, files), inner.problems

        strings, problems = self.read_cache.recall("strings", [path for path, _ in found], found, read)
        self.problems += problems
        return strings

    def _checked_strings(self, document: Document, *, is_own: bool) -> dict[str, object]:
        """Return the texts of a file. In a language that the program doesn't speak, one may still be empty."""
        data = document.data or {}
        if not isinstance(data, dict):
            self.problems.append(Problem(document.locate(()), m("a mapping is needed"), m("write 'key: text' lines")))
            return {}
        for key, value in data.items():
            if isinstance(value, dict) and "other" in value and set(value) <= PLURALS:
                continue
            if value is None and is_own:
                continue
            if not isinstance(value, str):
                self.problems.append(
                    Problem(
                        document.locate((key,)),
                        m("'{key}' is neither a text nor its plural forms", key=excerpt(key)),
                        m("write a text in quotes, or {one: …, other: …}"),
                    )
                )
        return {key: value for key, value in data.items() if isinstance(value, str | dict | None)}


def _names_below(folders: Iterable[Path]) -> frozenset[str]:
    return frozenset(
        path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()
    )


def _known(name: str, known: set[str]) -> str:
    return nearest(name, known) or (m("known: {names}", names=", ".join(sorted(known))) if known else "")
