"""The page after a form: its content, how long it exists, and its links, which are never dead ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import ProjectFactory
from tests.support import AUDIT, CASE, DIRECT, SECOND, SITE
from tests.support_build import render

PAGE = "offers/audit/index.html"
THANKS = "thanks/audit/index.html"
STEPS = """\
steps:
  - {title: You fill in the form, text: Three minutes.}
  - {title: I look at the page, text: An hour.}
  - {title: You get it in writing, text: Two sides.}
"""


def audit(more: str = "", thanks: str = "") -> str:
    return AUDIT.replace("  consent:", f"  thanks: {{{thanks}}}\n  consent:" if thanks else "  consent:") + more


def test_every_offer_with_a_form_has_a_page_after_it_in_its_languages(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"offers/audit.es.yaml": "title: Una auditoría\n"}), cache)
    assert {path for path in site.pages if "thanks/" in path} == {THANKS, f"es/{THANKS}"}
    assert "Tu petición ha llegado" in site.text(f"es/{THANKS}")
    assert [link["lang"] for link in site.view(THANKS)["page"]["switch"]] == ["en", "es"]


def test_page_after_a_form_is_known_to_nobody_but_its_visitors(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    robots = [meta.get("content") for meta in site.document(THANKS).all("meta") if meta.get("name") == "robots"]
    assert robots == ["noindex"]
    assert "/thanks/" not in site.text("sitemap.xml")
    others = site.pages - {THANKS}  # it names itself, as the language that is read
    assert [path for path in others if any("/thanks/" in a.get("href") for a in site.document(path).all("a"))] == []


@pytest.mark.parametrize(
    ("window", "there"),
    [
        ("ends: 2026-12-01T00:00\n", True),
        ("ends: 2026-11-01T00:00\n", True),  # someone may have just sent it, and what is promised stays promised
        ("starts: 2026-12-01T00:00\n", False),
        ("draft: true\n", False),
    ],
    ids=["open", "closed", "scheduled", "draft"],
)
def test_page_after_a_form_is_there_as_long_as_the_offers(
    window: str, project: ProjectFactory, cache: Path, *, there: bool
) -> None:
    site = render(project({"offers/audit.yaml": AUDIT + window}), cache)
    assert (THANKS in site.pages) == there
    assert (PAGE in site.pages) == there


@pytest.mark.parametrize("delivery", [None, "form: {delivery: mailto}\n"])
def test_without_a_place_to_send_it_to_there_is_neither_form_nor_page(
    delivery: str | None, project: ProjectFactory, cache: Path
) -> None:
    bare = SITE.partition("form:")[0]
    site = render(project({"site.yaml": bare + (delivery or "")}), cache)
    assert THANKS not in site.pages
    assert list(site.document(PAGE).all("form")) == []
    assert "campaign" not in site.text("index.html")
    assert any("assets/forms/" in path for path in site.artifacts) == (delivery is not None)


def test_page_says_what_happens_next_and_when(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"offers/audit.yaml": audit(f"delivery: In 48 hours\n{STEPS}")}), cache)
    thanks = site.view(THANKS)["thanks"]
    assert thanks["delivery"] == "In 48 hours"
    assert thanks["sent"]["title"] == "You fill in the form"
    assert [step["title"] for step in thanks["steps"]] == ["I look at the page", "You get it in writing"]
    assert all(text in site.text(THANKS) for text in ("In 48 hours", "Two sides.", "this is what happens now"))
    assert "Three minutes." not in site.text(THANKS)  # that is done


def test_owners_words_stand_in_place_of_the_themes(project: ProjectFactory, cache: Path) -> None:
    text = audit(thanks='title: "Got it", text: "I answer **by hand**."')
    site = render(project({"offers/audit.yaml": text}), cache)
    assert site.document(THANKS).first("h1").text == "Got it"
    assert site.document(THANKS).first("title").text == "Got it · A free audit of your page · Mara Vidal"
    assert "<strong>by hand</strong>" in site.text(THANKS)
    assert "Thank you" not in site.text(THANKS)


def test_second_step_is_the_next_thing_to_read(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    assert site.view(THANKS)["thanks"]["next"]["slug"] == "plan"
    assert any(link.get("href") == "/offers/plan/" for link in site.document(THANKS).all("a"))


NEXT: Mapping[str, tuple[dict[str, str | None], str | None]] = {
    "the second step is live": ({}, "plan"),
    "it isn't open yet": ({"offers/plan.yaml": f"{SECOND}starts: 2027-01-01T00:00\n"}, "month"),
    "it is over": ({"offers/plan.yaml": f"{SECOND}ends: 2026-11-01T00:00\n"}, "month"),
    "nothing is live": (
        {"offers/plan.yaml": f"{SECOND}draft: true\n", "offers/month.yaml": f"{DIRECT}draft: true\n"},
        None,
    ),
}


@pytest.mark.parametrize(("files", "slug"), NEXT.values(), ids=NEXT)
def test_page_never_ends_nowhere(
    files: dict[str, str | None], slug: str | None, project: ProjectFactory, cache: Path
) -> None:
    site = render(project(files), cache)
    shown = site.view(THANKS)["thanks"]["next"]
    assert (shown["slug"] if shown else None) == slug
    assert "hello@mara.example" in site.text(THANKS)


def test_page_changes_when_what_comes_next_does(project: ProjectFactory, cache: Path) -> None:
    starts = datetime.fromisoformat("2026-12-01T00:00:00+01:00")
    folder = project({"offers/plan.yaml": f"{SECOND}starts: 2026-12-01T00:00\n"})
    before, after = render(folder, cache), render(folder, cache, starts)
    assert before.view(THANKS)["thanks"]["next"]["slug"] == "month"
    assert after.view(THANKS)["thanks"]["next"]["slug"] == "plan"


def test_proof_is_one_that_the_visitor_has_not_read_yet(project: ProjectFactory, cache: Path) -> None:
    files = {
        "offers/audit.yaml": f"{AUDIT}proof: cafe\n",
        "offers/plan.yaml": f"{SECOND}proof: bar\n",
        "cases/bar.yaml": CASE.replace("Casa Blau", "Bar Roig"),
    }
    assert render(project(files), cache).view(THANKS)["thanks"]["proof"]["client"] == "Bar Roig"
    files["offers/plan.yaml"] = SECOND
    assert render(project(files), cache).view(THANKS)["thanks"]["proof"]["client"] == "Casa Blau"


def test_booking_and_messengers_are_offered(project: ProjectFactory, cache: Path) -> None:
    text = SITE.replace("contact:\n", "contact:\n  booking: https://cal.example/mara\n").replace(
        "networks:\n", "networks:\n  telegram: mara\n"
    )
    links = [a.get("href") for a in render(project({"site.yaml": text}), cache).document(THANKS).all("a")]
    assert links.count("https://cal.example/mara") == 1
    assert "https://t.me/mara" in links
