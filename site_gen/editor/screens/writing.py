"""Writing: the form of one file, what is wrong with it, and its page beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from site_gen.actions.editing.drafts import Draft
from site_gen.actions.editing.private_files import digest
from site_gen.actions.editing.saving import ChangedElsewhereError, Wish, save
from site_gen.editor.desk import Desk
from site_gen.editor.filled import FilledForm, blank, filled
from site_gen.editor.forms.criteria import name_criteria
from site_gen.editor.forms.problems import places
from site_gen.editor.forms.values import Pairs
from site_gen.editor.forms.views import FormContext, attach, form_view
from site_gen.editor.list_steps import is_list_step, list_step
from site_gen.editor.look import Looked
from site_gen.editor.things import SITE, Thing, called, network_names, thing_of
from site_gen.editor.translating import original_of, raw_of, to_translate
from site_gen.editor.web import Answer, Asked, as_json, redirect
from site_gen.editor.words import LANGUAGES, words_in
from site_gen.load.rubric import rubric_in
from site_gen.load.theme_places import ThemePlaces
from site_gen.messages import joined, said_all
from site_gen.model.content_kinds import AUDIT, PICTURES, SERVICES
from site_gen.model.picture_places import CROPS
from site_gen.problems import Problem, Severity
from site_gen.sources.edits.files import EditError


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the form of a file; take what was typed: save it, change a list in it, or let it go."""
    thing = thing_of(asked.query.get("file", ""))
    raw = raw_of(desk, thing) if thing else None
    if thing is None or raw is None:
        return desk.message(asked, 404, "missing")
    draft = desk.drafts.of(thing.file)
    if asked.method == "GET":
        return _form(desk, asked, thing, draft or Draft(thing.file, raw, ()))
    do = asked.field("do")
    if do == "discard":
        desk.drafts.forget(thing.file)
        return redirect("write", file=thing.file)
    sent = Draft(thing.file, _base(desk, asked, raw, draft), _typed(asked.pairs))
    if is_list_step(do):
        sent = Draft(sent.file, sent.base, list_step(sent.pairs, do))
        desk.drafts.keep(sent)
        return _form(desk, asked, thing, sent)
    desk.drafts.keep(sent)
    if do in {"save", "save-anyway"}:
        return _save(desk, asked, thing, sent, is_sure=do == "save-anyway")
    return _form(desk, asked, thing, sent)


def draft(desk: Desk, asked: Asked) -> Answer:
    """Keep what is typed, and tell the form's script what is wrong with it and that its page is new."""
    thing = thing_of(asked.query.get("file", ""))
    raw = raw_of(desk, thing) if thing else None
    if thing is None or raw is None:
        return as_json({}, 404)
    sent = Draft(thing.file, _base(desk, asked, raw, desk.drafts.of(thing.file)), _typed(asked.pairs))
    desk.drafts.keep(sent)
    found = filled(thing, sent, original_of(desk, thing))
    looked, listed, _ = _looked(desk, thing, found, asked.language)
    return as_json(
        {
            "problems": said_all(listed, asked.language),
            "is_shown": looked.is_shown,
            "is_changed": found.new != sent.base,
            "is_elsewhere": raw != sent.base,
        }
    )


def choose(desk: Desk, asked: Asked) -> Answer:
    """Show a draft beside the file as it was changed elsewhere, key by key; take what was chosen of each."""
    thing = thing_of(asked.query.get("file", ""))
    raw, kept = (desk.work.read(thing.file), desk.drafts.of(thing.file)) if thing else (None, None)
    if thing is None or raw is None or kept is None:
        return desk.message(asked, 404, "missing")
    of = original_of(desk, thing)
    mine, theirs, base = filled(thing, kept, of), blank(thing, raw, of), blank(thing, kept.base, of)
    if not (mine.is_form and theirs.is_form):
        return desk.message(asked, 409, "unreadable_first")
    if asked.method == "POST" and asked.field("seen") == digest(raw):
        chosen = frozenset(name.removeprefix("k:") for name, value in asked.pairs if value == "mine")
        try:
            new = theirs.taking(mine, chosen)
        except EditError:
            return desk.message(asked, 409, "unwritable")
        return _write(desk, thing, raw, new, kept)
    words = words_in(asked.language)
    differences = list(mine.differences(theirs, base, words))
    return desk.page(asked, "choose.html", file=thing.file, title=thing.slug, differences=differences, seen=digest(raw))


# --- the form ---------------------------------------------------------------------------------------------------------


def _form(desk: Desk, asked: Asked, thing: Thing, kept: Draft, status: int = 200, saving: str = "") -> Answer:
    found = filled(thing, kept, original_of(desk, thing))
    looked, problems, nodes = _looked(desk, thing, found, asked.language)
    raw = raw_of(desk, thing)
    desk.drafts.keep_base(kept.base)
    shown = nodes if thing.language else [node for node in nodes if _is_shown(node)]
    return desk.page(
        asked,
        "write.html",
        status,
        file=thing.file,
        thing=thing,
        title=str(found.title or called(thing, words_in(asked.language))),
        nodes=shown,
        more=[node for node in nodes if node not in shown],
        raw=None if found.is_form else found.text,
        problems=problems,
        saving=saving,
        saved=asked.query.get("saved", "") if not kept.pairs else "",
        moved=asked.query.get("moved", ""),
        followed=asked.query.get("followed", ""),
        services=_services(desk, thing),
        is_draft=bool(kept.pairs) and found.new != raw,
        is_elsewhere=raw != kept.base,
        base=digest(kept.base),
        look=desk.look_address(thing.page(found.data, _main(desk))) if looked.is_shown else "",
        translations=to_translate(desk, thing),
    )


def _services(desk: Desk, thing: Thing) -> list[tuple[str, str]]:
    """Return the ids and names of the services whose ids can be changed here."""
    if thing.kind is not SERVICES or thing.language or desk.site is None:
        return []
    return [(each.id, each.name) for each in desk.site.services.get(desk.site.main.language, ())]


def _main(desk: Desk) -> str:
    return desk.site.main.language if desk.site else ""


_USUAL: Final = frozenset(
    {"title", "summary", "includes", "body", "picture", "cover", "photo", "call_to_action", "seats", "draft"}
)
"""Fields that stand in a form even if there is nothing in them."""


def _is_shown(node: dict[str, Any]) -> bool:
    """Whether a field stands in the form at first, and not below 'more'."""
    return bool(node["is_filled"] or node["required"] or node["problems"]) or node["path"][-1] in _USUAL


def _looked(
    desk: Desk, thing: Thing, found: FilledForm, language: str
) -> tuple[Looked, list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what reading the project with the form's content gives, its problems as views, and the form's nodes."""
    looked = desk.look.read({thing.file: found.new}, desk.session.engine.shown_at)
    of = found.original if thing.language else None
    nodes = form_view(found.fields, found.data, found.posted, _context(desk, thing, language), of)
    if thing.kind is AUDIT:
        name_criteria(nodes, rubric_in(language, desk.site.rubric if desk.site else None))
    own = [problem for problem in looked.problems if problem.location.file == thing.file]
    wrong = [*found.refused, *places(own, found.new, is_markdown=thing.is_markdown)]
    listed = attach(nodes, wrong, words_in(language))
    others = [problem for problem in looked.errors() if problem.location.file != thing.file]
    known = frozenset(desk.session.problems)
    listed += [_elsewhere(problem) for problem in others if problem not in known]
    return looked, listed, nodes


def _elsewhere(problem: Problem) -> dict[str, Any]:
    message = joined(f"{problem.location}: ", problem.message)
    return {"message": message, "hint": problem.hint, "severity": Severity.ERROR.value, "id": "", "label": ""}


def _context(desk: Desk, thing: Thing, language: str) -> FormContext:
    words = words_in(language)
    site = desk.site
    if site is None:
        return FormContext(words, pictures=_pictures(desk))
    services = {service.id: service.name for service in site.services.get(site.main.language, ())}
    cases = {case.slug: case.original.title for case in site.cases}
    offers = {offer.slug: offer.original.title for offer in site.offers if offer.slug != thing.slug}
    seconds = {offer.slug: offer.original.title for offer in site.offers if offer.original.kind == "second-step"}
    existing: dict[str, Mapping[str, str]] = {
        "service": services,
        "proof": cases,
        "case": cases,
        "next": seconds if thing.kind is AUDIT else offers,
        "offer": seconds,
        "audit": {audit.slug: audit.original.client for audit in site.audits},
    }
    if thing.kind is SITE:  # asking installed packages takes a while
        existing["languages"] = LANGUAGES
        existing["name"] = {name: name for name in sorted(ThemePlaces(desk.work.project).names())}
    sizes = {each.name: (each.width, each.height) for each in site.pictures.values()}
    crops = CROPS.get(thing.kind.name, {})
    names = network_names(site.main)
    return FormContext(
        words, site.main.currency, site.main.time_zone, existing, _pictures(desk), sizes, crops, names=names
    )


def _pictures(desk: Desk) -> tuple[str, ...]:
    folder = desk.work.project / "content" / PICTURES
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return tuple(sorted(path.relative_to(folder).as_posix() for path in found))


# --- saving -----------------------------------------------------------------------------------------------------------


def _typed(pairs: Pairs) -> tuple[tuple[str, str], ...]:
    """Return what belongs to the file, of what a form sends."""
    return tuple((name, value) for name, value in pairs if name[1:2] == ":")


def _base(desk: Desk, asked: Asked, raw: bytes, kept: Draft | None) -> bytes:
    """Return the bytes that the form was made from."""
    named = asked.field("base")
    for known in (raw, kept.base if kept else None, desk.drafts.base(named)):
        if known is not None and digest(known) == named:
            return known
    return b""


def _save(desk: Desk, asked: Asked, thing: Thing, sent: Draft, *, is_sure: bool) -> Answer:
    found = filled(thing, sent, original_of(desk, thing))
    _, problems, _ = _looked(desk, thing, found, asked.language)
    if found.refused or (not is_sure and any(each["severity"] == Severity.ERROR.value for each in problems)):
        return _form(desk, asked, thing, sent, 422, saving="refused")
    return _write(desk, thing, sent.base, found.new, sent)


def _write(desk: Desk, thing: Thing, base: bytes, new: bytes, kept: Draft) -> Answer:
    try:
        is_new = not base and desk.work.read(thing.file) is None
        number = save(desk.work, "edit", {thing.file: Wish("" if is_new else digest(base), new)})
    except ChangedElsewhereError:
        desk.drafts.keep(kept)
        return redirect("choose", file=thing.file)
    desk.drafts.forget(thing.file)
    return redirect("write", wrote=(thing.file,), file=thing.file, **({"saved": number} if number else {}))
