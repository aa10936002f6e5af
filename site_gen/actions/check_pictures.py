"""Finds pictures that are smaller than the place where they are shown, so that they come out blurred."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.imaging.kinds import Kind
from site_gen.load.locator import Locator
from site_gen.load.references import find_picture, find_references, is_external
from site_gen.messages import m
from site_gen.model.base import Model
from site_gen.model.illustrated import Illustrated
from site_gen.model.picture_places import PLACES, TEXT, Place
from site_gen.model.rules import Finding
from site_gen.model.site import PictureFile, Site
from site_gen.model.used_photos import Path, named_pictures
from site_gen.problems import Location, Problem, Severity

_HINT = m("take a larger one, straight from the camera: messengers send them small")


def small_pictures(site: Site, locator: Locator) -> Iterator[Problem]:
    """Yield a warning for each use of a picture that is too small for its place. Drawings have every size."""
    findings = []
    for file, version in _versions(site):
        text = version if isinstance(version, Illustrated) else None
        for path, picture in text.pictures if text else named_pictures(version):
            place = _place(path)
            found = find_picture(picture.image, site.pictures)
            if place and found and (message := _message(site.pictures[found], place)):
                findings.append(Finding(file, (*path, "image"), message, _HINT, Severity.WARNING))
        if text is None or text.may_show_pictures:
            yield from _in_text(site, locator, file, getattr(version, "body", ""))
    yield from locator.problems(findings)


def _in_text(site: Site, locator: Locator, file: str, text: str) -> Iterator[Problem]:
    for reference in find_references(text):
        if not reference.is_picture or is_external(reference.target):
            continue
        found = find_picture(reference.target, site.pictures, file)
        if found and (message := _message(site.pictures[found], TEXT)):
            place = locator.link(file, reference.target) or Location(file)
            yield Problem(place, message, _HINT, Severity.WARNING)


def _versions(site: Site) -> Iterator[tuple[str, Model]]:
    """Yield everything that can name pictures, in its first language, with its file."""
    yield "site.yaml", site.main
    for thing in (*site.cases, *site.offers, *site.articles, *site.pages, *filter(None, [site.profile])):
        yield thing.file, thing.original


def _place(path: Path) -> Place | None:
    """Return the place of a picture by the last of its keys; None where it may have any size."""
    keys = [key for key in path if isinstance(key, str)]
    return PLACES.get(keys[-1]) if keys and "review" not in keys else None


def _message(picture: PictureFile, place: Place) -> str | None:
    if picture.kind is Kind.SVG or place.fits(picture.width, picture.height):
        return None
    return f"the picture is {picture.width} × {picture.height}; its place needs at least {place.words}"
