"""How large a picture has to be for the place where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """The least size in pixels: `height` is 0 where the whole picture is shown, else it is cropped to this ratio."""

    width: int
    height: int = 0

    def fits(self, width: int, height: int) -> bool:
        """Whether a picture of this size fills the place without being enlarged."""
        return width >= self.width and height >= self.height

    @property
    def words(self) -> str:
        """The size for a message."""
        return f"{self.width} wide and {self.height} high" if self.height else f"{self.width} wide"


TEXT: Final = Place(800)
PLACES: Final[Mapping[str, Place]] = MappingProxyType(
    {
        "cover": Place(800, 450),
        "picture": TEXT,
        "gallery": TEXT,
        "before": TEXT,
        "after": TEXT,
        "photo": Place(400, 500),
        "favicon": Place(192, 192),
    }
)
"""Places by their key, as the packaged theme shows them on a phone of usual sharpness and on a wide screen."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A form that the packaged theme, or a network's link preview (`shared`), gives a picture: its ratio."""

    name: str
    width: int
    height: int


_PAGE, _LIST, _SHARED = Crop("page", 16, 9), Crop("list", 4, 5), Crop("shared", 40, 21)
_PORTRAIT, _SQUARE = Crop("portrait", 4, 5), Crop("square", 1, 1)

CROPS: Final[Mapping[str, Mapping[str, tuple[Crop, ...]]]] = MappingProxyType(
    {
        "case": {"cover": (_PAGE, _LIST, _SHARED)},
        "article": {"picture": (_PAGE, _SHARED)},
        "offer": {"picture": (_SHARED,)},
        "site": {"photo": (_PORTRAIT, _SQUARE, _SHARED)},
        "profile": {"photo": (_PORTRAIT, _SHARED)},
    }
)
"""The crops of a picture by the kind of its file and its key; others are shown whole."""


def cropped(size: tuple[int, int], crop: Crop, focus: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return where a picture lies behind a crop of `crop.width` x `crop.height`: left, top, width, height.

    The point at `focus` percent of the picture lies at `focus` percent of the crop (CSS Images 3, object-position).
    """
    scale = max(crop.width / size[0], crop.height / size[1])
    width, height = size[0] * scale, size[1] * scale
    return (crop.width - width) * focus[0] / 100, (crop.height - height) * focus[1] / 100, width, height
