"""The posts of an offer or an article, by network: to copy, to compare with the limit, to note that one is pinned."""

from __future__ import annotations

from typing import Any

from site_gen.actions.errors import ActionError
from site_gen.actions.pins import outdated_pins, pinned_posts, record_pin
from site_gen.actions.posts import PostRequest, make_posts
from site_gen.editor.desk import Desk
from site_gen.editor.screens.problem_links import problem_views
from site_gen.editor.things import network_names
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.messages import said
from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.pins_file import PINS_FILE
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, WorldError
from site_gen.social.opening import VARIANTS, Variant
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection
from site_gen.social.subjects import Subject, subjects, subjects_called


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the posts of one thing in one language; note one as pinned."""
    site = desk.site
    if site is None:
        return desk.message(asked, 409, "broken")
    names = _names(site, desk)
    wanted = asked.query.get("name") or (names[0]["name"] if names else "")
    name = next((each.name for each in subjects_called(site, wanted)), None)
    if name is None:
        return desk.message(asked, 404, "missing" if asked.query.get("name") else "no_posts")
    language = asked.query.get("language", "")
    language = language if language in site.main.languages else site.main.language
    variant: Variant = next((each for each in VARIANTS if each == asked.query.get("variant")), "offer")
    request = PostRequest(desk.work.project, site, desk.now, name, PostSelection((), (language,), variant))
    posts, problems = _made(request)
    if asked.method == "POST":
        return _pinned(desk, asked, request, name)
    return desk.page(
        asked,
        "posts.html",
        name=name,
        names=names,
        post_language=language,
        post_languages=site.main.languages,
        variant=variant,
        variants=VARIANTS,
        posts=[_view(post, asked.language) for post in posts],
        problems=problem_views(desk, problems),
        stale=_stale(request),
        pinned=_pins(request, language),
    )


def _names(site: Site, desk: Desk) -> list[dict[str, str]]:
    """Return what posts can be made of: offers that are no drafts, the open ones first, then articles and cases."""

    def rank(subject: Subject) -> tuple[int, bool]:
        is_offer = subject.folder == "offers"
        is_open = is_offer and offer_status(subject.source.original, desk.now) is OfferStatus.LIVE
        return ("offers", "articles", "cases").index(subject.folder), not is_open

    return [{"name": each.name, "title": each.source.original.title} for each in sorted(subjects(site), key=rank)]


def _made(request: PostRequest) -> tuple[tuple[Post, ...], tuple[Problem, ...]]:
    try:
        return make_posts(request), ()
    except ProjectError as error:
        return (), error.problems
    except ActionError:
        return (), ()


def _pinned(desk: Desk, asked: Asked, request: PostRequest, name: str) -> Answer:
    try:
        record_pin(request, asked.field("network"))
    except (ActionError, ProjectError, WorldError):
        return desk.message(asked, 409, "not_pinned")
    language = request.selection.languages[0]
    return redirect("posts", wrote=(PINS_FILE,), name=name, language=language, variant=request.selection.variant)


def _view(post: Post, language: str) -> dict[str, Any]:
    texts = [
        {
            "role": text.role,
            "text": text.text,
            "seen": text.text[: text.fold] if text.fold and text.fold < len(text.text) else "",
            "rest": text.text[text.fold :] if text.fold and text.fold < len(text.text) else "",
            "used": text.used,
            "limit": text.limit,
            "is_close": bool(text.limit) and text.used > text.limit * 0.95,
        }
        for text in post.texts
    ]
    notes = [said(note, language) for note in post.notes]
    return {"network": post.network, "name": post.name, "texts": texts, "notes": notes}


def _stale(request: PostRequest) -> list[dict[str, Any]]:
    try:
        found = outdated_pins(request)
    except (ProjectError, WorldError):
        return []
    names = network_names(request.site.main)
    return [{"network": names.get(each.pin.network, each.pin.network)} for each in found]


def _pins(request: PostRequest, language: str) -> set[str]:
    try:
        pins = pinned_posts(request.project)
    except (ProjectError, WorldError):
        return set()
    return {pin.network for pin in pins if f"{pin.folder}/{pin.offer}" == request.name and pin.language == language}
