"""Collects the program's texts from the code, and keeps their translations: site_gen/locale/LANGUAGE/PACKAGE.po.

Run: python -m tools.catalogues                 brings all .po files up to date with the code, and compiles them
     python -m tools.catalogues missing [PACKAGE …] > FILE.yaml    writes what is not translated, to fill in
     python -m tools.catalogues fill FILE.yaml  takes such a file's translations, and does as the first

Texts are arguments of `m` and `plural`, the help of commands (package `help`), what the keys of files are for (`keys`),
and those of click (`click`). One that several packages have is in each one's file, with the same translation. Compiled
files are never merged: run it again.
"""

from __future__ import annotations

import ast
import inspect
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final, TypeAlias

import click
import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import site_gen.model
from site_gen.actions.topics import documents
from site_gen.messages import DOMAIN, ENGLISH, FOLDER, LANGUAGES, PLACEHOLDER
from site_gen.model.base import Model

ROOT: Final = Path(__file__).parents[1]
PROGRAM: Final = ROOT / "site_gen"
TRANSLATED: Final = tuple(language for language in LANGUAGES if language != ENGLISH)

Text: TypeAlias = str | tuple[str, str]
"""A text, or the two of `plural`."""

_WIDTH: Final = 118


# --- the code's texts -------------------------------------------------------------------------------------------------


@cache
def texts() -> Mapping[str, tuple[Text, ...]]:
    """Return the texts of each package of the program, in the order of its files."""
    found: dict[str, dict[Text, None]] = {}
    for file in sorted(PROGRAM.rglob("*.py")):
        inside = file.relative_to(PROGRAM).parts
        package = inside[0] if len(inside) > 1 else "floor"
        found.setdefault(package, {}).update(dict.fromkeys(texts_in(file.read_text(encoding="utf-8"), str(file))))
    found["help"] = dict.fromkeys(helps())
    found["keys"] = dict.fromkeys(descriptions())
    found["click"] = dict.fromkeys(texts_of_click())
    return {package: tuple(inside) for package, inside in found.items() if inside}


OURS: Final[Mapping[str, int]] = {"m": 1, "plural": 2}
"""The functions that texts are arguments of, and how many of their arguments are texts."""


def texts_in(code: str, name: str = "", functions: Mapping[str, int] = OURS) -> Iterator[Text]:
    """Yield the texts in a module's code. Raises ValueError for one of ours that isn't written there as it is."""
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        count = functions.get(call.func.id if isinstance(call.func, ast.Name) else "", 0)
        said = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args[:count]]
        if not count:
            continue
        if len(said) != count or not all(isinstance(text, str) for text in said):
            if functions is not OURS:
                continue
            raise ValueError(f"{name}:{call.lineno}: a text to be translated has to stand there as it is")
        yield str(said[0]) if count == 1 else (str(said[0]), str(said[1]))


def descriptions() -> Iterator[str]:
    """Yield what the keys of the project's files are for, as hints and `site-gen help` say it."""
    for module in walk_packages(site_gen.model.__path__, "site_gen.model."):
        import_module(module.name)
    for model in sorted(set(_below(Model)), key=lambda model: (model.__module__, model.__qualname__)):
        yield from (info.description for info in model.model_fields.values() if info.description)


def _below(model: type[Model]) -> Iterator[type[Model]]:
    for found in model.__subclasses__():
        if found.__module__.startswith("site_gen.model."):
            yield found
        yield from _below(found)


def helps() -> Iterator[str]:
    """Yield the help of all commands and options, the names of values in it, and the titles of the documents."""
    from site_gen.cli import COMMANDS, group

    yield from COMMANDS.values()
    yield from documents().values()
    yield from _help_of(group)
    for name in COMMANDS:
        yield from _help_of(import_module(f"site_gen.cli.{name}").command)


def _help_of(command: click.Command) -> Iterator[str]:
    from site_gen.cli.language import NAME, value_name

    yield from (inspect.cleandoc(text) for text in (command.help, command.short_help, command.epilog) if text)
    yield from (param.help for param in command.params if isinstance(param, click.Option) and param.help)
    for param in command.params:
        if not isinstance(param, click.Option) or not (param.is_flag or param.count):
            yield from NAME.findall(value_name(param, command))
            yield param.type.name
    yield from NAME.findall(command.options_metavar or "")
    if isinstance(command, click.Group):
        yield from NAME.findall(command.subcommand_metavar)
        for inner in command.commands.values():
            yield from _help_of(inner)


_CLICK: Final = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
_FUNCTIONS_OF_CLICK: Final = {"_": 1, "ngettext": 2}


def texts_of_click() -> Iterator[Text]:
    """Yield the texts of the command line's library."""
    folder = Path(str(click.__file__)).parent
    for name in _CLICK:
        yield from texts_in((folder / f"{name}.py").read_text(encoding="utf-8"), name, _FUNCTIONS_OF_CLICK)
    yield "required"  # it is asked for by a name there


# --- catalogues -------------------------------------------------------------------------------------------------------


def po_file(language: str, package: str) -> Path:
    """Return the file of a package's texts in a language."""
    return FOLDER / language / f"{package}.po"


def mo_file(language: str) -> Path:
    """Return the compiled file of a language."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def read(language: str, package: str) -> Catalog:
    """Return the catalogue in a package's file; an empty one if there is none."""
    file = po_file(language, package)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def known(language: str) -> dict[str, Any]:
    """Return all translations into a language, by text (of `plural` the one for one)."""
    found: dict[str, Any] = {}
    for file in sorted((FOLDER / language).glob("*.po")):
        for message in read(language, file.stem):
            if message.id and is_whole(message.string):
                found.setdefault(key_of(message.id), message.string)
    return found


def key_of(text: Any) -> str:
    """Return what a text is found by in a catalogue."""
    return str(text) if isinstance(text, str) else str(text[0])


def is_whole(string: Any) -> bool:
    """Whether a translation is there, with all its plural forms."""
    return bool(string) and (isinstance(string, str) or all(string))


def updated(language: str, package: str, given: Mapping[str, Any]) -> Catalog:
    """Return the catalogue of a package's texts with their translations from `given`."""
    before = read(language, package)
    after = _new(language)
    for text in texts()[package]:
        old = before.get(text)
        string: Any = given.get(key_of(text)) or (old.string if old is not None else None)
        forms = after.num_plurals if isinstance(text, tuple) else 0
        if forms and not (isinstance(string, list | tuple) and len(string) == forms):
            string = ("",) * forms
        after.add(text, string=tuple(string) if forms else string if isinstance(string, str) else "")
    return after


class _Catalogue(Catalog):
    """A catalogue whose head says nothing of days, people and programs: what didn't change is the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)), ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
        ]  # fmt: skip


def _new(language: str) -> Catalog:
    return _Catalogue(locale=language, header_comment="# Texts of site_gen: see tools/catalogues.py.", fuzzy=False)


def po_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as the text of its file."""
    written = io.BytesIO()
    write_po(written, catalog, width=_WIDTH)
    return written.getvalue()


def mo_bytes(language: str) -> bytes:
    """Return a language's files as one, compiled: what the program reads."""
    whole = _new(language)
    for file in sorted((FOLDER / language).glob("*.po")):
        for message in read(language, file.stem):
            if message.id and is_whole(message.string):
                whole.add(message.id, string=message.string)
    written = io.BytesIO()
    write_mo(written, whole)
    return written.getvalue()


def stale() -> Iterator[Path]:
    """Yield the files that a run would change: sources that differ from the code, compiled ones from their sources."""
    for language in TRANSLATED:
        for package in texts():
            file = po_file(language, package)
            if not file.exists() or file.read_bytes() != po_bytes(updated(language, package, {})):
                yield file
        yield from (file for file in (FOLDER / language).glob("*.po") if file.stem not in texts())
        if not mo_file(language).exists() or mo_file(language).read_bytes() != mo_bytes(language):
            yield mo_file(language)


def faults() -> Iterator[str]:
    """Yield what is wrong with the translations: missing ones, other values than the English text has, and differences
    between packages."""
    for language in TRANSLATED:
        all_of_it = known(language)
        for package in texts():
            for message in read(language, package):
                if not message.id:
                    continue
                for fault in _faults(message.id, message.string, all_of_it):
                    yield f"{po_file(language, package).relative_to(ROOT)}: {fault}: {key_of(message.id)!r}"


def _faults(text: Any, string: Any, all_of_it: Mapping[str, Any]) -> Iterator[str]:
    if not is_whole(string):
        yield "not translated"
        return
    if string != all_of_it[key_of(text)]:
        yield "translated in another way elsewhere"
    of_each = [
        {match[0] for match in PLACEHOLDER.finditer(each)} for each in ([text] if isinstance(text, str) else text)
    ]
    may_have, needed = set.union(*of_each), set.intersection(*of_each)
    may_lack = {"{count}", "{count:,}"} if not isinstance(text, str) else set()
    for form in (string,) if isinstance(string, str) else string:
        found = {match[0] for match in PLACEHOLDER.finditer(form)}
        if found - may_have or needed - found - may_lack:
            yield f"other values than in English: {', '.join(sorted((found - may_have) | (needed - found)))}"
        if form[:1].isspace() != key_of(text)[:1].isspace() or form[-1:].isspace() != key_of(text)[-1:].isspace():
            yield "other spaces at the ends than in English"


# --- what a person runs -----------------------------------------------------------------------------------------------


def update(given: Mapping[str, Mapping[str, Any]] | None = None) -> None:
    """Bring all files up to date, with translations by language and text."""
    for language in TRANSLATED:
        elsewhere = known(language) | dict((given or {}).get(language, {}))
        folder = FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        for package in texts():
            po_file(language, package).write_bytes(po_bytes(updated(language, package, elsewhere)))
        for file in folder.glob("*.po"):
            if file.stem not in texts():
                file.unlink()
        mo_file(language).parent.mkdir(exist_ok=True)
        mo_file(language).write_bytes(mo_bytes(language))


def missing(packages: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is not translated in some packages (none: in all): the text, and room for each language."""
    there = {language: known(language) for language in TRANSLATED}
    found: dict[str, dict[str, Any]] = {}
    for package in packages or tuple(texts()):
        for text in texts().get(package, ()):
            room = {
                language: "" if isinstance(text, str) else [""] * _new(language).num_plurals
                for language in TRANSLATED
                if key_of(text) not in there[language]
            }
            if room:
                found[key_of(text)] = {"en": text if isinstance(text, str) else list(text), **room}
    return list(found.values())


def fill(rows: Sequence[Mapping[str, Any]]) -> None:
    """Take translations in the form of `missing`, and bring all files up to date."""
    update(
        {
            language: {key_of(row["en"]): row[language] for row in rows if is_whole(row.get(language))}
            for language in TRANSLATED
        }
    )


def main(words: Sequence[str]) -> None:
    """Do what the words say."""
    match list(words):
        case []:
            update()
        case ["missing", *packages]:
            sys.stdout.write(yaml.safe_dump(missing(packages), allow_unicode=True, sort_keys=False, width=10_000))
        case ["fill", file]:
            fill(yaml.safe_load(Path(file).read_text(encoding="utf-8")))
        case _:
            sys.exit(__doc__)
    sys.stderr.write(f"{sum('not translated' in fault for fault in faults())} texts are not translated\n")


if __name__ == "__main__":
    main(sys.argv[1:])
