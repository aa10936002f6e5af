"""What keys of other generators' front matter mean here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from site_gen.importers.dates import is_ambiguous, read_date
from site_gen.importers.foreign import Head, Published
from site_gen.load.markdown import HELD_BACK
from site_gen.messages import m

_NAMES: Final = {
    "title": "title linktitle name headline",
    "date": (
        "date pubdate pub_date publishdate publish_date published_at publishedat datepublished date_published "
        "published_date publisheddate publicationdate published publishedtime created created_at createdat "
        "date_created datetime posted post_date timestamp"
    ),
    "updated": (
        "updated lastmod modified last_modified_at lastmodified updateddate updated_date date_modified "
        "modificationdate last_updated lastupdated moddatetime updated_at updatedat modified_time last-updated "
        "update"
    ),
    "summary": (
        "summary description excerpt subtitle lead abstract metadescription meta_description tagline deck dek "
        "seo_description intro blurb snippet subheading og_description"
    ),
    "tags": "tags tag categories category keywords topics topic labels",
    "author": "author authors byline creator writer",
    "picture": (
        "picture image cover featured_image featuredimage featureimage feature_image thumbnail hero heroimage "
        "hero_image banner coverimage cover_image images img og_image ogimage socialimage social_image header "
        "preview previewimage teaser feature photo background header-img header_image headerimage thumb share-img "
        "cover-img thumbnail-img post_image postimage main_image postheader resources"
    ),
    "alt": (
        "image_alt imagealt alt image-alt coveralt cover_alt heroalt hero_alt thumbnail_alt featured_image_alt "
        "imagecaption image_caption"
    ),
    "series": "series",
    "slug": "slug postslug basename",
    "address": "permalink url path save_as old_url link",
    "aliases": "aliases alias redirect_from redirects old_urls redirectfrom old_slugs redirects_from",
    "language": "lang language locale languagecode",
    "translates": (
        "translationkey translation_key translation_id ref page_id i18n_key lang-ref lang_ref translationof"
    ),
    "menu": ("menu menus nav navigation eleventynavigation in_menu show_in_menu main_menu show_in_nav top_nav navbar"),
    "math": "math mathjax katex use_math usemathjax usekatex has_math latex mathjax3",
}
NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {field_name: tuple(names.split()) for field_name, names in _NAMES.items()}
)
"""Our fields, and the keys by which others have them; the first that has a value counts (of tags: all)."""

_KNOWN: Final = frozenset(name for names in NAMES.values() for name in names)
_DRAFT: Final = frozenset({"draft", *HELD_BACK})
_EMBLEMS: Final = frozenset({"true", "false", "none", "null", ""})
_BASE_CLASSES: Final = (
    "image",
    "src",
    "url",
    "relative",
    "path",
    "file",
    "img",
    "teaser",
    "overlay_image",
    "thumb",
    "feature",
)


@dataclass
class Keys:
    """The keys of a front matter, and which of them were used."""

    head: Head
    used: set[str] = field(default_factory=set)

    def first(self, field_name: str) -> tuple[str, Any] | None:
        """Return the first key that has a value for a field of ours, with the value."""
        for key in NAMES[field_name]:
            value = self.head.values.get(key)
            if key in self.head.values:
                self.used.add(key)
            if value not in (None, "", [], {}):
                return key, value
        return None

    def text(self, field_name: str) -> str:
        """Return a field as one text; '' without one."""
        self.used |= {key for key in NAMES[field_name] if key in self.head.values}
        for key in NAMES[field_name]:
            if text := one_text(self.head.values.get(key)):
                return text
        return ""

    def date(self, field_name: str) -> tuple[str, Published] | None:
        """Return the first key whose value is a date, with the date. Keys with other values may mean something else."""
        for key in NAMES[field_name]:
            found = read_date(self.head.values.get(key))
            if found is not None:
                self.used.add(key)
                return key, found
        return None

    def bad_dates(self) -> Iterator[tuple[str, str]]:
        """Yield the keys of dates whose values are none, or can be read in two ways, with what is so."""
        for key in ("date", "pubdate", "publishdate", "updated", "lastmod", "modified"):
            text = one_text(self.head.values.get(key))
            if text and read_date(text) is None:
                yield key, m("'{text}' is no date", text=text[:40])
            elif text and is_ambiguous(text):
                yield key, m("'{text}' was read with the month first", text=text[:40])

    def tags(self) -> tuple[str, ...]:
        """Return tags, categories and keywords, each once."""
        found: dict[str, str] = {}
        for key in NAMES["tags"]:
            if key in self.head.values:
                self.used.add(key)
                for tag in texts(self.head.values[key]):
                    found.setdefault(tag.casefold(), tag)
        return tuple(found.values())

    def authors(self) -> tuple[str, ...]:
        """Return the names of the authors."""
        names = [name for key in NAMES["author"] for name in texts(self.head.values.get(key))]
        self.used |= {key for key in NAMES["author"] if key in self.head.values}
        return tuple(dict.fromkeys(names))

    def picture(self) -> tuple[str, str, str] | None:
        """Return key, name and words of the main picture."""
        words = self.text("alt")
        for key in NAMES["picture"]:
            value = self.head.values.get(key)
            name, own = _picture(value)
            if key in self.head.values and (name or value in (None, "", [], {}, False)):
                self.used.add(key)
            if name:
                return key, name, own or words
        return None

    def addresses(self, field_name: str) -> tuple[str, ...]:
        """Return paths or addresses: one, a list, or words between commas."""
        self.used |= {key for key in NAMES[field_name] if key in self.head.values}
        found = (each for key in NAMES[field_name] for each in texts(self.head.values.get(key), by_comma=False))
        return tuple(dict.fromkeys(text for text in found if text.lower() not in _EMBLEMS))

    def held_back(self) -> bool:
        """Whether a key keeps the text from the public."""
        self.used |= {key for key in _DRAFT if key in self.head.values and key not in NAMES["date"]}
        values = self.head.values
        if str(values.get("draft", "")).strip().lower() in {"true", "yes", "1", "on", "draft"}:
            return True
        if "draft" in {tag.lower() for tag in texts(values.get("tags"))} and "nikola" in values:
            return True
        return any(
            str(values[key]).strip().lower() in HELD_BACK[key]
            for key in HELD_BACK
            if key in values and not isinstance(values[key], (dict, list))
        )

    def is_true(self, field_name: str) -> bool:
        """Whether a key says yes."""
        self.used |= {key for key in NAMES[field_name] if key in self.head.values}
        return any(
            (isinstance(value, dict | list) and bool(value)) or str(value).strip().lower() in {"true", "yes", "1", "on"}
            for value in (self.head.values.get(key) for key in NAMES[field_name])
        )

    def unused(self) -> Iterator[str]:
        """Yield the keys that nothing asked for."""
        yield from (key for key in self.head.values if key not in self.used and key not in _DRAFT | _KNOWN)


def one_text(value: Any) -> str:
    """Return a scalar as text without spaces around it; '' for others."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()


def texts(value: Any, *, by_space: bool = False, by_comma: bool = True) -> list[str]:
    """Return the texts of a list, of names in mappings, or of one text with commas (or, if there are none, spaces)."""
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("[") and text.endswith("]"):
            text = text[1:-1]
        separator = r"[,;]" if by_comma else r"\n"
        parts: Iterable[str] = text.split() if by_space else re.split(separator, text)
        return [part.strip().strip("\"'") for part in parts if part.strip().strip("\"'")]
    if isinstance(value, list | tuple):
        return [text for each in value[:200] for text in ([_named(each)] if _named(each) else [])]
    single = _named(value)
    return [single] if single else []


def _named(value: Any) -> str:
    if isinstance(value, dict):
        return next(
            (one_text(value[key]) for key in ("name", "title", "value", "id", "slug") if one_text(value.get(key))), ""
        )
    return one_text(value)


def _picture(value: Any) -> tuple[str, str]:
    """Return name and words of a picture that is a text, a mapping, or the first of a list."""
    if isinstance(value, list | tuple):
        return next((found for each in value[:20] if (found := _picture(each))[0]), ("", ""))
    if isinstance(value, Mapping):
        name = next((one_text(value.get(key)) for key in _BASE_CLASSES if _is_name(one_text(value.get(key)))), "")
        words = one_text(value.get("alt")) or one_text(value.get("caption")) or one_text(value.get("title"))
        return name, words
    text = one_text(value)
    return (text, "") if _is_name(text) else ("", "")


def _is_name(text: str) -> bool:
    return (
        re.search(r"\.(?:png|jpe?g|jfif|gif|webp|avif|svg|heic|heif|bmp|tiff?)(?:[?#].*)?$", text, re.IGNORECASE)
        is not None
    )
