"""The report of an audit: what stands in it, in which order, and until when."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ProjectFactory
from tests.pages.test_own_files import picture
from tests.support import NOW, SECOND, SITE
from tests.support_audit import CLIENT, OTHER_TOKEN, TOKEN
from tests.support_build import Rendered, render

PAGE = f"audit/{TOKEN}/index.html"
HEAD = f"client: {CLIENT}\npage: https://www.zanzibar.example/shop/\nnetworks: [instagram]\ndate: 2026-11-20\n"
RATING = "        evidence: Seen {0}\n        advice: Do {0}\n        effort: {1}\n"


def rating(criterion: str, score: object, effort: float | None = None, weight: int = 2) -> str:
    text = f"      - criterion: {criterion}\n        score: {score}\n        weight: {weight}\n"
    return text + (RATING.format(criterion, effort) if effort else f"        evidence: Seen {criterion}\n")


AREAS = "".join(
    [
        "areas:\n  - area: profile\n    criteria:\n",
        rating("first-line", 0, 8, 3),
        rating("found", 3, 0.25),
        rating("contact", 5),
        rating("pinned", 2, 40),
        rating("current", 3, 2),
        "  - area: rhythm\n    criteria:\n",
        rating("regular", 4),
        rating("seasons", 1, 4),
        "      - criterion: between\n        score: skip\n",
        "  - area: ads\n    criteria:\n      - criterion: running\n        score: skip\n",
    ]
)


def audit(more: str = "", areas: str = AREAS, token: str = TOKEN) -> str:
    return f"{HEAD}token: {token}\n{more}{areas}"


def shown(project: ProjectFactory, cache: Path, text: str, **files: str) -> Rendered:
    return render(project({"content/audits/a.yaml": text, **files}), cache)


@pytest.fixture
def view(project: ProjectFactory, cache: Path) -> Any:
    maker: Any = shown(project, cache, audit()).artifacts[PAGE].maker
    return maker.view["audit"]


def test_the_score_is_a_whole_number_of_100_and_says_how_many_criteria_it_is_made_of(view: Any) -> None:
    # 0x3 + (3 + 5 + 2 + 3 + 4 + 1)x2 = 36 of 75
    assert (view["score"], view["judged"]) == (48, 7)


def test_what_was_left_out_is_named_an_area_once(view: Any) -> None:
    assert view["skipped"] == ["Signs of life in between", "Ads"]


def test_each_area_has_its_own_score_and_one_that_was_not_judged_none(view: Any) -> None:
    assert [(area["id"], area["score"]) for area in view["areas"]] == [("profile", 47), ("rhythm", 50), ("ads", None)]


def test_findings_are_ordered_by_what_they_are_worth_an_hour(view: Any) -> None:
    assert [(item["name"], item["hours"], item["gain"]) for item in view["improvements"]] == [
        ("Found by trade and town", "0.25", "5.3"),
        ("Seasons and dates", "4", "10.7"),
        ("Up to date", "2", "5.3"),
        ("The first line", "8", "20"),
        ("Pinned posts and highlights", "40", "8"),
    ]
    assert [item["number"] for item in view["improvements"]] == [1, 2, 3, 4, 5]


def test_three_things_that_take_half_a_day_at_most_are_for_this_week(view: Any) -> None:
    assert view["this_week"] == [1, 2, 3]


def test_without_named_strengths_the_best_ratings_are(view: Any) -> None:
    assert [(strength["name"], strength["text"]["markdown"]) for strength in view["strengths"]] == [
        ("Ways to write and call", "Seen contact")
    ]


def test_strengths_that_are_named_stand_alone(project: ProjectFactory, cache: Path) -> None:
    site = shown(project, cache, audit("strengths: [Real pictures]\n"))
    assert [strength["name"] for strength in site.view(PAGE)["audit"]["strengths"]] == ["Real pictures"]


def test_a_rating_leads_to_its_finding_and_says_what_was_seen_where_there_is_none(
    project: ProjectFactory, cache: Path
) -> None:
    page = shown(project, cache, audit()).document(PAGE)
    targets = [link.get("href") for link in page.all("a") if link.get("href").startswith("#finding-")]
    assert {target[1:] for target in targets} == {f"finding-{number}" for number in range(1, 6)}
    assert {target[1:] for target in targets} <= page.ids


def test_the_chart_of_each_area_has_a_text_alternative(project: ProjectFactory, cache: Path) -> None:
    page = shown(project, cache, audit()).document(PAGE)
    labels = [drawing.get("aria-label") for drawing in page.all("svg") if drawing.get("class") == "score"]
    assert labels == ["47 out of 100", "50 out of 100"]
    bars = [
        bar.get("width") for bar in page.all("rect") if bar.get("class") == "had" and bar.get("width").endswith("%")
    ]
    assert bars == ["47%", "50%"]


def test_short_work_is_said_in_minutes(project: ProjectFactory, cache: Path) -> None:
    text = shown(project, cache, audit()).text(PAGE)
    assert "15 min" in text
    assert "40 h" in text
    assert "0.25 h" not in text


def test_the_second_step_is_shown_while_it_is_live(project: ProjectFactory, cache: Path) -> None:
    ends = NOW + timedelta(days=3)
    second = SECOND + f"ends: {ends.isoformat()}\n"
    folder = project({"content/audits/a.yaml": audit("next: plan\n"), "offers/plan.yaml": second})
    site = render(folder, cache)
    assert site.view(PAGE)["next"]["slug"] == "plan"
    assert site.plan.changes_at == ends
    assert render(folder, cache, ends).view(PAGE)["next"] is None


def test_a_report_is_in_the_language_that_it_names_and_in_no_other(project: ProjectFactory, cache: Path) -> None:
    site = shown(project, cache, audit("language: es\n"))
    assert f"es/{PAGE}" in site.pages
    assert PAGE not in site.pages
    assert "Se encuentra por oficio y lugar" in site.text(f"es/{PAGE}")


def test_a_project_words_and_adds_criteria_in_each_language(project: ProjectFactory, cache: Path) -> None:
    changes = """\
areas:
  - id: profile
    criteria:
      - {id: found, name: Town}
      - {id: door, name: Door, question: Is it open?, worst: Shut, best: Open}
"""
    overlay = "areas:\n  - criteria:\n      - name: Ciudad\n      - name: Puerta\n"
    areas = "areas:\n  - area: profile\n    criteria:\n" + rating("found", 3, 1) + rating("door", 4)
    files = {
        "content/rubric.yaml": changes,
        "content/rubric.es.yaml": overlay,
        "content/audits/a.yaml": audit(areas=areas),
        "content/audits/b.yaml": audit("language: es\n", areas=areas, token=OTHER_TOKEN),
    }
    site = render(project(files), cache)
    names = [rating["name"] for rating in site.view(PAGE)["audit"]["areas"][0]["ratings"]]
    assert names == ["Town", "Door"]
    names = [
        rating["name"] for rating in site.view(f"es/audit/{OTHER_TOKEN}/index.html")["audit"]["areas"][0]["ratings"]
    ]
    assert names == ["Ciudad", "Puerta"]


def test_a_name_that_a_stranger_gave_stays_text(project: ProjectFactory, cache: Path) -> None:
    site = shown(project, cache, audit().replace(CLIENT, '"<script>alert(1)</script>"'))
    assert not [script for script in site.document(PAGE).all("script") if not script.get("src")]
    assert "&lt;script&gt;alert(1)" in site.text(PAGE)


def test_a_draft_with_nothing_filled_in_can_be_looked_at(project: ProjectFactory, cache: Path) -> None:
    areas = "areas:\n  - area: ads\n    criteria:\n      - criterion: running\n"
    text = f"draft: true\nclient: {CLIENT}\ndate: 2026-11-20\ntoken: {TOKEN}\n{areas}"
    site = render(project({"content/audits/a.yaml": text}), cache, drafts=True)
    assert site.view(PAGE)["audit"]["score"] is None
    assert CLIENT in site.text(PAGE)


def test_a_picture_of_what_was_seen_lies_below_the_reports_address_alone(project: ProjectFactory, cache: Path) -> None:
    """A screenshot of a client's inbox must not be found by anybody who guesses the name of a file."""
    shot = 'picture: {image: shop/bio.jpg, alt: "A bio without a town", caption: "On 20 November"}\n        advice'
    files: dict[str, str | bytes] = {
        "content/audits/a.yaml": audit().replace("advice", shot, 1),
        "content/images/shop/bio.jpg": picture((1080, 1920)),
    }
    site = render(project(files), cache)
    src = f"/audit/{TOKEN}/profile-first-line.webp"
    (image,) = [image for image in site.document(PAGE).all("img") if image.get("src") == src]
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("A bio without a town", "1080", "1920")
    assert f'<a class="enlarge" href="{src}">' in site.text(PAGE)
    assert "On 20 November" in site.text(PAGE)
    pictures = [path for path in site.artifacts if path.endswith((".webp", ".avif", ".jpg")) and "bio" in path]
    assert not pictures
    assert site.artifacts[src[1:]].unlisted


def test_a_site_below_a_path_has_its_reports_there(project: ProjectFactory, cache: Path) -> None:
    files = {"site.yaml": SITE.replace("mara.example/", "mara.example/sub/")}
    site = render(project({"content/audits/a.yaml": audit(), **files}), cache)
    assert 'href="/sub/assets/unlisted/audit-' in site.text(PAGE)
