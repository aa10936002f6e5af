"""Another address for a page: what leads to it, and what names it, follows."""

from __future__ import annotations

from slugify import slugify

from site_gen.actions.editing.renaming import NotRenamedError, renaming
from site_gen.actions.editing.saving import ChangedElsewhereError, save
from site_gen.editor.desk import Desk
from site_gen.editor.things import CREATED, Thing, thing_of, translations_of
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.editor.words import words_in
from site_gen.model.site import Site


def screen(desk: Desk, asked: Asked) -> Answer:
    """Ask for a page's new address; move it there, with all that names it, as one save."""
    thing = thing_of(asked.query.get("file", ""))
    if thing is None or thing.language or thing.kind not in CREATED or desk.work.read(thing.file) is None:
        return desk.message(asked, 404, "missing")
    if desk.site is None or desk.session.engine.problems:
        return desk.message(asked, 409, "broken")
    if asked.method != "POST":
        return _form(desk, asked, thing, thing.slug)
    return _moved(desk, asked, thing, desk.site)


def _moved(desk: Desk, asked: Asked, thing: Thing, site: Site) -> Answer:
    say = words_in(asked.language).say
    waiting = [each.file for each in (thing, *translations_of(desk.work.project, thing)) if desk.drafts.of(each.file)]
    if waiting:
        return _form(desk, asked, thing, asked.field("address"), say("rename_typed", what=waiting[0]))
    new = slugify(asked.field("address"), max_length=80)
    try:
        found = renaming(desk.work.project, site, thing.kind, thing.slug, new, desk.work.clock())
        number = save(desk.work, "rename", found.wishes)
    except NotRenamedError as error:
        wrong = say(f"rename_{error.reason.value}", what=error.what or asked.field("address"))
        return _form(desk, asked, thing, asked.field("address"), wrong)
    except ChangedElsewhereError:
        return desk.message(asked, 409, "elsewhere")
    shown = {"saved": number, "moved": len(found.following)}
    return redirect("write", wrote=tuple(found.wishes), file=found.file, **shown)


def _form(desk: Desk, asked: Asked, thing: Thing, address: str, wrong: str = "") -> Answer:
    return desk.page(
        asked,
        "rename.html",
        422 if wrong else 200,
        file=thing.file,
        title=_title(desk, thing) or thing.slug,
        route=f"/{thing.kind.route}",
        slug=thing.slug,
        address=address,
        wrong=wrong,
    )


def _title(desk: Desk, thing: Thing) -> str:
    site = desk.site
    things = (*site.offers, *site.cases, *site.articles, *site.pages) if site else ()
    return next((each.original.title for each in things if each.file == thing.file), "")
