"""Numbers of the networks' own exports, from the file to the case."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from site_gen.load import load_site
from site_gen.sources.yaml import read_yaml
from tests.conftest import Cli
from tests.exports import samples
from tests.exports.samples import ga4
from tests.support import BASE, CASE, Files, write_files

CAFE: Final = CASE.replace("period: {from: 2026-02-01", "period: {from: 2025-12-01")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_files(tmp_path / "site", {**BASE, "cases/cafe.yaml": CAFE})


def imported(cli: Cli, project: Path, files: Mapping[str, str | bytes], *words: str) -> dict[str, Any]:
    """Return the JSON document of an import of these files."""
    done = _run(cli, project, files, *words, "--json")
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def _run(cli: Cli, project: Path, files: Mapping[str, str | bytes], *words: str) -> Any:
    paths = []
    for name, content in files.items():
        path = project.parent / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(str(path))
    return cli("import", "metrics", *paths, "--case", "cafe", *words, "--project", str(project))


def _numbers(found: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {metric["column"]: (metric["before"], metric["after"]) for metric in found["metrics"]}


SHAPES: Final[tuple[tuple[str, dict[str, str | bytes], dict[str, tuple[float, float]]], ...]] = (
    (
        "instagram, thousands with a comma, month first, BOM, line break in a text",
        {"posts.csv": samples.INSTAGRAM},
        {
            "instagram-posts-views-per-post": (15000, 160),
            "instagram-posts-reach-per-post": (9800, 45),
            "instagram-posts-likes-per-post": (410, 5),
        },
    ),
    (
        "instagram in Spanish: semicolons, thousands with a point, day first, other order",
        {"posts.csv": samples.INSTAGRAM_ES},
        {
            "instagram-posts-views-per-post": (15000, 160),
            "instagram-posts-reach-per-post": (9800, 45),
            "instagram-posts-likes-per-post": (410, 5),
        },
    ),
    (
        "instagram in Russian: tabs, thousands with a space, UTF-16",
        {"posts.tsv": samples.INSTAGRAM_RU.encode("utf-16")},
        {"instagram-posts-views-per-post": (15000, 160), "instagram-posts-reach-per-post": (9800, 45)},
    ),
    (
        "instagram in Russian, Windows-1251",
        {"posts.tsv": samples.INSTAGRAM_RU.encode("windows-1251")},
        {"instagram-posts-views-per-post": (15000, 160), "instagram-posts-reach-per-post": (9800, 45)},
    ),
    (
        "one metric by day: UTF-16 with sep=, and the metric's name above",
        {"Views.csv": b"\xff\xfe" + samples.META_DAY.encode("utf-16-le")},
        {"meta-day-views-per-day": (826, 905)},
    ),
    (
        "two metrics by day, one below the other",
        {"Insights.csv": samples.META_TWO},
        {"meta-day-views-per-day": (826, 905), "meta-day-reach-per-day": (50, 60)},
    ),
    (
        "tiktok: the only year in the case's period",
        {"Overview.csv": samples.TIKTOK_DAYS},
        {
            "tiktok-days-views-per-day": (1441, 2110),
            "tiktok-days-profile-views-per-day": (52, 77),
            "tiktok-days-likes-per-day": (31, 57),
        },
    ),
    (
        "tiktok's followers, undefined on a day",
        {"FollowerHistory.csv": samples.TIKTOK_FOLLOWERS},
        {"tiktok-followers-followers": (10370, 10405)},
    ),
    (
        "tiktok's videos in Spanish, an empty cell",
        {"content.csv": samples.TIKTOK_CONTENT_ES},
        {"tiktok-content-views-per-video": (900, 1900)},
    ),
    (
        "linkedin: a line that explains above the header; a share is in percent",
        {"linkedin.csv": samples.LINKEDIN_DAYS},
        {
            "linkedin-days-impressions-per-day": (120, 80),
            "linkedin-days-clicks-per-day": (12, 4),
            "linkedin-days-reactions-per-day": (5, 1),
        },
    ),
    (
        "youtube: Total is no video",
        {"Table data.csv": samples.YOUTUBE},
        {
            "youtube-content-views-per-video": (8000, 1000),
            "youtube-content-likes-per-video": (300, 30),
            "youtube-content-subscribers-per-video": (12, 1),
        },
    ),
    (
        "google analytics: two periods, from the lines above the tables",
        {"may.csv": ga4("20260501", "20260531", (31, 31)), "june.csv": ga4("20260601", "20260630", (300,))},
        {"ga4-parts-sessions-per-day": (2, 10), "ga4-parts-key-events-per-day": (0.06, 0.03)},
    ),
    (
        "google analytics: two periods in one file",
        {"both.csv": ga4("20260501", "20260531", (62,)) + "\n" + ga4("20260601", "20260630", (300,))},
        {"ga4-parts-sessions-per-day": (2, 10), "ga4-parts-key-events-per-day": (0.03, 0.03)},
    ),
    (
        "vk: a row for each number, parts of the audience left out",
        {"stats.csv": samples.VK},
        {"vk-facts-reach-per-day": (90, 180), "vk-facts-views-per-day": (120, 240)},
    ),
    (
        "telegram: followers are a level",
        {"channel.csv": samples.TELEGRAM},
        {"telegram-days-followers": (1200, 1210), "telegram-days-reach-per-day": (300, 310)},
    ),
    (
        "metricool in Spanish",
        {"evolucion.csv": samples.METRICOOL_ES},
        {
            "metricool-days-followers": (1200, 1300),
            "metricool-days-reach-per-day": (90, 180),
            "metricool-days-impressions-per-day": (100, 200),
        },
    ),
)


@pytest.mark.parametrize(("files", "expected"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_each_export_gives_its_first_and_last_numbers(
    files: dict[str, str | bytes], expected: dict[str, tuple[float, float]], cli: Cli, project: Path
) -> None:
    """A case would say numbers that the network never counted."""
    assert _numbers(imported(cli, project, files)) == expected
    assert load_site(project).warnings == ()


def test_what_is_written_is_what_the_chart_shows_and_the_rest_stays(cli: Cli, project: Path) -> None:
    """Comments and spelling of the owner's file are theirs; the page has to show the numbers of the file."""
    path = project / "cases" / "cafe.yaml"
    spelt = CAFE.replace("metrics:\n", "metrics:   # what counts\n") + "\n# the end\n"
    path.write_bytes(spelt.replace("\n", "\r\n").encode("utf-8-sig"))
    imported(cli, project, {"f.csv": samples.TIKTOK_FOLLOWERS})
    new = path.read_bytes().decode()
    head, tail = spelt.split("\n\n# the end")
    added = new.replace("\r\n", "\n").removeprefix(f"\ufeff{head}\n").removesuffix(f"\n# the end{tail}")
    assert read_yaml(f"m:\n{added}", "m").data == {
        "m": [
            {
                "name": "Followers",
                "before": 10370,
                "after": 10405,
                "period": {"from": "2025-12-30", "to": "2025-12-31"},
                "source": "TikTok",
                "series": "tiktok-followers-followers",
            }
        ]
    }
    assert new.count("\n") == new.count("\r\n")
    metric = load_site(project).site.cases[0].original.metrics[1]
    assert metric.points == ((date(2025, 12, 30), Decimal(10370)), (date(2025, 12, 31), Decimal(10405)))


def test_the_next_month_is_added_and_the_same_file_changes_nothing(cli: Cli, project: Path) -> None:
    days = "".join(f"2026-03-{day:02},{1000 + day},90,100\n" for day in range(1, 32))
    more = "".join(f"2026-04-{day:02},{1100 + day},90,100\n" for day in range(1, 31))
    head = "Date,Followers,Reach,Impressions\n"
    imported(cli, project, {"march.csv": head + days}, "--metric", "Followers")
    found = imported(cli, project, {"april.csv": head + more}, "--metric", "Followers")
    assert _numbers(found) == {"metricool-days-followers": (1001, 1130)}
    assert not found["metrics"][0]["new"]
    case = project / "cases" / "cafe.yaml"
    before = case.read_bytes()
    assert "period: {from: 2026-03-01, to: 2026-04-30}" in before.decode()
    again = imported(cli, project, {"april.csv": head + more}, "--metric", "followers")
    assert (again["changes"], case.read_bytes()) == ([], before)


def test_translations_that_list_metrics_get_their_names(cli: Cli, project: Path) -> None:
    """A list of another length is an error of the translation, which the command must not make."""
    overlay = "title: De 1200 a 4800\nmetrics:\n  - {name: Seguidores, source: Instagram}  # ya\n"
    write_files(project, {"cases/cafe.es.yaml": overlay})
    imported(cli, project, {"posts.csv": samples.INSTAGRAM}, "--metric", "Reach")
    assert (project / "cases/cafe.es.yaml").read_text() == overlay + "  - name: Alcance por publicación\n"
    assert load_site(project).site.cases[0].versions["es"].metrics[1].name == "Alcance por publicación"


def test_days_are_averaged_by_month_and_short_ends_left_out(cli: Cli, project: Path) -> None:
    """February has fewer days than March, and a month that was cut off would look like a loss."""
    days = [date.fromordinal(date(2026, 1, 30).toordinal() + number) for number in range(95)]
    table = "Date,Followers,Reach,Impressions\n" + "".join(f"{day},1,5,{day.month * 10}\n" for day in days)
    found = imported(cli, project, {"m.csv": table}, "--metric", "Impressions")
    assert found["metrics"][0]["series"] == {"2026-02": 20, "2026-03": 30, "2026-04": 40}
    assert found["left_out"] == [
        "'Impressions': 2026-01: 2 days only",
        "'Impressions': 2026-05: 4 days only",
    ]
    totals = imported(cli, project, {"m.csv": table}, "--metric", "Impressions", "--per", "month")
    assert totals["metrics"][0]["series"] == {"2026-02": 560, "2026-03": 930, "2026-04": 1200}
    refused = _run(cli, project, {"m.csv": table}, "--metric", "Reach", "--per", "month")
    assert refused.code == 1
    assert "somebody would be counted twice" in refused.err


def test_a_post_in_two_files_counts_once_and_ids_keep_their_digits(cli: Cli, project: Path) -> None:
    """As numbers of a spreadsheet, both ids would be 17900000000000000."""
    found = imported(cli, project, {"a.csv": samples.INSTAGRAM, "b.csv": samples.INSTAGRAM}, "--metric", "Reach")
    assert _numbers(found) == {"instagram-posts-reach-per-post": (9800, 45)}
    assert "'Reach': rows that are in two files, counted once: 2" in found["left_out"]


def test_a_table_of_ones_own_needs_its_columns_and_source(cli: Cli, project: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Bookings of the till"], [], ["Day", "Cost"], [date(2026, 3, 1), 6.4], [date(2026, 5, 1), 2.1]):
        sheet.append(row)
    book.create_sheet("Empty")
    path = project.parent / "till.xlsx"
    book.save(path)
    words = ("import", "metrics", str(path), "--case", "cafe", "--project", str(project))
    assert 'say which columns hold days and numbers: --date "Day" --metric "COLUMN"' in cli(*words).err
    assert (
        'say where the numbers were read: --source "The till"' in cli(*words, "--date", "Day", "--metric", "Cost").err
    )
    done = cli(*words, "--date", "day", "--metric", "cost", "--source", "The till", "--yes")
    assert done.code == 0, done.err
    assert (project / "cases/cafe.csv").read_text() == "date,cost\n2026-03-01,6.4\n2026-05-01,2.1\n"


OWN: Final = ("--date", "Day", "--metric", "Sum", "--source", "Till")
WRONG: Final[tuple[tuple[str, str | bytes, tuple[str, ...], tuple[str, ...]], ...]] = (
    ("empty", "", (), ("own.csv:1:1: the file is empty",)),
    (
        "no days",
        samples.INSTAGRAM.replace("Publish time", "When"),
        (),
        ("own.csv:1:1: Meta Business Suite", "--date COLUMN"),
    ),
    (
        "two sources",
        samples.TIKTOK_DAYS + "\n" + samples.TELEGRAM.replace(";", ","),
        (),
        ("own.csv:5:1: two exports are in one file: TikTok (tiktok-days) in line 1 and Telegram",),
    ),
    (
        "ambiguous twice",
        "Day;Sum\n01/02/2026;15,000\n03/02/2026;16,500\n",
        OWN,
        (
            "--dates dmy (day first)",
            "'15,000' in 'Sum' may be 15 or 15000",
            "--decimal , for 15, --decimal . for 15000",
        ),
    ),
    ("two writings", "Day;Sum\n2026-01-01;15,5\n2026-01-02;15.5\n", OWN, ("own.csv:2:1", "'15.5' and '15,5'")),
    ("two orders", "Day;Sum\n13/01/2026;1\n01/14/2026;2\n", OWN, ("written in two ways: '01/14/2026'",)),
    ("no number", "Day,Sum\n2026-01-01,many\n2026-01-02,2\n", OWN, ("own.csv:2:1: 'many' in 'Sum' is no number",)),
    ("no day", "Day,Sum\nsoon,1\n2026-01-02,2\n", OWN, ("own.csv:2:1: 'soon' is no day",)),
    ("no year", samples.TIKTOK_DAYS.replace("December 31", "July 31"), (), ("own.csv:2:1", "--year 2026")),
    ("one value", "Day,Sum\n2026-01-02,2\n", OWN, ("there is one value only (2026-01-02): 'Sum'",)),
    ("unknown column", "Day,Sum\n2026-01-02,2\n", ("--date", "Dey", "--metric", "Sum"), ("no column 'Dey'", "'Day'")),
    ("unknown metric", samples.INSTAGRAM, ("--metric", "Likez"), ("no column 'Likez' with numbers", "'Likes'")),
    ("cut off", 'Day,Sum\n2026-01-02,"2\n', OWN, ("own.csv:2:1: the row that begins here can't be read",)),
    ("more cells", "Day,Sum\n2026-01-02,2,5\n2026-01-03,2\n", OWN, ("own.csv:2:1: this row has more cells",)),
    ("old workbook", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), (), ("Excel 97 to 2003", ".xlsx")),
    ("broken workbook", b"PK\x03\x04" + b"x" * 500, (), ("own.csv:1:1: the file is damaged",)),
)


@pytest.mark.parametrize(("content", "words", "said"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_wrong_files_are_refused_with_line_and_hint_and_nothing_is_written(
    content: str | bytes, words: tuple[str, ...], said: tuple[str, ...], cli: Cli, project: Path
) -> None:
    done = _run(cli, project, {"own.csv": content}, *words)
    assert done.code == 1
    assert [part for part in said if part not in done.err] == []
    assert "nothing was written" in done.err
    assert not (project / "cases/cafe.csv").exists()
    assert (project / "cases/cafe.yaml").read_text() == CAFE


def test_problems_of_all_files_come_in_one_run(cli: Cli, project: Path) -> None:
    done = _run(cli, project, {"a.csv": "", "b.csv": "x,y\n1,2\n", "c.csv": samples.INSTAGRAM.replace("15,000", "15k")})
    assert [name for name in ("a.csv:1", "b.csv:1", "c.csv:2") if name not in done.err] == []


def test_what_a_file_leaves_open_can_be_said(cli: Cli, project: Path) -> None:
    table = {"own.csv": "Day;Sum\n01/02/2026;15,000\n03/02/2026;16,500\n"}
    found = imported(cli, project, table, *OWN, "--decimal", ",", "--dates", "mdy", "--dry-run")
    assert found["metrics"][0]["series"] == {"2026-01-02": 15, "2026-03-02": 16.5}
    assert not found["written"]
    assert not (project / "cases/cafe.csv").exists()


def test_a_case_that_is_not_there_and_other_wrong_words_are_usage_errors(cli: Cli, project: Path) -> None:
    path = project.parent / "posts.csv"
    path.write_text(samples.INSTAGRAM)
    wrong = cli("import", "metrics", str(path), "--case", "caffe", "--project", str(project))
    assert (wrong.code, "there is no case 'caffe'; did you mean 'cafe'?" in wrong.err) == (2, True)
    assert cli("import", "metrics", "--case", "cafe", "--project", str(project)).code == 2
    assert cli("import", "metrics", str(path), "--project", str(project)).code == 2
    assert cli("import").code == 2


def test_a_workbook_that_unpacks_to_much_more_is_not_unpacked(cli: Cli, project: Path) -> None:
    """A hundred kilobytes could fill the memory."""
    path = project.parent / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    done = cli("import", "metrics", str(path), "--case", "cafe", "--project", str(project))
    assert (done.code, "60,000,000 bytes when unpacked" in done.err) == (1, True)


def test_a_workbook_with_entities_that_multiply_is_refused(cli: Cli, project: Path) -> None:
    good, bad = project.parent / "good.xlsx", project.parent / "bad.xlsx"
    openpyxl.Workbook().save(good)
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, entities if "sheet1" in name else source.read(name))
    done = cli("import", "metrics", str(bad), "--case", "cafe", "--project", str(project))
    assert (done.code, "damaged" in done.err) == (1, True)


def test_percentages_of_workbooks_and_dates_are_read_as_they_are_shown(cli: Cli, project: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Followers", "Reach", "Engagement"])
    for day, share in ((date(2026, 3, 1), 0.0312), (date(2026, 3, 20), 0.07)):
        sheet.append([day, 1200, 90, share])
        sheet.cell(sheet.max_row, 4).number_format = "0.0%"
    book.save(project.parent / "metricool.xlsx")
    found = imported(
        cli, project, {"metricool.xlsx": (project.parent / "metricool.xlsx").read_bytes()}, "--metric", "Engagement"
    )
    assert (found["metrics"][0]["before"], found["metrics"][0]["after"]) == (3.12, 7)
    assert found["metrics"][0]["unit"] == "%"


def test_metrics_that_cannot_be_changed_in_place_are_given_to_be_written_by_hand(cli: Cli, tmp_path: Path) -> None:
    files: Files = {**BASE, "cases/cafe.yaml": CAFE.replace("metrics:\n", "metrics: &all\n") + "again: *all\n"}
    project = write_files(tmp_path / "site", files)
    done = _run(cli, project, {"posts.csv": samples.INSTAGRAM})
    assert done.code == 1
    assert "write them yourself, below metrics: {name:" in done.err
    assert not (project / "cases/cafe.csv").exists()


def test_a_metric_written_by_hand_is_named_beside_its_double(cli: Cli, project: Path) -> None:
    """Two lines called Followers with other numbers make a reader doubt both; `series:` takes the old one over."""
    found = imported(cli, project, {"f.csv": samples.TIKTOK_FOLLOWERS}, "--dry-run")
    (note,) = found["notes"]
    assert "the case has 'Followers' already" in note
    path = project / "cases/cafe.yaml"
    path.write_text(CAFE + "    series: tiktok-followers-followers  # mine\n")
    imported(cli, project, {"f.csv": samples.TIKTOK_FOLLOWERS})
    assert path.read_text() == (
        CAFE.replace("1200\n", "10370\n").replace("4800\n", "10405\n").replace("Instagram Insights", "TikTok")
        + "    series: tiktok-followers-followers  # mine\n    period: {from: 2025-12-30, to: 2025-12-31}\n"
    )


def test_the_page_has_the_chart_and_a_build_sees_the_table(cli: Cli, project: Path) -> None:
    """A build that finds nothing to do after an import would leave yesterday's numbers online."""
    assert cli("build", "--project", str(project)).code == 0
    imported(cli, project, {"f.csv": samples.TIKTOK_FOLLOWERS})
    assert cli("build", "--project", str(project)).code == 0
    page = project / "output/cases/cafe/index.html"
    assert "30 Dec 2025: 10,370; 31 Dec 2025: 10,405." in page.read_text()
    table = project / "cases/cafe.csv"
    table.write_text(table.read_text().replace("10370", "10380"))
    assert cli("build", "--project", str(project)).code == 0
    assert "30 Dec 2025: 10,380;" in page.read_text()


def test_what_it_says_is_a_table_of_what_is_found_and_of_what_is_written(cli: Cli, project: Path) -> None:
    (project / "posts.csv").write_text(samples.INSTAGRAM)
    done = cli("import", "metrics", "posts.csv", "--case", "cafe", "--dry-run", cwd=project)
    assert done.out == (Path(__file__).parent / "import_metrics.txt").read_text()
    assert done.err == "nothing was written (--dry-run)\n"
