"""The funnel drawn: as text that stays in its columns on any terminal, and as one SVG file that needs nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from site_gen.actions.funnel_drawing import FunnelDrawing, funnel_drawing
from site_gen.actions.funnel_svg import funnel_svg
from site_gen.cli.funnel_text import funnel_lines
from site_gen.load import load_site
from site_gen.messages import LANGUAGES
from site_gen.model.funnel import funnel
from tests.conftest import ProjectFactory
from tests.support import AUDIT, NOW, SECOND

EXPECTED: Final = Path(__file__).parent / "funnel.txt"

FILES: Final[Mapping[str, str]] = {
    "offers/trial.yaml": (
        "kind: first-step\ntitle: A trial set-up of one advertisement, done with you on a call\nprice: 19\nnext: plan\n"
        "book: https://cal.example/trial\ncall_to_action: Book it\nends: 2027-01-10T18:00\n"
    ),
    "offers/design.yaml": (
        "kind: first-step\ntitle: Дизайн страницы\nprice: 0\nnext: ads\nbook: https://cal.example/\n"
        "call_to_action: Go\n"
    ),
    "offers/ads.yaml": (
        "kind: second-step\ntitle: Advertising\ncall_to_action: Go\nends: 2027-02-01T18:00\ntiers:\n"
        "  - {name: Small, price: {amount: 200, per: month}}\n  - {name: Large, price: {amount: 400, per: month}}\n"
    ),
    "offers/lost.yaml": "kind: first-step\ntitle: 無料 Lost\nprice: 0\ncall_to_action: Go\n",
    "offers/alone.yaml": (
        "kind: second-step\ntitle: Alone-with-a-name-that-is-longer-than-a-box/and-goes-on\nprice: 20\n"
        "starts: 2027-02-01T09:00\ncall_to_action: Go\n"
    ),
}


def drawn(project: ProjectFactory, files: Mapping[str, str | None] = FILES) -> FunnelDrawing:
    site = load_site(project(files)).site
    return funnel_drawing(site, funnel(site, NOW))


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in line)


def test_the_drawing_is_as_it_was_looked_at(project: ProjectFactory, *, update_golden: bool) -> None:
    text = "\n".join(funnel_lines(drawn(project), "utf-8")) + "\n"
    if update_golden:
        EXPECTED.write_text(text, encoding="utf-8", newline="\n")
    assert text == EXPECTED.read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1251", "cp437", "no-such-encoding"])
def test_boxes_stay_in_their_columns_in_every_encoding(encoding: str, project: ProjectFactory) -> None:
    lines = list(funnel_lines(drawn(project), encoding))
    boxes = [line for line in lines if re.match(r" [│├└|+ ]", line)]
    assert max(map(width, lines)) <= 80
    assert {width(line) for line in boxes if line.rstrip().endswith(("│", "┐", "|", "+"))} == {2, 76, 78}
    for line in lines:
        line.encode("ascii" if encoding == "no-such-encoding" else encoding)


@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_stay_in_their_columns_in_every_language(language: str, project: ProjectFactory) -> None:
    """A longer word for 'Thank-you' would push the arrows out of line."""
    lines = list(funnel_lines(drawn(project).said(language), "utf-8"))
    boxes = [line for line in lines if re.match(r" [│├└ ]", line)]
    assert max(map(width, lines)) <= 80
    assert {width(line) for line in boxes if line.rstrip().endswith(("│", "┐"))} == {2, 76, 78}
    assert (drawn(project).said(language) == drawn(project)) is (language == "en")


def test_a_drawing_in_another_language_is_so_as_a_whole(project: ProjectFactory) -> None:
    """Half of a drawing in English can't be shown to a partner who reads Spanish."""
    told = drawn(project).said("es")
    for text in ("\n".join(funnel_lines(told, "utf-8")), funnel_svg(told)):
        assert "Primer paso" in text
        assert "el primer paso no lleva a ninguna parte" in text
        assert "the " not in text.replace("the booking", "")


def test_a_stream_without_box_characters_gets_plain_ones(project: ProjectFactory) -> None:
    text = "\n".join(funnel_lines(drawn(project), "cp1251"))
    assert "+ First step --------+" in text
    assert "Дизайн страницы" in text
    assert "???????? ??????????" not in text.partition("Дизайн")[0]


def test_a_project_without_steps_says_how_to_begin(project: ProjectFactory) -> None:
    nothing = drawn(project, {"offers/audit.yaml": None, "offers/plan.yaml": None})
    assert "There is no first step and no second step yet" in "\n".join(funnel_lines(nothing, "utf-8"))
    assert "There is no first step and no second step yet" in funnel_svg(nothing)


def test_a_broken_way_is_marked_where_it_breaks(project: ProjectFactory) -> None:
    view = drawn(project, {"offers/plan.yaml": f"{SECOND}draft: true\n"})
    ((offer, form, thanks),) = (way.boxes for part in view.parts for way in part.ways)
    assert (offer.tone, form.tone, thanks.tone) == ("broken", "live", "broken")
    assert thanks.lines == ("/thanks/audit/", "leads on to nothing")
    assert view.breaks == ("offers/audit.yaml: the first step leads to a draft: offers/plan.yaml",)


def test_what_breaks_later_is_not_marked_yet(project: ProjectFactory) -> None:
    view = drawn(project, {"offers/plan.yaml": f"{SECOND}ends: 2027-02-01T18:00\n"})
    assert {box.tone for part in view.parts for way in part.ways for box in way.boxes} == {"live"}
    assert view.breaks[0].startswith("offers/audit.yaml: from 2027-02-01 18:00 CET on the first step leads to an offer")


# --- SVG --------------------------------------------------------------------------------------------------------------

NS: Final = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # our own


def test_the_svg_is_one_file_that_asks_for_nothing(project: ProjectFactory) -> None:
    svg = funnel_svg(drawn(project))
    root = parsed(svg)
    assert root.tag == f"{NS}svg"
    assert not re.search(r"(?:href|src|url\(|@import|<script)", svg)
    assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"]


def test_the_svg_tells_in_words_what_it_shows(project: ProjectFactory) -> None:
    root = parsed(funnel_svg(drawn(project)))
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert (root.get("role"), (root.get("aria-labelledby") or "").split()) == ("img", names)
    title, desc = root.find(f"{NS}title"), root.find(f"{NS}desc")
    assert title is not None
    assert desc is not None
    assert title.text == "The funnel of Mara Vidal at 2026-11-23 12:00 CET"
    for words in (
        "First step: A free audit of your page",
        "then Form:",
        "then Thank-you:",
        "Second step: The whole year",
    ):
        assert words in (desc.text or "")
    assert "2027-02-01 18:00 CET  ads closes." in (desc.text or "")


def test_texts_of_the_owner_cannot_break_the_svg(project: ProjectFactory) -> None:
    title = '"<script>alert(1)</script> & ]]> more"'
    svg = funnel_svg(drawn(project, {"offers/audit.yaml": AUDIT.replace("A free audit of your page", title)}))
    assert not [element for element in parsed(svg).iter() if element.tag.endswith("script")]


def test_boxes_of_the_svg_do_not_lie_on_each_other(project: ProjectFactory) -> None:
    root = parsed(funnel_svg(drawn(project)))
    boxes = [
        tuple(int(box.get(key) or 0) for key in ("x", "y", "width", "height"))
        for box in root.iter(f"{NS}rect")
        if box.get("class") == "box"
    ]
    assert len(boxes) == 1 + 3 * 7
    for index, (x, y, wide, high) in enumerate(boxes):
        assert x + wide <= int(root.get("width") or 0)
        assert y + high <= int(root.get("height") or 0)
        for x2, y2, wide2, high2 in boxes[index + 1 :]:
            assert x + wide <= x2 or x2 + wide2 <= x or y + high <= y2 or y2 + high2 <= y
