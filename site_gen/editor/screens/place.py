"""Where the site goes: the kinds of places, and the form of one, made from the same models that read site.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as UserFolder
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from site_gen.actions.editing.private_files import digest
from site_gen.actions.editing.saving import ChangedElsewhereError, Wish, save
from site_gen.deploy.stores.logins import has_login
from site_gen.distribution import install_line
from site_gen.editor.desk import Desk
from site_gen.editor.forms.fields import Field, fields_of
from site_gen.editor.forms.values import Path, Posted, data_of
from site_gen.editor.forms.views import FormContext, attach, form_view
from site_gen.editor.forms.wording import in_form
from site_gen.editor.screens.problem_links import problem_views
from site_gen.editor.things import NAME
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.editor.words import Words, words_in
from site_gen.load.shape import Shape, model_shape
from site_gen.load.wording import words as in_words
from site_gen.messages import m
from site_gen.model.settings import Settings
from site_gen.model.targets import ONLY, TARGETS
from site_gen.model.targets.base import Target
from site_gen.problems import Location, Problem
from site_gen.sources.edits.files import Content, EditError, edited, read_content
from site_gen.sources.edits.nesting import nested
from site_gen.sources.yaml import Data

SITE: Final = "site.yaml"
_URL: Final[Path] = ("url",)
_NAME: Final[Path] = ("name",)
_ELSEWHERE: Final = frozenset({"to", "url", "profile"})
"""Keys that are not asked for in the way of the others: the kind is chosen first, the address stands in a field of its
own, and a profile of AWS is for those who have one, in the file."""


def screen(desk: Desk, asked: Asked) -> Answer:
    """Ask which kind of place it is; then for what that kind needs. Write it into site.yaml."""
    raw = desk.work.read(SITE)
    try:
        found = read_content(raw or b"", is_markdown=False).data
    except EditError:
        return desk.message(asked, 409, "broken")
    if raw is None or not isinstance(found, dict):
        return desk.message(asked, 409, "broken")
    is_new = bool(asked.query.get("new")) and bool(found.get("deploy"))
    name, there = ("", {}) if is_new else _target(found, asked.query.get("target", ""))
    kind = asked.query.get("kind", "") or str(there.get("to", ""))
    if kind not in TARGETS or asked.query.get("kinds"):
        kinds = [(each, needs_login(each)) for each in TARGETS]
        return desk.page(asked, "place.html", kinds=kinds, chosen=kind, kind="", target=name, is_new=is_new)
    if is_new:
        return _further(desk, asked, kind, raw, found)
    values: dict[str, Data] = there if there.get("to") == kind else {"to": kind, **_proposed(desk, kind)}
    if asked.method != "POST":
        url = (found if _is_first(found, name) else values).get("url", "")
        return _form(desk, asked, _Asking(kind, name, values, _own(str(url))))
    return _take(desk, asked, kind, name, values, raw, found)


def needs_login(kind: str) -> bool:
    """Whether somebody has to log in at a kind of place."""
    return kind != "folder"


def _further(desk: Desk, asked: Asked, kind: str, raw: bytes, data: dict[str, Data]) -> Answer:
    """Ask for a place beside those that there are, and write it behind them. The only one is then called as `deploy`
    calls it already."""
    values: dict[str, Data] = {"to": kind}
    name = asked.field("name").strip()
    if asked.method != "POST":
        return _form(desk, asked, _Asking(kind, "", values, "", is_new=True))
    posted, url = Posted.of(asked.pairs), asked.field("url").strip()
    values = {**values, **data_of(_fields(kind), {}, posted), "url": url}
    try:
        raw_named = nested(raw, "deploy", ONLY) if _is_alone(data) else raw
    except EditError:
        return desk.message(asked, 409, "unwritable")
    named: Any = read_content(raw_named, is_markdown=False).data
    there = _several(named)
    wanted = {**named, "deploy": {**there, name: values}}
    mistakes = [
        *_name_mistakes(name, there),
        *_mistakes(TARGETS[kind], values),
        *_url_mistakes(url, wanted, is_site=False),
    ]
    if mistakes:
        return _form(desk, asked, _Asking(kind, name, values, url, posted, tuple(mistakes), is_new=True))
    return _kept(desk, asked, raw, raw_named, wanted, name)


def _is_alone(data: dict[str, Data]) -> bool:
    deploy = data.get("deploy")
    return isinstance(deploy, dict) and "to" in deploy


def _name_mistakes(name: str, there: dict[str, Data]) -> list[tuple[Path, Problem]]:
    if name in there:
        return [
            (
                _NAME,
                Problem(Location(SITE), m("'{name}' is the name of another place", name=name), m("write another name")),
            )
        ]
    if not NAME.fullmatch(name):
        return [
            (
                _NAME,
                Problem(Location(SITE), m("this is no name of a place"), m("write one such as test: a to z, digits")),
            )
        ]
    return []


def _kept(desk: Desk, asked: Asked, raw: bytes, start: bytes, wanted: dict[str, Data], name: str) -> Answer:
    """Write site.yaml, which was `raw`, so that it says `wanted`; `start` are its bytes to go on from."""
    try:
        save(desk.work, "edit", {SITE: Wish(digest(raw), edited(start, Content(wanted)))})
    except EditError:
        return desk.message(asked, 409, "unwritable")
    except ChangedElsewhereError:
        return desk.message(asked, 409, "elsewhere")
    desk.publishing.forget()
    return redirect("publish", wrote=(SITE,), target=name or ONLY)


def _target(data: dict[str, Data], wanted: str) -> tuple[str, dict[str, Data]]:
    """Return the name of the target that is meant, '' for the only one, and what site.yaml says of it."""
    deploy = data.get("deploy")
    if not isinstance(deploy, dict):
        return "", {}
    if "to" in deploy:
        return "", deploy
    name = wanted if isinstance(deploy.get(wanted), dict) else next((key for key in deploy), "")
    there = deploy.get(name)
    return name, dict(there) if isinstance(there, dict) else {}


def _proposed(desk: Desk, kind: str) -> dict[str, Data]:
    """Return what can be proposed for a new place: a folder beside the project."""
    return {"path": f"../{desk.work.project.name}-online"} if kind == "folder" else {}


def _own(url: str) -> str:
    """Return an address, but not that of a new project, which is nobody's."""
    return "" if urlsplit(url).hostname == "example.com" else url


def _fields(kind: str) -> tuple[Field, ...]:
    return tuple(each for each in fields_of(TARGETS[kind]) if each.key not in _ELSEWHERE)


def _take(
    desk: Desk, asked: Asked, kind: str, name: str, there: dict[str, Data], raw: bytes, data: dict[str, Data]
) -> Answer:
    """Write what was typed, if it is right."""
    posted, url = Posted.of(asked.pairs), asked.field("url").strip()
    own = {key: value for key, value in there.items() if key in _ELSEWHERE}
    values = {"to": kind, **own, **data_of(_fields(kind), _asked_for(there), posted)}
    wanted = {**data}
    (wanted if _is_first(data, name) else values)["url"] = url
    wanted["deploy"] = values if not name else {**_several(data), name: values}
    mistakes = [*_mistakes(TARGETS[kind], values), *_url_mistakes(url, wanted, is_site=_is_first(data, name))]
    if mistakes:
        return _form(desk, asked, _Asking(kind, name, values, url, posted, tuple(mistakes)))
    return _kept(desk, asked, raw, raw, wanted, name)


def _is_first(data: dict[str, Data], name: str) -> bool:
    """Whether a target is the site itself, whose address is the site's."""
    return not name or next(iter(_several(data)), name) == name


def _asked_for(values: dict[str, Data]) -> dict[str, Data]:
    return {key: value for key, value in values.items() if key not in _ELSEWHERE}


def _several(data: dict[str, Data]) -> dict[str, Data]:
    deploy = data.get("deploy")
    return dict(deploy) if isinstance(deploy, dict) else {}


def _mistakes(model: type[Target], values: dict[str, Any]) -> list[tuple[Path, Problem]]:
    try:
        model.model_validate(values)
    except ValidationError as error:
        return [(each["loc"], _problem(each, model_shape(model))) for each in error.errors()]
    return []


def _url_mistakes(url: str, wanted: dict[str, Any], *, is_site: bool) -> list[tuple[Path, Problem]]:
    try:
        Settings.model_validate(wanted)
    except ValidationError as error:
        wrong = [each for each in error.errors() if is_site and each["loc"][:1] == _URL]
        problems = [_problem(each, model_shape(Settings)) for each in wrong]
    else:
        problems = [] if url else [Problem(Location(SITE), m("the address is missing"))]
    return [(_URL, problem) for problem in problems[:1]]


def _problem(error: ErrorDetails, shape: Shape) -> Problem:
    return Problem(Location(SITE), *in_words(error, shape))


def _told(problem: Problem, words: Words) -> Problem:
    """Return a problem of a field that this screen has beside the form's, in the words of forms."""
    message, hint = in_form(problem, words, {"kind": "text"}, is_inside=False)
    return Problem(problem.location, message, hint)


@dataclass(frozen=True, slots=True)
class _Asking:
    """The form of a place: its kind and name (`target`; what was typed for a new one), what it says, the address of the
    site there, what was sent, and what is wrong."""

    kind: str
    target: str
    values: dict[str, Data]
    url: str
    posted: Posted | None = None
    mistakes: tuple[tuple[Path, Problem], ...] = ()
    is_new: bool = False


def _form(desk: Desk, asked: Asked, form: _Asking) -> Answer:
    kind = form.kind
    words = words_in(asked.language)
    nodes = form_view(_fields(kind), _asked_for(form.values), form.posted, FormContext(words))
    listed = attach(nodes, [each for each in form.mistakes if each[0] not in {_URL, _NAME}], words)
    wrong, name_wrong = ([_told(each, words) for path, each in form.mistakes if path == at] for at in (_URL, _NAME))
    is_needed = [node for node in nodes if node["required"]]
    return desk.page(
        asked,
        "place.html",
        422 if form.mistakes else 200,
        kind=kind,
        target="" if form.is_new else form.target,
        is_new=form.is_new,
        name=form.target,
        name_wrong=problem_views(desk, name_wrong),
        nodes=is_needed,
        more=[node for node in nodes if node not in is_needed],
        more_open=any(node["problems"] or node["is_filled"] for node in nodes if node not in is_needed),
        url=form.url,
        url_wrong=problem_views(desk, wrong),
        is_wrong=bool(listed or wrong or name_wrong),
        needs_login=needs_login(kind),
        has_login=has_login(kind, UserFolder.home()),
        secrets=TARGETS[kind].secrets,
        install=install_line(extra) if (extra := TARGETS[kind].extra) else "",
    )
