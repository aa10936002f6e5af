"""The record of pinned posts: one line for each post that the owner pinned, and which of them are out of date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from site_gen.actions.errors import NamedThing, NotOpenError, OthersNetworkError, UnclearOfferError, UnknownNameError
from site_gen.actions.files import writing
from site_gen.actions.placeholders import placeholder_findings
from site_gen.actions.posts import PostRequest, make_posts
from site_gen.files import read_regular, write_atomically
from site_gen.load.locator import Locator
from site_gen.messages import m
from site_gen.model.facts import fitting_case
from site_gen.model.pins_file import PINS_FILE
from site_gen.problems import Problem, ProjectError, Severity, WorldError
from site_gen.social.networks import chosen_networks, social_networks
from site_gen.social.pins import Pin, Stale, make_pin, pin_line, read_pins, stale_pins
from site_gen.social.post import Post
from site_gen.social.selection import open_offers

_IN_POSTS: Final = ("url", "name", "networks")
"""What of site.yaml stands in posts."""

_OF_CASES: Final = ("title", "client")
"""What of a case stands in posts."""


@dataclass(frozen=True, slots=True)
class RecordedPin:
    """A post, and its line in the record."""

    post: Post
    pin: Pin


def record_pin(request: PostRequest, network: str) -> RecordedPin:
    """Record that the post of what is named is now pinned on a network, in the first language of the request.

    Without a name the only open offer is meant. Raises ProjectError, also for placeholders that the post would carry,
    WorldError, and ActionError for a network that is unknown or not the project's, an offer that isn't open yet, or if
    no offer is named and not exactly one is open.
    """
    known = tuple(social_networks(request.site.main))
    if network not in known:
        raise UnknownNameError(NamedThing.NETWORK, network, known)
    request = _of_one_post(request, network)
    own = chosen_networks(request.site.main)
    if network not in own:
        raise OthersNetworkError(network, own)
    if request.opens_at is not None:
        raise NotOpenError(request.name or "", request.opens_at)
    left = placeholders_in_posts(request)
    if left:
        raise ProjectError(replace(problem, severity=Severity.ERROR) for problem in left)
    post = make_posts(request)[0]
    pin = make_pin(post, request.now)
    _append(request.project, pin)
    return RecordedPin(post, pin)


def placeholders_in_posts(request: PostRequest) -> tuple[Problem, ...]:
    """Return the placeholders of a new project that posts would carry to the public: address, name, accounts, and what
    a sample case says, or its title where it proves one of the offers.
    """
    locator, site, subject = Locator(request.project), request.site, request.subject
    offers = [each for each in site.offers if subject is None or (subject.folder, each) == ("offers", subject.source)]
    proofs = {case.file for offer in offers if (case := fitting_case(site, offer, site.main.language)) is not None}
    about = subject.source.file if subject is not None and subject.folder == "cases" else None
    mine = (
        each
        for each in placeholder_findings(site, locator)
        if each.file == about
        or (each.file == "site.yaml" and each.path[0] in _IN_POSTS)
        or (each.file in proofs and each.path[0] in _OF_CASES)
    )
    return tuple(locator.problems(mine))


def _of_one_post(request: PostRequest, network: str) -> PostRequest:
    """Return the request for one offer, network and language."""
    name = request.name
    if name is None:
        live = open_offers(request.site, request.now)
        if len(live) != 1:
            raise UnclearOfferError
        name = live[0].slug
    selection = request.selection
    language = selection.languages[0] if selection.languages else request.site.main.language
    return replace(request, name=name, selection=replace(selection, networks=(network,), languages=(language,)))


def _append(project: Path, pin: Pin) -> None:
    pinned_posts(project)  # an unreadable record is left unchanged
    path = project / PINS_FILE
    with writing(path.parent):
        before = read_regular(path) if path.exists() else b""
        write_atomically(path, before + pin_line(pin).encode())  # a full disk leaves no half of a line


def pinned_posts(project: Path) -> tuple[Pin, ...]:
    """Return the record of a project. Raises ProjectError for invalid lines, WorldError."""
    path = project / PINS_FILE
    if not path.is_file():
        return ()
    try:
        return read_pins(read_regular(path).decode())
    except (OSError, UnicodeDecodeError) as error:
        raise WorldError(
            m("{path} can't be read: {error}", path=path, error=error), m("nothing was changed")
        ) from error


def outdated_pins(request: PostRequest) -> tuple[Stale, ...]:
    """Return the pinned posts of a request that are out of date, or will be within 48 hours."""
    pins, selection = pinned_posts(request.project), request.selection
    return tuple(
        stale
        for stale in stale_pins(request.site, pins, request.now)
        if request.name in {None, stale.pin.offer, f"{stale.pin.folder}/{stale.pin.offer}"}
        and stale.pin.network in (selection.networks or {stale.pin.network})
        and stale.pin.language in (selection.languages or {stale.pin.language})
    )
