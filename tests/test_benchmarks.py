"""The figures of the benchmarks: what is drawn and written is what was measured. Measuring is for make bench."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.build import ROOT, Run, Tool
from benchmarks.charts import Line, bars, lines
from benchmarks.commands import Row, copy_site
from benchmarks.commands import table as command_table
from benchmarks.compare import Cell, Made, document
from benchmarks.growth import Size, table, verdict
from benchmarks.peers import LATER, Edit, Peer
from benchmarks.profile import OTHER, PARTS, part_of, shares
from benchmarks.profile import table as profile_table

SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_as_long_as_what_they_stand_for_on_a_logarithmic_scale() -> None:
    """A reader would see another winner than the figures name."""
    root = ET.fromstring(bars("Builds & more", {"clean": {"a": 1.0, "b": 10.0, "c": 100.0}}, "s"))  # noqa: S314  # ours
    widths = [float(bar.attrib["width"]) for bar in root.iter(f"{SVG}rect") if float(bar.attrib["y"]) > 60]
    assert widths[1] - widths[0] == pytest.approx(widths[2] - widths[1], abs=0.3)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Builds & more", "clean", "a", "b", "c", "1 s", "10 s", "100 s"} <= set(texts)


def test_what_grows_like_the_pages_is_a_diagonal() -> None:
    """Growth that isn't linear would look as if it were."""
    drawn = lines("Growth", {"s": [Line("a", {100: 1.0, 1000: 10.0, 10_000: 100.0})]}, "pages")
    points = ET.fromstring(drawn).find(f"{SVG}polyline")  # noqa: S314  # ours
    assert points is not None
    (x1, y1), (x2, y2), (x3, y3) = (map(float, point.split(",")) for point in points.attrib["points"].split())
    assert (x2 - x1, y2 - y1) == pytest.approx((x3 - x2, y3 - y2), abs=0.2)


def test_the_document_says_who_is_left_out_and_what_is_not_equal() -> None:
    """A comparison of unequal work would be read as one of equal work."""
    cells = [Cell(100, name, "clean", wall, wall, 50.0, [Run(wall, wall)]) for name, wall in (("hugo", 1), ("us", 2))]
    made = [Made(100, "us", "1.0", 170, 180, 2.0, "draws charts")]
    text = document(cells, made, 1, ["mkdocs"])
    assert "| us | 1.0 | draws charts |" in text
    assert "can't be installed here: mkdocs." in text
    assert "| clean | us | 2.00 | 2.00 | 50 | 2.00 | 2.00 |" in text
    assert "builds-100.svg" in text


def test_growth_says_how_many_times_more() -> None:
    """Nobody would see whether memory follows the pages."""
    sizes = [
        Size("site_gen", cases, wall, wall, peak, pages, 1.0)
        for cases, wall, peak, pages in ((1, 1.0, 100.0, 10), (2, 12.0, 150.0, 100))
    ]
    assert verdict(sizes) == (
        "site_gen from 10 to 100 pages, 10.0 times as many: 12.0 times the time, 12.0 times the processors' time, "
        "1.5 times the memory."
    )
    assert "| site_gen | 2 | 100 | 12.0 | 12.0 | 120.00 | 150 | 1536 | 1 |" in table(sizes)


def test_an_edit_changes_the_file_each_time_and_fails_where_it_can_not(tmp_path: Path) -> None:
    """A build after a change that was none would be timed as one after a change."""
    file = tmp_path / "case.md"
    file.write_text("title: One\n")
    edit = Edit(file, r"(?m)^title: .*$", "title: Number {n}")
    edit.make()
    first = file.read_text()
    edit.make()
    assert re.fullmatch(r"title: Number \d+\n", first)
    assert file.read_text() != first
    with pytest.raises(LookupError, match=r"case\.md"):
        Edit(file, "<h1>", "x").make()


def test_a_generator_that_knows_no_time_has_no_build_when_an_offer_closes(tmp_path: Path) -> None:
    """Its time of a build with nothing changed would stand for one that closed an offer."""
    tool = Tool("x", ["x", "2026-11-23T12:00:00+01:00"], tmp_path)
    assert Peer(tool, "1", {}, "").at("an offer closes") is None
    later = Peer(tool, "1", {}, "", knows_time=True).at("an offer closes")
    assert later is not None
    assert later.command == ["x", LATER]


def test_a_command_that_takes_longer_than_it_may_is_called_so() -> None:
    """A figure that got worse would be read as one that is good."""
    rows = [Row(name, 0.5, wall, wall) for name, wall in (("check", 0.49), ("pin", 0.51))]
    assert command_table(rows).splitlines()[2:] == [
        "| check | 0.49 | 0.49 | 0.5 |",
        "| pin | 0.51 | 0.51 | 0.5 (missed) |",
    ]


def test_commands_are_timed_on_a_copy_of_the_whole_example(tmp_path: Path) -> None:
    """The edits of a benchmark would be left in the example, or a part of the site would not be timed."""
    copied = copy_site(tmp_path)
    for folder in ("cases", "content", "offers"):
        assert sorted(path.name for path in (copied / folder).iterdir()) == sorted(
            path.name for path in (ROOT / folder).iterdir()
        )
    assert (copied / "site.yaml").read_bytes() == (ROOT / "site.yaml").read_bytes()


class Sampled:
    """A frame as the sampler has it."""

    def __init__(self, file: str, time: float, *children: Sampled) -> None:
        self.file_path, self.time, self.children, self.absorbed_time = file, time, children, 0.0


def test_time_counts_for_the_innermost_part_of_the_work() -> None:
    """A profile that counted a library's time for the library would name no part that could be made faster."""
    markdown = Sampled("/x/markdown/core.py", 3, Sampled("/python/html/parser.py", 1))
    root = Sampled("/python/runpy.py", 10, Sampled("/x/site_gen/builder/staging.py", 8, markdown))
    counted = shares(root)  # type: ignore[arg-type]
    assert counted == {"Markdown becomes HTML": 3, "files, links and records": 5, OTHER: 2}
    assert "| Markdown becomes HTML | 3.00 | 30% |" in profile_table(counted, 1000)


def test_every_module_of_the_program_belongs_to_a_part_of_a_profile() -> None:
    parts = {part_of(path.as_posix()) for path in (ROOT / "site_gen").rglob("*.py")}
    assert None not in parts
    assert parts <= {part for part, _ in PARTS}
