"""What came of posts, from the networks' exports into the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.planning.post_links import post_key
from site_gen.actions.planning.responses import Responses, find_responses
from site_gen.exports.found import Forms
from site_gen.problems import ProjectError
from tests.actions.planning.kit import source
from tests.exports import samples

PLAN: Final = """\
topics:
  - date: 2026-09-20T20:00   # posted five days late
    networks: [instagram, tiktok]
    kind: useful
    topic: Terrace
    status: published
    posts:
      - {network: instagram, link: "https://instagram.com/p/EXAMPLE01/?igsh=abc", response: {leads: 2, reach: 1}}
  - {date: 2026-09-17, networks: [instagram], kind: useful, topic: Croissant}
  - {date: 2026-09-17, networks: [telegram], kind: useful, topic: Elsewhere}
"""

INSTAGRAM: Final = """\
Post ID,Account username,Description,Publish time,Permalink,Date,Views,Reach,Likes,Comments,Saves
17900000000000001,cafe,"Terrace
today",09/15/2026 18:00,https://www.instagram.com/reel/EXAMPLE01/,Lifetime,"15,000",9800,410,20,55
17900000000000002,cafe,Croissant,09/17/2026 06:08,https://www.instagram.com/p/EXAMPLE02/,Lifetime,160,45,5,2,4
17900000000000003,cafe,Nowhere,09/29/2026 06:08,https://www.instagram.com/p/EXAMPLE03/,Lifetime,160,45,5,2,4
"""


def found(folder: Path, text: str | bytes, plan: str = PLAN) -> Responses:
    made = source(folder, plan)
    path = folder / "posts.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return find_responses(made, [path], Forms())


def test_posts_are_matched_by_address_then_by_network_and_day(tmp_path: Path) -> None:
    """Numbers would stand with the wrong topic, or be lost."""
    done = found(tmp_path, INSTAGRAM)
    assert [(answer.topic.topic, answer.by, dict(answer.post.numbers)) for answer in done.answers] == [
        ("Croissant", "date", {"reach": 45, "saves": 4, "comments": 2}),
        ("Terrace", "link", {"reach": 9800, "saves": 55, "comments": 20}),
    ]
    ((post, why),) = done.unmatched
    assert (post.link, why) == ("https://www.instagram.com/p/EXAMPLE03/", "the plan has nothing on that day")
    assert done.content is not None
    text = done.content.decode()
    assert "date: 2026-09-20T20:00   # posted five days late" in text
    assert "response: {reach: 9800, saves: 55, comments: 20, leads: 2}" in text
    assert 'link: "https://instagram.com/p/EXAMPLE01/?igsh=abc"' in text


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    """A plan in git would differ after each run."""
    first = found(tmp_path, INSTAGRAM).content
    assert first is not None
    again = found(tmp_path, INSTAGRAM, first.decode())
    assert again.content is None
    assert [answer.is_new for answer in again.answers] == [False, False]
    assert [answer.by for answer in again.answers] == ["link", "link"]


def test_newer_numbers_take_the_place_of_older_ones(tmp_path: Path) -> None:
    first = found(tmp_path, INSTAGRAM).content
    assert first is not None
    later = found(tmp_path, INSTAGRAM.replace(",9800,", ",12400,"), first.decode()).content
    assert later is not None
    assert later.decode() == first.decode().replace("reach: 9800", "reach: 12400")


def test_two_posts_of_a_day_are_not_guessed(tmp_path: Path) -> None:
    """Half of them would stand with the wrong topic."""
    done = found(tmp_path, INSTAGRAM.replace("09/29/2026", "09/17/2026"))
    assert [answer.topic.topic for answer in done.answers] == ["Terrace"]
    assert {why for _, why in done.unmatched} == {"several topics or posts are of that day"}


@pytest.mark.parametrize("text", [samples.INSTAGRAM, samples.INSTAGRAM_ES, samples.INSTAGRAM_RU.encode("utf-16")])
def test_exports_in_other_languages_and_forms_are_read(text: str | bytes, tmp_path: Path) -> None:
    plan = "topics:\n  - {date: 2026-09-17, networks: [instagram], kind: useful, topic: A}\n"
    done = found(tmp_path, text, plan)
    assert len(done.answers) + len(done.unmatched) == 2


def test_an_export_of_days_is_refused(tmp_path: Path) -> None:
    """A day's numbers are those of all its posts."""
    days = '"Date","Video Views","Profile Views","Likes"\n"December 31","1","2","3"\n'
    with pytest.raises(ProjectError) as raised:
        found(tmp_path, days)
    assert "has days and no posts" in raised.value.problems[0].message


def test_a_file_that_is_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as raised:
        found(tmp_path, "a,b\n1,2\n")
    assert raised.value.problems[0].message == "this is no export that is known"


SAME: Final = (
    ("https://www.instagram.com/p/AbC-1_/", "https://instagram.com/cafe/reel/AbC-1_?igsh=x"),
    ("https://youtu.be/abcDEF12345", "https://m.youtube.com/watch?v=abcDEF12345&t=3s"),
    ("https://www.youtube.com/shorts/zyxWVU54321", "https://youtube.com/watch?v=zyxWVU54321"),
    ("https://vk.com/wall-1_22", "https://m.vk.com/club1?w=wall-1_22"),
    ("https://twitter.com/a/status/99", "https://x.com/i/status/99?s=20"),
    ("https://www.tiktok.com/@a/video/730", "https://tiktok.com/@b/video/730?lang=en"),
    ("https://www.linkedin.com/feed/update/urn:li:activity:7000000000000000000",
     "https://www.linkedin.com/posts/me_words-activity-7000000000000000000-x"),
    ("https://t.me/channel/41", "http://t.me/channel/41/"),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_post_is_known_by_all_its_addresses(one: str, other: str) -> None:
    """A copied address rarely is the export's."""
    assert post_key(one) == post_key(other)


def test_other_posts_have_other_keys() -> None:
    assert len({post_key(one) for one, _ in SAME}) == len(SAME)
