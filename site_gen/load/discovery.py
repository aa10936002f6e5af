"""Finds a project's files: originals, their overlays, and files that nothing reads."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath
from typing import Final

from slugify import slugify

from site_gen.file_states import DEEPEST, around, identity
from site_gen.imaging.kinds import SUFFIXES
from site_gen.messages import m
from site_gen.model.content_kinds import TABLES
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt

RESERVED_NAMES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that Windows reserves for devices: no folder can have such a name there."""

_WRITTEN_WITH: Final = r"(?:\.(?:txt|text|rtf|docx?|odt|ya?ml|md))?"
"""What editors hang on to a name; where the system hides endings, people write ours a second time."""

_YAML_SLIP: Final = re.compile(rf"(.*?)\.(?:ya?ml|yam|ymal){_WRITTEN_WITH}", re.IGNORECASE)
_MARKDOWN_SLIP: Final = re.compile(rf"(.*?)\.(?:md|markdown){_WRITTEN_WITH}", re.IGNORECASE)

_GOOD_NAME: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")

_REFUSED: Final = "/"
"""The prefix of the only name that `names_in` returns for an unreadable folder."""


@dataclass
class FileSet:
    """The files of one thing: the original (None if only translations were found), its overlays, its table."""

    slug: str
    original: str | None = None
    overlays: dict[str, str] = field(default_factory=dict)
    table: str | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All files, the original first."""
        return (*filter(None, [self.original]), *self.overlays.values(), *filter(None, [self.table]))


def relative(path: Path, project: Path) -> str:
    """Return a path as messages and manifests show it: relative to the project, with forward slashes."""
    return path.relative_to(project).as_posix()


def group_files(
    project: Path,
    folder: str,
    suffix: str,
    languages: tuple[str, ...],
    reserved: Iterable[str] = (),
    others: Collection[str] = (),
) -> tuple[list[FileSet], list[Problem]]:
    """Return the things of a folder, sorted by name, and the problems with names.

    `others` is what is read elsewhere: names of files, of folders with a slash at the end, and TABLES for a table of
    each thing.
    """
    sets: dict[str, FileSet] = {}
    problems: list[Problem] = []
    unread: list[str] = []
    tables: list[str] = []
    for entry, is_folder in entries_in(project / folder, suffix):
        file = f"{folder}/{entry}"
        if TABLES in others and not is_folder and entry.endswith(_TABLE):
            tables.append(entry)
            continue
        if _REFUSED + _REFUSED in f"{_REFUSED}{entry}":
            problems.append(_refused(folder, entry.rpartition(_REFUSED)[2]))
        elif is_folder or not entry.endswith(READ_TOO.get(suffix, suffix)):
            right = None if is_folder else wrong_ending(entry, suffix)
            if not is_folder and suffix in READ_TOO and entry.endswith(TEXTS):
                unread.append(entry)
            elif right:
                problems.append(renamed_file(file, f"{folder}/{right}", is_taken=_is_file(project / folder / right)))
            elif is_folder and suffix not in READ_TOO and not entry.startswith(_REFUSED):
                pass  # load.unread looks into it
            elif entry + "/" * is_folder not in others and not ("/" in entry and entry.lower().endswith(_BESIDE)):
                problems.append(_unread(file, suffix, is_folder=is_folder))
        else:
            problems += _add(sets, file, _named(entry), languages, suffix, reserved)
    if unread:
        names = ", ".join(excerpt(name) for name in unread[:5]) + (", …" if len(unread) > 5 else "")
        message = m("{count} of the texts here can't be read: {names}", count=len(unread), names=names)
        problems.append(
            Problem(
                Location(folder), message, m("save them as Markdown, with names that end in {suffix}", suffix=suffix)
            )
        )
    problems += [_orphan(file, folder, suffix) for s in sets.values() if not s.original for file in s.overlays.values()]
    problems += [problem for table in tables if (problem := _add_table(sets, folder, table))]
    problems += _likely_translations(sets, languages, suffix)
    return [s for _, s in sorted(sets.items()) if s.original], problems


def _likely_translations(sets: Mapping[str, FileSet], languages: tuple[str, ...], suffix: str) -> Iterator[Problem]:
    """Find things that would be pages of their own, and are another one's translation: first-es.md beside first.md."""
    for name, files in sets.items():
        base, _, language = name.rpartition("-")
        of = sets[base].original if base in sets and language in languages[1:] else None
        if of and files.original:
            message = m("by its name this is a translation of {file}, and it makes a page of its own", file=of)
            hint = m("rename it to {name}", name=f"{of.removesuffix(suffix)}.{language}{suffix}")
            yield Problem(Location(files.original), message, hint, Severity.WARNING)


def wrong_ending(name: str, suffix: str) -> str | None:
    """Return the name that a file was meant to have, if only its ending keeps it from being read: cafe.yml, cafe.YAML,
    cafe.yaml.txt. None if it is right, or something else."""
    found = (_YAML_SLIP if suffix == ".yaml" else _MARKDOWN_SLIP).fullmatch(name.strip())
    if found is None:
        return None
    read = {f"{found[1]}{ending}" for ending in READ_TOO.get(suffix, (suffix,))}
    return None if name in read else f"{found[1]}{suffix}"


def renamed_file(file: str, right: str, *, is_taken: bool) -> Problem:
    """Return the problem of a file that would be read under another name."""
    name = excerpt(right)
    hint = m("rename it to {name}", name=name)
    if is_taken:
        hint = m("there is {name} too, and that one is read: put what is right into it", name=name)
    elif file.lower().endswith(".txt"):
        hint += m("; Windows hides endings: in the Explorer, View, Show, File name extensions")
    return Problem(Location(file), m("this file is not read under this name"), hint)


def _named(entry: str) -> str:
    """Return the name that a file gives its page, with its ending: of name/index.md, it is that of the folder."""
    folder, _, name = entry.rpartition("/")
    stem, dot, ending = name.partition(".")
    return f"{folder.rpartition('/')[2]}{dot}{ending}" if folder and stem == "index" else name


def _add(
    sets: dict[str, FileSet], file: str, named: str, languages: tuple[str, ...], suffix: str, reserved: Iterable[str]
) -> list[Problem]:
    """Put a file into the set of its thing; return the problem with its name, if there is one."""
    name, dot, language = named.removesuffix(PurePath(named).suffix).partition(".")
    problem = _name_problem(file, name, dot + language, languages, suffix, reserved)
    if problem:
        return [problem]
    things = sets.setdefault(name, FileSet(name))
    taken = things.overlays.get(language) if language else things.original
    if taken:
        hint = m("both have the same address: rename one of the two")
        return [Problem(Location(file), m("'{name}' is also the name of {taken}", name=name, taken=taken), hint)]
    if language:
        things.overlays[language] = file
    else:
        things.original = file
    return []


def _add_table(sets: dict[str, FileSet], folder: str, table: str) -> Problem | None:
    """Put a table into the set of its thing; return the problem of one that belongs to nothing."""
    name = table.removesuffix(_TABLE)
    found = sets.get(name)
    if found is not None and found.original:
        found.table = f"{folder}/{table}"
        return None
    owners = [each.slug for each in sets.values() if each.original]
    hint = nearest(name, owners) or m(
        "a table has the name of its case, such as {folder}/{owners}.csv", folder=folder, owners=(owners or ["cafe"])[0]
    )
    message = m("this table is not read: there is no {folder}/{name}.yaml", folder=folder, name=name)
    return Problem(Location(f"{folder}/{table}"), message, hint, Severity.WARNING)


_TABLE: Final = ".csv"


def entries_in(folder: Path, suffix: str, above: frozenset[tuple[int, int]] | None = None) -> list[tuple[str, bool]]:
    """Return what is in a kind's folder, as `names_in`; of Markdown also what is in folders inside, by its path.

    A folder inside is listed only if no text is in it. Links that lead in a circle are not followed: `above` are the
    folders around this one.
    """
    found = names_in(folder)
    if suffix not in READ_TOO:
        return found
    here = identity(folder)
    above = around(folder.parent) if above is None else above
    if here is None:
        return found  # not there, or closed
    if here in above or len(above) > DEEPEST:
        return []
    entries: list[tuple[str, bool]] = []
    for name, is_folder in found:
        inner = entries_in(folder / name, suffix, above | {here}) if is_folder and not name.startswith(_REFUSED) else []
        texts = [entry for entry, _ in inner if entry.endswith((*READ_TOO[suffix], *TEXTS))]
        entries += [(f"{name}/{entry}", is_inner) for entry, is_inner in inner] if texts else [(name, is_folder)]
    return entries


READ_TOO: Final[Mapping[str, tuple[str, ...]]] = {".md": (".md", ".markdown")}
"""Kinds of files that may have another ending too, and may lie in folders: those of Markdown."""

TEXTS: Final = (
    ".mdx", ".mdown", ".mkd", ".mdoc", ".rst", ".adoc", ".org", ".textile", ".html", ".htm",
    ".doc", ".docx", ".odt", ".rtf", ".pages", ".gdoc",
)  # fmt: skip
"""Endings of texts that aren't read. Whoever has such a file expects a page."""

_BESIDE: Final = tuple(SUFFIXES)
"""Pictures, which may lie beside a text in a folder of its own."""


def single_file(project: Path, stem: str, suffix: str, languages: tuple[str, ...]) -> FileSet | None:
    """Return the file STEM+SUFFIX with its overlays, or None if there is none."""
    if not _is_file(project / f"{stem}{suffix}"):
        return None
    overlays = {
        language: f"{stem}.{language}{suffix}"
        for language in languages[1:]
        if _is_file(project / f"{stem}.{language}{suffix}")
    }
    return FileSet(stem.rpartition("/")[2], f"{stem}{suffix}", overlays)


def names_in(folder: Path) -> list[tuple[str, bool]]:
    """Return the names in a folder, sorted, each with whether it is a folder; an empty list if there is no folder.

    For an unreadable folder the result is one name that no file can have: a slash and the reason. A cache of earlier
    results therefore sees a change as soon as the folder becomes readable.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted((entry.name, _is_folder(entry)) for entry in entries if not entry.name.startswith((".", "_")))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        return [(f"{_REFUSED}{(error.strerror or type(error).__name__).lower()}", True)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # A link needs a call to the system, and a link to itself is no error here.
    return has_folder(Path(entry.path)) if entry.is_symlink() else entry.is_dir()


def has_folder(path: Path) -> bool:
    """Whether a folder exists and may be accessed."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def unreadable(project: Path, folder: str) -> list[Problem]:
    """Return the problem of a folder that exists but can't be read, if so."""
    return [_refused(folder, name) for name, _ in names_in(project / folder) if name.startswith(_REFUSED)]


def _refused(folder: str, entry: str) -> Problem:
    why = entry.removeprefix(_REFUSED)
    return Problem(
        Location(folder), m("the folder can't be read: {why}", why=why), m("allow it to be read, or put a folder there")
    )


def stray_files(project: Path, folder: str, singles: Mapping[str, str], folders: Iterable[str]) -> Iterator[Problem]:
    """Find unknown entries in a folder of single files; `singles` maps a stem to its suffix."""
    for name, is_folder in names_in(project / folder):
        file, stem = f"{folder}/{name}", name.partition(".")[0]
        if name.startswith(_REFUSED):
            yield _refused(folder, name)
        elif is_folder:
            if name not in folders:
                hint = nearest(name, folders) or m("folders here: {names}", names=", ".join(folders))
                yield Problem(Location(file), m("this folder is not read"), hint, Severity.WARNING)
        elif PurePath(name).suffix != singles.get(stem):
            files = [single + suffix for single, suffix in singles.items()]
            hint = nearest(name, files) or m("files here: {names}", names=", ".join(files))
            yield Problem(Location(file), m("this file is not read"), hint, Severity.WARNING)


def stray_overlays(project: Path, stem: str, suffix: str, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Find translations of a single file in a language that the site doesn't have, or without the file itself."""
    folder, _, name = stem.rpartition("/")
    for entry, _ in names_in(project / folder):
        first, _, language = entry.removesuffix(suffix).partition(".")
        if first != name or not language or not entry.endswith(suffix):
            continue
        file = f"{folder}/{entry}"
        problem = language_problem(file, name + suffix, language, languages)
        if problem:
            yield problem
        elif not _is_file(project / f"{stem}{suffix}"):
            yield _orphan(file, folder, suffix)


def _unread(file: str, suffix: str, *, is_folder: bool) -> Problem:
    if is_folder:
        hint = m("{suffix} files in it would be read; pictures belong in content/images", suffix=suffix)
        return Problem(Location(file), m("this folder is not read"), hint, Severity.WARNING)
    hint = m("files here end in {suffix}; pictures belong in content/images", suffix=suffix)
    return Problem(Location(file), m("this file is not read"), hint, Severity.WARNING)


def _orphan(file: str, folder: str, suffix: str) -> Problem:
    name = file.rpartition("/")[2].partition(".")[0]
    return Problem(
        Location(file),
        m("this is a translation, but there is no {folder}/{name}{suffix}", folder=folder, name=name, suffix=suffix),
        m("write {folder}/{name}{suffix} in the site's first language", folder=folder, name=name, suffix=suffix),
    )


def _free(name: str, reserved: Iterable[str]) -> str:
    return f"{name}-1" if name in RESERVED_NAMES or name in reserved else name


def _name_problem(
    file: str, name: str, ending: str, languages: tuple[str, ...], suffix: str, reserved: Iterable[str]
) -> Problem | None:
    good = name if _GOOD_NAME.fullmatch(name) else slugify(name) or "name"
    if name != good:
        base, _, language = name.rpartition("_")
        if language.lower() in languages[1:] and _GOOD_NAME.fullmatch(base):
            message = m("the name '{name}' can't be part of an address", name=excerpt(name))
            right = f"{base}.{language.lower()}{suffix}"
            return Problem(Location(file), message, m("if it is a translation, rename it to {name}", name=right))
        return Problem(
            Location(file),
            m("the name '{name}' can't be part of an address", name=excerpt(name)),
            m(
                "use small Latin letters, digits and hyphens: {free}{ending}{suffix}",
                free=_free(excerpt(good), reserved),
                ending=excerpt(ending),
                suffix=suffix,
            ),
        )
    if name in RESERVED_NAMES:
        hint = m(
            "rename the file, for example {free}{ending}{suffix}",
            free=_free(name, reserved),
            ending=ending,
            suffix=suffix,
        )
        return Problem(Location(file), m("Windows keeps the name '{name}' for a device", name=name), hint)
    if name in reserved:
        hint = m(
            "rename the file, for example {free}{ending}{suffix}",
            free=_free(name, reserved),
            ending=ending,
            suffix=suffix,
        )
        return Problem(Location(file), m("the site itself has a page at the address '{name}'", name=name), hint)
    return language_problem(file, name + suffix, ending[1:], languages) if ending else None


def language_problem(file: str, original: str, language: str, languages: tuple[str, ...]) -> Problem | None:
    """Return the problem with the language in a translation's file name, if any."""
    if language not in languages:
        if right := wrong_ending(file.rpartition("/")[2], PurePath(original).suffix):
            return renamed_file(file, f"{file.removesuffix(file.rpartition('/')[2])}{right}", is_taken=False)
        if language.lower() in languages[1:]:
            right = f"{original.partition('.')[0]}.{language.lower()}.{original.partition('.')[2]}"
            message = m("'{language}' is not one of the site's languages", language=excerpt(language))
            return Problem(Location(file), message, m("rename it to {name}", name=right))
        return Problem(
            Location(file),
            m("'{language}' is not one of the site's languages", language=excerpt(language)),
            nearest(language, languages) or m("site.yaml lists: {languages}", languages=", ".join(languages)),
        )
    if language == languages[0]:
        return Problem(
            Location(file),
            m("'{language}' is the site's first language", language=language),
            m("its texts stand in {original} itself", original=original),
        )
    return None
