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
        "photo": Place(400, 500),
        "favicon": Place(192, 192),
    }
)
"""Places by their key, as the packaged theme shows them on a phone of usual sharpness and on a wide screen."""
