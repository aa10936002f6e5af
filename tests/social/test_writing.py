"""Posts as each network wants them, true to the file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from site_gen.model.facts import fitting_case, offer_facts
from site_gen.model.networks import NETWORKS
from site_gen.model.site import Translated
from site_gen.social.brief import offer_brief, phrases_of
from site_gen.social.content_briefs import article_brief
from site_gen.social.extras import closing_text
from site_gen.social.networks import social_networks
from site_gen.social.opening import VARIANTS, Variant, open_post, sale
from site_gen.social.post import Post, PostContext, TooLongError, fold_place
from site_gen.social.selection import PostSelection, offer_posts
from site_gen.social.writing import write_post
from tests.social.kit import base_site, context, make_offer, site_with
from tests.support import NOW

WORK = ["Twelve posts", "Answers every day", "A monthly report"]


def post(network: str, variant: Variant = "offer", **values: object) -> Post:
    return write_post(context(make_offer(**values), network, variant=variant))


def text(network: str, variant: Variant = "offer", **values: object) -> str:
    return plain(post(network, variant, **values).text("post"))


def plain(text: str | None) -> str:
    """Return a text with plain spaces, as it is read."""
    return (text or "").replace("\N{NO-BREAK SPACE}", " ")


def test_a_direct_offer_says_what_how_much_and_until_when_first() -> None:
    assert text("vk").startswith(
        "A month of Instagram, run for you: €290 a month. Book by 20 December, 6 pm Madrid time.\n"
    )


def test_a_long_post_has_its_parts_in_order() -> None:
    seats = {"total": 5, "taken": 2}
    words = text("vk", includes=WORK, proof="cafe", seats=seats, summary="All of it", hashtags=["smm"])
    words = words.replace("\N{THIN SPACE}", " ")
    order = [
        "👉 Book your month: https://mara.cat/go/vk-month-en/",
        "All of it.",
        "What’s included:\n• Twelve posts\n• Answers every day\n• A monthly report",
        "A real case: followers from 1,200 to 4,800 in four months (Casa Blau).\n",
        "From February to May 2026. Source: Instagram Insights.",
        "Was €390. Lowest price in the 30 days before the reduction: €350.",
        "3 of 5 places left.",
        "#smm",
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_instagram_has_no_link_and_at_most_five_hashtags() -> None:
    words = text("instagram", hashtags=[f"tag{n}" for n in range(9)])
    assert "http" not in words
    assert "👉 Book your month: link in bio" in words
    assert words.count("#") == 5


def test_linkedin_has_no_wall_of_hashtags() -> None:
    assert text("linkedin", hashtags=[f"tag{n}" for n in range(9)]).endswith("#tag0 #tag1 #tag2")


def test_telegram_has_bold_and_the_link_behind_words_and_a_text_to_paste() -> None:
    made = post("telegram")
    html = plain(made.sources["post.html"])
    assert html.startswith(
        "<b>A month of Instagram, run for you: €290 a month. Book by 20 December, 6 pm Madrid time.</b>"
    )
    assert '👉 <a href="https://mara.cat/go/telegram-month-en/">Book your month</a>' in html
    assert "👉 Book your month: https://mara.cat/go/telegram-month-en/" in (made.text("post") or "")
    assert {"post.html", "post.md", "caption.html", "caption.md"} == set(made.sources)


def test_messengers_have_bold_by_stars() -> None:
    assert text("whatsapp").startswith("*A month of Instagram, run for you: €290 a month.")
    assert text("viber").startswith("*A month")


@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon", "threads"])
def test_a_post_of_one_piece_has_the_zone_in_the_sale_and_says_it_once(network: str) -> None:
    words = text(network)
    assert "Book by 20 December, 6 pm Madrid time." in words
    assert words.count("6 pm") == 1


def test_a_first_step_says_what_one_gets_and_how_it_goes_before_the_case() -> None:
    steps = [{"title": "You write", "text": "Three lines."}, {"title": "You get it", "text": "By e-mail."}]
    words = text("vk", kind="first-step", price=0, ends=None, starts=None, includes=WORK, steps=steps, proof="cafe")
    assert words.startswith("A month of Instagram, run for you: free.\n")
    assert (
        words.index("What you get:")
        < words.index("How it works:\n1. You write\n2. You get it")
        < words.index("A real case:")
    )
    assert "Open until" not in words


def test_a_second_step_lists_its_tiers_and_starts_at_the_lowest() -> None:
    tiers = [
        {"name": "One", "price": 340, "advised": True},
        {"name": "Two", "price": {"amount": 520, "per": "month"}},
    ]
    words = text("facebook", kind="second-step", price=None, tiers=tiers, ends=None, starts=None)
    assert words.startswith("A month of Instagram, run for you: from €340.")
    assert "• One: €340 (recommended)\n• Two: €520 a month" in words


def test_an_article_is_announced_by_what_it_is_about() -> None:
    site = base_site()
    brief = article_brief(site, site.articles[0], "ca")
    made = write_post(PostContext(site.main, brief, social_networks(site.main)["vk"], phrases_of(site, "ca"), "offer"))
    assert made.text("post") == (
        "The first network.\n\n👉 Llegeix l’article: https://mara.cat/go/vk-article-first/\n\n"
        "1 minut de lectura.\n\n#Start"
    )
    assert made.text("status") is None


# --- hooks ------------------------------------------------------------------------------------------------------------


def test_each_variant_opens_with_its_own_hook() -> None:
    problem = "Nobody writes to you"
    openings = [text("vk", variant, problem=problem, proof="cafe").split("\n")[0] for variant in VARIANTS]
    assert openings == [
        "A month of Instagram, run for you: €290 a month. Book by 20 December, 6 pm Madrid time.",
        "Followers from 1,200 to 4,800 in four months (Casa Blau).",
        "Nobody writes to you.",
    ]


def test_a_result_that_opens_is_not_told_twice() -> None:
    words = text("facebook", "result", proof="cafe")
    assert words.count("Followers from 1,200") == 1


def test_a_hook_that_the_file_has_no_words_for_is_the_offer_and_says_so() -> None:
    made = post("vk", "problem")
    assert (made.text("post") or "").startswith("A month of Instagram")
    assert "offers/month.yaml has no problem:, so the offer itself opens the post" in made.notes


def test_a_hook_opens_where_the_feed_shows_it_whole_and_the_price_of_that_is_noted() -> None:
    """Whoever asks for a variant would get the offer again."""
    made = post("facebook", "problem", problem="Nobody writes to you, and you can’t tell why that is so")
    assert plain(made.text("post")).split("\n\n")[:2] == [
        "Nobody writes to you, and you can’t tell why that is so.",
        "A month of Instagram, run for you: €290 a month. Book by 20 December, 6 pm Madrid time.",
    ]
    assert any(
        "before the fold of Facebook (110 characters): that is the price of this variant" in n for n in made.notes
    )


def test_a_hook_that_the_feed_would_cut_follows_the_sale_and_it_is_noted() -> None:
    """The feed would show half a sentence, and neither what is offered nor for how much."""
    made = post("tiktok", "problem", problem="word " * 20, title="A month")
    assert plain(made.text("post")).startswith("A month: €290 a month. Book by 20 December, 6 pm Madrid time.\n\nword")
    assert any("the problem is longer than the fold of TikTok (80 characters)" in note for note in made.notes)


def test_a_hook_without_room_gets_it_from_the_short_title_or_is_noted() -> None:
    """Two variants would be the same post, without a word about it."""
    values = {"problem": "Nobody writes to you, and you can’t tell why. " * 3, "title": f"{LONG}, every week"}
    made = post("x", "problem", **values)
    assert "the problem has no room on X, so the post is that of the offer" in "\n".join(made.notes)
    assert text("x", "problem", **values, short_title="A month").startswith("Nobody writes to you")


LONG = (
    "A month of Instagram and Telegram, run for you by somebody who knows both, from the first photo to the last reply"
)


def test_a_short_title_stands_before_the_fold_where_the_title_has_no_room() -> None:
    words = text("tiktok", title=LONG, short_title="A month of Instagram")
    assert words.startswith(
        "A month of Instagram: €290 a month. Book by 20 December, 6 pm Madrid time.\n\n👉 Book your month"
    )
    assert LONG not in words


def test_without_a_short_title_the_title_stands_first_and_it_is_noted() -> None:
    """A reader would learn what it costs before what it is."""
    made = post("tiktok", title=LONG)
    assert plain(made.text("post")).startswith(f"{LONG}: €290 a month. Book by 20 December, 6 pm Madrid time.")
    assert any("fold of TikTok (80 characters): add short_title:" in note for note in made.notes)


def test_a_month_is_shortened_only_where_that_brings_it_before_the_fold() -> None:
    """ "20 dic a las 18:00 (Madrid)" in the first line looks like a form; the zone may follow after the fold."""
    days = {
        "Clases de vídeo con el móvil": "20 de diciembre a las 18:00",
        "Clases de vídeo con el móvil, a dos": "20 dic a las 18:00",
        "Clases de vídeo con el móvil, para quien graba solo": "20 de diciembre a las 18:00",
    }
    for title, day in days.items():
        said = write_post(context(make_offer(title=title, price=49), "tiktok", "es")).texts[0].text
        assert f"Reserva hasta el {day}" in plain(said), title


SALES = {
    "A month": "A month: €290 a month.",
    "Audit: the page": "Audit: the page — €290 a month.",
    "More clients?": "More clients? €290 a month.",
}


@pytest.mark.parametrize("title", SALES)
def test_a_sale_reads_well_after_any_title(title: str) -> None:
    brief = context(make_offer(title=title)).brief
    assert sale(brief, title=brief.title, until=None) == SALES[title]


def test_the_fold_is_behind_a_whole_grapheme() -> None:
    assert fold_place("ab👨‍👩‍👧‍👦c", 5) == 2
    assert fold_place("abc", 3) is None
    assert fold_place("e\u0301e\u0301", 2) == 2


def test_nothing_is_above_the_fold_that_cannot_be() -> None:
    opening = open_post(context(make_offer()).brief, "offer", 10, tight=False, bold=False)
    assert not opening.above_fold


@pytest.mark.parametrize("network", ["x", "bluesky"])
def test_there_are_blank_lines_wherever_they_have_room(network: str) -> None:
    """A post in one block is passed over."""
    short = text(network, price=290, proof="cafe")
    assert short.count("\n\n") == short.count("\n") / 2 == 3
    titles = [f"A month of Instagram, run for you{' and you' * number}" for number in range(15)]
    dense = [made for made in (post(network, title=title).texts[0] for title in titles) if "\n\n" not in made.text]
    assert dense
    assert all(made.used + made.text.count("\n") > made.limit for made in dense)


@pytest.mark.parametrize("network", ["threads", "mastodon"])
def test_a_short_post_with_a_case_says_what_is_sold_too(network: str) -> None:
    """Who reads of 57 loaves would not learn what the offer is."""
    said = text(network, proof="cafe", summary="All of it")
    assert "\n\nAll of it.\n\nA real case: " in said
    assert "• Twelve posts" not in text(network, proof="cafe", summary="All of it", includes=WORK)
    assert "• Twelve posts" in text(network, proof="cafe", includes=WORK)


@pytest.mark.parametrize("network", ["whatsapp", "viber"])
def test_a_message_has_its_headings_in_bold_and_its_case(network: str) -> None:
    said = text(network, includes=WORK, proof="cafe")
    assert "\n*What’s included:*\n" in said
    assert "\n\nA real case: " in said


# --- what fits --------------------------------------------------------------------------------------------------------


def test_what_is_dropped_first_is_worth_least() -> None:
    def written(more: str) -> str:
        title = f"A month of Instagram, run for you by somebody who has done it for ten shops{more}"
        seats = {"total": 5, "taken": 2}
        return text("x", hashtags=["one", "two"], seats=seats, proof="cafe", price=290, title=title)

    assert written("").endswith("#one #two")
    longer = written(" and for two schools in the middle of town")
    assert "followers from" in longer
    assert "places left" not in longer
    longest = written(" and for two schools in a small town by the sea, all year round")
    assert "followers from" not in longest
    assert "Book by 20 December, 6 pm Madrid time." in longest


def test_a_former_price_goes_with_its_evidence() -> None:
    words = text(
        "x",
        title="A month of Instagram, run for you by somebody who has done it for ten shops in town, at a good price",
    )
    assert "390" not in words
    assert "350" not in words


def test_what_is_sold_out_is_not_sold_any_more() -> None:
    offer = make_offer(seats={"total": 5, "taken": 5}, waiting_list="https://mara.cat/wait")
    site, source = site_with(offer)
    for made in offer_posts(site, source, PostSelection(tuple(NETWORKS), ("en",)), NOW):
        assert isinstance(made, Post)
        assert [written.role for written in made.texts] == ["post"]
        said = made.text("post") or ""
        assert "is sold out" in said
        assert "€" not in said
        assert "Book your month" not in said
        assert ("https://mara.cat/wait" in said) == (social_networks(site.main)[made.network].link in {"text", "words"})
        assert any("sold out" in note for note in made.notes)


def test_that_something_is_free_is_said_once() -> None:
    for title, opening in {
        "A free audit": "A free audit.\n",
        "An audit": "An audit, free.\n",
        "A: b": "A: b — free.\n",
    }.items():
        assert text("vk", kind="first-step", price=0, title=title, ends=None, starts=None).startswith(opening)


def test_what_can_not_be_made_to_fit_says_what_is_too_long() -> None:
    with pytest.raises(TooLongError) as raised:
        post("x", title="word " * 55)
    finding = raised.value.finding
    assert (finding.file, finding.path) == ("offers/month.yaml", ("title",))
    assert finding.message.startswith("the post for X (en) comes to 370 of 280")
    assert "'title' takes 274 of it" in finding.message
    assert finding.hint.endswith("or leave X out")


def test_a_short_title_saves_a_post_that_the_title_is_too_long_for() -> None:
    assert text("x", title="word " * 55, short_title="A month").startswith("A month: €290 a month. Book by 20 Dec")


def test_an_advertising_mark_is_never_left_out() -> None:
    mark = "Реклама. ИП Иванова А. А., ИНН 000000000000, erid: 2VtzqwABCDEF"
    for network in NETWORKS:
        assert mark in text(network, ad_disclosure=mark, hashtags=["a", "b"], proof="cafe")


# --- what goes with it ------------------------------------------------------------------------------------------------


def test_a_status_is_one_line_with_price_deadline_and_link() -> None:
    status = post("vk", short_title="Instagram for a month").text("status") or ""
    assert "\n" not in status
    assert len(status) <= 140
    assert "€290 a month. Book by 20 Dec" in status
    assert status.endswith("https://mara.cat/go/vk-month-en/")
    assert (post("whatsapp").text("status") or "").endswith("Book your month: https://mara.cat/go/whatsapp-month-en/")


def test_a_status_that_has_no_room_is_left_out_and_noted() -> None:
    made = post("ok", title="word " * 30)
    assert made.text("status") is None
    assert "no status line fits Odnoklassniki's 140: add short_title:, or shorten it" in made.notes


def test_a_status_line_gives_up_its_zone_before_it_shortens_a_month() -> None:
    title = "Clases de vídeo con el móvil, de dos en dos"
    status = write_post(context(make_offer(title=title, price=49), "vk", "es")).text("status") or ""
    assert plain(status).startswith(f"{title}: 49 €. Reserva hasta el 20 de diciembre a las 18:00. https://")


def test_a_first_comment_says_what_is_not_included_and_where_the_terms_are() -> None:
    assert post("vk", excludes=["Ad spend", "VAT"]).text("first-comment") == (
        "Not included:\n• Ad spend\n• VAT\n\nTerms and questions: https://mara.cat/go/vk-month-en/"
    )
    assert (post("instagram", excludes=["VAT"]).text("first-comment") or "").endswith("link in bio")
    assert post("instagram").text("first-comment") is None
    assert post("x").text("first-comment") is None


def test_alt_text_is_that_of_the_picture_else_of_the_card() -> None:
    assert post("vk", picture={"image": "a.jpg", "alt": "A cup"}).text("alt") == "A cup"
    assert (
        plain(post("vk").text("alt"))
        == "A month of Instagram, run for you: €290 a month. Book by 20 December, 6 pm Madrid time."
    )


def test_hashtags_are_made_of_service_niche_trade_and_networks_where_none_are_named() -> None:
    assert text("vk", proof="cafe").endswith("#Management #CoffeeShop #SocialMedia #Instagram")


def test_without_a_service_only_the_networks_of_the_title_are_hashtags() -> None:
    """A post on LinkedIn would be tagged with every network that its owner has an account on."""
    alone: dict[str, Any] = {"service": None, "proof": None, "hashtags": []}
    assert text("vk", **alone).endswith("\n\n#SocialMedia #Instagram")
    assert text("vk", title="A month run for you", **alone).endswith("\n\n#SocialMedia")
    niche = {**alone, "proof": "cafe"}
    assert text("vk", title="A month run for you", **niche).endswith("\n\n#SocialMedia #CoffeeShop")


@pytest.mark.parametrize("room", range(30))
def test_a_later_hashtag_never_stands_in_for_the_first(room: int) -> None:
    """A post about a salon would stand under #Cafés alone, because that is shorter."""
    title = "A month of Instagram and Facebook" + "!" * room
    said = text("x", title=title, summary="words " * 17, hashtags=["SocialMediaManagement", "Cafés"])
    assert "#Cafés" not in said or "#SocialMediaManagement #Cafés" in said


def test_a_short_area_is_a_hashtag_and_a_sentence_about_it_is_none() -> None:
    said = {}
    for area in ("Leeds", "Leeds and nearby in person; elsewhere by video call"):
        offer = make_offer(service=None)
        site, source = site_with(offer)
        own = site.main.model_copy(update={"contact": site.main.contact.model_copy(update={"area": area})})
        changed = replace(site, settings=dict.fromkeys(site.settings, own))
        said[area] = offer_brief(changed, source, offer_facts(changed, source, "en", NOW)).hashtags
    assert list(said.values()) == [("SocialMedia", "Instagram", "Leeds"), ("SocialMedia", "Instagram")]


def test_the_one_topic_of_threads_is_neither_a_network_nor_the_niche_of_a_client() -> None:
    """A post about a month of work would stand under coffee shops."""
    assert text("threads", proof="cafe").endswith("#Management")
    assert text("threads", proof="cafe", hashtags=["instagram", "coffeeshop", "Leeds"]).endswith("\n#Leeds")


@pytest.mark.parametrize(
    ("language", "tag"), [("ru", "Одноклассники"), ("uk", "Однокласники"), ("es", "Odnoklassniki")]
)
def test_a_network_has_the_name_that_its_readers_write(language: str, tag: str) -> None:
    """#Odnoklassniki among Russian words is a tag that nobody looks for, and no topic for Threads either way."""
    offer = make_offer(service=None, title=f"{tag}: posts")
    site, source = site_with(offer)
    brief = offer_brief(site, source, offer_facts(site, source, language, NOW))
    assert brief.hashtags[1] == tag
    assert tag.casefold() in brief.borrowed_tags


def test_hashtags_that_differ_in_capitals_alone_are_one_and_what_is_left_out_is_noted() -> None:
    """The same tag twice looks careless; tags that vanish in silence look like a fault."""
    made = post("x", hashtags=["SMM", "smm", "Leeds", "Shops"], service=None)
    assert (made.text("post") or "").endswith("#SMM #Leeds")
    assert "1 of 3 hashtags is not in the post for X (2 at most)" in made.notes


def test_the_case_is_the_named_one_else_the_best_of_the_service() -> None:
    site, source = site_with(make_offer())
    case = site.cases[0]
    assert fitting_case(site, source, "en") is case
    other, unfitting = site_with(make_offer(service="other"))
    assert fitting_case(other, unfitting, "en") is None
    later = Translated("zoo", {"en": case.original.model_copy(update={"order": 5})}, {"en": "cases/zoo.yaml"})
    assert fitting_case(replace(site, cases=(case, later)), source, "en") is later


def test_where_the_law_forbids_it_the_owner_is_told() -> None:
    site, source = site_with(make_offer())
    main = site.main.model_copy(update={"legal": site.main.legal.model_copy(update={"profile": "ru"})})
    brief = offer_brief(site, source, offer_facts(site, source, "ru", NOW))
    networks = social_networks(main)
    notes = {
        id_: write_post(PostContext(main, brief, networks[id_], phrases_of(site, "ru"), "offer")).notes
        for id_ in networks
    }
    assert any("advertising on Instagram is forbidden" in note and "72-FZ" in note for note in notes["instagram"])
    assert not any("is forbidden" in note for note in notes["vk"])
    assert any("has no ad_disclosure:" in note and "38-FZ art. 18.1" in note for note in notes["vk"])


def test_the_text_in_place_of_a_closed_offer() -> None:
    offer = make_offer()
    assert closing_text(context(offer), offer) == (
        "“A month of Instagram, run for you” closed on 20 December 2026.\n\nOpen offers: https://mara.cat/go/vk-month-en/"
    )
    tight = context(make_offer(title="word " * 55), "x")
    assert closing_text(tight, offer) == (
        "This offer closed on 20 December 2026.\n\nOpen offers: https://mara.cat/go/x-month-en/"
    )
    assert closing_text(context(offer, "instagram"), offer).endswith("link in bio")
    assert closing_text(context(offer, "pinterest"), offer).endswith("Open offers: link below")


# --- punctuation ------------------------------------------------------------------------------------------------------


def test_the_marks_of_owner_and_post_do_not_meet() -> None:
    """A post with !: or two bullets in a row could not be pinned as it is."""
    words = text("vk", call_to_action="Book now!", includes=["✅ 7 Reels", "- Answers", "A report"])
    assert "👉 Book now! https://mara.cat" in words
    assert ":\n✅ 7 Reels\n• Answers\n• A report" in words
    assert "\n\nGrab your spot 👇 https://mara.cat" in text("vk", call_to_action="Grab your spot 👇")
    assert text("vk", title="A month 🎉").startswith("A month 🎉 €290 a month. Book by")


def test_what_follows_a_mark_or_an_emoji_begins_anew() -> None:
    """'Book now! link in bio' reads as a slip."""
    assert "👉 Book now! Link in bio" in text("instagram", call_to_action="Book now!")
    assert "👉 Book now 🚀 Link in bio" in text("instagram", call_to_action="Book now 🚀")
    assert "👉 Book now: link in bio" in text("instagram", call_to_action="Book now")


def test_what_backs_a_sample_is_not_called_a_real_case() -> None:
    """A new project's invented case would be posted as a real one."""
    site, source = site_with(make_offer(proof="cafe"))
    said_of = {"Sample: from 1,200 to 4,800": "Sample: from Feb", "From 1,200 to 4,800": "Casa Blau: from Feb"}
    for title, said in said_of.items():
        original = site.cases[0].original.model_copy(update={"title": title})
        case = replace(site.cases[0], versions=dict.fromkeys(site.cases[0].versions, original))
        changed = replace(site, cases=(case,))
        brief = offer_brief(changed, source, offer_facts(changed, source, "en", NOW), 2026)
        made = write_post(
            PostContext(site.main, brief, social_networks(site.main)["vk"], phrases_of(site, "en"), "result")
        )
        assert said in (made.text("post") or "")


def test_straight_quotation_marks_are_set_as_the_language_sets_them() -> None:
    """Typewriter marks look careless in a post that somebody pays for."""
    title = 'The "Quiet month" plan, 24" wide'
    assert text("vk", title='The "Quiet month" plan').startswith("The “Quiet month” plan: €290")
    assert write_post(context(make_offer(title='"Тихий" месяц'), "vk", "ru")).texts[0].text.startswith("«Тихий» месяц:")
    assert text("vk", title=title).startswith(title)  # a mark is left over: which belong together can't be told


def test_a_price_behind_arabic_words_stays_behind_them() -> None:
    """Unicode's rules would show '290 €' before the Arabic words, or its digits apart from its sign."""
    assert text("vk", title="Posts in Arabic: مرحبا").startswith("Posts in Arabic: مرحبا\u200e — €290 a month.")
    assert "\u200e" not in text("vk", title="مرحبا in English")


def test_names_that_networks_make_live_are_noted() -> None:
    """A post would alert an account, or lead to a stranger's site."""
    notes = post("x", title="An audit for example.com and @brand").notes
    assert "'@brand' in the title becomes a mention on most networks: say it in words if it isn't meant to" in notes
    assert any(note.startswith("'example.com' in the title becomes a link on most networks") for note in notes)
    assert not any("becomes" in note for note in post("x", title="Write to me@example").notes)


def test_a_long_list_shows_as_much_as_a_reader_takes_in() -> None:
    """Twenty lines on Threads are a wall, and nobody reads to the link."""
    items = [f"Item {number}" for number in range(15)]
    for network, most in (("threads", 5), ("mastodon", 5), ("tiktok", 5), ("viber", 7), ("telegram", 10)):
        said = text(network, includes=items, title="A month", service=None)
        assert said.count("• Item") == most, network
        assert "• and more" in said
    assert (
        text("threads", includes=items[:6], title="A month", service=None).count("• Item") == 6
    )  # no line for one that has room


def test_a_list_that_is_cut_says_so() -> None:
    """A reader would take the part for the whole."""
    items = [f"Item {number} of everything that a long list may have in it" for number in range(12)]
    assert "• and more\n" in f"{plain(post('viber', includes=items).text('caption'))}\n"
    assert "and more" not in text("viber", includes=items[:2])


def test_the_fold_of_instagram_cuts_no_list() -> None:
    """The feed would show a heading and half an item."""
    made = post("instagram", includes=WORK, proof="cafe", summary=None, title="A month")
    at = made.texts[0].fold
    assert at is not None
    words = made.texts[0].text
    assert not words[words.rfind("\n", 0, at) + 1 :].startswith("• ")
