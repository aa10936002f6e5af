"""Pictures and videos, as files name them: a path or an address, with words for those who don't see it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator, model_validator

from site_gen.messages import m
from site_gen.model.base import (
    Model,
    Name,
    Text,
    Url,
    Words,
    mistake,
    shown,
)
from site_gen.model.videos import NAMES as VIDEO_NETWORK_NAMES
from site_gen.model.videos import network_video

_FOCUS = re.compile(r"(\d{1,3})%?[\s,]+(\d{1,3})%?", re.ASCII)


def _focus(value: Any) -> Any:
    """Return percent from the left and from the top."""
    if not isinstance(value, str) or not (found := _FOCUS.fullmatch(value.strip())):
        raise mistake(
            m("'{value}' is no point in a picture", value=shown(value)),
            m('write percent from the left and from the top: "30 20"; "50 50" is the middle'),
        )
    point = (int(found[1]), int(found[2]))
    if max(point) > 100:
        raise mistake(m("'{value}' is a point outside the picture", value=shown(value)), m("percent go from 0 to 100"))
    return point


Focus = Annotated[
    tuple[int, int],
    BeforeValidator(_focus, json_schema_input_type=Annotated[str, Field(pattern=r"^\s*\d{1,3}%?[\s,]+\d{1,3}%?\s*$")]),
]
"""The point that crops keep: percent from the left and from the top, written as '30 20'."""


class NamedPicture(Model):
    """A picture below content/images, and words for those who don't see it ('' for mere decoration)."""

    image: Name = Field(
        description="The picture's path in content/images, such as team.jpg; every size and format is made of it"
    )
    alt: Words | None = Field(
        None, description='What can be seen, for those who don\'t see it; alt: "" for mere decoration'
    )


class Mark(NamedPicture):
    """A picture that stands for the owner; where it has no words they are the site's name."""


class Photo(NamedPicture):
    """A picture of a page."""

    caption: Text | None = Field(None, description="Words that are shown below the picture")
    focus: Focus | None = Field(
        None, description="What crops keep in sight: percent from the left and from the top, such as 30 20"
    )


def _picture(value: Any) -> Any:
    return {"image": value} if isinstance(value, str) else value


Picture = Annotated[Photo, BeforeValidator(_picture)]
OwnMark = Annotated[Mark, BeforeValidator(_picture)]


def _poster(value: Any) -> Any:
    return {"image": value, "alt": ""} if isinstance(value, str) else value


def _video(value: Any) -> Any:
    if isinstance(value, str):
        return {"url" if "//" in value else "file": value}
    return value


class VideoModel(Model):
    """A video: the address of one on a network, or a file below content/videos."""

    url: Url | None = Field(None, description="Its page on YouTube, Vimeo, VK, Instagram, TikTok or Telegram")
    file: Name | None = Field(None, description="An MP4 or WebM file below content/videos")
    title: Text | None = Field(None, description="What is to be seen, in a few words")
    poster: Annotated[Photo | None, BeforeValidator(_poster)] = Field(
        None, description="The picture that is shown until the video is played"
    )

    @field_validator("url")
    @classmethod
    def _is_known(cls, url: str | None) -> str | None:
        if url is not None and network_video(url) is None:
            raise mistake(
                m(
                    "'{url}' is not the address of a video on {video_network_names}",
                    url=shown(url),
                    video_network_names=VIDEO_NETWORK_NAMES,
                ),
                m(
                    "open the video there and copy the address of its page; short forms of apps (vm.tiktok.com) "
                    "lead to it"
                ),
            )
        return url

    @field_validator("file")
    @classmethod
    def _can_be_played(cls, file: str | None) -> str | None:
        if file is not None and not file.lower().endswith((".mp4", ".webm")):
            raise mistake(m("browsers may not play '{file}'", file=shown(file)), m("save it as MP4 (H.264) or WebM"))
        return file

    @model_validator(mode="after")
    def _is_one(self) -> VideoModel:
        if (self.url is None) == (self.file is None):
            raise mistake(m("a video is one address or one file"), m("write either url: or file:"))
        return self


Video = Annotated[VideoModel, BeforeValidator(_video)]
"""A video; a text alone is its address or its file."""
