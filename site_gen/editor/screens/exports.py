"""Numbers from the networks' exports: what came of posts, into the plan; before and after, into a case.

Files are sent first, looked at as often as one likes with other answers to what they leave open, and only then is
written what was shown. The use cases are those of `site-gen plan --respond` and `site-gen import metrics`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from site_gen.actions.case_metrics import Entry
from site_gen.actions.editing.private_files import digest
from site_gen.actions.editing.saving import ChangedElsewhereError, Wish, save
from site_gen.actions.metrics import FoundTable, MetricsImport, MetricsRequest, find_metrics
from site_gen.actions.planning.responses import Answer as TopicAnswer
from site_gen.actions.planning.responses import Responses, find_responses
from site_gen.editor.desk import Desk
from site_gen.editor.planned import plan_of
from site_gen.editor.screens.plan import day_words
from site_gen.editor.screens.problem_links import problem_views
from site_gen.editor.things import Thing, thing_of
from site_gen.editor.uploads import Uploads
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.editor.words import Words, words_in
from site_gen.exports.blocks import Wanted
from site_gen.exports.days import ORDERS, YEARS
from site_gen.exports.found import Forms
from site_gen.load.series import plain
from site_gen.messages import said
from site_gen.model.content_kinds import CASE
from site_gen.model.content_plan import MEASURES, PLAN_FILE
from site_gen.problems import Problem, ProjectError
from site_gen.render.localize import Localizer

_OPTIONS: Final = {
    "dates": "order", "decimal": "decimal", "date": "date", "metric": "metric", "source": "source", "year": "year",
    "per": "per",
}  # fmt: skip
"""The fields of these screens by the options that messages for the command line name."""

_OPTION: Final = re.compile(rf"--({'|'.join(_OPTIONS)})\b")
_SIGNS: Final = (".", ",")


@dataclass(frozen=True, slots=True)
class _Sent:
    """Files that were sent, and what was said of how they are to be read."""

    uploads: Uploads
    id: str
    query: dict[str, str]

    @classmethod
    def of(cls, desk: Desk, asked: Asked) -> _Sent:
        query = {name: asked.query[name].strip() for name in _OPTIONS.values() if asked.query.get(name, "").strip()}
        return cls(Uploads(desk.work.folder / "exports"), asked.query.get("of", ""), query)

    @property
    def files(self) -> tuple[Path, ...]:
        return self.uploads.files(self.id)

    @property
    def forms(self) -> Forms:
        order, sign, year = (self.query.get(name, "") for name in ("order", "decimal", "year"))
        return Forms(
            decimal=sign if sign in _SIGNS else None,
            order=order if order in ORDERS else None,
            last_year=int(year) if year.isdecimal() and int(year) in YEARS else None,
        )

    @property
    def wanted(self) -> Wanted:
        metric = self.query.get("metric")
        return Wanted(self.query.get("date"), (metric,) if metric else ())

    def view(self, asked: Asked) -> dict[str, Any]:
        """Return what both screens show of it."""
        return {
            "of": self.id,
            "files": [path.name for path in self.files],
            "is_gone": bool(self.id) and not self.files,
            "query": {name: self.query.get(name, "") for name in _OPTIONS.values()},
            "is_open": bool(self.query),
            "orders": ORDERS,
            "is_empty": asked.method == "POST" and asked.field("do") == "look",
        }

    def plain(self, text: str, language: str) -> str:
        """Return a text in a language, without the folder in which the files are kept."""
        return re.sub(rf"{re.escape(str(self.uploads.folder))}[/\\]\w+[/\\]\w+[/\\]", "", said(text, language))

    def problems(self, found: Iterable[Problem], language: str) -> list[dict[str, str]]:
        """Return problems for people; where a message names an option of the command line, the field that stands for
        it."""
        return [
            {
                "message": self.plain(each.message, language),
                "hint": self.plain(_hint(each.hint, words_in(language)), language),
                "place": self.plain(str(each.location), language),
            }
            for each in found
        ]


def _hint(hint: str, words: Words) -> str:
    options = dict.fromkeys(_OPTION.findall(hint))
    if not options:
        return hint
    fields = ", ".join(words.say(f"export_{_OPTIONS[option]}") for option in options)
    return words.say("export_hint", fields=fields)


def _kept(desk: Desk, asked: Asked, screen: str, file: str = "") -> Answer | None:
    """Take files in and lead to what is in them (for a `file` of the project); None where none was sent."""
    uploads = [each for each in asked.uploads if each.name]
    if asked.field("do") != "look" or not uploads:
        return None
    id_ = Uploads(desk.work.folder / "exports").keep(uploads)
    return redirect(screen, file=file, of=id_) if file else redirect(screen, of=id_)


# --- what came of posts -> the plan -----------------------------------------------------------------------------------


def responses(desk: Desk, asked: Asked) -> Answer:
    """Show what exports of posts say of the plan's topics; write it."""
    plan = plan_of(desk)
    if plan is None or plan.data is None:
        return desk.message(asked, 409, "broken")
    if plan.wrong:  # which of its topics a post belongs to isn't known
        own = [each for each in desk.session.problems if each.location.file == PLAN_FILE]
        return desk.page(asked, "month.html", 409, found=None, problems=problem_views(desk, own))
    taken = _kept(desk, asked, "responses")
    if taken is not None:
        return taken
    sent = _Sent.of(desk, asked)
    found: Responses | None = None
    problems: tuple[Problem, ...] = ()
    if sent.files:
        try:
            found = find_responses(plan.source, sent.files, sent.forms)
        except ProjectError as error:
            problems = error.problems
    if asked.method == "POST" and asked.field("do") == "write" and found is not None and found.content is not None:
        raw = desk.work.read(PLAN_FILE)
        try:
            base = digest(raw) if raw is None or raw == plan.raw else digest(plan.raw)
            number = save(desk.work, "plan", {PLAN_FILE: Wish(base, found.content)})
        except ChangedElsewhereError:
            return desk.message(asked, 409, "elsewhere")
        sent.uploads.forget(sent.id)
        noted = sum(answer.is_new for answer in found.answers)
        return redirect("plan", wrote=(PLAN_FILE,), saved=number or 0, noted=noted)
    words, local = words_in(asked.language), Localizer(asked.language, plan.site.main.time_zone, {})
    names = plan.network_names()
    return desk.page(
        asked,
        "responses.html",
        422 if problems or asked.method == "POST" else 200,
        **sent.view(asked),
        found=found is not None,
        answers=[_answer(each, names, words, local) for each in found.answers] if found else [],
        unmatched=[
            {
                "day": day_words(post.day, local),
                "network": names.get(post.network, post.network),
                "link": post.link,
                "words": post.words,
                "why": why,
            }
            for post, why in (found.unmatched if found else ())
        ],
        left_out=[sent.plain(each, asked.language) for each in found.left_out] if found else [],
        can_write=found is not None and found.content is not None,
        problems=sent.problems(problems, asked.language),
    )


def _answer(found: TopicAnswer, names: dict[str, str], words: Words, local: Localizer) -> dict[str, Any]:
    return {
        "day": day_words(found.topic.day, local),
        "topic": found.topic.topic,
        "network": names.get(found.post.network, found.post.network),
        "by": words.say(f"responses_by_{found.by}"),
        "is_new": found.is_new,
        "numbers": " · ".join(
            f"{words.label(name)} {local.number(found.post.numbers[name])}"
            for name in MEASURES
            if name in found.post.numbers
        ),
    }


# --- before and after -> a case ---------------------------------------------------------------------------------------


def numbers(desk: Desk, asked: Asked) -> Answer:
    """Show what exports say of a case's work; write the numbers that were chosen."""
    thing = thing_of(asked.query.get("file", ""))
    if thing is None or thing.kind is not CASE or thing.language or desk.work.read(thing.file) is None:
        return desk.message(asked, 404, "missing")
    taken = _kept(desk, asked, "numbers", file=thing.file)
    if taken is not None:
        return taken
    sent = _Sent.of(desk, asked)
    chosen = tuple(value for key, value in asked.pairs if key == "take")
    is_writing = asked.method == "POST" and asked.field("do") == "write"
    wishes = {file: digest(desk.work.read(file)) for file in _case_files(desk.work.project, thing)}
    found: MetricsImport | None = None
    problems: tuple[Problem, ...] = ()
    if sent.files:
        try:
            found = find_metrics(_request(desk, thing, sent, chosen if is_writing else ()))
        except ProjectError as error:
            problems = error.problems
    if is_writing and chosen and found is not None:
        changes = {file: Wish(wishes.get(file, ""), content) for file, content in found.changes}
        try:
            number = save(desk.work, "edit", changes)
        except ChangedElsewhereError:
            return desk.message(asked, 409, "elsewhere")
        sent.uploads.forget(sent.id)
        return redirect("write", wrote=tuple(changes), file=thing.file, **({"saved": number} if number else {}))
    local = Localizer(asked.language, desk.site.main.time_zone if desk.site else "UTC", {})
    return desk.page(
        asked,
        "numbers.html",
        422 if problems or asked.method == "POST" else 200,
        **sent.view(asked),
        file=thing.file,
        title=_title(desk, thing),
        found=found is not None,
        tables=[_table(each, sent, asked.language, local) for each in found.tables] if found else [],
        entries=[_entry(each, local) for each in found.entries] if found else [],
        others=[{"name": each.name, "header": each.header} for each in found.others] if found else [],
        notes=[sent.plain(each, asked.language) for each in (*found.notes, *found.left_out)] if found else [],
        is_same=found is not None and not found.changes,
        is_none=is_writing and not chosen,
        problems=sent.problems(problems, asked.language),
    )


def _request(desk: Desk, thing: Thing, sent: _Sent, chosen: Sequence[str]) -> MetricsRequest:
    wanted = Wanted(sent.wanted.date, tuple(chosen)) if chosen else sent.wanted
    is_total = sent.query.get("per") == "month"
    return MetricsRequest(
        desk.work.project, thing.slug, sent.files, wanted, sent.forms, is_total, sent.query.get("source")
    )


def _case_files(project: Path, thing: Thing) -> Iterable[str]:
    """Return the files of a case that numbers may be written into: itself, its translations, its table."""
    found = (project / CASE.folder).glob(f"{thing.slug}.*")
    return {path.relative_to(project).as_posix() for path in found if path.suffix in {".yaml", ".csv"}}


def _title(desk: Desk, thing: Thing) -> str:
    cases = desk.site.cases if desk.site else ()
    return next((each.original.title for each in cases if each.slug == thing.slug), thing.slug)


def _table(table: FoundTable, sent: _Sent, language: str, local: Localizer) -> dict[str, Any]:
    return {
        "file": sent.plain(table.file, language),
        "source": (table.source or "").rpartition(" (")[0],  # without its id, which is for the command line
        "rows": table.rows,
        "start": local.day_within(table.start, year=True) if table.start else "",
        "end": local.day_within(table.end, year=True) if table.end else "",
        "columns": ", ".join(table.columns),
        "notes": [sent.plain(each, language) for each in table.notes],
    }


def _entry(entry: Entry, local: Localizer) -> dict[str, Any]:
    unit = " %" if entry.series.unit == "%" else ""
    return {
        "name": entry.name,
        "header": entry.series.header,
        "is_new": entry.is_new,
        "before": local.number(plain(entry.before)) + unit,
        "after": local.number(plain(entry.after)) + unit,
        "start": local.day_within(entry.start, year=True),
        "end": local.day_within(entry.end, year=True),
        "count": len(entry.values),
        "replaced": entry.replaced,
    }
