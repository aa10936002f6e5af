"""What site-gen plan --respond says: which topic gets what, what belongs to none; and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_gen.actions.planning.responses import Answer, FoundPost, Responses
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell, wrapped
from site_gen.cli.terminal import counted
from site_gen.model.content_plan import MEASURES


def response_lines(found: Responses, width: int | None) -> Iterator[str]:
    """Yield the lines for people."""
    news = sum(answer.is_new for answer in found.answers)
    yield f"{counted(len(found.answers), 'post')} of the plan found, {news} with something new"
    if found.answers:
        numbers = [fixed(name.upper(), right=True) for name in MEASURES]
        columns = [fixed("DAY"), flexible("TOPIC"), fixed("NETWORK"), fixed("BY"), *numbers]
        yield from table_lines(columns, [_row(answer) for answer in found.answers], width)
    if found.unmatched:
        yield ""
        yield f"{counted(len(found.unmatched), 'post')} of no topic:"
        lines = (f"  {post_words(post)}: {why}" for post, why in found.unmatched)
        yield from wrapped(lines, width, 4)
    if found.left_out:
        yield ""
        yield from wrapped((f"left out: {why}" for why in found.left_out), width, 2)


def post_words(post: FoundPost) -> str:
    """Return a post in a line: its day, network and address or first words."""
    return f"{post.day} {post.network} {post.link or post.words or f'line {post.line}'}"


def _row(answer: Answer) -> list[Any]:
    numbers = (cell(str(answer.post.numbers.get(name, "-"))) for name in MEASURES)
    return [
        cell(f"{answer.topic.day}"),
        whole_cell(answer.topic.topic),
        cell(answer.post.network),
        cell(answer.by if answer.is_new else "known"),
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
