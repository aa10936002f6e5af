"""Texts with pictures and videos of which a site may have thousands: cases and articles."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from site_gen.model.long_model import LongModel
from site_gen.model.pictures import NamedPicture
from site_gen.model.used_photos import Path, focal_points_of, named_pictures
from site_gen.model.videos import video_addresses


class Illustrated(LongModel):
    """What a site asks of all these texts: their pictures and videos. A model below names these among its `facts`."""

    if TYPE_CHECKING:  # each has its own place and description for it
        body: str

    @cached_property
    def video_addresses(self) -> tuple[str, ...]:
        """The addresses of videos that have a line of the text for themselves."""
        return video_addresses(self.body)

    @cached_property
    def pictures(self) -> tuple[tuple[Path, NamedPicture], ...]:
        """The pictures that its keys name, each with its path in the file."""
        return tuple(named_pictures(self))

    @property
    def focuses(self) -> tuple[tuple[int, int], ...]:
        """The focal points of its pictures, sorted."""
        return focal_points_of(self.pictures)

    @cached_property
    def may_show_pictures(self) -> bool:
        """Whether the text below may have pictures in it: only then it is worth being read for them."""
        text = self.body
        return "![" in text or "]:" in text or "<img" in text.lower()
