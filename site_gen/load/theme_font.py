"""The font that a theme names: a file of its own, or one of a Python package that is known to hold fonts alone."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from site_gen.files import real_path
from site_gen.hashing import content_hash
from site_gen.load.fonts import read_measures
from site_gen.messages import m
from site_gen.model.base import Model, Name
from site_gen.model.site import FontFace, FontSpec
from site_gen.nearest import nearest
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import read_yaml

_DATA: Final = Path(__file__).parent / "data"


class FontFile(Model):
    """A further file of a typeface."""

    file: Name = Field(description="Its file in assets/, or in the package")
    weight: Name = Field(description="The weight, or the range of weights that it is used for: 600 900")
    style: Literal["normal", "italic"] = Field("normal", description="normal or italic")
    scripts: tuple[Literal["latin", "cyrillic"], ...] = Field(
        ("latin", "cyrillic"), min_length=1, description="The scripts that it has letters for, if not both"
    )


class ThemeFont(Model):
    """`font` in theme.yaml."""

    family: Name = Field(description="The font's name in the stylesheets: Golos Text")
    file: Name = Field(description="Its file in assets/, or in the package")
    package: Annotated[
        Name | None, Field(description="A Python package that holds the file: font_manrope, font_roboto …")
    ] = None
    weight: Name = Field("400", description="The weight, or the range of a variable font: 400 900")
    more: tuple[FontFile, ...] = Field((), max_length=4, description="Files of its other weights, and of its italics")
    fallback: Annotated[
        tuple[float, float, float, float] | None,
        Field(description="size-adjust, ascent, descent and line gap in percent; measured where left out"),
    ] = None


class FontError(Exception):
    """A font can't be used; says why, in `hint` what to do, and in `key` which line is wrong."""

    def __init__(self, key: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.key = key
        self.hint = hint


@cache
def font_packages() -> dict[str, str]:
    """Return the packages that a theme may name, by the name that Python imports, with the name to install."""
    return {str(module): str(name) for module, name in _table("font_packages.yaml").items()}


@cache
def typefaces() -> dict[str, ThemeFont]:
    """Return the typefaces that site.yaml may choose, by name."""
    return {str(name): ThemeFont.model_validate(font) for name, font in _table("typefaces.yaml").items()}


def _table(file: str) -> Mapping[Any, Any]:
    data = read_yaml((_DATA / file).read_text(encoding="utf-8"), file).data
    return data if isinstance(data, dict) else {}


def read_font(font: ThemeFont, assets: Path, label: str) -> FontSpec:
    """Return a theme's font; `label` is the name of its folder `assets`. Raises FontError."""
    root = package_folder(font.package) if font.package else assets
    where = m("the package {package}", package=excerpt(font.package)) if font.package else label
    path = _found(root, font.file, where, "file")
    more = tuple(_face(root, face, where, is_given=font.package is not None) for face in font.more)
    is_given = font.package is not None and font.fallback is not None
    measures = font.fallback if is_given else read_measures(path)
    if measures is None:
        raise _damaged("file", font.file)
    return FontSpec(font.family, path, font.weight, digest_file(path), font.fallback or measures, more)


def _face(root: Path, face: FontFile, where: str, *, is_given: bool) -> FontFace:
    path = _found(root, face.file, where, "more")
    if not is_given and read_measures(path) is None:
        raise _damaged("more", face.file)
    return FontFace(path, face.weight, digest_file(path), face.style, face.scripts)


def _found(root: Path, file: str, where: str, key: str) -> Path:
    path = _inside(root, file)
    if not path.is_file():
        message = m("there is no font {file} in {where}", file=excerpt(file), where=where)
        raise FontError(key, message, m("put the file there, or correct its name"))
    return path


def _damaged(key: str, file: str) -> FontError:
    message = m("{file} is not a font, or a damaged one", file=excerpt(file))
    return FontError(key, message, m("fonts are TrueType, OpenType or WOFF2 files"))


def digest_file(path: Path) -> str:
    """Return a hash of a file's bytes, for names and fingerprints."""
    return content_hash(path.read_bytes())


def package_folder(package: str) -> Path:
    """Return the folder of an installed font package. Finding one of another name could run its code."""
    known = font_packages()
    if package not in known:
        hint = nearest(package, known) or m(
            "known: {known}; put any other font into the theme's assets/", known=", ".join(known)
        )
        raise FontError(
            "package", m("{package} is not a package that fonts are taken from", package=excerpt(package)), hint
        )
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.origin:
        message = m("the package {package} is not installed", package=package)
        raise FontError(
            "package",
            message,
            m("install it (pip install {known}), or put the font into assets/", known=known[package]),
        )
    return Path(spec.origin).parent


def _inside(root: Path, file: str) -> Path:
    """Return the path of a file below a folder."""
    path = root / file
    if not real_path(path).is_relative_to(real_path(root)):
        raise FontError("file", m("{file} leads out of its folder", file=excerpt(file)), m("name a file inside it"))
    return path
