"""Tables of the plan, and topics out of planners' tables."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.actions.planning.plan_file import PlanSource, changed_plan
from site_gen.actions.planning.plan_import import find_topics
from site_gen.actions.planning.plan_table import csv_file, plan_table, planners, xlsx_file
from site_gen.actions.planning.planner_rows import Said, guarded, unguarded
from site_gen.model.content_plan import PLAN_STATUSES, POST_KINDS, STEPS, ContentPlan, Topic
from site_gen.problems import ProjectError
from tests.actions.planning.kit import source
from tests.support import NOW

PLAN: Final = """\
# mine
topics:
  - date: 2026-12-01T18:00   # a Tuesday
    networks: [instagram, telegram]
    kind: useful
    topic: "=SUM(1)"
    status: approved
    about: articles/prices
    text: |
      Two lines
      of text
    budget: 20
  - {date: 2026-12-02, networks: [linkedin], kind: poll, topic: "Which one?"}
"""


def imported(made: PlanSource, name: str, content: bytes | str, said: Said | None = None) -> Any:
    path = made.project / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return find_topics(made, [path], said or Said())


def empty(folder: Path) -> PlanSource:
    return source(folder / "empty")


def test_each_planner_gets_its_columns(tmp_path: Path, update_golden: bool) -> None:
    """A planner that misses a column refuses the file. Read tables.txt against the planners' samples."""
    made = source(tmp_path, PLAN)
    lines = []
    for planner in planners():
        table = plan_table(made, planner, NOW)
        lines += [f"--- {planner}", csv_file(table, planner).decode("utf-8-sig").replace("\r\n", "\n")]
    golden = Path(__file__).parent / "tables.txt"
    if update_golden:
        golden.write_text("\n".join(lines), encoding="utf-8")
    assert "\n".join(lines) == golden.read_text(encoding="utf-8")


def test_a_planner_gets_what_is_still_to_be_posted(tmp_path: Path) -> None:
    """What is published would be posted once more."""
    plan = PLAN.replace("status: approved", "status: published").replace("2026-12-02", "2026-11-02")
    assert plan_table(source(tmp_path, plan), "hootsuite", NOW) == []


def test_a_workbook_has_texts_days_and_numbers(tmp_path: Path) -> None:
    made = source(tmp_path, PLAN)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(plan_table(made, "sheet", NOW), NOW)))
    sheet: Any = book.active
    assert sheet["A2"].value.date() == date(2026, 12, 1)
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("'=SUM(1)", "s")
    assert imported(empty(tmp_path), "plan.xlsx", xlsx_file(plan_table(made, "sheet", NOW), NOW)).new == made.topics


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30)
titles = names.map(lambda text: " ".join(text.split())).filter(bool)
whole = st.integers(0, 10**6)


@st.composite
def drawn_topics(draw: Any) -> dict[str, Any]:
    networks = draw(
        st.lists(st.sampled_from(["vk", "instagram", "telegram", "x"]), min_size=1, max_size=3, unique=True)
    )
    day = draw(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    data: dict[str, Any] = {
        "date": draw(st.sampled_from([f"{day}", f"{day}T18:00", f"{day}T09:05", "2026-10-25T02:30+01:00"])),
        "networks": networks,
        "kind": draw(st.sampled_from(POST_KINDS)),
        "topic": draw(titles),
        "status": draw(st.sampled_from(PLAN_STATUSES)),
    }
    for key in ("about", "goal", "owner", "why"):
        if draw(st.booleans()):
            data[key] = draw(titles)
    if draw(st.booleans()):
        data["step"] = draw(st.sampled_from(STEPS))
    if draw(st.booleans()):
        data["text"] = "\n".join(draw(st.lists(titles, min_size=1, max_size=3)))
    if draw(st.booleans()):
        data["budget"] = draw(st.sampled_from([20, 7.5, {"amount": 20, "currency": "EUR"}]))
    posts = [
        {"network": network, "link": f"https://example.com/{network}", "response": {"reach": draw(whole)}}
        for network in networks
        if draw(st.booleans())
    ]
    return {**data, "posts": posts} if posts else data


@settings(max_examples=40)
@given(drawn=st.lists(drawn_topics(), min_size=1, max_size=5, unique_by=lambda each: each["topic"].casefold()))
def test_a_table_comes_back_as_the_same_plan(made: PlanSource, drawn: list[dict[str, Any]]) -> None:
    """Somebody who works in a spreadsheet would lose what it doesn't carry."""
    plan = ContentPlan.model_validate({"topics": drawn}, context={"zone": made.zone})
    table = plan_table(replace(made, plan=plan), "sheet", NOW)
    found = imported(made, "plan.csv", csv_file(table, "sheet"))
    by_topic = {topic.topic: topic for topic in found.new}
    assert by_topic == {topic.topic: topic for topic in plan.topics}
    assert found.content is not None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> PlanSource:
    return source(tmp_path_factory.mktemp("tables") / "site")


@given(text=st.text(max_size=12))
def test_a_guarded_cell_comes_back(text: str) -> None:
    """A stranger's '=…' would be worked out by the spreadsheet."""
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


# --- planners ---------------------------------------------------------------------------------------------------------

HEADERS: Final = {
    "en": "Publish date,Time,Platform,Category,Title,Caption,Status,Owner",
    "es": "Fecha,Hora,Red social,Tipo,Tema,Texto,Estado,Responsable",
    "ca": "Data,Hora,Xarxes socials,Categoria,Tema,Text,Estat,Responsable",
    "ru": "Дата публикации,Время,Площадка,Рубрика,Тема,Текст,Статус,Ответственный",
    "uk": "Дата публікації,Час,Соцмережа,Категорія,Тема,Текст допису,Статус,Відповідальний",
}
ROWS: Final = {
    "en": "2026-12-01,6:00 PM,Instagram & Facebook,Promotional,Winter,Words,Scheduled,Ann",
    "es": "2026-12-01,18:00,Instagram y Facebook,venta,Winter,Words,Programado,Ann",
    "ca": "2026-12-01,18:00,Instagram i Facebook,venda,Winter,Words,programat,Ann",
    "ru": "01.12.2026,18:00,Instagram/Facebook,Продающий,Winter,Words,Утверждено,Ann",
    "uk": "01.12.2026,18:00,Instagram + Facebook,Продажний,Winter,Words,Затверджено,Ann",
}


@pytest.mark.parametrize("language", HEADERS)
def test_a_sheet_is_read_in_each_language(language: str, tmp_path: Path) -> None:
    """Planners' tables are in the language of those who made them."""
    found = imported(empty(tmp_path), "sheet.csv", f"{HEADERS[language]}\n{ROWS[language]}\n")
    (topic,) = found.new
    assert topic == Topic.model_validate(
        {
            "date": "2026-12-01T18:00",
            "networks": ["instagram", "facebook"],
            "kind": "selling",
            "topic": "Winter",
            "text": "Words",
            "status": "approved",
            "owner": "Ann",
        },
        context={"zone": empty(tmp_path).zone},
    )
    assert found.files[0].left_out == ()


PLANNERS: Final[dict[str, tuple[str | bytes, tuple[str, tuple[str, ...], str, str]]]] = {
    "metricool": (
        "Text,Date,Time,Draft,Facebook,X,Instagram,GBP\nHello #tag,2026-10-06,18:00:00,FALSE,TRUE,FALSE,TRUE,TRUE\n",
        ("2026-10-06 18:00", ("facebook", "instagram"), "Hello #tag", "approved"),
    ),
    "publer": (
        "Date,Message,Link,Media,Title,Labels\n2026/10/06 18:00,Hello,https://example.com/,,,label\n",
        ("2026-10-06 18:00", ("vk",), "Hello", "idea"),
    ),
    "hootsuite": (
        "10/13/2026 18:00,Hello,https://example.com/\n",
        ("2026-10-13 18:00", ("vk",), "Hello", "idea"),
    ),
    "gohighlevel": (
        "postAtSpecificTime (yyyy-MM-dd HH:mm:ss),content,link (OGmetaURL)\n2026-10-06 18:00:00,Hello,\n",
        ("2026-10-06 18:00", ("vk",), "Hello", "idea"),
    ),
    "magicsync, an instant": (
        "content,image_url,scheduled_time\nHello,,2026-10-06T16:00:00Z\n",
        ("2026-10-06 18:00", ("vk",), "Hello", "idea"),
    ),
    "trello": (
        "Card Name,Card Description,List Name,Due Date,Labels\nHello,Words,Done,2026-10-06,\n",
        ("2026-10-06", ("vk",), "Hello", "published"),
    ),
    "semicolons and UTF-16": (
        "Date;Platform;Topic\n06.10.2026;TikTok;Hello\n".encode("utf-16"),
        ("2026-10-06", ("tiktok",), "Hello", "idea"),
    ),
}


DATES: Final = {
    "December 1, 2026 6:00 PM (GMT+2)": "2026-12-01 17:00",
    "December 1, 2026 → December 3, 2026": "2026-12-01",
    "вт, 01.12.2026 18:00": "2026-12-01 18:00",
    "Tuesday 1 December 2026 6pm": "2026-12-01 18:00",
    "1 de diciembre de 2026, 18:00": "2026-12-01 18:00",
    "2026-12-01T18:00:00.000Z": "2026-12-01 19:00",
    "13/12/2026 9.30": "2026-12-13 09:30",
}


@pytest.mark.parametrize("text", DATES)
def test_dates_are_read_as_planners_write_them(text: str, tmp_path: Path) -> None:
    """A post would be hours off, or the whole file be refused."""
    (topic,) = imported(empty(tmp_path), "plan.csv", f'Date,Platform,Topic\n"{text}",vk,A\n').new
    assert (f"{topic.moment:%Y-%m-%d %H:%M}" if topic.moment else f"{topic.day}") == DATES[text]


@pytest.mark.parametrize("planner", PLANNERS)
def test_a_planners_table_is_read(planner: str, tmp_path: Path) -> None:
    """Whoever comes from a planner would have to type the plan again."""
    text, expected = PLANNERS[planner]
    (topic,) = imported(empty(tmp_path), "plan.csv", text, Said(networks=("vk",))).new
    when = f"{topic.moment:%Y-%m-%d %H:%M}" if topic.moment else f"{topic.day}"
    assert (when, topic.networks, topic.topic, topic.status) == expected


WRONG: Final = {
    "open dates": ("Date,Platform,Topic\n03/04/2026,vk,A\n04/05/2026,vk,B\n", "may have the day or the month first"),
    "two orders": ("Date,Platform,Topic\n13/04/2026,vk,A\n04/14/2026,vk,B\n", "is no day as the others are written"),
    "no year": ("Date,Platform,Topic\nDecember 31,vk,A\n", "has no year"),
    "a weekday": ("Day,Date,Platform,Topic\nMon,Monday,vk,A\n", "is no day"),
    "no networks": ("Date,Topic\n2026-12-01,A\n", "the table names no network"),
    "two clients": ("Client,Date,Platform,Topic\nA,2026-12-01,vk,x\nB,2026-12-01,vk,y\n", "several clients: A, B"),
    "nothing known": ("Foo,Bar\n1,2\n", "no column with dates"),
    "a wrong time": ("Date,Time,Platform,Topic\n2026-12-01,late,vk,A\n", "is no time of the day"),
    "a wrong link": ("Date,Platform,Topic,Post link\n2026-12-01,vk,A,here\n", "is not a web address"),
    "an open number": ("Date,Platform,Topic,Reach\n2026-12-01,vk,A,\"1,200\"\n", "may be two numbers"),
    "a wrong step": ("Date,Platform,Topic,Step\n2026-12-01,vk,A,soon\n", "'step' of this row"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_unclear_in_a_table_is_refused_with_its_line(what: str, tmp_path: Path) -> None:
    """A guess would move posts by months, or put them on the wrong network."""
    text, said = WRONG[what]
    with pytest.raises(ProjectError) as raised:
        imported(empty(tmp_path), "plan.csv", text)
    (problem,) = raised.value.problems
    assert said in problem.message
    assert problem.location.line in {1, 2, 3}
    assert problem.hint


def test_said_dates_and_client_are_taken(tmp_path: Path) -> None:
    text = "Client,Date,Platform,Topic\nA,03/04/2026,vk,x\nB,04/05/2026,vk,y\n"
    found = imported(empty(tmp_path), "plan.csv", text, Said(order="mdy", client="b"))
    assert [(topic.topic, f"{topic.day}") for topic in found.new] == [("y", "2026-04-05")]


def test_what_is_not_taken_is_told(tmp_path: Path) -> None:
    """A row that vanishes without a word is missed on the day it should be out."""
    text = "Date,Platform,Topic,Type,Pictures\n,vk,A,,\n2026-12-01,Newsletter,B,Reel,x\n2026-12-02,VK; Blog,C,Reel,x\n"
    found = imported(empty(tmp_path), "plan.csv", text)
    assert [topic.topic for topic in found.new] == ["C"]
    assert found.files[0].left_out == (
        "rows without a date",
        "'Newsletter' is no network",
        "'Blog' is no network",
        "the kind 'Reel' is not known",
        "columns that the plan has no place for: Pictures",
    )


def test_a_second_import_changes_nothing_and_a_moved_date_moves(tmp_path: Path) -> None:
    """Each import would add everything again, or lose what was written here since."""
    text = "Date,Platform,Topic\n2026-12-08,linkedin,Which one?\n2026-12-09,vk,New\n"
    made = source(tmp_path, PLAN)
    found = imported(made, "plan.csv", text)
    assert [(topic.topic, keys) for topic, keys in found.changed] == [("Which one?", ("date",))]
    assert [topic.topic for topic in found.new] == ["New"]
    (made.project / "content/plan.yaml").write_bytes(found.content)
    written = found.content.decode()
    assert "# mine" in written
    assert "date: 2026-12-01T18:00   # a Tuesday" in written
    assert "- {date: 2026-12-08, networks: [linkedin]" in written
    again = imported(source(tmp_path, written), "plan.csv", text)
    assert (again.content, again.same) == (None, 2)


def test_a_plan_that_a_program_cant_change_is_left_alone(tmp_path: Path) -> None:
    """Half a plan would be worse than none."""
    plan = "topics:\n  - &a {date: 2026-12-01, networks: [vk], kind: poll, topic: A}\n  - *a\n"
    made = source(tmp_path, plan)
    data = {**made.topic_data[0], "topic": "B"}
    with pytest.raises(ProjectError) as raised:
        changed_plan(made, {0: data}, ())
    assert "nothing was written" in raised.value.problems[0].message


def test_the_table_of_columns_is_a_table(tmp_path: Path) -> None:
    """Every row of a CSV file has the cells of its header."""
    made = source(tmp_path, PLAN)
    for planner in planners():
        rows = list(csv.reader(io.StringIO(csv_file(plan_table(made, planner, NOW), planner).decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
