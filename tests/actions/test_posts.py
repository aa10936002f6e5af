"""Posts, their files and the record of pins, as data for whoever asks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.errors import (
    NamedThing,
    NothingOpenError,
    NotOpenError,
    NotTranslatedError,
    OthersNetworkError,
    UnclearOfferError,
    UnknownNameError,
)
from site_gen.actions.pins import outdated_pins, pinned_posts, record_pin
from site_gen.actions.post_files import files_of, write_posts
from site_gen.actions.post_pictures import Gallery
from site_gen.actions.posts import PostRequest, make_posts, networks_without_links, post_request
from site_gen.problems import ProjectError
from site_gen.social.selection import PostSelection
from tests.conftest import ProjectFactory
from tests.support import DIRECT, NOW, SITE, tree

LATER: Final = datetime.fromisoformat("2027-06-01T12:00:00+02:00")
VK: Final = {"site.yaml": SITE.replace("  instagram: mara\n", "  instagram: mara\n  vk: mara_smm\n")}
CLOSED: Final = {"offers/audit.yaml": None, "offers/plan.yaml": None}


def asked(
    folder: Path, name: str | None = None, now: datetime = NOW, *, networks: str = "", languages: str = ""
) -> PostRequest:
    return post_request(folder, now, name, PostSelection(networks.split(), languages.split()))


def test_without_a_name_every_open_offer_has_posts(project: ProjectFactory) -> None:
    assert [post.offer for post in make_posts(asked(project()))] == ["month", "audit", "plan"]


def test_all_stands_for_every_network_and_each_is_taken_once(project: ProjectFactory) -> None:
    folder = project()
    assert len(asked(folder, networks="all").selection.networks) > 10
    assert asked(folder, networks="vk x vk").selection.networks == ("vk", "x")


@pytest.mark.parametrize(
    ("networks", "languages", "kind", "name"),
    [("vkk", "", NamedThing.NETWORK, "vkk"), ("vk", "en it", NamedThing.LANGUAGE, "it")],
)
def test_an_unknown_network_or_language_is_told_with_those_that_there_are(
    networks: str, languages: str, kind: NamedThing, name: str, project: ProjectFactory
) -> None:
    with pytest.raises(UnknownNameError) as error:
        asked(project(), networks=networks, languages=languages)
    assert (error.value.kind, error.value.name) == (kind, name)
    assert {NamedThing.NETWORK: "vk", NamedThing.LANGUAGE: "es"}[kind] in error.value.known


def test_what_has_no_posts_is_told_as_data(project: ProjectFactory) -> None:
    folder = project({"offers/audit.yaml": None, "offers/plan.yaml": None})
    with pytest.raises(UnknownNameError) as unknown:
        make_posts(asked(folder, "mont"))
    assert unknown.value.known == ("month", "cafe", "first")
    with pytest.raises(NothingOpenError):
        make_posts(asked(folder, now=LATER))
    with pytest.raises(NotTranslatedError) as lacking:
        make_posts(asked(folder, languages="es"))
    assert (lacking.value.name, lacking.value.languages) == (None, ("es",))


def test_a_text_that_is_too_long_is_shown_at_its_key_and_not_in_another_text(project: ProjectFactory) -> None:
    long = DIRECT.replace("title: A month of", "summary: 'The title: long'\ntitle: A month of" + " very good" * 20)
    folder = project({"offers/month.yaml": long})
    with pytest.raises(ProjectError) as error:
        make_posts(asked(folder, "month", networks="x"))
    places = {str(problem.location) for problem in error.value.problems}
    assert places == {"offers/month.yaml:3:1"}


def test_networks_that_the_site_has_no_links_for_are_named(project: ProjectFactory) -> None:
    request = asked(project(), "month", networks="instagram vk")
    assert networks_without_links(request, make_posts(request)) == ("VK",)


def test_posts_are_written_with_their_pictures_and_again_without_what_is_no_more(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder, out = project(), tmp_path / "posts"
    request = asked(folder, "month", networks="instagram")
    (post,) = posts = make_posts(request)
    (out / "month/en/instagram").mkdir(parents=True)
    (out / "month/en/instagram/first-comment.txt").write_text("old")
    (out / "month/en/instagram/mine.txt").write_text("mine")
    told: list[tuple[int, int]] = []
    written = write_posts(
        Gallery(request.site, out, NOW, cache), posts, jobs=1, drawn=lambda done, total: told.append((done, total))
    )
    pictures = [name for name in tree(out) if name.endswith(".png") and "qr" not in name]
    assert told == [(number, len(pictures)) for number in range(1, len(pictures) + 1)], "who waits sees it move"
    names = {Path(name).name for name in tree(out)}
    assert written.without_pictures == ()
    assert names >= {*files_of(post), "qr.svg", "qr.png", "alt.txt", "mine.txt"}
    assert "first-comment.txt" in files_of(post) or "first-comment.txt" not in names
    assert written.files == len(names - {"mine.txt"})


# --- the record -------------------------------------------------------------------------------------------------------


def test_a_pin_is_recorded_and_out_of_date_when_the_offer_is_another(project: ProjectFactory) -> None:
    folder = project(VK)
    done = record_pin(asked(folder, "month"), "vk")
    assert (done.post.network, done.pin.text) == ("vk", done.post.text("post"))
    assert pinned_posts(folder) == (done.pin,)
    assert outdated_pins(asked(folder)) == ()
    project({**VK, "offers/month.yaml": DIRECT.replace("amount: 290", "amount: 280")})
    assert [stale.pin for stale in outdated_pins(asked(folder))] == [done.pin]
    assert outdated_pins(asked(folder, networks="x")) == ()
    assert outdated_pins(asked(folder, "audit")) == ()


def test_without_a_name_the_one_open_offer_is_meant(project: ProjectFactory) -> None:
    with pytest.raises(UnclearOfferError):
        record_pin(asked(project(VK)), "vk")
    assert record_pin(asked(project({**VK, **CLOSED})), "vk").pin.offer == "month"


def test_what_cannot_be_pinned_is_not_recorded(project: ProjectFactory) -> None:
    folder = project(VK)
    before = tree(folder)
    early = datetime.fromisoformat("2026-11-01T12:00:00+01:00")
    with pytest.raises(NotOpenError) as later:
        record_pin(asked(folder, "month", early), "vk")
    assert later.value.opens.isoformat() == "2026-11-20T09:00:00+01:00"
    with pytest.raises(UnknownNameError):
        record_pin(asked(folder, "month"), "all")
    assert tree(folder) == before


def test_what_is_pinned_elsewhere_is_not_recorded(project: ProjectFactory) -> None:
    folder = project()
    with pytest.raises(OthersNetworkError) as error:
        record_pin(asked(folder, "month"), "vk")
    assert (error.value.network, error.value.known) == ("vk", ("instagram",))
    assert pinned_posts(folder) == ()
