"""Posts about articles and cases: they fit by another count, and say what the file says and nothing else."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import pytest
from babel import numbers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_gen.load.own_words import packaged_words
from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.networks import NETWORKS
from site_gen.social.content_briefs import sections_of
from site_gen.social.phrases import named
from site_gen.social.post import Post, PostContext, TooLongError
from site_gen.social.useful_layouts import useful_blocks
from site_gen.social.writing import write_post
from tests.social.kit import LANGUAGES, count
from tests.social.test_laws import DOUBLED, check_lengths, locale
from tests.social.useful_kit import USEFUL, context, make_article, make_case

FROM_TO: Final = {
    "ca": "de {} a {}",
    "es": "de {} a {}",
    "en": "from {} to {}",
    "ru": "было {}, стало {}",
    "uk": "було {}, стало {}",
}


def text(thing: Article | Case, network: str, language: str = "en") -> str:
    return plain(write_post(context(thing, network, language)).text("post"))


def plain(said: str | None) -> str:
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]", " ", said or "")


# --- what each network gets -------------------------------------------------------------------------------------------


def test_an_article_has_its_headings_and_its_link_within_the_first_screen_on_vk() -> None:
    assert text(make_article(), "vk") == (
        "A content plan on one sheet.\n\nFour kinds of post. Two fixed days.\n\n"
        "👉 Read the article: https://mara.cat/go/vk-article-plan-en/\n\n"
        "In the article:\n• First, the rhythm\n• Four kinds\n\n1-minute read.\n\n#Content #FirstSteps"
    )


def test_a_case_has_its_client_and_its_numbers_with_their_sources() -> None:
    said = text(make_case(), "linkedin")
    order = [
        "Followers from 1,200 to 4,800 in four months.",
        "Casa Blau, Girona.",
        "A café that nobody saw. Now they queue.",
        "The numbers:\n• Followers: from 1,200 to 4,800 (Instagram Insights)",
        "• Cost per lead: from €6.40 to €2.10 (the till)\nFrom February to May 2026.",
        "Spent: €900. Revenue it brought: €5,200. Four months.",
        "“Now I know it every Friday.” — Joana Mas, owner",
        "Read the case study: https://mara.cat/go/linkedin-case-cafe-en/",
        "#Launch",
    ]
    places = [said.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize("network", ["x", "bluesky", "threads", "mastodon"])
def test_a_case_in_one_piece_says_where_its_number_is_from(network: str) -> None:
    assert "Casa Blau, Girona." in text(make_case(), network)
    assert "From February to May 2026. Source: Instagram Insights." in text(make_case(), network)


def test_a_number_of_another_period_says_so() -> None:
    period = {"from": "2026-05-01", "to": "2026-05-31"}
    metric = {"name": "Leads", "before": 1, "after": 9, "source": "CRM", "period": period}
    assert "• Leads: from 1 to 9 (in May 2026; CRM)" in text(make_case(metrics=[metric]), "vk")


@pytest.mark.parametrize(("network", "where"), [("instagram", "link in bio"), ("pinterest", "link below")])
def test_where_no_link_can_be_pressed_none_is_written(network: str, where: str) -> None:
    said = text(make_case(), network)
    assert f"Read the case study: {where}" in said
    assert "http" not in said


def test_the_first_comment_has_the_link_where_it_can_be_pressed() -> None:
    made = write_post(context(make_article(), "linkedin"))
    assert made.text("first-comment") == "The whole article: https://mara.cat/go/linkedin-article-plan-en/"
    assert write_post(context(make_article(), "instagram")).text("first-comment") is None


def test_words_in_another_language_are_not_quoted() -> None:
    """A quotation in a language that readers don't know looks like a mistake of the program."""
    review = {"by": "Joana Mas", "text": "Ara ho sé cada divendres.", "language": "ca"}
    assert "Ara ho sé" in text(make_case(review=review), "vk", "ca")
    assert "Ara ho sé" not in text(make_case(review=review), "vk", "en")


def test_where_the_whole_summary_has_no_room_its_first_sentence_may_have() -> None:
    long = "Four kinds of post. " + "And so much more of what there is to say " * 6
    assert "Four kinds of post.\n" in text(make_article(summary=long), "x")


def test_the_title_is_what_is_too_long() -> None:
    with pytest.raises(TooLongError) as error:
        write_post(context(make_case(title="very good " * 27), "x"))
    assert error.value.finding.path == ("title",)


@pytest.mark.parametrize("kind", ["article", "case"])
def test_every_network_has_what_it_is_and_what_to_do(kind: str) -> None:
    for network in NETWORKS:
        blocks = useful_blocks(network, kind)
        assert blocks[0] == "opening"
        assert "action" in blocks
        assert len(set(blocks)) == len(blocks)


# --- headings ---------------------------------------------------------------------------------------------------------

BODIES: Final = {
    "## A\n\nOne. Two.\n\n## B\n\nThree!": [("A", "One."), ("B", "Three!")],
    "# A\n\n# B\n\n## C": [("A", None), ("B", None)],
    "# Title\n\n## A\n\ntext without end\n\n## B": [("A", None), ("B", None)],
    "## Alone": [],
    "no heading": [],
    "": [],
    "```\n## code\n## code\n```\n\n## A\n\n## B": [("A", None), ("B", None)],
    "## *A* [link](/x/) `c`\n\nx.\n\n## B{#b}\n\n- item\n\nAfter. More.": [("A link c", "x."), ("B", "After.")],
    "## A\n\nNote.[^1]\n\n## B\n\n[^1]: x": [("A", "Note."), ("B", None)],
}


@pytest.mark.parametrize("body", BODIES)
def test_sections_are_those_of_the_highest_heading_that_occurs_twice(body: str) -> None:
    """A heading that stands in code, or a mark of a footnote, would be published in the owner's name."""
    assert [(section.title, section.begins) for section in sections_of(body)] == BODIES[body]


# --- laws -------------------------------------------------------------------------------------------------------------


def number(value: Decimal, language: str) -> str:
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return plain(numbers.format_decimal(value, pattern, locale=locale(language)))


def bare(said: str) -> str:
    """Return a text without spaces and without what begins the lines of lists."""
    return re.sub(r"[\s\u00a0\u202f•·●▪*–—-]", "", said)


def check_case(case: Case, said: str, language: str) -> None:
    """Each number that is shown is the file's, with its name and source."""
    shown = [line for line in said.splitlines() if line.startswith("• ")]
    for line in shown:
        assert any(
            FROM_TO[language].format(number(metric.before, language), number(metric.after, language)) in line
            and bare(named(metric.name)) in bare(line)
            for metric in case.metrics
        ), line
    if "“" in said and case.review and language == "en" and f"— {' '.join(case.review.by.split())}" in said:
        assert len(case.review.text.split()) <= len(said.split())


def check_article(article: Article, said: str) -> None:
    """Each heading that is shown is one of the file."""
    titles = {section.title for section in sections_of(article.body)}
    ours = {str(packaged_words(language)["more"]) for language in LANGUAGES}
    for line in said.splitlines():
        if line.startswith("• "):
            assert any(line.removeprefix("• ") in known for known in titles | ours), line


def check(thing: Article | Case, network: str, language: str) -> None:
    at = context(thing, network, language)
    try:
        post = write_post(at)
    except TooLongError:
        limits = [limit for limit in (at.network.limit, at.network.rules.caption) if limit]
        assert count(at.network.unit, f"{at.brief.title} {at.brief.action}") + 60 > min(limits)
        return
    check_lengths(at, post)
    said = plain(post.text("post"))
    assert plain(at.brief.title) in said.replace("*", "") or plain(at.brief.title) in said
    kind = "case" if isinstance(thing, Case) else "article"
    tail = "" if language == "ca" else f"-{language}"
    assert post.link.short == f"https://mara.cat/go/{network}-{kind}-{at.brief.slug}{tail}/"
    assert f"utm_source={network}&" in post.link.target
    assert (post.link.short in said) == (at.network.link in {"text", "words"})
    assert said.count("#") - f"{thing}".count("#") <= at.network.hashtags
    check_thing(thing, at, said, post)
    assert post == write_post(context(thing, network, language))


def check_thing(thing: Article | Case, at: PostContext, said: str, post: Post) -> None:
    assert not DOUBLED.search(said.replace(plain(at.brief.quote), "")), DOUBLED.search(said)
    assert post.price is None
    if isinstance(thing, Case):
        check_case(thing, said, at.brief.language)
    else:
        check_article(thing, said)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(USEFUL, st.sampled_from(sorted(NETWORKS)), st.sampled_from(LANGUAGES))
def test_a_post_about_an_article_or_a_case_fits_and_says_what_the_file_says(
    thing: Article | Case, network: str, language: str
) -> None:
    """A number that isn't the file's, in public and in the owner's name, costs them the client."""
    check(thing, network, language)


@pytest.mark.laws
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(USEFUL, st.sampled_from(sorted(NETWORKS)), st.sampled_from(LANGUAGES))
def test_thousands_of_posts_about_articles_and_cases_fit(thing: Article | Case, network: str, language: str) -> None:
    """As above, thousands of times."""
    check(thing, network, language)
