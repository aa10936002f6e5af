"""Static checks of the output: links, structured data, pictures, no inline code."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.browser.conftest import NOW
from tests.browser.site import FOR_ONE_CLIENT, KINDS, BuiltSite, Document, structured_data

pytestmark = pytest.mark.browser

PLACES = {
    "a": ("href",),
    "audio": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "image": ("href", "xlink:href"),
    "link": ("href", "imagesrcset"),
    "script": ("src",),
    "source": ("src", "srcset"),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""Attributes that hold addresses."""


def test_every_kind_of_page_is_there_in_every_language(example_site: BuiltSite) -> None:
    made = {(page.kind, page.language) for page in example_site.pages}
    wanted = {(kind, language) for kind in KINDS for language in example_site.languages}
    wanted -= {("not-found", language) for language in example_site.languages[1:]}  # a host serves one 404.html
    assert wanted - made == set()


def test_every_internal_link_and_anchor_leads_somewhere(example_site: BuiltSite) -> None:
    broken = {
        f"{file}: {target}"
        for file, document in example_site.documents.items()
        for target in _targets(document)
        if _is_internal(example_site, file, target) and not _is_there(example_site, file, target)
    }
    assert not broken, "\n".join(sorted(broken))


def test_every_address_in_feeds_and_sitemap_leads_somewhere(example_site: BuiltSite) -> None:
    texts = [file for file in example_site.files if file.endswith((".xml", ".json", ".webmanifest", "robots.txt"))]
    assert texts
    broken = {
        f"{file}: {address}"
        for file in texts
        for address in re.findall(
            re.escape(example_site.url) + r"[^\s\"'<>&\\)]*",
            (example_site.folder / file).read_text(encoding="utf-8"),
        )
        if not _is_there(example_site, file, address)
    }
    assert not broken, "\n".join(sorted(broken))


def test_feeds_sitemap_and_manifest_can_be_read(example_site: BuiltSite) -> None:
    for file in example_site.files:
        text = (example_site.folder / file).read_text(encoding="utf-8") if _is_data(file) else ""
        if file.endswith((".xml", ".svg")):
            ET.fromstring(text)  # noqa: S314  # our own output
        elif text:
            json.loads(text)


def test_every_external_link_is_well_formed(example_site: BuiltSite) -> None:
    wrong = {
        f"{file}: {target}"
        for file, document in example_site.html.items()
        for target in _targets(document)
        if urlsplit(target).scheme and not _is_well_formed(target)
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_canonical_and_alternate_addresses_are_the_sites_own(example_site: BuiltSite) -> None:
    for file, document in example_site.html.items():
        named = [link for link in document.all("link") if link.get("rel") in {"canonical", "alternate"}]
        assert all(_is_there(example_site, file, link.get("href")) for link in named), file
        canonical = [link.get("href") for link in named if link.get("rel") == "canonical"]
        own = urljoin(example_site.url, example_site.path(file) if file != "index.html" else example_site.base)
        if file.startswith("go/"):  # a short address: the page it leads to is the one to keep
            assert len(canonical) == 1, file
            assert canonical[0] not in {own, example_site.url}, file
            continue
        is_nowhere = file.endswith("404.html") or set(FOR_ONE_CLIENT) & set(file.split("/"))
        assert canonical == ([] if is_nowhere else [own]), file


def test_translations_name_each_other(example_site: BuiltSite) -> None:
    versions = {
        example_site.path(file) if file != "index.html" else example_site.base: {
            link.get("hreflang"): urlsplit(link.get("href")).path
            for link in document.all("link")
            if link.get("rel") == "alternate" and link.get("hreflang")
        }
        for file, document in example_site.html.items()
    }
    for path, named in versions.items():
        assert not named or path in named.values(), path
        for language, other in named.items():
            assert versions[other] == named, f"{path} names {other} as its version in {language}, not the reverse"


def test_structured_data_says_what_it_is(example_site: BuiltSite) -> None:
    for file, document in example_site.html.items():
        for item in structured_data(document):
            assert item.get("@context") == "https://schema.org", file
            assert "@type" in item or "@graph" in item, file


def test_structured_data_cannot_end_its_script(example_site: BuiltSite) -> None:
    for file, document in example_site.html.items():
        assert not any("<" in text for text in document.json_ld), file


def test_every_offer_in_structured_data_is_complete_and_true_now(example_site: BuiltSite) -> None:
    found = [
        (file, offer)
        for file, document in example_site.html.items()
        for item in structured_data(document)
        for offer in _objects(item, "Offer")
    ]
    assert found
    problems = {f"{file}: {problem}" for file, offer in found for problem in _offer_problems(offer)}
    assert not problems, "\n".join(sorted(problems))


def test_addresses_in_structured_data_lead_somewhere(example_site: BuiltSite) -> None:
    broken = {
        f"{file}: {address}"
        for file, document in example_site.html.items()
        for text in document.json_ld
        for address in re.findall(re.escape(example_site.url) + r"[^\"\\]*", text)
        if not _is_there(example_site, file, address.partition("#")[0])  # a fragment there names a thing, not a place
    }
    assert not broken, "\n".join(sorted(broken))


def test_every_picture_has_its_size_and_words(example_site: BuiltSite) -> None:
    wrong = {
        f"{file}: {image.get('src')}"
        for file, document in example_site.html.items()
        for image in document.all("img")
        if "alt" not in image.attributes or not image.get("width").isdigit() or not image.get("height").isdigit()
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_no_page_has_code_or_style_in_it(example_site: BuiltSite) -> None:
    wrong = {f"{file}: {found}" for file, document in example_site.html.items() for found in _inline_code(document)}
    assert not wrong, "\n".join(sorted(wrong))


def test_every_page_has_one_heading_of_its_own(example_site: BuiltSite) -> None:
    for file, document in example_site.html.items():
        assert len(list(document.all("h1"))) == 1, file
    titles = [(d.first("html").get("lang"), d.first("title").text) for d in example_site.html.values()]
    assert {title for title in titles if titles.count(title) > 1} == set()


@pytest.mark.parametrize("language", ["ca", "es", "en", "ru"])
def test_home_page_is_light(language: str, example_site: BuiltSite) -> None:
    file = example_site.page("home", language).path.removeprefix(example_site.base) + "index.html"
    links = {link.get("rel"): link.get("href") for link in example_site.documents[file].all("link")}
    style = links["stylesheet"].removeprefix(example_site.base)
    size = sum(len(gzip.compress((example_site.folder / name).read_bytes())) for name in (file, style))
    assert size <= 14_000


def _targets(document: Document) -> Iterator[str]:
    for element in document.all(*PLACES):
        for name in PLACES[element.tag]:
            value = element.get(name).strip()
            if name.endswith("srcset"):
                yield from (candidate.split()[0] for candidate in value.split(",") if candidate.strip())
            elif name in element.attributes:
                yield value


def _is_internal(site: BuiltSite, file: str, target: str) -> bool:
    return urljoin(site.url, target).startswith(site.url) or not urlsplit(target).scheme or not file


def _is_there(site: BuiltSite, file: str, target: str) -> bool:
    """Whether an address, seen from a file, is one of the output's files, and its fragment an id in it."""
    whole = urlsplit(urljoin(urljoin(site.url, site.path(file)), target))
    if f"{whole.scheme}://{whole.netloc}{whole.path}".startswith(site.url):
        found = unquote(whole.path).removeprefix(site.base)
        found = f"{found}index.html" if not found or found.endswith("/") else found
        if found in site.files:
            document = site.documents.get(found)
            return not whole.fragment or document is None or unquote(whole.fragment) in document.ids
    return False


def _is_well_formed(target: str) -> bool:
    parts = urlsplit(target)
    match parts.scheme:
        case "https" | "http":
            return bool(re.fullmatch(r"[\w.-]+\.[\w-]+(:\d+)?", parts.netloc)) and not re.search(r"\s", target)
        case "mailto":
            return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", parts.path))
        case "tel":
            return bool(re.fullmatch(r"\+\d{6,15}", parts.path))
        case _:
            return parts.scheme in {"viber", "data"}


def _is_data(file: str) -> bool:
    return file.endswith((".xml", ".svg", ".json", ".webmanifest"))


def _objects(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a type anywhere in a JSON-LD value."""
    children = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, dict) and value.get("@type") == kind:
        yield value
    for child in children:
        yield from _objects(child, kind)


def _offer_problems(offer: dict[str, Any]) -> Iterator[str]:
    priced = offer if "price" in offer else offer.get("priceSpecification", {})
    for key in ("price", "priceCurrency"):
        if key not in priced:
            yield f"an Offer without {key}"
    for key in ("availability", "url"):
        if key not in offer:
            yield f"an Offer without {key}"
    if not re.fullmatch(r"\d+(\.\d{1,2})?", str(priced.get("price", "0"))):
        yield f"an Offer with the price '{priced['price']}'"
    until = offer.get("priceValidUntil") or offer.get("validThrough")
    if until and "validFrom" not in offer:
        yield f"an Offer until {until} that does not say from when"
    if until and _has_passed(until) and not offer.get("availability", "").endswith(("SoldOut", "Discontinued")):
        yield f"an Offer until {until} is said to be available"


def _has_passed(until: str) -> bool:
    return until[:10] < NOW.date().isoformat() if len(until) == 10 else datetime.fromisoformat(until) <= NOW


def _inline_code(document: Document) -> Iterator[str]:
    for element in document.all():
        yield from (
            f"<{element.tag} {name}>" for name in element.attributes if name == "style" or name.startswith("on")
        )
        if element.tag == "style":
            yield "<style>"
        if element.tag == "script" and "src" not in element.attributes and "json" not in element.get("type"):
            yield "<script>"
        if element.get("href").startswith("javascript:"):
            yield element.get("href")
