"""Takes what came of posts from the networks' own exports into the plan.

A row of an export is a post. It belongs to the topic whose post has its address; else to the only topic on its network
and its day. What belongs to nothing is listed, and nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from site_gen.actions.planning.plan_file import PlanSource, TopicData, changed_plan
from site_gen.actions.planning.post_links import post_key
from site_gen.exports.blocks import Block, Wanted, find_blocks, unknown
from site_gen.exports.catalogue import Rows, plain_header
from site_gen.exports.found import BlockReading, Forms
from site_gen.exports.reading import read_block
from site_gen.exports.tables import read_sheets
from site_gen.exports.values import Row
from site_gen.messages import joined, m
from site_gen.model.base import is_url
from site_gen.model.content_plan import MEASURES, Topic
from site_gen.problems import Location, Problem, ProjectError

NETWORK_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "instagram-posts": "instagram",
        "facebook-posts": "facebook",
        "tiktok-content": "tiktok",
        "linkedin-posts": "linkedin",
        "youtube-content": "youtube",
    }
)
"""The network of each export whose rows are posts."""

_LINK_WORDS: Final = frozenset({"link", "permalink", "enlace", "enllaç", "url", "ссылка", "постоянная", "посилання"})
_WORDS: Final = frozenset(
    {"title", "description", "título", "descripción", "название", "заголовок", "описание", "назва"}
)
_MOST: Final = 10**12
_OTHERS: Final = "columns without"
"""What reading says of the columns that nobody asked for."""


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post of an export: its network, address ('' where the file has none), day, first words, and its numbers."""

    file: str
    line: int
    network: str
    link: str
    day: date
    words: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a topic gets: the index of the topic, the post it is from, how they were matched (by 'link' or by 'date'),
    and whether the plan says it already."""

    index: int
    topic: Topic
    post: FoundPost
    by: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Responses:
    """What was found: answers, posts that belong to no topic (with the reason), what is left out of the files, and the
    plan's bytes as they would be (None where nothing changes)."""

    answers: tuple[Answer, ...]
    unmatched: tuple[tuple[FoundPost, str], ...]
    left_out: tuple[str, ...]
    content: bytes | None


def find_responses(source: PlanSource, files: Sequence[Path], forms: Forms) -> Responses:
    """Read the exports, and work out what would be written; nothing is. Raises ProjectError with every problem."""
    posts: list[FoundPost] = []
    left: list[str] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(files):
        try:
            for reading in _readings(path, forms):
                posts += _posts(reading)
                left += [
                    joined(f"{path.name}: ", why, f" ({n})")
                    for why, n in reading.left_out.items()
                    if not why.startswith(_OTHERS)
                ]
        except ProjectError as error:
            problems += error.problems
    if problems:
        raise ProjectError(problems)
    return _Matching(source, _latest(posts)).done(tuple(left))


# --- files → posts ----------------------------------------------------------------------------------------------------


def _readings(path: Path, forms: Forms) -> list[BlockReading]:
    wanted = Wanted()
    sheets = read_sheets(path)
    found = [block for sheet in sheets for block in find_blocks(sheet, wanted)]
    if not found:
        fullest = max(sheets, key=lambda sheet: len(sheet.rows))
        hint = m("take the export of posts or videos: Meta Business Suite, TikTok, LinkedIn, YouTube Studio")
        raise ProjectError([Problem(unknown(fullest, wanted).location, m("this is no export that is known"), hint)])
    problems = [each for each in found if isinstance(each, Problem)]
    blocks = [each for each in found if isinstance(each, Block)]
    of_posts = [block for block in blocks if block.source is not None and block.source.rows is Rows.POSTS]
    if not of_posts and not problems:
        name = blocks[0].source.name if blocks and blocks[0].source else "this"
        message = m("this export of {name} has days and no posts", name=name)
        hint = m("export posts (content, videos) instead: each row has to be a post")
        problems.append(Problem(Location(str(path)), message, hint))
    readings = [read_block(block, wanted, forms) for block in of_posts]
    problems += [problem for reading in readings for problem in reading.problems]
    if problems:
        raise ProjectError(problems)
    return readings


def _posts(reading: BlockReading) -> Iterator[FoundPost]:
    block = reading.block
    network = NETWORK_OF.get(block.source.id, "") if block.source is not None else ""
    numbers: defaultdict[int, dict[str, int]] = defaultdict(dict)
    days: dict[int, date] = {}
    for measured in reading.measured:
        for value in measured.values:
            days[value.line] = value.day
            is_whole = value.number == int(value.number) and 0 <= value.number < _MOST
            if measured.metric in MEASURES and is_whole:
                numbers[value.line].setdefault(measured.metric or "", int(value.number))
    rows = {row.line: row for row in block.rows}
    for line, day in sorted(days.items()):
        link, words = _link(block, rows[line], network), _words(block, rows[line])
        yield FoundPost(block.sheet.file, line, network, link, day, words, dict(numbers[line]))


def _link(block: Block, row: Row, network: str) -> str:
    """Return a post's address; a video of YouTube is named by its id alone."""
    for index, header in enumerate(block.headers()):
        if {*plain_header(header).split()} & _LINK_WORDS and is_url(row.text(index)):
            return row.text(index)
    first = row.text(0)
    return f"https://youtu.be/{first}" if network == "youtube" and first and " " not in first else ""


def _words(block: Block, row: Row) -> str:
    for index, header in enumerate(block.headers()):
        if {*plain_header(header).split()} & _WORDS and row.text(index):
            return " ".join(row.text(index).split())[:60]
    return ""


def _latest(posts: Iterable[FoundPost]) -> list[FoundPost]:
    """Return posts, one that is in several files as the last of them has it."""
    found: dict[object, FoundPost] = {}
    for post in posts:
        found[post_key(post.link) if post.link else (post.file, post.line)] = post
    return list(found.values())


# --- posts → topics ---------------------------------------------------------------------------------------------------


@dataclass
class _Matching:
    source: PlanSource
    posts: Sequence[FoundPost]
    answers: list[Answer] = field(default_factory=list)
    unmatched: list[tuple[FoundPost, str]] = field(default_factory=list)

    def done(self, left_out: tuple[str, ...]) -> Responses:
        by_link = self._links()
        rest: list[FoundPost] = []
        for post in self.posts:
            place = by_link.get(post_key(post.link)) if post.link else None
            if place is None:
                rest.append(post)
            else:
                self._answer(place[0], post, "link", place[1])
        self._by_date(rest)
        return Responses(
            tuple(sorted(self.answers, key=lambda each: (each.topic.day, each.index))),
            tuple(self.unmatched),
            left_out,
            changed_plan(self.source, self._edits(), ()),
        )

    def _links(self) -> dict[str, tuple[int, str]]:
        return {
            post_key(post.link): (index, post.network)
            for index, topic in enumerate(self.source.topics)
            for post in topic.posts
            if post.link
        }

    def _by_date(self, rest: Sequence[FoundPost]) -> None:
        """Match what no address tells: the only post on a network and day with the only topic there."""
        topics: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
        taken = {(answer.index, answer.post.network) for answer in self.answers}
        for index, topic in enumerate(self.source.topics):
            for network in topic.networks:
                known = topic.post_on(network)
                if (index, network) not in taken and (known is None or not known.link):
                    topics[network, topic.day].append(index)
        posts: defaultdict[tuple[str, date], list[FoundPost]] = defaultdict(list)
        for post in rest:
            posts[post.network, post.day].append(post)
        for place, found in posts.items():
            there = topics[place]
            if len(there) == 1 and len(found) == 1:
                self._answer(there[0], found[0], "date", place[0])
                continue
            why = m("the plan has nothing on that day") if not there else m("several topics or posts are of that day")
            self.unmatched += [(post, why) for post in found]

    def _answer(self, index: int, post: FoundPost, by: str, network: str) -> None:
        topic = self.source.topics[index]
        known = topic.post_on(network)
        said = known.response.model_dump(exclude_none=True) if known is not None and known.response else {}
        is_new = {**said, **post.numbers} != said or (bool(post.link) and (known is None or not known.link))
        self.answers.append(Answer(index, topic, post, by, is_new or not topic.is_published))

    def _edits(self) -> dict[int, TopicData]:
        edits: dict[int, TopicData] = {}
        for answer in self.answers:
            if answer.is_new:
                data = edits.get(answer.index, self.source.topic_data[answer.index])
                edits[answer.index] = _answered(data, answer.post)
        return edits


def _answered(data: TopicData, post: FoundPost) -> TopicData:
    """Return a topic's data with a post's address and numbers in it; it is published by now."""
    found: Any = data.get("posts")
    posts: list[Any] = [dict(each) for each in found] if isinstance(found, list) else []
    known = next((each for each in posts if each.get("network") == post.network), None)
    if known is None:
        known = {"network": post.network}
        posts.append(known)
    if post.link and not known.get("link"):
        known["link"] = post.link
    before: Any = known.get("response")
    numbers = {**(before if isinstance(before, dict) else {}), **post.numbers}
    if numbers:
        known["response"] = {name: numbers[name] for name in MEASURES if name in numbers}
    return {**data, "status": "published", "posts": list(posts)}
