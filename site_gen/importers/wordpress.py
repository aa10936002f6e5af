"""WordPress: an export in WXR, with posts, pages, attachments, menus, and languages of Polylang."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from site_gen.importers import text_files
from site_gen.importers.addresses import path_of
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Head, Kind
from site_gen.importers.mended_xml import MendedXml
from site_gen.importers.wordpress_html import WordpressHtml
from site_gen.messages import m, plural

LARGEST: Final = 500_000_000
_ITEMS: Final = 100_000
_SHOWN: Final = frozenset({"publish", "future", "draft", "pending", "private"})
_HELD: Final = frozenset({"draft", "pending", "private"})
_SERVANTS_WORDS: Final = (
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache wp_global_styles "
    "wp_navigation wp_template wp_template_part user_request wp_font_family wp_font_face acf-field "
    "acf-field-group"
)
_SERVANTS: Final = frozenset(_SERVANTS_WORDS.split())
_UNSORTED: Final = frozenset(
    {"uncategorized", "uncategorised", "sin-categoria", "sense-categoria", "без-рубрики", "без-категорії"}
)


def is_export(text: str) -> bool:
    """Whether the beginning of a file is that of an export."""
    return "<rss" in text and "wordpress.org/export/" in text


@dataclass
class _Item:
    """An entry of an export: the texts of its elements by name, its terms, its own fields."""

    values: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def kind(self) -> str:
        return self.values.get("post_type", "post")


@dataclass
class _Export:
    channel: dict[str, str] = field(default_factory=dict)
    items: list[_Item] = field(default_factory=list)


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    exports = [(file, _read(folder, file)) for file in exports_in(folder)]
    channel: dict[str, str] = {}
    attachments: dict[str, str] = {}
    for _, export in exports:
        channel = {**export.channel, **channel}
        attachments |= {
            item.values.get("post_id", ""): item.values.get("attachment_url", "")
            for item in export.items
            if item.kind == "attachment"
        }
    made = [text for file, export in exports for text in _texts(folder, file, export, attachments)]
    language = text_files.plain_language(channel.get("language", ""))
    menu = [address for _, export in exports for address in _menu(export)]
    return ForeignSite(
        generator="wordpress",
        folder=folder.root,
        texts=tuple(made),
        title=channel.get("title", ""),
        url=channel.get("base_blog_url") or channel.get("link", ""),
        language=language or None,
        roots={"wp-content": "/wp-content/", "uploads": "/wp-content/uploads/", "": "/"},
        menu=tuple(menu),
    )


def exports_in(folder: Folder) -> list[str]:
    """Return the exports in a folder."""
    found = []
    for file in folder.below("", ".xml", ".wxr"):
        try:
            with (folder.root / file).open("rb") as stream:
                beginning = stream.read(8000)
        except OSError:
            continue
        if is_export(beginning.decode("utf-8", "replace")):
            found.append(file)
    return found


def _read(folder: Folder, file: str) -> _Export:
    from defusedxml.common import DefusedXmlException

    path: Path = folder.root / file
    export = _Export()
    if path.stat().st_size > LARGEST:
        folder.notes.left(m("export"), file, 0, m("larger than {limit:,} bytes", limit=LARGEST))
        return export
    try:
        try:
            _parse(path, export, folder, file)
        except ParseError:
            export = _Export()
            with MendedXml(path) as mended:
                _parse(mended, export, folder, file)
            said = plural(
                "{count} character that XML can't hold is taken out or replaced",
                "{count} characters that XML can't hold are taken out or replaced",
                count=mended.changes,
            )
            why = said if mended.changes else m("a prefix that nothing declares")
            folder.notes.changed(m("export"), file, 0, m("it is no XML as it stands: {why}", why=why))
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        why = (
            m("it defines entities")
            if isinstance(error, DefusedXmlException)
            else m("it is damaged: {error}", error=error)
        )
        folder.notes.left(m("export"), file, 0, m("{why}; entries read: {number}", why=why, number=len(export.items)))
    return export


def _parse(source: Path | MendedXml, export: _Export, folder: Folder, file: str) -> None:
    from defusedxml.ElementTree import iterparse

    for _, element in iterparse(source, events=("end",), forbid_dtd=True):
        name = _local(element.tag)
        if name == "item":
            export.items.append(_item(element, len(export.items) + 1))
            element.clear()
            if len(export.items) >= _ITEMS:
                folder.notes.left(
                    m("export"), file, 0, m("more than {items:,} entries: the rest isn't read", items=_ITEMS)
                )
                break
        elif name in {"base_blog_url", "base_site_url", "language"} or (name in {"title", "link"} and not export.items):
            export.channel.setdefault(name, (element.text or "").strip())


def _local(tag: Any) -> str:
    """Return an element's name without its namespace; the two `encoded` are told apart."""
    space, _, name = str(tag).rpartition("}")
    return f"{'excerpt' if 'excerpt' in space else 'content'}" if name == "encoded" else name


def _item(element: Element, number: int) -> _Item:
    item = _Item(number=number)
    for child in element:
        name = _local(child.tag)
        if name == "category":
            item.terms.append((child.get("domain", "category"), child.get("nicename", ""), (child.text or "").strip()))
        elif name == "postmeta":
            pair = {_local(each.tag): each.text or "" for each in child}
            item.meta.setdefault(pair.get("meta_key", ""), pair.get("meta_value", ""))
        elif len(child) == 0:
            item.values.setdefault(name, child.text or "")
    return item


def _texts(folder: Folder, file: str, export: _Export, attachments: Mapping[str, str]) -> Iterator[ForeignText]:
    html = WordpressHtml(folder.notes, attachments)
    places: set[str] = set()
    for item in export.items:
        status, title = item.values.get("status", "publish"), item.values.get("title", "").strip()
        place = f"{file}#{item.values.get('post_id') or item.number}"
        if place in places:  # exports that somebody put together have numbers twice
            place = f"{place}.{item.number}"
        places.add(place)
        if item.kind in _SERVANTS or status in {"trash", "auto-draft", "inherit"}:
            if item.kind not in _SERVANTS:
                folder.notes.left(m("text"), place, 0, m("'{title}' is in the bin", title=title[:60]))
            continue
        if status not in _SHOWN:
            folder.notes.left(
                m("text"), place, 0, m("'{title}' has the status {status}", title=title[:60], status=status)
            )
            continue
        yield _text(item, place, status, title, html)


def _text(item: _Item, place: str, status: str, title: str, html: WordpressHtml) -> ForeignText:
    values: dict[str, Any] = {"title": title, "date": _moment(item), "author": item.values.get("creator", "")}
    changed = item.values.get("post_modified", "")[:10]
    if re.fullmatch(r"[1-9]\d{3}-\d\d-\d\d", changed) and changed != str(values["date"])[:10]:
        values["updated"] = changed
    values["summary"] = (
        item.meta.get("_yoast_wpseo_metadesc")
        or item.meta.get("rank_math_description")
        or _plain(item.values.get("excerpt", ""))
    )
    terms = [name for domain, nice, name in item.terms if domain in {"category", "post_tag"} and nice not in _UNSORTED]
    values["tags"] = list(dict.fromkeys(terms))
    thumbnail = item.meta.get("_thumbnail_id", "")
    if html.attachments.get(thumbnail):
        values["image"] = html.attachments[thumbnail]
    language = next((nice for domain, nice, _ in item.terms if domain == "language"), None)
    group = next((nice for domain, nice, _ in item.terms if domain == "post_translations"), "")
    kind = Kind.PAGE if item.kind == "page" else Kind.ARTICLE
    link = item.values.get("link", "")
    name = item.values.get("post_name", "") or _plain(title)
    is_locked = bool(item.values.get("post_password"))
    if is_locked:
        html.notes.changed(
            m("text with a password"), place, 0, m("it is a draft: pages for everybody have no password")
        )
    if item.kind not in {"post", "page"}:
        html.notes.changed(m("content of the kind {kind}", kind=item.kind), place, 0, m("it is an article"))
    return ForeignText(
        place,
        kind,
        name,
        Head({key: value for key, value in values.items() if value}),
        html.prepared(item.values.get("content", ""), place),
        0,
        None,
        (path_of(link),) if link and "?" not in link else (),
        text_files.plain_language(language) if language else None,
        group or place,
        is_html=True,
        is_draft=status in _HELD or is_locked,
    )


def _moment(item: _Item) -> str:
    """Return when an entry was published, with the offset between its two clocks."""
    local, utc = (_clock(item.values.get(name, "")) for name in ("post_date", "post_date_gmt"))
    if local is None:
        return item.values.get("pubdate", item.values.get("pubDate", ""))
    offset = local - utc if utc is not None else None
    if offset is None or abs(offset) > timedelta(hours=15):
        return local.isoformat()
    return local.replace(tzinfo=timezone(timedelta(minutes=round(offset.total_seconds() / 60)))).isoformat()


def _clock(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if moment.year > 1900 else None


def _plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^<>]*>", " ", html)).strip()


def _menu(export: _Export) -> Iterator[str]:
    links = {item.values.get("post_id", ""): item.values.get("link", "") for item in export.items}
    for item in export.items:
        if item.kind == "nav_menu_item":
            address = item.meta.get("_menu_item_url") or links.get(item.meta.get("_menu_item_object_id", ""), "")
            if address:
                yield address
