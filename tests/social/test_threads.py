"""Threads: every part within the network's limit by another count, cut between sentences, and nothing lost."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.offer import Offer
from site_gen.social.brief import Brief
from site_gen.social.opening import VARIANTS, Variant
from site_gen.social.post import Post, PostContext, TooLongError
from site_gen.social.sentences import sentences
from site_gen.social.threads import write_thread
from tests.social import useful_kit
from tests.social.kit import LANGUAGES, base_networks, context, count, make_offer
from tests.social.test_laws import OFFERS, deadline_in_words, price_in_words, short_day

NETWORKS: Final = ("bluesky", "mastodon", "threads", "x")
Thing = Offer | Article | Case

WORK: Final = {
    "summary": "One network, three months in a row. A price that stays.",
    "includes": [f"{number} posts with photographs of your own place" for number in range(3, 12)],
    "audience": "Local businesses that are open all year.",
    "delivery": "From the first Monday of the month.",
}


def context_of(thing: Thing, network: str, language: str = "en", variant: Variant = "offer") -> PostContext:
    if isinstance(thing, Article | Case):
        return useful_kit.context(thing, network, language)
    return context(thing, network, language, variant)


def parts_of(post: Post) -> list[str]:
    return [written.text for written in post.texts if written.role in {"post", "thread"}]


def bare(text: str) -> str:
    """Return a text without spaces and without what begins the lines of lists."""
    return re.sub(r"[\s\u00a0\u202f•·●▪*–—-]", "", text)


# --- what it looks like -----------------------------------------------------------------------------------------------


def test_a_thread_opens_with_the_post_and_ends_with_the_link() -> None:
    parts = parts_of(write_thread(context(make_offer(**WORK), "x")))
    assert len(parts) == 4
    assert [part.rpartition("\n\n")[2] for part in parts] == ["1/4", "2/4", "3/4", "4/4"]
    assert parts[0].startswith("A month of Instagram, run for you: €290 a month. Book by 20 December")
    assert "https://mara.cat/go/x-month-en/" in parts[0]
    assert "One network, three months in a row. A price that stays." in parts[0]
    assert parts[1].startswith("What’s included:\n• 3 posts")
    assert "Book your month: https://mara.cat/go/x-month-en/" in parts[-1]


@pytest.mark.parametrize("network", NETWORKS)
def test_no_part_ends_in_the_number_or_the_heading_of_what_follows(network: str) -> None:
    """A reader would find "1." at the end of a part, and its words at the beginning of the next."""
    steps = [{"title": f"We meet at your place, number {n}", "text": "And talk."} for n in range(8)]
    parts = parts_of(write_thread(context(make_offer(**{**WORK, "steps": steps, "proof": "cafe"}), network)))
    assert any("From February to May 2026. Source: Instagram Insights." in part for part in parts)
    for part in parts:
        said = part.rpartition("\n")[0].strip()
        assert not said.endswith(":")
        assert not re.search(r"^\d+\.$", said, re.MULTILINE)


@pytest.mark.parametrize("network", NETWORKS)
def test_a_list_is_whole_where_a_part_holds_it(network: str) -> None:
    """A part that begins in the middle of a list has no heading: nobody knows what it lists."""
    values = {**WORK, "includes": WORK["includes"][:4], "proof": "cafe"}
    parts = parts_of(write_thread(context(make_offer(**values), network)))
    assert not [part for part in parts if part.startswith("•")]
    assert sum("A real case: " in part and "Source: Instagram Insights." in part for part in parts) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_part_has_more_than_the_link_where_the_one_before_can_spare_it(language: str) -> None:
    """A last part of one link, behind a part of four blocks, looks as if something had been lost."""
    for network in NETWORKS:
        *_, before, last = parts_of(write_thread(context(make_offer(**{**WORK, "proof": "cafe"}), network, language)))
        assert len(last.split("\n\n")) > 2 or len(before.split("\n\n")) == 2, last


def test_a_long_list_gives_items_to_the_last_part() -> None:
    """ "• And afterwards" alone with the link is read by nobody."""
    body = "\n\n".join(f"## Heading number {number} of a long article" for number in range(7))
    parts = parts_of(write_thread(useful_kit.context(useful_kit.make_article(body=body), "x")))
    assert [part.count("•") for part in parts] == [0, 4, 3]


def test_on_networks_with_more_room_there_are_blank_lines_and_fewer_parts() -> None:
    parts = parts_of(write_thread(context(make_offer(**WORK), "mastodon")))
    assert len(parts) == 3
    assert parts[0].endswith("\n\n1/3")


def test_what_one_post_holds_needs_no_thread() -> None:
    post = write_thread(context(make_offer(price=290, service=None), "mastodon"))
    assert len(parts_of(post)) == 1
    assert "one post on Mastodon holds all there is to say: no thread is needed" in post.notes


def test_a_sentence_without_room_is_an_error_that_names_its_key() -> None:
    long = ("so many words without an end " * 10)[:285]
    with pytest.raises(TooLongError) as error:
        write_thread(context(make_offer(**{**WORK, "summary": f"Short. {long}"}), "x"))
    assert error.value.finding.path == ("summary",)
    assert "make two sentences of it" in (error.value.finding.hint or "")


def test_a_clients_words_are_whole_or_left_out_with_a_note() -> None:
    """Half of what a client said may mean something else."""
    review = {"by": "Joana", "text": "It was good at first. " + "Then came the long winter of our café. " * 8}
    post = write_thread(useful_kit.context(useful_kit.make_case(review=review), "x"))
    assert "It was good" not in post.pinned
    assert any("is left out" in note for note in post.notes)
    assert "“It was good" in write_thread(useful_kit.context(useful_kit.make_case(review=review), "mastodon")).pinned


@pytest.mark.parametrize("language", LANGUAGES)
def test_articles_and_cases_have_threads_too(language: str) -> None:
    body = "\n\n".join(f"## Heading number {number} of a long article\n\nText." for number in range(20))
    for thing in (useful_kit.make_article(body=body), useful_kit.make_case()):
        for network in NETWORKS:
            check(thing, network, language, "offer")


def test_the_networks_with_threads_are_these() -> None:
    assert {id_ for id_, network in base_networks().items() if network.has_threads} == set(NETWORKS)


# --- laws -------------------------------------------------------------------------------------------------------------


def owners_texts(brief: Brief) -> list[str]:
    """Return what a thread says of the owner's in sentences."""
    texts = [brief.summary, brief.audience, brief.delivery, brief.extended, *brief.includes]
    if brief.kind in {"article", "case"}:
        texts = [brief.summary, *brief.points, *brief.numbers, brief.client]
    return [text for text in texts if text]


def check(thing: Thing, network: str, language: str, variant: Variant) -> None:
    at = context_of(thing, network, language, variant)
    try:
        post = write_thread(at)
    except TooLongError as error:
        check_refused(at, error)
        return
    parts = parts_of(post)
    for written in post.texts:
        if written.limit and written.role in {"post", "thread"}:
            assert count(written.unit, written.text) == written.used <= at.network.limit
            assert len(written.text.encode()) <= (at.network.rules.bytes or 10**6)
            assert written.text == written.text.strip()
    if len(parts) > 1:
        for number, part in enumerate(parts, 1):
            assert part.rpartition("\n")[2] == f"{number}/{len(parts)}"
            assert not re.search(r"^\d{1,2}\.$", part, re.MULTILINE)
        assert post.link.short in parts[-1]
    assert post.link.short in parts[0]
    check_sale(thing, parts[0], language)
    for text in owners_texts(at.brief):
        for sentence in sentences(text):
            assert any(bare(sentence) in bare(part) for part in parts), sentence
    assert post == write_thread(context_of(thing, network, language, variant))


def check_sale(thing: Thing, first: str, language: str) -> None:
    """The part that is pinned says what it costs and until when."""
    if isinstance(thing, Offer):
        said = first.replace("\N{NO-BREAK SPACE}", " ")
        assert price_in_words(thing, language).replace("\N{NO-BREAK SPACE}", " ") in said.casefold()
        day, time = deadline_in_words(thing, language)
        assert day in said or short_day(thing, language).rstrip(".") in said
        assert time in said


def check_refused(at: PostContext, error: TooLongError) -> None:
    """An error is only for what has no room: the post itself, or one sentence."""
    if "a sentence of the thread" in error.finding.message:
        heading, label = 30, 10
        longest = max(
            (count(at.network.unit, each) for text in owners_texts(at.brief) for each in sentences(text)), default=0
        )
        longest = max([longest, *(count(at.network.unit, str(text)) for text in (at.brief.was, at.brief.place))])
        assert longest + heading + label > at.network.limit or at.network.rules.bytes
    else:
        assert count(at.network.unit, f"{at.brief.title}{at.brief.action}{at.brief.disclosure}") > 60


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(OFFERS | useful_kit.USEFUL, st.sampled_from(NETWORKS), st.sampled_from(LANGUAGES), st.sampled_from(VARIANTS))
def test_a_thread_fits_and_loses_nothing(thing: Thing, network: str, language: str, variant: Variant) -> None:
    """A network refuses a part that is too long in the middle of posting, when half is public already."""
    check(thing, network, language, variant)


@pytest.mark.laws
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(OFFERS | useful_kit.USEFUL, st.sampled_from(NETWORKS), st.sampled_from(LANGUAGES), st.sampled_from(VARIANTS))
def test_thousands_of_threads_fit(thing: Thing, network: str, language: str, variant: Variant) -> None:
    """As above, thousands of times."""
    check(thing, network, language, variant)


@pytest.mark.parametrize("network", NETWORKS)
def test_a_long_list_is_whole_in_a_thread(network: str) -> None:
    """Lost otherwise: of nine things that are paid for, four. A single post says the first and "and more"."""
    includes = [f"Thing number {number} of all that the offer includes" for number in range(1, 10)]
    offer = make_offer(
        kind="direct", title="A month", price={"amount": "290", "per": None, "from": False}, ends="2026-12-01T05:00",
        call_to_action="Book it", includes=includes,
    )  # fmt: skip
    text = "\n".join(parts_of(write_thread(context_of(offer, network, "en", "offer"))))
    assert [item for item in includes if item not in text] == []
