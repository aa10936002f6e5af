"""A planned output file: its path and its maker.

The results of makers that are slow (`is_slow`) are cached between builds, by fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Final, Literal

from site_gen.hashing import content_hash
from site_gen.render.typst import Typesetting

Format = Literal["avif", "webp", "jpeg", "png"]
TYPES: Final[Mapping[Format, str]] = MappingProxyType(
    {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
)


@dataclass(frozen=True, slots=True)
class FromTemplate:
    """A template and its view."""

    is_slow: ClassVar[bool] = False

    template: str
    view: Mapping[str, Any]

    def fingerprint(self) -> str:
        """Return a hash of the view; with the template's closure it says whether the page must be rendered again."""
        return _digest("template", self.template, json.dumps(self.view, sort_keys=True, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class FromText:
    """Small contents that the plan itself makes."""

    is_slow: ClassVar[bool] = False

    content: bytes

    def fingerprint(self) -> str:
        return _digest("text", self.content.decode())


@dataclass(frozen=True, slots=True)
class FromFile:
    """A copy of a file."""

    is_slow: ClassVar[bool] = False

    path: Path
    digest: str

    def fingerprint(self) -> str:
        return _digest("copy", self.digest)


@dataclass(frozen=True, slots=True)
class FromPicture:
    """A photo in one size and format, cropped around `focus` (percent from the left and the top) if the ratio differs;
    None is the middle."""

    is_slow: ClassVar[bool] = True

    path: Path
    digest: str
    width: int
    height: int
    format: Format
    focus: tuple[int, int] | None = None

    def fingerprint(self) -> str:
        cut = [f"{self.focus[0]} {self.focus[1]}"] if self.focus else []
        return _digest("picture", self.digest, str(self.width), str(self.height), self.format, *cut)


@dataclass(frozen=True, slots=True)
class FromMark:
    """A square icon of a picture, on `paper` ('#rrggbb') or, if it is None, on nothing."""

    is_slow: ClassVar[bool] = True

    path: Path
    digest: str
    size: int
    paper: str | None

    def fingerprint(self) -> str:
        return _digest("mark", self.digest, str(self.size), self.paper or "")


@dataclass(frozen=True, slots=True)
class FromPlainPicture:
    """A film or a drawing as it is, without what it says of place and camera and without what could run."""

    is_slow: ClassVar[bool] = True

    path: Path
    digest: str

    def fingerprint(self) -> str:
        return _digest("plain picture", self.digest)


@dataclass(frozen=True, slots=True)
class FromFont:
    """A font subset."""

    is_slow: ClassVar[bool] = True

    path: Path
    digest: str
    characters: str

    def fingerprint(self) -> str:
        return _digest("font", self.digest, self.characters)


@dataclass(frozen=True, slots=True)
class FromLetters:
    """An icon of one or two letters: background and ink as '#rrggbb'."""

    is_slow: ClassVar[bool] = True

    letters: str
    size: int
    colors: tuple[str, str]
    font: Path | None
    font_digest: str

    def fingerprint(self) -> str:
        return _digest("icon", self.letters, str(self.size), *self.colors, self.font_digest)


@dataclass(frozen=True, slots=True)
class FromTypst:
    """A typeset document or picture: the theme's template and its data. `ppi` is for pictures."""

    is_slow: ClassVar[bool] = True

    template: str
    typesetting: Typesetting
    data: Mapping[str, Any]
    format: Literal["pdf", "png"]
    ppi: int = 144

    def fingerprint(self) -> str:
        data = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
        return _digest("typst", self.template, self.typesetting.digest, data, self.format, str(self.ppi))


@dataclass(frozen=True, slots=True)
class FromLocked:
    """A page with a password: `inner` is the page, `shell` the page that asks for the password and reveals nothing.

    `variable` names the environment variable with the password; `token` is the page's, and salts the key.
    """

    shell: FromTemplate
    inner: FromTemplate
    variable: str
    token: str

    @property
    def is_slow(self) -> bool:
        return self.inner.is_slow

    def fingerprint(self) -> str:
        return _digest("locked", self.shell.fingerprint(), self.inner.fingerprint(), self.variable, self.token)


@dataclass(frozen=True, slots=True)
class FromLockedFile:
    """A file that comes with a locked page, encrypted with the page's key."""

    inner: FreeMaker
    variable: str
    token: str

    @property
    def is_slow(self) -> bool:
        return self.inner.is_slow

    def fingerprint(self) -> str:
        return _digest("locked file", self.inner.fingerprint(), self.variable, self.token)


@dataclass(frozen=True, slots=True)
class FromBefore:
    """A file that the last build made of the same, and that is there: nothing has to be made."""

    is_slow: ClassVar[bool] = False

    def fingerprint(self) -> str:
        raise TypeError("a file of the last build has the key that it had then")


@dataclass(frozen=True, slots=True)
class FromPlan:
    """A page that is planned only when it is rendered, so that few views are in memory at a time.

    `template` and `lang` are those of its maker; `make` returns its artifact.
    """

    is_slow: ClassVar[bool] = False

    template: str
    lang: str
    make: Callable[[], Artifact]

    def fingerprint(self) -> str:
        return self.make().maker.fingerprint()


FreeMaker = (
    FromTemplate | FromText | FromFile | FromPicture | FromMark | FromPlainPicture | FromFont | FromLetters | FromTypst
)
"""Makers of unencrypted files."""

Maker = FreeMaker | FromLocked | FromLockedFile | FromBefore | FromPlan


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the output.

    `path` is relative to the output folder, with forward slashes; `source` is the source file that it belongs to, for
    messages. The path of an `unlisted` artifact is confidential, so it is in no list, message or manifest.

    `inputs` is a hash of all that a page shows, templates and their use aside, where that is known before the page is
    made ('' if not); such a page has the `pictures` that it names, by path. `card` is the picture drawn for a page.
    """

    path: str
    maker: Maker
    source: str
    unlisted: bool = False
    inputs: str = ""
    pictures: tuple[str, ...] = ()
    card: Artifact | None = None


def _digest(*parts: str) -> str:
    return content_hash("\0".join(parts).encode())
