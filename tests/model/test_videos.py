"""Addresses of videos, and what a page is loaded from for them."""

from __future__ import annotations

import pytest

from site_gen.model.videos import network_video, videos_in

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
FORMS = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": (YOUTUBE, "wide"),
    "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ": (YOUTUBE, "wide"),
    "https://music.youtube.com/watch?v=dQw4w9WgXcQ": (YOUTUBE, "wide"),
    "https://youtu.be/dQw4w9WgXcQ?si=abc&t=1m5s": (f"{YOUTUBE}&start=65", "wide"),
    "https://youtube.com/shorts/dQw4w9WgXcQ": (YOUTUBE, "tall"),
    "https://www.youtube.com/embed/dQw4w9WgXcQ": (YOUTUBE, "wide"),
    "https://vimeo.com/76979871": ("https://player.vimeo.com/video/76979871?autoplay=1&dnt=1", "wide"),
    "https://vimeo.com/76979871/abcdef1234": (
        "https://player.vimeo.com/video/76979871?h=abcdef1234&autoplay=1&dnt=1",
        "wide",
    ),
    "https://vk.com/video-22_45": ("https://vkvideo.ru/video_ext.php?oid=-22&id=45&autoplay=1", "wide"),
    "https://vkvideo.ru/video22_45": ("https://vkvideo.ru/video_ext.php?oid=22&id=45&autoplay=1", "wide"),
    "https://vk.com/clip-22_45": ("https://vkvideo.ru/video_ext.php?oid=-22&id=45&autoplay=1", "tall"),
    "https://www.instagram.com/p/C1abcdefgh/": ("https://www.instagram.com/p/C1abcdefgh/embed/", "post"),
    "https://instagram.com/reel/C1abcdefgh/?igsh=x": ("https://www.instagram.com/reel/C1abcdefgh/embed/", "post"),
    "https://www.instagram.com/tv/C1abcdefgh": ("https://www.instagram.com/tv/C1abcdefgh/embed/", "post"),
    "https://www.tiktok.com/@a.b/video/7123456789": ("https://www.tiktok.com/player/v1/7123456789?autoplay=1", "tall"),
    "https://t.me/channel/68": ("https://t.me/channel/68?embed=1", "post"),
}


@pytest.mark.parametrize(("url", "found"), FORMS.items())
def test_every_form_of_an_address_gives_the_frame(url: str, found: tuple[str, str]) -> None:
    """A form that isn't known stays a bare link in the middle of a page."""
    video = network_video(url)
    assert video is not None
    assert (video.embed, video.shape) == found
    assert any(video.embed.startswith(f"{origin}/") for origin in video.network.origins)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/abcdefghijk",
        "https://t.me/channel",
        "https://instagram.com/name",
        "https://vk.com/name",
        "https://vimeo.com/name",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://user@youtube.com:99999/watch?v=x",
        "https://[",
    ],
)
def test_what_is_no_video_stays_a_link(url: str) -> None:
    """A link to a profile would become an empty frame."""
    assert network_video(url) is None


def test_only_an_address_on_a_line_of_its_own_is_shown() -> None:
    """A link in a sentence would tear the sentence apart."""
    address = "https://youtu.be/dQw4w9WgXcQ"
    assert [video.url for video in videos_in(f"See {address} here.\n\n{address}\n[a]({address})")] == [address]
