"""The list of everything that can be written, with where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_gen.editor.desk import Desk
from site_gen.editor.things import CREATED, EDITED, FOR_CLIENTS, Thing, things_in, translations_in
from site_gen.editor.web import Answer, Asked
from site_gen.model.content_kinds import OFFER, ContentKind, Translation
from site_gen.model.facts import offer_status
from site_gen.model.site import Site


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the things of every kind."""
    drafts = frozenset(desk.drafts.files())
    wrong = {problem.location.file for problem in desk.session.problems}
    originals = _originals(desk.site) if desk.site else {}
    groups = [
        {
            "kind": kind.name,
            "can_add": kind in CREATED or kind in FOR_CLIENTS,
            "add": kind.name if kind in FOR_CLIENTS else "",
            "things": [
                {**_row(desk, thing, originals.get(thing.file)), "languages": languages}
                | {"has_draft": thing.file in drafts, "is_wrong": thing.file in wrong}
                for thing, languages in _with_languages(desk, kind)
            ],
        }
        for kind in EDITED
    ]
    return desk.page(asked, "contents.html", groups=groups, deleted=asked.query.get("deleted", ""))


def _row(desk: Desk, thing: Thing, original: Any) -> dict[str, Any]:
    """Return what the list says of a thing, whose `original` is None if it has errors."""
    is_draft = bool(getattr(original, "draft", False))
    status = "draft" if is_draft else ""
    if original is not None and thing.kind is OFFER:
        status = offer_status(original, desk.now).value
    return {
        "file": thing.file,
        "title": getattr(original, "client" if thing.kind in FOR_CLIENTS else "title", "") or thing.slug,
        "status": status,
        "can_delete": not thing.kind.is_single,
        "can_copy": thing.kind in CREATED,
    }


def _originals(site: Site) -> dict[str, Any]:
    things = (*site.offers, *site.cases, *site.articles, *site.pages, *site.audits, *site.proposals)
    return {thing.file: thing.original for thing in things}


def _with_languages(desk: Desk, kind: ContentKind) -> Iterator[tuple[Thing, list[dict[str, str]]]]:
    """Yield the things of a kind, each with the translations that there are."""
    project = desk.work.project
    translations = {} if kind.translation is Translation.NONE else translations_in(project, kind)
    for thing in things_in(project, kind):
        found = translations.get(thing.slug, ())
        yield thing, [{"language": each.language, "file": each.file} for each in found]
