"""What every page must have, whatever theme made it: structure, an offer's facts, nothing that its policy forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from site_gen.actions.themes.findings import Check, Finding
from site_gen.messages import m, plural

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_SHELLS: Final = frozenset({"go.html"})
"""Pages that nobody reads."""

_POLICY: Final = m("the Content-Security-Policy of each page lets nothing of it work: put it into a file of assets/")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page of the sample: its path, its template, the view it was made from, and its HTML."""

    path: str
    template: str
    view: Mapping[str, Any]
    html: str


def page_findings(page: MadePage, files: frozenset[str]) -> Iterator[Finding]:
    """Find what is wrong with a page; `files` are the paths of all files of the site."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page.html, "html.parser")
    place = f"/{page.path} ({page.template})"
    for message, hint in (*_structure(page, soup), *_facts(page, soup), *_links(soup, files)):
        yield Finding(Check.PAGES, place, message, hint)
    for message in _forbidden(soup):
        yield Finding(Check.POLICY, place, message, _POLICY)


def _structure(page: MadePage, soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    html = soup.find("html")
    language = str(html.get("lang", "")) if html else ""
    if language != page.view["site"]["lang"]:
        yield m("its language is said to be '{language}'", language=language), m('write <html lang="{{ site.lang }}">')
    if not soup.find("meta", attrs={"name": "viewport"}):
        yield m("it has no viewport"), '<meta name="viewport" content="width=device-width, initial-scale=1">'
    if not soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"}):
        yield m("it has no Content-Security-Policy"), "{{ site.csp|csp_for(page.structured_data, page.frames) }}"
    if not (soup.title and soup.title.get_text(strip=True)):
        yield m("it has no title"), "<title>{{ page.title }}</title>"
    if page.template in _SHELLS:
        return
    if (count := len(soup.find_all("h1"))) != 1:
        yield (
            plural("it has {count} heading h1", "it has {count} headings h1", count=count),
            m("one says what the page is"),
        )
    if len(soup.find_all("main")) != 1:
        yield m("it has no main element, or several"), m("one around what is this page's own")
    yield from _elements(soup)
    yield from _meta(page, soup)


def _elements(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for image in soup.find_all("img"):
        source = str(image.get("src"))
        if image.get("alt") is None:
            yield m("the picture {source} has no alt", source=source), 'alt="{{ photo.alt }}"'
        if not (image.get("width") and image.get("height")):
            yield (
                m("the picture {source} has no width and height", source=source),
                m("without them the page jumps while it loads"),
            )
    names = [str(tag["id"]) for tag in soup.find_all(id=True)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield m("several elements have the id '{name}'", name=name), m("links and labels find the first one alone")
    for link in soup.find_all("a", href=True):
        if not (link.get_text(strip=True) or link.find("img", alt=True) or link.get("aria-label")):
            yield m("the link to {link} has no words", link=link["href"]), m("say where it leads")


def _meta(page: MadePage, soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    view = page.view["page"]
    robots = soup.find("meta", attrs={"name": "robots"})
    hidden = robots is not None and "noindex" in str(robots.get("content"))
    if (view["unlisted"] or view["noindex"]) and not hidden:
        yield (
            m("search engines may list it"),
            m('<meta name="robots" content="noindex"> where page.noindex or page.unlisted'),
        )
    if view["unlisted"]:
        referrer = soup.find("meta", attrs={"name": "referrer"})
        if referrer is None or referrer.get("content") != "no-referrer":
            yield (
                m("its links tell others its address"),
                m('<meta name="referrer" content="no-referrer"> where page.unlisted'),
            )


def _facts(page: MadePage, soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Find what an offer's page or a form leaves out of what was promised."""
    offer = page.view.get("offer") or {}
    words = " ".join(soup.get_text(" ").split())
    if offer.get("state") == "live":
        if offer["price"] and _plain(offer["price"]["shown"]) not in words:
            yield m("it doesn't say the price"), "{{ offer.price.shown }}"
        if offer["ends"] and not soup.find(True, attrs={"datetime": offer["ends"]}):
            yield m("it doesn't say until when"), '<time datetime="{{ offer.ends }}">{{ offer.ends|deadline }}</time>'
        if offer["ends"] and not soup.find(True, attrs={"data-ends": offer["ends"]}):
            yield m("it doesn't close itself at its end"), m("data-ends, see 'Closing offers' in site-gen help themes")
    accept = (page.view.get("proposal") or {}).get("accept") or {}
    if form := offer.get("form") or accept.get("form"):
        yield from _form(form, soup)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _form(form: Mapping[str, Any], soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    controls = {str(tag["name"]): tag for tag in soup.find_all(["input", "select", "textarea"], attrs={"name": True})}
    names = [field["name"] for field in form["fields"]] + [each["title"] for each in form["hidden"]]
    for name in [*names, form["honeypot"]]:
        if name not in controls:
            yield m("the form has no field '{name}'", name=name), m("every field of form.fields, and form.hidden")
    for name, tag in controls.items():
        if tag.get("type") not in {"hidden", "radio", "checkbox"} and not _is_labelled(tag, soup):
            yield m("the field '{name}' has no label", name=name), '<label for="{{ field.id }}">'
    if form["privacy_url"] not in {str(link["href"]) for link in soup.find_all("a", href=True)}:
        yield m("the form has no link to the privacy page"), "{{ form.privacy_url }}"


def _is_labelled(tag: Tag, soup: BeautifulSoup) -> bool:
    name = tag.get("id")
    return bool((name and soup.find("label", attrs={"for": name})) or tag.find_parent("label") or tag.get("aria-label"))


def _links(soup: BeautifulSoup, files: frozenset[str]) -> Iterator[tuple[str, str]]:
    for tag, key in (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"), ("use", "href")):
        for found in soup.find_all(tag, attrs={key: True}):
            path = str(found[key]).partition("#")[0].partition("?")[0]
            if not path.startswith("/"):
                continue
            target = path.strip("/")
            if target not in files and f"{target}/index.html".lstrip("/") not in files:
                yield m("{path} leads nowhere", path=path), m("site.assets.files has the address of every asset")


def _forbidden(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(True):
        for key in tag.attrs:
            if key == "style" or key.startswith("on"):
                yield m("<{name}> has an attribute '{key}'", name=tag.name, key=key)
        if tag.name == "style":
            yield m("it has a <style> element")
        if tag.name == "script" and not tag.get("src") and tag.get("type") != "application/ld+json":
            yield m("it has a script without a file")
