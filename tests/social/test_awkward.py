"""Posts of awkward offers, to be read aloud in every language; all networks keep to the laws."""

from __future__ import annotations

import pytest

from site_gen.model.networks import NETWORKS
from site_gen.social.opening import VARIANTS
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection, offer_posts
from site_gen.social.writing import write_post
from tests.social.awkward import awkward_offers
from tests.social.kit import LANGUAGES, context, make_offer, site_with
from tests.social.test_laws import check
from tests.social.test_posts import POSTS, compare
from tests.support import NOW

READ = ("telegram", "x", "tiktok")
"""The networks in the snapshots: one with room, one without, one with a near fold."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_posts_of_awkward_offers_read_as_before(language: str, *, update_golden: bool) -> None:
    """What nobody would pin as it is would come back unseen."""
    lines: list[str] = []
    for name, offer in awkward_offers(language):
        for network in READ:
            post = write_post(context(offer, network, language))
            lines += [
                f"════ {name} · {post.name}",
                post.text("post") or "",
                *(f"note: {note}" for note in post.notes),
                "",
            ]
    site, source = site_with(make_offer(seats={"total": 1, "taken": 1}))
    for found in offer_posts(site, source, PostSelection(READ, (language,)), NOW):
        assert isinstance(found, Post)
        lines += [f"════ sold out · {found.name}", found.text("post") or "", ""]
    compare(POSTS / "awkward" / f"{language}.txt", "\n".join(lines), update=update_golden)


@pytest.mark.parametrize("language", LANGUAGES)
def test_posts_of_awkward_offers_keep_to_the_laws_on_every_network(language: str) -> None:
    """A price, a deadline or a link would be missing where it is hardest to say, or a text too long."""
    for name, offer in awkward_offers(language):
        if offer.ends is None or (offer.ends.hour, offer.ends.minute) == (0, 0):
            continue  # midnight is said as the end of a day
        # The tests' own counter knows no links without https://, and X counts them.
        for network in NETWORKS.keys() - ({"x"} if name.startswith("link") else set()):
            for variant in VARIANTS:
                check((offer, network, language, variant))
