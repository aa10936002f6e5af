"""One truth in all media, for a fixed list of hard offers: at every instant of their lives, in five languages.

A failing test prints what each medium says. A difference hurts a client, who reads one thing on the page and another in
the pinned post, and the owner, who must honour the better of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest

from tests.truth import law
from tests.truth.driver import Scene, View
from tests.truth.law import Breach, asserted, judged
from tests.truth.offers import PROJECTS, service_prices
from tests.truth.reader.facts import YEARLESS, Price, Told
from tests.truth.reader.source import Truth

Look = Callable[[str], Scene]

OFFERS = [
    pytest.param(project.name, example.slug, id=f"{project.name}-{example.slug}")
    for project in PROJECTS
    for example in project.examples
]
TIERED = [
    param
    for param in OFFERS
    if param.values[1] in {*("olive", "pine", "quince", "rowan", "sequoia", "tulip", "vanilla", "date", "willow")}
]
LIMITED = 3


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_the_price_is_the_same_everywhere(look: Look, project: str, slug: str) -> None:
    """Else a client is asked another price than the one that brought them."""
    scene = look(project)
    asserted(scene, slug, judged(scene, slug, law.price_wrong, "live"))


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_programs_get_the_price_in_fields(look: Look, project: str, slug: str) -> None:
    """Else whoever fills a table of their own from `offers --json` has to take words apart."""
    scene = look(project)
    asserted(scene, slug, judged(scene, slug, law.fields_wrong, "live"))


@pytest.mark.parametrize(("project", "slug"), TIERED)
def test_each_tier_has_its_price_everywhere(look: Look, project: str, slug: str) -> None:
    """Else a client chooses a tier by a price that it doesn't have."""
    scene = look(project)
    asserted(scene, slug, judged(scene, slug, law.tiers_wrong, "live"))


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_a_former_price_is_true_backed_and_stays_true(look: Look, project: str, slug: str) -> None:
    """Else the owner advertises a reduction that isn't one by the time it is read."""
    scene = look(project)
    asserted(scene, slug, judged(scene, slug, law.former_wrong, "live", "closed"))


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_the_deadline_is_one_instant_everywhere(look: Look, project: str, slug: str) -> None:
    """Else a client comes an hour late, by a clock they couldn't know was meant."""
    scene = look(project)
    asserted(scene, slug, judged(scene, slug, law.ends_wrong, "live"))
    asserted(scene, slug, judged(scene, slug, law.starts_wrong, "live", "closed", "scheduled", "sold-out"))


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_places_left_are_the_same_everywhere(look: Look, project: str, slug: str) -> None:
    """Else a client hurries, or doesn't, for places that aren't as many."""
    scene = look(project)
    asserted(scene, slug, judged(scene, slug, law.seats_wrong, "live"))


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_a_unit_has_one_wording_in_a_language(look: Look, project: str, slug: str) -> None:
    """Else a client wonders whether 'a post' on the page is the 'per post' of the post."""
    scene, found = look(project), []
    for view in scene.views:
        for language in scene.project.languages:
            told = view.told.get((slug, language), {})
            found += [Breach(view.now, language, "several", "", wrong) for wrong in _phrases_wrong(told)]
    asserted(scene, slug, found)


def _phrases_wrong(told: dict[str, Told]) -> Iterator[str]:
    """Yield each unit that is said in several ways, with the first medium that says it so."""
    said: dict[str | None, dict[str, str]] = {}
    for medium, each in told.items():
        for price in (*each.prices, *(price for _, price in each.tiers)):
            if price.phrase:
                said.setdefault(price.unit, {}).setdefault(price.phrase, medium)
    for unit, phrases in said.items():
        if len(phrases) > 1:
            yield f"{unit} is said " + " and ".join(f"'{phrase}' ({medium})" for phrase, medium in phrases.items())


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_no_two_media_contradict_each_other(look: Look, project: str, slug: str) -> None:
    """The same without asking which of them is right: for when the file itself is read wrongly here."""
    scene, found = look(project), []
    for view in scene.views:
        for language in scene.project.languages:
            if scene.truths[slug, language].state(view.now) != "live":
                continue
            for (one, first), (other, second) in combinations(_distinct(view.told.get((slug, language), {})), 2):
                wrong = list(_contradictions(first, second))
                found += [Breach(view.now, language, one, str(first), f"{each} of {other}") for each in wrong]
    asserted(scene, slug, found)


def _distinct(told: dict[str, Told]) -> list[tuple[str, Told]]:
    """Return one medium for each different thing that is told."""
    return [(medium, said) for said, medium in {said: medium for medium, said in told.items()}.items()]


def _contradictions(first: Told, second: Told) -> Iterator[str]:
    prices = {replace(price, phrase="") for price in (*first.prices, *second.prices)}
    if len(prices) > 1:
        yield f"prices {', '.join(map(str, prices))}: not that"
    walls = {moment.wall for moment in (*first.ends, *second.ends)}
    years = {wall.year for wall in walls if wall.year > YEARLESS + 1}
    if len(years) > 1 or len({wall.replace(year=YEARLESS) for wall in walls}) > 1:
        yield f"ends {', '.join(str(moment) for moment in (*first.ends, *second.ends))}: not that"
    if len({seats.left for seats in (*first.seats, *second.seats)}) > 1:
        yield "places left: not those"


# --- structured data --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_search_engines_read_the_price_in_one_way_and_the_true_one(look: Look, project: str, slug: str) -> None:
    """Else a search result shows '340 €' for what is '340 € a month and up'."""
    scene, found = look(project), []
    for view in scene.views:
        for language in scene.project.languages:
            truth = scene.truths[slug, language]
            wrongs = _nodes_wrong(view, truth, language, scene.project.currency)
            found += [Breach(view.now, language, "JSON-LD", "", wrong) for wrong in wrongs]
    asserted(scene, slug, found)


def _nodes_wrong(view: View, truth: Truth, language: str, currency: str) -> Iterator[str]:
    nodes, state = view.nodes.get((truth.slug, language), ()), truth.state(view.now)
    wanted = truth.tiers or ((truth.title, truth.price),)
    if state in {"closed", "scheduled"}:
        yield from (f"a node of an offer that is {state}: {node}" for node in nodes)
        return
    if [node.name for node in nodes] != [name for name, _ in wanted]:
        yield f"nodes for {[node.name for node in nodes]}, not for {[name for name, _ in wanted]}"
        return
    for node, (_, price) in zip(nodes, wanted, strict=True):
        true = Price(Decimal(0), currency) if price.free else price
        if node.ways != (true,):
            yield f"price {' or '.join(map(str, node.ways)) or 'none'}, not {true}"
        yield from node.faults
        if node.state != _availability(truth, state):
            yield f"availability {node.state}, not {_availability(truth, state)}"
        for name, said, moment in (("validFrom", node.starts, truth.starts), ("validThrough", node.ends, truth.ends)):
            if (said.instant if said else None) != moment:
                yield f"{name} {said}, not {moment}"


def _availability(truth: Truth, state: str) -> str:
    if state == "live" and truth.seats is not None and truth.seats.left <= LIMITED:
        return "limited"
    return state


@pytest.mark.parametrize("project", [project.name for project in PROJECTS])
def test_search_engines_read_the_prices_of_services_in_one_way(look: Look, project: str) -> None:
    """Else a service 'from 70 an hour' is found as one that costs 70."""
    scene, wrong = look(project), []
    for language, nodes in scene.views[0].services.items():
        said = {node.name: node for node in nodes}
        for name, value in service_prices().items():
            data = value if isinstance(value, dict) else {"amount": value}
            currency = data.get("currency", scene.project.currency)
            true = Price(Decimal(data["amount"]), currency, data.get("per"), data.get("from", False))
            node = said.get(name)
            if node is None or node.ways != (true,) or node.faults:
                wrong.append(f"{language}: {node}, not {true}")
    assert not wrong, "\n".join(wrong)


# --- sold out ---------------------------------------------------------------------------------------------------------

ALL_TAKEN = [param for param in OFFERS if param.values[1] in {"larch", "aspen", "oak", "plum", "apple", "cherry"}]


@pytest.mark.parametrize(("project", "slug"), ALL_TAKEN)
def test_the_page_of_a_sold_out_offer_says_so_and_what_is_open_instead(look: Look, project: str, slug: str) -> None:
    """Else someone fills in a form for a place that there isn't."""
    scene, found = look(project), []
    for view, language, truth in _in_state(scene, slug, "sold-out"):
        told = view.told.get((slug, language), {}).get("page", Told())
        wrongs = []
        if told.state != "sold-out":
            wrongs.append(f"says that it is {told.state}")
        acts = told.acts - {"button"} if truth.waits else told.acts
        if acts:
            wrongs.append(f"has a way to act: {', '.join(sorted(acts))}")
        if told.seats:
            wrongs.append(f"says '{told.seats[0]} places left'")
        if told.opens != _open_now(scene, view, language) - {slug}:
            wrongs.append(f"shows as open {sorted(told.opens)}")
        wrongs += [wrong for wrong in law.price_wrong("page", told, truth) if told.prices]
        found += [Breach(view.now, language, "page", str(told), wrong) for wrong in wrongs]
    asserted(scene, slug, found)


@pytest.mark.parametrize(("project", "slug"), ALL_TAKEN)
def test_a_sold_out_offer_is_promoted_nowhere(look: Look, project: str, slug: str) -> None:
    """Else the first thing that visitors are shown can't be had."""
    scene, found = look(project), []
    for view, language, _ in _in_state(scene, slug, "sold-out"):
        lines = [(name, line) for name, spoken, line in view.lines if spoken == language and line.slug == slug]
        for name, line in lines:
            wrong = _sold_out_line_wrong(name, line.told)
            if wrong:
                found.append(Breach(view.now, language, f"line in {name}", str(line.told), wrong))
        if not any(name == "offers" for name, _ in lines):
            found.append(Breach(view.now, language, "line in offers", "", "isn't listed"))
    asserted(scene, slug, found)


def _sold_out_line_wrong(page: str, told: Told) -> str | None:
    if page == "offers":
        acts = ", ".join(sorted(told.acts))
        if told.state != "sold-out" or told.acts or told.seats:
            return f"is listed as {told.state or 'open'} {f'with a {acts}' if acts else ''}"
        return None
    if told.prices or told.acts or told.ends or page == "links":
        return None if told.state == "sold-out" and not told.acts and page.startswith("offers/") else "is promoted"
    return None


@pytest.mark.parametrize(("project", "slug"), ALL_TAKEN)
def test_posts_of_a_sold_out_offer_say_so_and_sell_nothing(look: Look, project: str, slug: str) -> None:
    """Else what is pinned sends people to a page where there is nothing for them."""
    _assert_closing(look(project), slug, "sold-out")


@pytest.mark.parametrize(("project", "slug"), ALL_TAKEN)
def test_lists_call_a_sold_out_offer_so(look: Look, project: str, slug: str) -> None:
    """Else the owner doesn't see in the terminal why nobody can book."""
    scene = look(project)
    states = [
        (view.rows[slug][0].state, view.table[slug].state)
        for view, language, _ in _in_state(scene, slug, "sold-out")
        if language == scene.project.languages[0]
    ]
    assert states
    assert set(states) == {("sold-out", "sold-out")}


def _open_now(scene: Scene, view: View, language: str) -> frozenset[str]:
    """Return the offers that can be had at an instant."""
    truths = scene.truths.items()
    return frozenset(slug for (slug, spoken), truth in truths if spoken == language and truth.state(view.now) == "live")


def _in_state(scene: Scene, slug: str, state: str) -> Iterator[tuple[View, str, Truth]]:
    for view in scene.views:
        for language in scene.project.languages:
            truth = scene.truths[slug, language]
            if truth.state(view.now) == state:
                yield view, language, truth


def _assert_closing(scene: Scene, slug: str, state: str) -> None:
    """Assert that posts are closing texts: that it is over or full, where the open offers are, and nothing else."""
    found = []
    for view, language, truth in _in_state(scene, slug, state):
        for post in view.posts.get((slug, language), ()):
            medium = f"{post.role} in {post.network}"
            wrongs = list(law.gone_wrong(medium, post.told, state))
            if truth.action in post.text:
                wrongs.append("calls to action")
            if state == "closed":
                wrongs += law.last_day_wrong(post.told, truth)
            found += [Breach(view.now, language, medium, post.text, wrong) for wrong in wrongs]
    asserted(scene, slug, found)


# --- open, over, not yet ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_an_open_offer_is_found(look: Look, project: str, slug: str) -> None:
    """Else an offer is announced and nobody finds it."""
    scene, found = look(project), []
    for view, language, _ in _in_state(scene, slug, "live"):
        told = view.told.get((slug, language), {})
        lacking = {"page", "line in offers", "line in links", "post in vk", "status in vk"} - told.keys()
        found += [Breach(view.now, language, medium, "", "isn't there") for medium in sorted(lacking)]
        acts = told.get("page", Told()).acts
        if "button" not in acts:
            found.append(Breach(view.now, language, "page", "", "has no button"))
        if slug not in view.pinned:
            found.append(Breach(view.now, language, "pin", "", "isn't among the open offers"))
        if view.rows[slug][0].state != "live" or view.table[slug].state != "live":
            found.append(Breach(view.now, language, "offers", "", "isn't listed as live"))
    asserted(scene, slug, found)


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_a_closed_offer_says_so_and_is_promoted_nowhere(look: Look, project: str, slug: str) -> None:
    """Else someone is sold what is over."""
    scene, found = look(project), []
    for view, language, truth in _in_state(scene, slug, "closed"):
        told = view.told.get((slug, language), {}).get("page", Told())
        wrongs = list(law.ends_wrong("page", told, truth))
        if told.state != "closed":
            wrongs.append(f"says that it is {told.state or 'nothing'}")
        if told.acts or told.prices:
            wrongs.append(f"still sells: {told}")
        if told.opens != _open_now(scene, view, language) - {slug}:
            wrongs.append(f"shows as open {sorted(told.opens)}")
        found += [Breach(view.now, language, "page", str(told), wrong) for wrong in wrongs]
        found += _promotions(view, slug, language)
        if (view.rows[slug][0].state, view.table[slug].state) != ("closed", "closed"):
            found.append(Breach(view.now, language, "offers", "", "isn't listed as closed"))
    asserted(scene, slug, found)
    _assert_closing(scene, slug, "closed")


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_a_scheduled_offer_is_nowhere(look: Look, project: str, slug: str) -> None:
    """Else a price is out before its time."""
    scene, found = look(project), []
    for view, language, _ in _in_state(scene, slug, "scheduled"):
        told = view.told.get((slug, language), {})
        found += [Breach(view.now, language, medium, str(said), "is there already") for medium, said in told.items()]
        found += _promotions(view, slug, language)
        if (view.rows[slug][0].state, view.table[slug].state) != ("scheduled", "scheduled"):
            found.append(Breach(view.now, language, "offers", "", "isn't listed as scheduled"))
    asserted(scene, slug, found)


def _promotions(view: View, slug: str, language: str) -> Iterator[Breach]:
    """Yield where an offer that can't be had is promoted: lines, feeds, posts."""
    for name, spoken, line in view.lines:
        if (spoken, line.slug) == (language, slug) and (line.told.prices or line.told.acts or line.told.ends):
            yield Breach(view.now, language, f"line in {name}", str(line.told), "is promoted")
    told = view.told.get((slug, language), {})
    for name in {"feed.xml", "feed.json"} & told.keys():
        yield Breach(view.now, language, name, str(told[name]), "is in the feed")
    if slug in view.pinned:
        yield Breach(view.now, language, "pin", "", "is among the open offers")


@pytest.mark.parametrize(("project", "slug"), OFFERS)
def test_feeds_say_what_the_file_says(look: Look, project: str, slug: str) -> None:
    """Else who follows by feed reads of another offer than the page's."""
    scene, found = look(project), []
    for view in scene.views:
        for language in scene.project.languages:
            truth = scene.truths[slug, language]
            for name in ("feed.xml", "feed.json"):
                told = view.told.get((slug, language), {}).get(name)
                if told is None:
                    continue
                if truth.state(view.now) == "sold-out" and told.state != "sold-out":
                    found.append(Breach(view.now, language, name, str(told), "doesn't say that it is sold out"))
                judges = (law.price_wrong, law.tiers_wrong, law.former_wrong, law.seats_wrong, law.ends_wrong)
                found += [
                    Breach(view.now, language, name, str(told), wrong)
                    for judge in judges
                    for wrong in judge(name, told, truth)
                ]
    asserted(scene, slug, found)
