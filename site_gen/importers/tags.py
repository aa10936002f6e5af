"""Shortcodes, Liquid tags and components: parsing what they all have in common, and what each is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from site_gen.importers import ours
from site_gen.importers.segments import without_parts

_ARGUMENT: Final = re.compile(
    r"(?:(?P<key>[\w.:@-]{1,60})\s*[=:]\s*)?"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>(?:[^'\\]|\\.)*+)'|`(?P<raw>[^`]*+)`|\{(?P<braces>[^{}]*+)\}|"
    r"(?P<bare>[^\s,\"'`{}=]+))",
    re.DOTALL,
)
_SOURCES: Final = (
    "src url path file image image_path imagepath name href filename img source image-src light-src lightsrc dark-src "
)
_IDS: Final = "id v videoid video_id video-id videoId code url src link video tweetid "
_PICTURES_WORDS: Final = (
    "figure img image picture photo imgproc responsive-image responsive_image lightbox imgur figure2 "
    "captioned-image img-responsive image-caption imagecaption zoom bundle-image fig pic imgresize resize "
    "figurelink astroimage captionedimage featuredimage blogimage resp-image amp-img picture_tag thumbnail "
    "figure-dynamic themed-image asset_img image_full image-gallery-item fancybox optimizedimage"
)
_PICTURES: Final = frozenset(_PICTURES_WORDS.split())
_CODE: Final = frozenset(
    {"terminal", "console", "highlight", "code", "codeblock", "prism", "code-block", "prettyprint", "hl"}
)
_DETAILS: Final = frozenset(
    {
        "details",
        "expand",
        "collapse",
        "spoiler",
        "accordion",
        "accordionitem",
        "collapsible",
        "fold",
        "toggle",
        "toggles",
    }
)
_LINKS: Final = frozenset(
    {"button", "btn", "link", "linkto", "cta", "href", "a", "download", "externallink", "linkcard"}
)
_MEDIA: Final = frozenset(
    {"audio", "video", "mp4", "mp3", "html5video", "podcast", "videofile", "pdf", "embed-pdf", "embedpdf"}
)
_DRAWN: Final = frozenset({"mermaid", "plantuml", "graphviz", "chart", "asciinema", "diagram"})
_MATH: Final = frozenset({"math", "katex", "latex", "mathjax"})
_INNER_WORDS: Final = (
    "rawhtml html raw tabs tab tabitem columns column col row center div section span small fragment wrapper "
    "tabgroup rendertemplate steps step article content markdown md text lead card cards grid tabpanel card-group "
    "cardgrid container panel filetree noop u kbd typeit"
)
_INNER: Final = frozenset(_INNER_WORDS.split())
_NOTHING_WORDS: Final = (
    "comment toc more clear clearfix table-of-contents tableofcontents icon fa fontawesome newline adsense ads "
    "ad emptyline break newthread"
)
_NOTHING: Final = frozenset(_NOTHING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with its arguments; `inner` is what stands before its closing tag, None without one."""

    name: str
    values: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inner: str | None = None

    def get(self, *names: str) -> str:
        """Return the first of these arguments that isn't empty; ''."""
        return next((self.named[name.lower()] for name in names if self.named.get(name.lower())), "")


def arguments(text: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Return the arguments without names, and those with names in small letters."""
    values: list[str] = []
    named: dict[str, str] = {}
    for found in _ARGUMENT.finditer(text[:20_000]):
        quoted = found["double"] if found["double"] is not None else found["single"]
        value = next((each for each in (quoted, found["raw"], found["braces"], found["bare"]) if each is not None), "")
        if quoted is not None:
            value = re.sub(r"\\(.)", r"\1", value)
        if found["braces"] is not None:
            value = value.strip().strip("\"'`")
        if found["key"]:
            named.setdefault(found["key"].lower(), value.strip())
        else:
            values.append(value.strip())
    return tuple(values), MappingProxyType(named)


def ours_of(tag: Tag) -> str | None:
    """Return a tag as Markdown here; None if there is nothing like it."""
    name = tag.name.lower()
    network = tag.get("provider", "type", "service", "host") if name in {"video", "embed", "media"} else ""
    if ours.is_embed(network):
        return ours.embed(network, tag.get(*_IDS.split()) or _first(tag)) or None
    for names, make in _MAKERS:
        if name in names and (made := make(tag)) is not None:
            return made
    if ours.is_embed(name):
        made = ours.embed(
            name, tag.get(*_IDS.split()) or (tag.values[-1] if name in {"tweet", "x"} and tag.values else _first(tag))
        )
        return made or None
    if ours.is_callout(name):
        return _callout(tag)
    if "youtube" in name or "vimeo" in name:
        network = "youtube" if "youtube" in name else "vimeo"
        return ours.embed(network, tag.get(*_IDS.split()) or _first(tag)) or None
    return _picture(tag) if _shows_a_picture(tag) else None


def _shows_a_picture(tag: Tag) -> bool:
    """Whether a tag of any name has nothing but a picture and what is said of pictures."""
    is_alone = not tag.values and not (tag.inner or "").strip() and tag.named.keys() <= _OF_PICTURES
    return is_alone and _PICTURE_FILE.search(tag.get(*_SOURCES.split())) is not None


_PICTURE_FILE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)(?:[?#].*)?$", re.IGNORECASE)
_OF_PICTURES: Final = frozenset(
    (
        f"{_SOURCES} alt alttext caption title width height size sizes loading decoding align position float class "
        "style priority quality format formats densities widths zoom rounded border shadow eager lazy id fit"
    ).split()
)


def gallery(pictures: object, caption: str = "") -> str | None:
    """Return the pictures that a front matter lists, one below the other; None if it lists none."""
    made = []
    for entry in pictures[:100] if isinstance(pictures, list) else ():
        values = (
            {str(key).lower(): str(value) for key, value in entry.items()}
            if isinstance(entry, Mapping)
            else {"src": str(entry)}
        )
        source = next(
            (values[key] for key in ("url", *_SOURCES.split()) if re.search(r"\.\w{3,4}$", values.get(key, ""))), ""
        )
        if source:
            made.append(
                ours.picture(source, values.get("alt", ""), values.get("title", "") or values.get("caption", ""))
            )
    text = "\n\n".join(made)
    return f"\n\n{text}\n\n{caption}\n\n" if made else None


def _first(tag: Tag) -> str:
    return tag.values[0] if tag.values else ""


def _picture(tag: Tag) -> str | None:
    source = tag.get(*_SOURCES.split())
    rest = list(tag.values)
    if not source:
        source = next((value for value in rest if re.search(r"\.\w{3,4}$|^/|^https?:", value)), "")
        rest = [value for value in rest[rest.index(source) + 1 :] if not value.isdigit()] if source else rest
    if not source:
        return None
    caption = tag.get("caption", "title", "attr") or (tag.inner or "").strip()
    words = tag.get("alt", "alttext") or (rest[-1] if rest else "")
    plain = re.sub(r"<[^>]*>|[*_`]", "", caption)
    if len(caption) > 200 or "](" in caption:
        return (
            f"\n\n{ours.picture(source, words or tag.get('title'), '', tag.get('link'))}\n\n*{caption.strip('*')}*\n\n"
        )
    return ours.picture(source, words or plain, plain if plain != words else "", tag.get("link"))


def _code(tag: Tag) -> str | None:
    if tag.inner is None:
        return None
    return ours.fence(tag.inner, tag.get("lang", "language") or re.sub(r"^lang:", "", _first(tag)))


def _details(tag: Tag) -> str | None:
    if tag.inner is None:
        return None
    title = tag.get("title", "summary", "label") or _first(tag) or "…"
    return f"\n\n<details><summary>{title}</summary>\n\n{tag.inner.strip()}\n\n</details>\n\n"


def _link(tag: Tag) -> str | None:
    address = tag.get("href", "url", "link", "to", "relref", "ref", "src") or _first(tag)
    words = (tag.inner or "").strip() or tag.get("text", "title", "label", "name", "caption")
    words = words or (tag.values[1] if len(tag.values) > 1 else "")
    return ours.link(address, words or address) if address else None


def _media(tag: Tag) -> str | None:
    address = tag.get(*_SOURCES.split(), "mp4", "mp3", "webm") or _first(tag)
    if not re.search(r"\.\w{3,4}(?:\?.*)?$", address):
        return None
    return f"\n\n{ours.link(address, tag.get('title', 'caption') or address.rpartition('/')[2])}\n\n"


def _gist(tag: Tag) -> str | None:
    parts = [*tag.values[:2]] if tag.values else [tag.get("user", "username"), tag.get("id")]
    path = "/".join(part for part in parts if re.fullmatch(r"[\w./-]+", part))
    return f"\n\n{ours.link(f'https://gist.github.com/{path}', f'gist.github.com/{path}')}\n\n" if path else None


def _callout(tag: Tag) -> str | None:
    inner = tag.inner if tag.inner and tag.inner.strip() else tag.get("content", "text", "body", "message", "info")
    if not inner and tag.values:
        inner = tag.values[-1]
    if not inner:
        return None
    kinds = (tag.get("type", "kind", "level", "variant", "context"), *tag.values, tag.get("class"), tag.name)
    kind = next(kind for kind in kinds if ours.is_callout(kind) or kind == tag.name)
    others = (value for value in tag.values if not ours.is_callout(value) and value.lower() not in {"true", "false"})
    title = tag.get("title", "header", "heading") or (next(others, "") if tag.inner and tag.inner.strip() else "")
    return ours.callout(kind, inner, title)


def _inner(tag: Tag) -> str | None:
    return tag.inner


def _drawn(tag: Tag) -> str | None:
    if tag.inner is None:
        return None
    is_code = bool(tag.inner.strip()) and not without_parts(tag.inner).strip()
    return f"\n\n{tag.inner.strip()}\n\n" if is_code else ours.fence(tag.inner, tag.name.lower())


def _math(tag: Tag) -> str | None:
    return f"\n\n$$\n{tag.inner.strip()}\n$$\n\n" if tag.inner is not None else ""


_Make = Callable[[Tag], str | None]
_MAKERS: Final[tuple[tuple[frozenset[str], _Make], ...]] = (
    (_PICTURES, _picture),
    (_CODE, _code),
    (_DETAILS, _details),
    (_LINKS, _link),
    (_MEDIA, _media),
    (frozenset({"gist"}), _gist),
    (_DRAWN, _drawn),
    (_MATH, _math),
    (_INNER, _inner),
    (_NOTHING, lambda _: ""),
)


@dataclass(frozen=True, slots=True)
class Token:
    """An opening or closing tag at its place in a text. One that closes itself has no inner text."""

    start: int
    end: int
    name: str
    written: str = ""
    closes: bool = False
    is_whole: bool = False


def replaced(text: str, tokens: Iterable[Token], make: Callable[[Token, str | None], str]) -> str:
    """Return a text with `make`'s result for each tag; it gets the opening tag and the text inside, or None.

    A closing tag belongs to the last open one of its name; closing tags of nothing are passed on to `make` as well.
    """
    found = list(tokens)
    pairs = _pairs(found)
    frames: list[tuple[Token | None, list[str]]] = [(None, [])]
    at = 0
    for number, token in enumerate(found):
        frames[-1][1].append(text[at : token.start])
        at = token.end
        if number in pairs and not token.closes:
            frames.append((token, []))
        elif number in pairs:
            opening, parts = frames.pop()
            frames[-1][1].append(make(opening or token, "".join(parts)))
        else:
            frames[-1][1].append(make(token, None))
    frames[-1][1].append(text[at:])
    return "".join(frames[0][1])


def _pairs(tokens: list[Token]) -> set[int]:
    """Return the numbers of the tags that have a partner, all properly nested."""
    pairs: set[int] = set()
    waiting: list[tuple[int, str]] = []
    by_name: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if not token.closes:
            if not token.is_whole:
                waiting.append((number, token.name))
                by_name[token.name] = by_name.get(token.name, 0) + 1
        elif by_name.get(token.name):
            while waiting:
                opening, name = waiting.pop()
                by_name[name] -= 1
                if name == token.name:
                    pairs |= {opening, number}
                    break
    return pairs
