"""What site-gen plan --respond says: which topic gets what, what belongs to none; and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from site_gen.actions.planning.responses import Answer, FoundPost, Responses
from site_gen.cli.language import in_words
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell, wrapped
from site_gen.cli.terminal import counted
from site_gen.messages import joined, m
from site_gen.model.content_plan import MEASURES

_MEASURES: Final = {
    "reach": m("REACH"),
    "saves": m("SAVES"),
    "comments": m("COMMENTS"),
    "clicks": m("CLICKS"),
    "leads": m("LEADS"),
}
_BY: Final = {"link": m("link"), "date": m("date")}


def response_lines(found: Responses, width: int | None) -> Iterator[str]:
    """Yield the lines for people."""
    news = sum(answer.is_new for answer in found.answers)
    posts = counted(len(found.answers), "post")
    yield in_words(m("found of the plan: {posts}, with something new: {news}", posts=posts, news=news))
    if found.answers:
        numbers = [fixed(_MEASURES[name], right=True) for name in MEASURES]
        columns = [fixed(m("DAY")), flexible(m("TOPIC")), fixed(m("NETWORK")), fixed(m("BY")), *numbers]
        yield from table_lines(columns, [_row(answer) for answer in found.answers], width)
    if found.unmatched:
        yield ""
        yield in_words(m("of no topic: {posts}", posts=counted(len(found.unmatched), "post")))
        lines = (joined("  ", post_words(post), ": ", why) for post, why in found.unmatched)
        yield from wrapped(lines, width, 4)
    if found.left_out:
        yield ""
        yield from wrapped((m("left out: {why}", why=why) for why in found.left_out), width, 2)


def post_words(post: FoundPost) -> str:
    """Return a post in a line: its day, network and address or first words."""
    return joined(f"{post.day} {post.network} ", post.link or post.words or m("line {line}", line=post.line))


def _row(answer: Answer) -> list[Any]:
    numbers = (cell(str(answer.post.numbers.get(name, "-"))) for name in MEASURES)
    return [
        cell(f"{answer.topic.day}"),
        whole_cell(answer.topic.topic),
        cell(answer.post.network),
        cell(_BY[answer.by] if answer.is_new else m("known")),
        *numbers,
    ]


def response_data(found: Responses, *, is_written: bool) -> dict[str, Any]:
    """Return the JSON document."""
    return {
        "answers": [
            {
                "topic": answer.topic.topic,
                "date": answer.topic.day.isoformat(),
                "by": answer.by,
                "new": answer.is_new,
                **_post(answer.post),
            }
            for answer in found.answers
        ],
        "unmatched": [{**_post(post), "why": why} for post, why in found.unmatched],
        "left_out": list(found.left_out),
        "written": is_written,
    }


def _post(post: FoundPost) -> dict[str, Any]:
    return {
        "network": post.network,
        "link": post.link or None,
        "day": post.day.isoformat(),
        "file": post.file,
        "line": post.line,
        "response": dict(post.numbers),
    }
