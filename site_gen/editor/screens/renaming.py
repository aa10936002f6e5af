"""Another address for a page: what leads to it, and what names it, follows."""

from __future__ import annotations

from slugify import slugify

from site_gen.actions.editing.renaming import NotRenamedError, Refusal, renaming
from site_gen.actions.editing.renaming_services import SERVICES_FILE, service_renaming
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


def service(desk: Desk, asked: Asked) -> Answer:
    """Ask for a service's new id; give it that, with all that names it, as one save."""
    old = asked.query.get("id", "")
    if desk.site is None or desk.session.engine.problems:
        return desk.message(asked, 409, "broken")
    known = {each.id: each.name for each in desk.site.services.get(desk.site.main.language, ())}
    if old not in known:
        return desk.message(asked, 404, "missing")
    if asked.method != "POST":
        return _service_form(desk, asked, old, known[old], old)
    return _renamed(desk, asked, desk.site, old, known[old])


def _renamed(desk: Desk, asked: Asked, site: Site, old: str, title: str) -> Answer:
    say, typed = words_in(asked.language).say, asked.field("address")
    if desk.drafts.of(SERVICES_FILE):
        return _service_form(desk, asked, old, title, typed, say("rename_typed", what=SERVICES_FILE))
    try:
        found = service_renaming(desk.work.project, site, old, slugify(typed, max_length=80))
        number = save(desk.work, "service", found.wishes)
    except NotRenamedError as error:
        name = "service_taken" if error.reason is Refusal.TAKEN else f"rename_{error.reason.value}"
        wrong = say("service_name" if error.reason is Refusal.NAME else name, what=error.what or typed)
        return _service_form(desk, asked, old, title, typed, wrong)
    except ChangedElsewhereError:
        return desk.message(asked, 409, "elsewhere")
    shown = {"saved": number, "followed": len(found.following)}
    return redirect("write", wrote=tuple(found.wishes), file=SERVICES_FILE, **shown)


def _service_form(desk: Desk, asked: Asked, old: str, title: str, typed: str, wrong: str = "") -> Answer:
    status = 422 if wrong else 200
    return desk.page(asked, "service.html", status, id=old, title=title, typed=typed, wrong=wrong, file=SERVICES_FILE)


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
