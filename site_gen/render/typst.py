"""Documents and pictures typeset by Typst: templates are files of the theme, everything said in them is data.

Texts reach a template as JSON alone, never as markup, so a `#` or `$` in them is a `#` or `$` on paper. The result
depends on template, data and fonts only: no date, no font of the machine, no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from site_gen.model.site import Asset, FontSpec
from site_gen.problems import Location, Problem, ProjectError

if TYPE_CHECKING:
    import typst

Output = Literal["pdf", "png"]

STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with a title and a language, readable for those who don't see it."""

_PACKAGED: Final = Path(__file__).parent.parent / "themes"
GAVE_UP: Final = "shorten the text, or give it more room in the template"
"""The hint of what a template itself refused."""

_REFUSED: Final = "panicked with: "
_PANICS: Final = "pyo3_runtime"
_UNSHOWN: Final = "could not be displayed"
_PLACE: Final = re.compile(r"┌─ (?P<file>\S+?):(?P<line>\d+):(?P<column>\d+)")


@dataclass(frozen=True, slots=True)
class Typesetting:
    """What templates are set with: the theme's .typ files by their path in it, and its typeface."""

    files: tuple[Asset, ...]
    font: FontSpec | None

    @property
    def digest(self) -> str:
        """What tells one set from another."""
        parts = [f"{file.name} {file.digest}" for file in self.files]
        whole = "\n".join([*parts, self.font.digest if self.font else ""])
        return hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()


class Typesetter:
    """Compiles templates one after another. The first takes a tenth of a second, those after it a few milliseconds.

    Typst reads below one folder only and takes fonts by the folder, while a theme is several folders: so its files are
    laid together in a folder of their own below `folder`, once for each state of them.
    """

    def __init__(self, typesetting: Typesetting, folder: Path) -> None:
        self._files = {asset.name: asset.path for asset in typesetting.files}
        self._root = folder / typesetting.digest
        if not self._root.is_dir():
            _lay_together(typesetting, self._root)
        self._compiler = self._new_compiler()

    def _new_compiler(self) -> typst.Compiler:
        import typst

        # Typst's own fonts, which are part of it, stand in for signs that the theme's typeface doesn't have.
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(self._root / "fonts")]
        )
        nowhere = str(self._root / "no-packages")
        return typst.Compiler(
            root=str(self._root / "theme"), font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
        )

    def compile(self, template: str, data: Mapping[str, Any], output: Output, ppi: int = 144) -> bytes:
        """Return a document as PDF, or its only page as PNG with `ppi` pixels an inch.

        The template finds `data` as JSON in `sys.inputs.data`. Raises ProjectError for a mistake in the template.
        """
        import typst

        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        if template not in self._files:
            raise ProjectError([Problem(Location(template), f"there is no {template} in the theme", "write it")])
        path = str(self._root / "theme" / template)
        try:
            if output == "png":
                return _one(self._compiler.compile(path, format="png", ppi=ppi, sys_inputs=inputs))
            return self._pdf(path, inputs)
        except typst.TypstError as error:
            raise ProjectError([self._problem(error, template)]) from error
        except BaseException as error:
            # What Typst itself stumbles over (Hebrew and Arabic in a line, with letters of two fonts) comes as a panic.
            if type(error).__module__ != _PANICS:
                raise
            hint = "leave out what the typeface has no letters for, or name another typeface in theme.yaml"
            raise ProjectError([Problem(Location(template), f"Typst gave up on a text ({error})", hint)]) from error

    def _pdf(self, path: str, inputs: dict[str, str]) -> bytes:
        """Return a PDF that keeps to the standard, or where no font has a character of a text, one that nearly does."""
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
        where = "pictures: see docs/cards.md" if template.startswith("cards/") else "documents: see docs/proposals.md"
        hint = "; ".join(error.hints) or f"templates of {where}"
        if error.message.startswith(_REFUSED):
            return Problem(Location(self._label(name), line, column), error.message.removeprefix(_REFUSED), GAVE_UP)
        return Problem(Location(self._label(name), line, column), error.message, hint)

    def _label(self, name: str) -> str:
        """Return the name under which messages speak of a theme's file."""
        name = name.replace("\\", "/").rpartition(f"{self._root.name}/theme/")[2]
        path = self._files.get(name)
        if path is None:
            return name
        if path.is_relative_to(_PACKAGED):
            return f"packaged themes/{path.relative_to(_PACKAGED).as_posix()}"
        parts = path.parts
        return "/".join(parts[len(parts) - 1 - parts[::-1].index("themes") :]) if "themes" in parts else path.name


def _lay_together(typesetting: Typesetting, target: Path) -> None:
    """Copy a theme's files and its typeface into one folder, which appears whole or not at all."""
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    for folder in ("theme", "fonts", "no-packages"):
        (beside / folder).mkdir(parents=True, exist_ok=True)
    for asset in typesetting.files:
        copy = beside / "theme" / asset.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asset.path, copy)
    if typesetting.font is not None:
        _lay_font(typesetting.font.path, beside / "fonts")
    try:
        beside.rename(target)
    except OSError:  # another process was first
        shutil.rmtree(beside, ignore_errors=True)
        if not target.is_dir():
            raise


def _lay_font(path: Path, folder: Path) -> None:
    """Copy a typeface as Typst reads it: a font for the web is unpacked."""
    if path.suffix not in {".woff", ".woff2"}:
        shutil.copyfile(path, folder / path.name)
        return
    from fontTools.ttLib import TTFont

    with TTFont(path, recalcTimestamp=False) as font:
        font.flavor = None
        font.save(folder / f"{path.stem}.{'otf' if 'CFF ' in font else 'ttf'}")


def _one(result: bytes | list[bytes] | None) -> bytes:
    """Return the only file of a result."""
    if isinstance(result, list):
        return result[0]
    if result is None:
        raise AssertionError("a result was asked for, not a file")
    return result
