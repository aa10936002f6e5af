"""Typesets documents and pictures with Typst: templates are files of the theme, their contents are data.

Texts reach a template only as JSON, never as markup, so a `#` or `$` in them is printed as it is. The result depends
only on template, data and fonts: no date, no system fonts, no network.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from site_gen.files import write_own
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.model.site import Asset, FontFace, FontSpec
from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.originals import read_original, theme_file

if TYPE_CHECKING:
    import typst

Output = Literal["pdf", "png"]

STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with a title and a language, accessible to screen readers."""

GAVE_UP: Final = m("shorten the text, or give it more room in the template")
"""The hint for content that a template itself refuses."""

_LAID: Final = "laid"
"""An empty file that is written last, as a sign that all others are complete."""

_REFUSED: Final = "panicked with: "
_PANICS: Final = "pyo3_runtime"
_UNSHOWN: Final = "could not be displayed"
_PLACE: Final = re.compile(r"┌─ (?P<file>\S+?):(?P<line>\d+):(?P<column>\d+)")


@dataclass(frozen=True, slots=True)
class Typesetting:
    """What templates are typeset with: the theme's .typ files by their path, and its typeface."""

    files: tuple[Asset, ...]
    font: FontSpec | None

    @property
    def digest(self) -> str:
        """The hash of all files."""
        parts = [f"{file.name} {file.digest}" for file in self.files]
        fonts = [face.digest for face in self.font.faces] if self.font else [""]
        whole = "\n".join([*parts, *fonts])
        return content_hash(whole.encode())


class Typesetter:
    """Compiles templates one after another. The first takes a tenth of a second, later ones a few milliseconds.

    Typst reads files and fonts only below one folder, but a theme has several: its files are therefore copied into one
    folder below `folder`, once for each state of the theme. Raises ProjectError if a file has changed since the project
    was loaded.
    """

    def __init__(self, typesetting: Typesetting, folder: Path) -> None:
        self._files = {asset.name: asset.path for asset in typesetting.files}
        self.digest = typesetting.digest
        self._root = folder / self.digest
        if not self.is_whole:
            _lay_together(typesetting, self._root)
        self._compiler = self._new_compiler()

    @property
    def is_whole(self) -> bool:
        """Whether all copied files still exist: the cache may be cleared at any time."""
        return (self._root / _LAID).is_file() and all((self._root / "theme" / name).is_file() for name in self._files)

    def _new_compiler(self) -> typst.Compiler:
        import typst

        # Typst's built-in fonts provide signs that the theme's typeface lacks.
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(self._root / "fonts")]
        )
        nowhere = str(self._root / "no-packages")
        return typst.Compiler(
            root=str(self._root / "theme"), font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
        )

    def compile(self, template: str, data: Mapping[str, Any], output: Output, ppi: int = 144) -> bytes:
        """Return a document as PDF, or its only page as PNG with `ppi` pixels per inch.

        The template gets `data` as JSON in `sys.inputs.data`. Raises ProjectError for an error in the template.
        """
        import typst

        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        if template not in self._files:
            raise ProjectError(
                [
                    Problem(
                        Location(template), m("there is no {template} in the theme", template=template), m("write it")
                    )
                ]
            )
        path = str(self._root / "theme" / template)
        try:
            if output == "png":
                return _one(self._compiler.compile(path, format="png", ppi=ppi, sys_inputs=inputs))
            return self._pdf(path, inputs)
        except typst.TypstError as error:
            raise ProjectError([self._problem(error, template)]) from error
        except BaseException as error:
            # A bug in Typst (Hebrew and Arabic on one line, with letters of two fonts) is raised as a panic.
            if type(error).__module__ != _PANICS:
                raise
            hint = m("leave out what the typeface has no letters for, or name another typeface in theme.yaml")
            raise ProjectError(
                [Problem(Location(template), m("Typst gave up on a text ({error})", error=error), hint)]
            ) from error

    def _pdf(self, path: str, inputs: dict[str, str]) -> bytes:
        """Return a PDF that conforms to the standard, or nearly, if no font has a character of a text."""
        import typst

        try:
            return _one(self._compiler.compile(path, format="pdf", sys_inputs=inputs, pdf_standards=[STANDARD]))
        except typst.TypstError as error:
            if _UNSHOWN not in error.message:
                raise
        return _one(self._compiler.compile(path, format="pdf", sys_inputs=inputs))

    def _problem(self, error: typst.TypstError, template: str) -> Problem:
        found = _PLACE.search(error.diagnostic or "")
        name, line, column = (
            (found["file"], int(found["line"]), int(found["column"]) + 1) if found else (template, 1, 1)
        )
        kind, topic = ("pictures", "cards") if template.startswith("cards/") else ("documents", "proposals")
        where = f"{kind}: see site-gen help {topic}"
        hint = "; ".join(error.hints) or m("templates of {where}", where=where)
        if error.message.startswith(_REFUSED):
            return Problem(Location(self._label(name), line, column), error.message.removeprefix(_REFUSED), GAVE_UP)
        return Problem(Location(self._label(name), line, column), error.message, hint)

    def _label(self, name: str) -> str:
        """Return the name of a theme's file for messages."""
        name = name.replace("\\", "/").rpartition(f"{self._root.name}/theme/")[2]
        path = self._files.get(name)
        return theme_file(path) if path else name


def _lay_together(typesetting: Typesetting, root: Path) -> None:
    """Copy a theme's files and its typeface into one folder, each atomically.

    Other processes may do the same at the same time: the folder's name is a hash of the bytes, so they write the same.
    """
    for asset in typesetting.files:
        _lay(read_original(asset.path, asset.digest, theme_file(asset.path)), root / "theme" / asset.name)
    (root / "no-packages").mkdir(parents=True, exist_ok=True)
    if typesetting.font is not None:
        for face in typesetting.font.faces:
            _lay_font(face, root / "fonts")
    _lay(b"", root / _LAID)


def _lay(content: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    write_own(target, content)


def _lay_font(font: FontFace, folder: Path) -> None:
    """Copy a file of a typeface in a format that Typst reads: a web font is decompressed."""
    content = read_original(font.path, font.digest, theme_file(font.path))
    if font.path.suffix not in {".woff", ".woff2"}:
        _lay(content, folder / font.path.name)
        return
    from fontTools.ttLib import TTFont

    out = io.BytesIO()
    with TTFont(io.BytesIO(content), recalcTimestamp=False) as unpacked:
        unpacked.flavor = None
        unpacked.save(out)
        suffix = "otf" if "CFF " in unpacked else "ttf"
    _lay(out.getvalue(), folder / f"{font.path.stem}.{suffix}")


def _one(result: bytes | list[bytes] | None) -> bytes:
    """Return the only file of a result."""
    if isinstance(result, list):
        return result[0]
    if result is None:
        raise AssertionError("a result was asked for, not a file")
    return result
