"""The content plan: the weeks ahead by network, what is late, how far each topic is, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from babel import dates
from pydantic import ValidationError

from site_gen.actions.planning.ahead import WEEKS, PlannedTopic, PlannedWeek, plan_ahead
from site_gen.actions.planning.findings import plan_findings
from site_gen.actions.planning.plan_file import TopicData
from site_gen.actions.planning.slots import rhythms
from site_gen.editor.desk import Desk
from site_gen.editor.forms.wording import named_by_labels
from site_gen.editor.planned import NEW, OpenPlan, draft_name, plan_of
from site_gen.editor.screens.problem_links import problem_views
from site_gen.editor.screens.topic import put
from site_gen.editor.web import Answer, Asked, address, redirect, whole
from site_gen.editor.words import Words, words_in
from site_gen.load.shape import model_shape
from site_gen.load.wording import words as in_words
from site_gen.model.content_plan import MEASURES, PLAN_FILE, PLAN_STATUSES, POST_KINDS, Topic
from site_gen.problems import ProjectError, Severity
from site_gen.render.localize import Localizer

MOST_WEEKS: Final = 53
SHOWN: Final = 12
"""Problems that are listed."""

_SHAPE: Final = model_shape(Topic)
LINK: Final = "link:"
"""Before the network, in the name of a field with a post's address."""


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the weeks ahead; note how far a topic is, and where it was posted."""
    plan = plan_of(desk)
    if plan is None:
        return desk.message(asked, 409, "broken")
    if plan.data is None:
        return redirect("write", file=PLAN_FILE)
    if asked.method == "POST":
        return _noted(desk, asked, plan)
    return _show(desk, asked, plan)


def _show(desk: Desk, asked: Asked, plan: OpenPlan, status: int = 200, wrong: dict[str, str] | None = None) -> Answer:
    weeks, before = _number(asked, "weeks", WEEKS, MOST_WEEKS), _number(asked, "before", 0, MOST_WEEKS)
    network = asked.query.get("network", "")
    ahead = plan_ahead(plan.source, desk.now, max(weeks, 1), before)
    rows = _Rows(desk, plan, asked)
    return desk.page(
        asked,
        "plan.html",
        status,
        late=rows.of(_only(ahead.late, network)),
        weeks=[rows.week(each, network) for each in ahead.weeks],
        table=_table(plan, ahead.weeks, rows),
        network=network,
        networks=[(id_, plan.network_names().get(id_, id_)) for id_ in rows.networks],
        later=ahead.later,
        shown=weeks,
        before=before,
        statuses=PLAN_STATUSES,
        is_empty=not plan.topics,
        has_file=desk.work.read(PLAN_FILE) is not None,
        zone=ahead.zone.key,
        problems=_wrong(desk, plan),
        drafts=[name for name in map(draft_name, desk.drafts.files()) if name is not None],
        new=NEW,
        saved=asked.query.get("saved", ""),
        taken=asked.query.get("taken", ""),
        noted=asked.query.get("noted", ""),
        is_gone=bool(asked.query.get("gone")),
        wrong={"at": "", "hint": ""} | (wrong or {}),
        query={key: asked.query[key] for key in ("weeks", "before", "network") if asked.query.get(key)},
    )


def _wrong(desk: Desk, plan: OpenPlan) -> list[dict[str, Any]]:
    """Return what is wrong with the plan: mistakes in its file, else what a check says of it."""
    own = [each for each in desk.session.problems if each.location.file == PLAN_FILE]
    if own or plan.wrong or desk.session.problems:
        return problem_views(desk, own)
    return [
        {
            "message": each.message,
            "hint": each.hint,
            "is_error": each.severity is Severity.ERROR,
            "place": plan.title(each.path),
            "link": f"{address('topic', at=plan.name(int(each.path[1])))}#f-{'-'.join(map(str, each.path[2:3]))}"
            if len(each.path) > 1 and each.path[0] == "topics"
            else address("write", file=PLAN_FILE),
        }
        for each in plan_findings(replace(plan.site, plan=plan.translated), desk.now)
    ][:SHOWN]


def _number(asked: Asked, name: str, usual: int, most: int) -> int:
    found = whole(asked.query.get(name, ""))
    return usual if found is None else min(found, most)


def _only(topics: Iterable[PlannedTopic], network: str) -> list[PlannedTopic]:
    return [each for each in topics if not network or network in each.topic.networks]


class _Rows:
    """Topics as plain data for the page."""

    def __init__(self, desk: Desk, plan: OpenPlan, asked: Asked) -> None:
        self.plan, self.words = plan, words_in(asked.language)
        self.local = Localizer(asked.language, plan.site.main.time_zone, {})
        self.today = desk.now.astimezone(plan.site.main.zone).date()
        self.names = plan.network_names()
        self.places = [index for index, _ in plan.read]
        self.networks = tuple(dict.fromkeys(id_ for _, topic in plan.read for id_ in topic.networks))

    def of(self, topics: Iterable[PlannedTopic]) -> list[dict[str, Any]]:
        return [self.row(each) for each in topics]

    def row(self, planned: PlannedTopic) -> dict[str, Any]:
        topic, about = planned.topic, planned.about
        return {
            "name": self.plan.name(self.places[planned.index]),
            "date": topic.day.isoformat(),
            "day": day_words(topic.day, self.local),
            "time": f"{topic.moment:%H:%M}" if topic.moment is not None else "",
            "topic": topic.topic,
            "kind": topic.kind,
            "status": topic.status,
            "networks": [{"id": id_, "name": self.names.get(id_, id_), **_post(topic, id_)} for id_ in topic.networks],
            "about": about.title if about is not None else topic.about or "",
            "about_path": about.path if about is not None else "",
            "posts": about.path if about is not None and planned.command is not None else "",
            "owner": topic.owner or "",
            "came": _came(topic, self.words, self.local),
        }

    def week(self, week: PlannedWeek, network: str) -> dict[str, Any]:
        found = _only(week.topics, network)
        counts = Counter(each.topic.kind for each in found)
        kinds = ", ".join(f"{self.words.choice(kind)} {counts[kind]}" for kind in POST_KINDS if counts[kind])
        return {
            "title": self.span(week),
            "short": str(dates.format_skeleton("MMMd", week.monday, locale=self.local.locale)),
            "id": f"w-{week.monday.isoformat()}",
            "kinds": kinds,
            "is_now": week.monday <= self.today <= week.sunday,
            "topics": self.of(found),
        }

    def span(self, week: PlannedWeek) -> str:
        return f"{self.local.day_within(week.monday, year=False)} – {self.local.day_within(week.sunday, year=False)}"


def day_words(day: date, local: Localizer) -> str:
    """Return a day in short words with its weekday: 'Mon, 30 Nov'."""
    return str(dates.format_skeleton("MMMEd", day, locale=local.locale))


def _post(topic: Topic, network: str) -> dict[str, str]:
    post = topic.post_on(network)
    return {"link": (post.link or "") if post is not None else ""}


def _came(topic: Topic, words: Words, local: Localizer) -> str:
    """Return what came of a topic's posts, all networks together."""
    answers = [post.response for post in topic.posts if post.response is not None]
    sums = {name: [getattr(each, name) for each in answers if getattr(each, name) is not None] for name in MEASURES}
    return " · ".join(f"{words.label(name)} {local.number(sum(found))}" for name, found in sums.items() if found)


def _table(plan: OpenPlan, weeks: Iterable[PlannedWeek], rows: _Rows) -> list[dict[str, Any]]:
    """Return how many posts each network has in each week, and how many it usually gets."""
    usual = rhythms(plan.site.main, plan.plan)
    every = dict.fromkeys([*usual, *rows.networks])
    return [
        {
            "id": id_,
            "name": rows.names.get(id_, id_),
            "usual": usual.get(id_, 0),
            "counts": [sum(id_ in each.topic.networks for each in week.topics) for week in weeks],
        }
        for id_ in every
    ]


# --- how far a topic is -----------------------------------------------------------------------------------------------


def _noted(desk: Desk, asked: Asked, plan: OpenPlan) -> Answer:
    """Note a topic's status, and the addresses of its posts."""
    name = asked.field("at")
    index = plan.index(name)
    if index is None:
        return desk.message(asked, 409, "elsewhere")
    topic = plan.topics[index]
    if not isinstance(topic, dict) or asked.field("status") not in PLAN_STATUSES:
        return desk.message(asked, 404, "missing")
    data = _with_status(dict(topic), asked.field("status"), dict(_links(asked)))
    try:
        Topic.model_validate(data, context={"zone": plan.site.main.zone})
    except ValidationError as error:
        words = words_in(asked.language)
        message, hint = (named_by_labels(text, words) for text in in_words(error.errors()[0], _SHAPE))
        wrong = {"at": name, "message": message, "hint": hint, "status": asked.field("status")}
        return _show(desk, asked, plan, 422, wrong | {LINK + id_: link for id_, link in _links(asked)})
    try:
        number = put(desk, name, data)
    except ProjectError as error:
        return _show(desk, asked, plan, 409, {"at": name, "message": error.problems[0].message})
    back = {key: asked.query[key] for key in ("weeks", "before", "network") if asked.query.get(key)}
    return redirect("plan", wrote=(PLAN_FILE,), **back, **({"saved": number} if number else {}))


def _links(asked: Asked) -> Iterator[tuple[str, str]]:
    for key, value in asked.pairs:
        if key.startswith(LINK):
            yield key.removeprefix(LINK), value.strip()


def _with_status(topic: TopicData, status: str, links: dict[str, str]) -> TopicData:
    """Return a topic with a status, and its posts with their addresses; an empty one takes an address away."""
    if topic.get("status", "idea") != status:
        topic = _placed(topic, "status", status)
    found: Any = topic.get("posts")
    posts: list[Any] = [dict(post) for post in found if isinstance(post, dict)] if isinstance(found, list) else []
    for network, link in links.items():
        known = next((post for post in posts if post.get("network") == network), None)
        if known is None and link:
            posts.append({"network": network, "link": link})
        elif known is not None and link:
            known["link"] = link
        elif known is not None:
            known.pop("link", None)
    posts = [post for post in posts if set(post) != {"network"}]
    if posts:
        return {**topic, "posts": list(posts)}
    topic.pop("posts", None)
    return topic


def _placed(topic: TopicData, key: str, value: str) -> TopicData:
    """Return a topic with another value of a key, a new one behind 'topic'."""
    if key in topic:
        return {**topic, key: value}
    items = list(topic.items())
    at = list(topic).index("topic") + 1 if "topic" in topic else len(items)
    return dict([*items[:at], (key, value), *items[at:]])
