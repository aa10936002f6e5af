"""The HTML of a video: a picture with a play button, from which the theme's script makes the network's frame.

Without the script it is a link to the video. Nothing of the network is loaded before the visitor asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

Words = Callable[..., str]
SIZES: Final = "(min-width: 60rem) 52rem, 100vw"
POSTER: Final = "video/poster.svg"
"""The theme's picture for a video of the owner's own that has none."""


def video_html(view: Mapping[str, Any], words: Words, site: Mapping[str, Any]) -> Markup:
    """Return the HTML of a `VideoView`."""
    return Markup(tostring(video_element(view, words, site), "unicode", "html"))  # noqa: S704  # escaped there


def video_element(view: Mapping[str, Any], words: Words, site: Mapping[str, Any]) -> Element:
    """Return the element of a `VideoView`; `words` gives the interface's own texts, `site` the theme's files."""
    figure = Element("figure", {"class": f"video video-{view['shape']}"})
    if view["network_name"]:
        _facade(figure, view, words, site)
    else:
        _player(figure, view, site)
    return figure


def _facade(figure: Element, view: Mapping[str, Any], words: Words, site: Mapping[str, Any]) -> None:
    link = SubElement(figure, "a", {"class": "video-play", "href": view["url"], "rel": "noopener"})
    if view["embed"]:
        link.set("data-embed", view["embed"])
        link.set("data-title", view["title"])
    if view["poster"]:
        link.set("class", "video-play has-poster")
        link.append(picture_element(view["poster"], ""))
    name = SubElement(link, "span", {"class": "video-network"})
    if view["network"]:
        icon = SubElement(name, "svg", {"class": "icon", "aria-hidden": "true"})
        SubElement(icon, "use", {"href": f"{site['assets']['icons']}#{view['network']}"})
        icon.tail = view["network_name"]
    else:
        name.text = view["network_name"]
    button = "video-button" if view["embed"] else "video-button video-opens"
    SubElement(link, "span", {"class": button, "aria-hidden": "true"})
    SubElement(link, "span", {"class": "video-title", "aria-hidden": "true"}).text = view["title"]
    said = {"title": view["title"]} if view["embed"] else {"title": view["title"], "network": view["network_name"]}
    SubElement(link, "span", {"class": "video-say"}).text = words(
        "video.play" if view["embed"] else "video.open", **said
    )
    note = SubElement(figure, "figcaption")
    note.text = words("video.notice" if view["embed"] else "video.opens", network=view["network_name"])


def _player(figure: Element, view: Mapping[str, Any], site: Mapping[str, Any]) -> None:
    poster = view["poster"]["src"] if view["poster"] else site["assets"]["files"].get(POSTER)
    video = SubElement(figure, "video", {"controls": "", "preload": "none", "playsinline": ""})
    if poster:
        video.set("poster", poster)
    if view["title"]:
        video.set("aria-label", view["title"])
        SubElement(figure, "figcaption").text = view["title"]
    SubElement(video, "source", {"src": view["url"], "type": view["type"]})


def picture_element(view: Mapping[str, Any], alt: str, sizes: str = SIZES) -> Element:
    """Return the element of a `PictureView` in all its sizes."""
    picture = Element("picture")
    for source in view["sources"]:
        SubElement(picture, "source", {"type": source["type"], "srcset": source["srcset"], "sizes": sizes})
    shown = SubElement(picture, "img", {"src": view["src"], "alt": alt})
    shown.attrib |= {"width": str(view["width"]), "height": str(view["height"]), "loading": "lazy", "decoding": "async"}
    return picture
