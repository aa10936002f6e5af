"""Plain pages in HTML, as Tilda, Carrd and other builders export them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from site_gen.importers import html_text, text_files
from site_gen.importers.addresses import path_of
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Head, Kind
from site_gen.importers.html_text import UnfitHtmlError
from site_gen.importers.languages import CODES
from site_gen.messages import m

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_PARTIAL: Final = re.compile(
    r"(?:^|/)(?:files/)?page\d+body\.html$|(?:^|/)404\.html?$|(?:^|/)(?:google|yandex_)[\w]+\.html$"
)
"""Tilda's bodies of pages beside the pages themselves; pages that are no content; proofs of ownership."""

_FURNITURE: Final = re.compile(
    r"\b(?:t-menu\w*|t228|t280|t450|t456|tmenu\S*|t-footer|t389|t420|t-popup|t702|t-cookie\S*|cookie\S*|site-header|site-footer|sidebar|"
    r"breadcrumbs?|navbar|nav-menu|skip-link|share-buttons|t-tildalabel)\b"
)
"""Classes of menus, footers and windows that lie over a page."""


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    pages = [found for file in folder.below("", *text_files.HTML) if (found := _page(folder, file))]
    shared = _shared_title(pages)
    texts = tuple(_without_site_name(text, shared) for text, _ in pages)
    menu = next((addresses for text, addresses in pages if text.name == "home"), pages[0][1] if pages else ())
    url = next(
        (
            str(text.head.values.get("canonical", ""))
            for text, _ in pages
            if text.name == "home" and text.head.values.get("canonical")
        ),
        "",
    )
    first = next((text.language for text, _ in pages if text.name == "home" and text.language), None)
    return ForeignSite(
        generator="html",
        folder=folder.root,
        texts=texts,
        title=shared,
        url=url,
        language=first or next((text.language for text in texts if text.language), None),
        roots={"": "/"},
        menu=menu,
    )


def _page(folder: Folder, file: str) -> tuple[ForeignText, tuple[str, ...]] | None:
    if _PARTIAL.search(file):
        return None
    written = folder.text(file)
    if written is None:
        return None
    if "<" not in written or not re.search(r"<(?:html|body|head|title|h1|p)\b", written, re.IGNORECASE):
        folder.notes.left(m("file"), file, 0, m("it is no page"))
        return None
    if re.search(r"http-equiv=[\"']?refresh", written[:5000], re.IGNORECASE):
        folder.notes.left(
            m("page that leads on"), file, 0, m("write its address under aliases: of the page that it leads to")
        )
        return None
    try:
        soup = html_text.soup_of(written)
        menu = tuple(_menu(soup))
        values = _values(soup)
        alternates = _alternates(soup)
        body = html_text.tree_to_markdown(_content(soup, values))
    except UnfitHtmlError as error:
        folder.notes.left(m("text"), file, 0, str(error))
        return None
    path = path_of(f"/{file}")
    language = _language(soup) or next((part for part in PurePosixPath(file).parts[:-1] if part in CODES), None)
    name = text_files.named(file).name
    kind = Kind.ARTICLE if values.get("date") else Kind.PAGE
    plain = "/".join(part for part in PurePosixPath(file).parts if part != language)
    old = tuple(dict.fromkeys((f"/{file}" if path != "/" else "/", path)))
    is_home = path == "/"
    if is_home:
        folder.notes.changed(
            m("home page"), file, 0, m("it is a draft: the site's own is made of site.yaml; take from it what you need")
        )
        name = "home"
    made = ForeignText(
        file,
        kind,
        name,
        Head(values),
        body,
        0,
        None,
        old,
        language,
        min([plain, *alternates], default=plain),
        is_draft=is_home,
    )
    return made, menu


def _values(soup: BeautifulSoup) -> dict[str, Any]:
    """Return what the head of a page says."""
    values: dict[str, Any] = {}
    heading = soup.find("h1")
    title = _meta(soup, "og:title") or (soup.title.get_text(" ", strip=True) if soup.title else "")
    values["title"] = (heading.get_text(" ", strip=True) if heading is not None and title == "" else title) or ""
    values["description"] = _meta(soup, "description") or _meta(soup, "og:description")
    values["date"] = _meta(soup, "article:published_time") or _meta(soup, "date")
    values["updated"] = _meta(soup, "article:modified_time")
    values["author"] = _meta(soup, "author")
    values["image"] = _meta(soup, "og:image")
    canonical = soup.find("link", rel="canonical")
    values["canonical"] = str(canonical.get("href") or "") if canonical is not None else ""
    return {key: value for key, value in values.items() if value}


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = soup.find("meta", attrs={"name": name}) or soup.find("meta", attrs={"property": name})
    return str(found.get("content") or "").strip() if found is not None else ""


def _language(soup: BeautifulSoup) -> str | None:
    root = soup.find("html")
    code = text_files.plain_language(str(root.get("lang") or "")) if root is not None else ""
    return code if code in CODES else None


def _alternates(soup: BeautifulSoup) -> list[str]:
    links = soup.find_all("link", rel="alternate", hreflang=True)
    return [
        path_of(str(link.get("href") or "")).strip("/") or "index"
        for link in links
        if str(link.get("hreflang")) != "x-default"
    ]


def _content(soup: BeautifulSoup, values: dict[str, Any]) -> Tag:
    """Return the part of a page that is its text, without menus, footers and the heading that is its title."""
    body = soup.find("main") or soup.find("article") or soup.find(id="allrecords") or soup.body or soup
    for element in body.find_all(["nav", "footer", "aside", "dialog"]) + [
        each for each in body.find_all("header") if each.find("h1") is None
    ]:
        element.decompose()
    for element in body.find_all(class_=_FURNITURE):
        if not element.decomposed:
            element.decompose()
    heading = body.find("h1")
    if heading is not None and heading.get_text(" ", strip=True) in str(values.get("title", "")):
        heading.decompose()
    for element in body.find_all(style=re.compile(r"background-image")):
        found = re.search(r"url\([\"']?([^\"')]+)", str(element.get("style")))
        if found and element.find("img") is None and not element.get_text(strip=True):
            image = soup.new_tag("img", src=found[1], alt=str(element.get("aria-label") or element.get("title") or ""))
            element.append(image)
    return body


def _menu(soup: BeautifulSoup) -> Iterator[str]:
    place = soup.find("nav") or soup.find(class_=_FURNITURE)
    for link in place.find_all("a", href=True)[:30] if place is not None else ():
        address = str(link["href"])
        if not address.startswith(("#", "mailto:", "tel:")):
            yield address


def _shared_title(pages: list[tuple[ForeignText, tuple[str, ...]]]) -> str:
    """Return what all titles end in behind a dash or a bar: the site's name."""
    ends = [re.split(r"\s[–—|·-]\s", str(text.head.values.get("title", "")))[-1] for text, _ in pages]
    is_shared = len(ends) > 1 and sum(end == max(set(ends), key=ends.count) for end in ends) > len(ends) / 2
    if is_shared:
        return max(set(ends), key=ends.count)
    return next((str(text.head.values.get("title", "")) for text, _ in pages if text.name == "home"), "")


def _without_site_name(text: ForeignText, shared: str) -> ForeignText:
    title = str(text.head.values.get("title", ""))
    plain = re.sub(rf"\s[–—|·-]\s{re.escape(shared)}$", "", title) if shared else title
    values = {key: value for key, value in text.head.values.items() if key != "canonical"}
    return replace(text, head=Head({**values, "title": plain or title}))
