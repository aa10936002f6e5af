"""The same law for random projects: any kinds, prices, units, currencies, seats, windows, zones.

Left out of the usual run, as it takes minutes: `make laws`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from site_gen.load import load_site
from site_gen.problems import ProjectError
from tests.truth import test_law as laws
from tests.truth.driver import Scene, scene
from tests.truth.offers import Project, projects

Law = Callable[[Callable[[str], Scene], str, str], None]

FOR_EACH_OFFER: tuple[Law, ...] = (
    laws.test_the_price_is_the_same_everywhere,
    laws.test_each_tier_has_its_price_everywhere,
    laws.test_a_former_price_is_true_backed_and_stays_true,
    laws.test_the_deadline_is_one_instant_everywhere,
    laws.test_places_left_are_the_same_everywhere,
    laws.test_a_unit_has_one_wording_in_a_language,
    laws.test_no_two_media_contradict_each_other,
    laws.test_programs_get_the_price_in_fields,
    laws.test_search_engines_read_the_price_in_one_way_and_the_true_one,
    laws.test_the_page_of_a_sold_out_offer_says_so_and_what_is_open_instead,
    laws.test_a_sold_out_offer_is_promoted_nowhere,
    laws.test_posts_of_a_sold_out_offer_say_so_and_sell_nothing,
    laws.test_an_open_offer_is_found,
    laws.test_a_closed_offer_says_so_and_is_promoted_nowhere,
    laws.test_a_scheduled_offer_is_nowhere,
    laws.test_feeds_say_what_the_file_says,
)


@pytest.mark.laws
@pytest.mark.parametrize("law", FOR_EACH_OFFER, ids=lambda law: law.__name__.removeprefix("test_"))
@settings(
    max_examples=int(os.environ.get("LAWS", "12")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # projects are small as drawn, and slow to make smaller
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(project=projects())
def test_the_law_holds_for_any_project(cache: Path, law: Law, project: Project) -> None:
    """Else the hard examples that someone thought of hide the one that nobody did."""
    with TemporaryDirectory() as folder:
        drawn = scene(project, Path(folder) / "project", cache)
        try:
            load_site(drawn.folder)
        except ProjectError:
            assume(False)
        for example in project.examples:
            law(lambda _: drawn, project.name, example.slug)
