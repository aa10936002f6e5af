"""Something new, from a template or from what there is; and taking something away."""

from __future__ import annotations

from typing import Any

from slugify import slugify

from site_gen.actions.editing.private_files import digest
from site_gen.actions.editing.saving import ChangedElsewhereError, Wish, save
from site_gen.actions.new import starter_files
from site_gen.editor.desk import Desk
from site_gen.editor.things import CREATED, Thing, thing_of, translations_of
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.editor.words import LANGUAGES
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.model.site import Site
from site_gen.sources.edits.files import Content, EditError, edited, read_content
from site_gen.sources.yaml import Data

TEMPLATES = {
    "direct": "offers/first-month.yaml",
    "first-step": "offers/free-audit.yaml",
    "second-step": "offers/full-plan.yaml",
    "case": "cases/first-client.yaml",
    "article": "content/articles/first-steps.md",
    "page": "",
}
"""What can be begun, with the file of the starter project that it is begun from."""


def screen(desk: Desk, asked: Asked) -> Answer:
    """Ask what it is to be and how it is called; begin it as a draft, so that nothing of it is public."""
    what, title = asked.field("what") or asked.query.get("what", ""), asked.field("title").strip()
    if asked.method != "POST":
        return desk.page(asked, "new.html", what=what, kinds=list(TEMPLATES), title="", wrong="")
    slug = slugify(title, max_length=60, word_boundary=True)
    if what not in TEMPLATES or not slug:
        return desk.page(asked, "new.html", 422, what=what, kinds=list(TEMPLATES), title=title, wrong="name")
    thing = _free(desk, what, slug)
    content = _begun(desk, what, title)
    number = save(desk.work, "new", {thing.file: Wish("", content)})
    return redirect("write", wrote=(thing.file,), file=thing.file, **({"saved": number} if number else {}))


def copy(desk: Desk, asked: Asked) -> Answer:
    """Make a second one, with its translations, as a draft."""
    thing = thing_of(asked.field("file"))
    raw = desk.work.read(thing.file) if thing else None
    if asked.method != "POST" or thing is None or raw is None or thing.kind not in CREATED:
        return desk.message(asked, 404, "missing")
    free = _free(desk, thing.kind.name, thing.slug)
    wishes = {free.file: Wish("", _as_draft(thing, raw))}
    for each in translations_of(desk.work.project, thing):
        content = desk.work.read(each.file)
        wishes[each.file.replace(thing.slug, free.slug)] = Wish("", content)
    save(desk.work, "copy", wishes)
    return redirect("write", wrote=tuple(wishes), file=free.file)


def delete(desk: Desk, asked: Asked) -> Answer:
    """Take a thing away with its translations. It can be undone."""
    thing = thing_of(asked.field("file"))
    if asked.method != "POST" or thing is None or thing.kind.is_single or desk.work.read(thing.file) is None:
        return desk.message(asked, 404, "missing")
    files = [thing.file]
    if not thing.language:
        files += [each.file for each in translations_of(desk.work.project, thing)]
    wishes = {file: Wish(digest(desk.work.read(file)), None) for file in files}
    try:
        number = save(desk.work, "delete", wishes)
    except ChangedElsewhereError:
        return desk.message(asked, 409, "elsewhere")
    for file in files:
        desk.drafts.forget(file)
    return redirect("contents", wrote=tuple(files), deleted=number or 0)


def _free(desk: Desk, what: str, slug: str) -> Thing:
    """Return a thing of a kind whose name nothing has: cafe, cafe-2, cafe-3 …"""
    kind = next(kind for kind in CREATED if kind.name == what or TEMPLATES.get(what, "").startswith(f"{kind.folder}/"))
    taken = kind.reserved | RESERVED_NAMES
    number = 1
    while True:
        name = slug if number == 1 else f"{slug}-{number}"
        file = f"{kind.folder}/{name}{kind.suffix}"
        thing = thing_of(file)
        if thing is not None and name not in taken and desk.work.read(file) is None:
            return thing
        number += 1


def _begun(desk: Desk, what: str, title: str) -> bytes:
    language = desk.site.main.language if desk.site and desk.site.main.language in LANGUAGES else "en"
    template = TEMPLATES[what]
    if not template:
        return edited(b"---\n---\n\n", Content({"title": title, "draft": True}, "\n"))
    raw = starter_files(language, desk.now)[template].encode()
    content = read_content(raw, is_markdown=template.endswith(".md"))
    data: dict[str, Any] = dict(content.data) if isinstance(content.data, dict) else {}
    data["title"] = title
    for key in _dangling(desk.site, data):
        del data[key]
    data["draft"] = True
    return edited(raw, Content(data, content.body))


def _dangling(site: Site | None, data: dict[str, Data]) -> list[str]:
    """Return the keys that name something that this project doesn't have."""
    if site is None:
        return [key for key in ("service", "proof", "next") if key in data]
    known = {
        "service": {service.id for service in site.services.get(site.main.language, ())},
        "proof": {case.slug for case in site.cases},
        "next": {offer.slug for offer in site.offers},
    }
    return [key for key, names in known.items() if key in data and data[key] not in names]


def _as_draft(thing: Thing, raw: bytes) -> bytes:
    try:
        content = read_content(raw, is_markdown=thing.is_markdown)
        data = dict(content.data) if isinstance(content.data, dict) else {}
        return edited(raw, Content({**data, "draft": True}, content.body))
    except EditError:
        return raw
