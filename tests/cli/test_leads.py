"""`leads`: what the owner sees of those who asked, on a terminal, in a pipe and in files.

What people read is compared with the files in tests/cli/leads; `--update-golden` writes them anew.
"""

from __future__ import annotations

import csv
import fcntl
import json
import os
import pty
import re
import stat
import struct
import subprocess
import sys
import termios
import unicodedata
from collections.abc import Callable
from datetime import UTC, timedelta
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given

from site_gen.cli.leads_text import list_lines, show_lines
from site_gen.inbox.records import Channel, Event, LeadFilter, NewLead, Status
from site_gen.inbox.store import Store
from tests.conftest import Cli, ProjectFactory
from tests.inbox.lead_samples import HOSTILE, VALUES, anything, new_lead, stored_lead
from tests.support import NOW, SITE

SNAPSHOTS: Final = Path(__file__).parent / "leads"
DATABASE: Final = ".inbox/leads.sqlite3"

INSTAGRAM: Final = {"utm_source": "instagram", "utm_campaign": "autumn"}
PEOPLE: Final = [
    new_lead(received=NOW - timedelta(days=30), values={"name": "Ona Serra", "email": "ona@forn.example"}, campaign={}),
    new_lead(
        received=NOW - timedelta(days=9),
        form="trial-month",
        title="Пробний місяць",
        language="uk",
        values={
            "name": "Олена Коваленко", "account": "@kava", "account_network": "instagram", "email": "o@kava.example",
        },
        campaign={"via": "vk-autumn"},
    ),
    new_lead(
        received=NOW - timedelta(days=5),
        values={"name": "田中さくら", "email": "sakura@tanaka.example", "message": "日本語でも\nいいですか"},
        campaign={"referrer": "t.co"},
        marketing_consent="Send me a letter each month",
    ),
    new_lead(
        received=NOW - timedelta(days=2),
        values={"name": "Maximiliano José de la Santísima Trinidad", "email": "max@garcia.example"},
        campaign={"utm_source": "newsletter", "utm_campaign": "november-letter"},
    ),
    new_lead(
        received=NOW - timedelta(hours=1),
        values={"name": "\x1b[31mEve\u202e", "email": "eve@evil.example", "message": '=HYPERLINK("https://evil.example")'},
        suspect=True,
        campaign=INSTAGRAM,
    ),
    new_lead(received=NOW, campaign=INSTAGRAM, channels=(Channel.EMAIL, Channel.TELEGRAM)),
]  # fmt: skip

Filled = Callable[..., tuple[Path, list[str]]]


@pytest.fixture
def filled(project: ProjectFactory) -> Filled:
    """Make a project with leads at all stages; returns it and their ids, the oldest first."""

    def make(leads: list[NewLead] | None = None) -> tuple[Path, list[str]]:
        folder = project()
        (folder / ".inbox").mkdir()
        with Store.open(str(folder / DATABASE)) as store:
            ids = [stored.id for stored in store.add(PEOPLE if leads is None else leads)]
            if leads is None:
                _go_on(store, ids)
        return folder, ids

    return make


def _go_on(store: Store, ids: list[str]) -> None:
    """Let time pass: audits, a proposal that is accepted, one who goes, notices that arrive and don't."""
    store.mark(ids[0], Status.AUDITED, NOW - timedelta(days=28), "report by mail")
    store.mark(ids[0], Status.PROPOSED, NOW - timedelta(days=20))
    store.mark(
        ids[0], Status.LOST, NOW - timedelta(days=1), "too expensive for a bakery this year; ask again in spring"
    )
    for days, status in ((4, Status.AUDITED), (3, Status.PROPOSED)):
        store.mark(ids[2], status, NOW - timedelta(days=days))
    accepted = new_lead(
        form="sakura", title="Three months", received=NOW - timedelta(hours=5), about=ids[2], campaign={},
        values={"name": "田中さくら", "email": "sakura@tanaka.example", "tier": "Standard"},
    )  # fmt: skip
    ids.append(store.add([accepted])[0].id)
    store.mark(ids[1], Status.AUDITED, NOW - timedelta(days=1))
    email, telegram = store.claim_due(NOW, 5, timedelta(minutes=5))
    store.notice_sent(email.id, NOW + timedelta(seconds=1))
    store.notice_failed(telegram.id, NOW + timedelta(seconds=30), "Telegram can't be reached: Network is unreachable")


def named(text: str, ids: list[str], folder: Path) -> str:
    """Return a text with ids that are the same each time, escapes that can be seen, and no private folder."""
    for number, id_ in enumerate(ids):
        text = text.replace(id_, f"lead{number:04}")
    return text.replace("\x1b", "␛").replace(str(folder), "PROJECT")


def compare(name: str, found: str, *, update: bool) -> None:
    file = SNAPSHOTS / f"{name}.txt"
    if update:
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_text(encoding="utf-8")


def on_terminal(*words: str, cwd: Path, columns: int = 80, answer: str = "") -> str:
    """Run `site-gen` on a terminal of its own, so many columns wide, and return what it shows there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "site_gen", *words],
        cwd=cwd,
        env=environment | {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b""
        try:
            while data := os.read(ours, 4096):
                shown += data
        except OSError:  # Linux says so when the other side is closed
            pass
        os.close(ours)
        process.wait(30)
    return shown.decode().replace("\r\n", "\n")


# --- what is seen -----------------------------------------------------------------------------------------------------

SEEN: Final = {
    "list": (("leads",), 80),
    "list-wide": (("leads", "list", "--limit", "3"), 130),
    "conversions": (("leads", "conversions"), 80),
    "conversions-network": (("leads", "conversions", "--by", "network", "--since", "10d"), 80),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_terminal_shows(name: str, filled: Filled, *, update_golden: bool) -> None:
    folder, ids = filled()
    words, columns = SEEN[name]
    compare(f"{name}", named(on_terminal(*words, cwd=folder, columns=columns), ids, folder), update=update_golden)


SHOWN: Final = {"show-lost": (0, 80), "show-won": (2, 80), "show-hostile": (4, 50), "show-new": (5, 80)}


@pytest.mark.parametrize("name", SHOWN)
def test_a_terminal_shows_a_lead(name: str, filled: Filled, *, update_golden: bool) -> None:
    folder, ids = filled()
    number, columns = SHOWN[name]
    shown = on_terminal("leads", "show", ids[number], cwd=folder, columns=columns)
    compare(name, named(shown, ids, folder), update=update_golden)


PIPED: Final = {
    "list-piped": ("leads",),
    "show-piped": ("leads", "show"),
    "conversions-piped": ("leads", "conversions"),
}


@pytest.mark.parametrize("name", PIPED)
def test_a_pipe_gets_everything_and_no_colours(name: str, filled: Filled, cli: Cli, *, update_golden: bool) -> None:
    folder, ids = filled()
    done = cli(*PIPED[name], *([ids[5]] if name == "show-piped" else []), cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    compare(name, named(done.out, ids, folder), update=update_golden)


@pytest.mark.parametrize("words", [("--help",), ("list", "--help"), ("export", "--help"), ("delete", "--help")])
def test_every_command_explains_itself_with_an_example(words: tuple[str, ...], cli: Cli) -> None:
    done = cli("leads", *words)
    assert done.code == 0
    assert "Example: site-gen leads " in done.out


def test_no_color_is_respected(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = filled()
    assert "\x1b[" in on_terminal("leads", cwd=folder)
    plain = subprocess.run(
        [sys.executable, "-c", "from site_gen.cli.leads_options import show; show(['\\x1b[1mx\\x1b[0m'])"],
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        check=True,
    )
    assert plain.stdout == b"x\n"


def test_a_long_list_says_how_many_there_are(filled: Filled) -> None:
    folder, _ = filled([new_lead(received=NOW - timedelta(minutes=i)) for i in range(60)])
    shown = on_terminal("leads", cwd=folder)
    assert "50 of 60 leads; --limit 0 for all" in shown
    assert on_terminal("leads", "--limit", "0", cwd=folder).count("\n") == 62


# --- what is asked ----------------------------------------------------------------------------------------------------

CHOICES: Final = {
    "status": (("--status", "audited"), [1]),
    "form": (("--form", "trial-month"), [1]),
    "campaign": (("--campaign", "autumn"), [5, 4]),
    "a short link": (("--campaign", "vk-autumn"), [1]),
    "network": (("--network", "X"), [2]),
    "no network": (("--network", "direct"), [6, 0]),
    "a day": (("--since", "2026-11-21"), [5, 4, 6, 3]),
    "a moment in the site's zone": (("--since", "2026-11-23T11:00"), [5, 4]),
    "a moment with an offset": (("--since", "2026-11-23T11:00+00:00"), [5]),
    "days back": (("--since", "5d"), [5, 4, 6, 3, 2]),
    "perhaps machines": (("--suspect",), [4]),
    "surely people": (("--no-suspect", "--limit", "2"), [5, 6]),
    "the newest": (("--limit", "1"), [5]),
    "several at once": (("--form", "free-audit", "--network", "instagram", "--no-suspect"), [5]),
}  # fmt: skip


@pytest.mark.parametrize(("options", "numbers"), CHOICES.values(), ids=CHOICES)
def test_leads_are_chosen(options: tuple[str, ...], numbers: list[int], filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    done = cli("leads", *options, "--json", cwd=folder)
    assert [lead["id"] for lead in json.loads(done.out)] == [ids[number] for number in numbers]


def test_json_has_everything(filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    done = cli("leads", "show", ids[2], "--json", cwd=folder)
    data = json.loads(done.out)
    assert (data["network"], data["status"], data["kind"]) == ("x", "won", "request")
    assert data["values"]["message"] == "日本語でも\nいいですか"
    assert data["consent"] == {
        "text": "I agree that my data is used to answer this request.",
        "version": "3f2a9c0d1e4b",
        "at": "2026-11-18T11:00:00+00:00",
    }
    assert data["marketing_consent"] == "Send me a letter each month"
    assert [event["what"] for event in data["events"]] == ["sent", "audited", "proposed", "won"]
    assert data["events"][-1]["note"] == f"accepted: {ids[6]}"
    [notice, _] = json.loads(cli("leads", "show", ids[5], "--json", cwd=folder).out)["notices"]
    assert (notice["channel"], notice["state"], notice["tries"]) == ("email", "sent", 1)


def test_conversions_as_json(filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    data = json.loads(cli("leads", "conversions", "--by", "form", "--json", cwd=folder).out)
    assert data["by"] == "form"
    assert data["rows"][0] == {"group": "free-audit", "sent": 4, "audited": 2, "proposed": 2, "won": 1}
    assert data["total"]["sent"] == 5


def test_an_empty_answer_says_what_there_is(filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    done = cli("leads", "--form", "free-adit", cwd=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "none of 7 leads fits\n  hint: no lead came by the form 'free-adit': did you mean 'free-audit'?\n"
    )


# --- where there is nothing yet, or no such thing ---------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), ("list",), ("conversions",)])
def test_without_a_database_there_are_no_leads_and_none_is_made(
    words: tuple[str, ...], project: ProjectFactory, cli: Cli
) -> None:
    folder = project()
    done = cli("leads", *words, cwd=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("no leads yet: there is no database at ")
    assert not (folder / ".inbox").exists()


def test_without_a_database_json_and_csv_are_empty_documents(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    assert json.loads(cli("leads", "--json", cwd=folder).out) == []
    assert json.loads(cli("leads", "conversions", "--json", cwd=folder).out)["rows"] == []
    assert cli("leads", "export", cwd=folder).out.startswith("id,received,")


USAGE: Final = {
    "an unknown id": (("show", "bcdfghjk"), "there is no lead 'bcdfghjk': see site-gen leads"),
    "several unknown ids": (("delete", "--yes", "one", "two"), "there is no lead 'one': see site-gen leads; there is"),
    "an unknown status": (("mark", "bcdfghjk", "paid"), "'paid' is not one of 'new', 'audited'"),
    "an unknown command": (("shwo", "bcdfghjk"), "there is no command 'shwo': did you mean 'show'?"),
    "an id with escapes": (("show", "\x1b[31m"), "there is no lead '\\x1b[31m'"),
    "a day that is none": (("--since", "last week"), "'last week' is no day; write 2026-11-01"),
    "neither id nor address": (("delete",), "name leads by their ids, or a person by --email"),
    "both": (("delete", "x", "--email", "a@b.example"), "name leads by their ids, or a person by --email"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_ends_with_2_and_says_what_to_write(
    words: tuple[str, ...], message: str, filled: Filled, cli: Cli
) -> None:
    folder, _ = filled()
    done = cli("leads", *words, cwd=folder)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_slip_in_an_id_is_named(filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    slip = ids[0][:-1] + ("b" if ids[0][-1] != "b" else "c")
    assert f"there is no lead '{slip}': did you mean '{ids[0]}'?" in cli("leads", "show", slip, cwd=folder).err


def test_a_database_can_be_named_without_a_project(filled: Filled, cli: Cli, tmp_path: Path) -> None:
    folder, ids = filled()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    by_option = cli("leads", "show", ids[5], "--database", str(folder / DATABASE), cwd=elsewhere)
    by_variable = cli("leads", "show", ids[5], cwd=elsewhere, env={"SITE_GEN_INBOX_DATABASE": str(folder / DATABASE)})
    assert by_option == by_variable
    assert "2026-11-23 11:00 UTC" in by_option.out
    assert cli("leads", cwd=elsewhere).code == 2


def test_leads_are_shown_in_the_language_of_the_terminal(filled: Filled, cli: Cli) -> None:
    """An owner who reads Russian alone needs to know where somebody came from, and what they agreed to."""
    folder, ids = filled()
    russian = ("--ui-language", "ru", "leads")
    assert cli(*russian, cwd=folder).out.split()[:3] == ["ID", "ПОЛУЧЕНА", "СТАДИЯ"]
    shown = [line for line in cli(*russian, "show", ids[5], cwd=folder).out.splitlines() if line]
    starts = {line[: line.index("  ")] for line in shown if re.match(r"[А-Я]", line)}
    assert starts == {"Откуда", "Согласие с", "Рассылка", "Путь", "Извещения"}
    assert "нет заявки «zz»" in cli(*russian, "show", "zz", cwd=folder).err
    assert "заявок записано в" in cli(*russian, "export", "--out", str(folder / ".inbox" / "all.csv"), cwd=folder).err


def test_a_broken_project_shows_its_leads(filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    (folder / "site.yaml").write_text(SITE.replace("Europe/Madrid", "Europe/Nowhere"), encoding="utf-8")
    done = cli("leads", cwd=folder)
    assert (done.code, done.out.count("\n")) == (0, 8)


def test_a_file_that_is_no_database_is_the_world_s_fault(project: ProjectFactory, cli: Cli) -> None:
    folder = project({DATABASE: "not a database, but long enough to be taken for one" * 20})
    done = cli("leads", cwd=folder)
    assert (done.code, done.out) == (3, "")
    assert "the inbox's database can't be opened" in done.err


# --- what is changed --------------------------------------------------------------------------------------------------


def test_a_lead_is_marked_with_a_note(filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    done = cli("leads", "mark", ids[5].upper(), "audited", "--note", "sent by mail", cwd=folder)
    assert (done.code, done.out, done.err) == (0, "", f"{ids[5]} (Núria Puig): new → audited\n")
    with Store.open(str(folder / DATABASE)) as store:
        event = store.events(ids[5])[-1]
    assert (event.what, event.note, event.at) == ("audited", "sent by mail", NOW)


def test_a_mark_that_is_there_already_is_not_set_again(filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    assert cli("leads", "mark", ids[5], "new", cwd=folder).err == f"{ids[5]} (Núria Puig) is new already\n"
    with Store.open(str(folder / DATABASE)) as store:
        assert len(store.events(ids[5])) == 1


def test_leads_are_deleted_with_what_they_accepted(filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    done = cli("leads", "delete", ids[2], ids[5], "--yes", cwd=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("3 leads deleted; notices in mailboxes and chats, exports and backups are yours")
    left = json.loads(cli("leads", "--json", cwd=folder).out)
    assert {lead["id"] for lead in left} == {ids[number] for number in (0, 1, 3, 4)}


def test_a_person_is_forgotten_whole(filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    assert cli("leads", "delete", "--email", "SAKURA@tanaka.example", "--yes", cwd=folder).err.startswith("2 leads")
    raw = b"".join(file.read_bytes() for file in (folder / ".inbox").iterdir())
    assert b"sakura@tanaka.example" not in raw
    assert b"nuria@cafe.example" in raw


def test_an_address_that_nobody_has_deletes_nothing(filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    done = cli("leads", "delete", "--email", "nobody@cafe.example", "--yes", cwd=folder)
    assert (done.code, done.err) == (0, "no lead is of that address; nothing was deleted\n")


def test_without_a_terminal_to_ask_on_nothing_is_deleted(filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    done = cli("leads", "delete", ids[5], cwd=folder)
    assert done.code == 2
    assert "add --yes: there is no terminal to ask on" in done.err
    assert cli("leads", "show", ids[5], cwd=folder).code == 0


@pytest.mark.parametrize(("answer", "left"), [("n\n", 7), ("\n", 7), ("y\n", 5)])
def test_a_terminal_asks_and_shows_what_would_go(answer: str, left: int, filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    shown = on_terminal("leads", "delete", "--email", "sakura@tanaka.example", cwd=folder, answer=answer)
    assert "Delete these 2 for good? [y/N]:" in shown
    assert ids[2] in shown
    assert ids[6] in shown
    assert ("nothing was deleted" in shown) is (left == 7)
    with Store.open(str(folder / DATABASE)) as store:
        assert store.count(LeadFilter()) == left


# --- files ------------------------------------------------------------------------------------------------------------


def test_export_writes_csv_that_reads_back(filled: Filled, cli_process: Cli) -> None:
    folder, ids = filled()
    done = cli_process("leads", "export", cwd=folder)
    rows = list(csv.DictReader(StringIO(done.out, newline="")))
    assert (done.code, done.err) == (0, "")
    assert [row["id"] for row in rows] == [ids[number] for number in (5, 4, 6, 3, 2, 1, 0)]
    assert rows[1]["message"] == '\'=HYPERLINK("https://evil.example")'
    assert rows[5]["account"] == "'@kava"
    assert rows[4]["message"] == "日本語でも\nいいですか"
    assert done.out.count("\r\n") == 8


def test_export_to_a_file_is_for_its_owner_alone_and_excel_can_read_it(filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    words = ("--bom", "--separator", "semicolon", "--status", "audited", "--out", "leads.csv")
    done = cli("leads", "export", *words, cwd=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err == "leads.csv is named in .gitignore, so that git leaves it alone\n1 lead written to leads.csv\n"
    file = folder / "leads.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfid;received;status;")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir() if "leads.csv" in path.name] == ["leads.csv"]


def test_export_to_a_place_that_isn_t_there_fails_and_says_so(filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    done = cli("leads", "export", "--out", "nowhere/leads.csv", cwd=folder)
    assert done.code == 3
    assert "leads.csv" in done.err


def test_a_person_gets_all_that_is_kept_of_them(filled: Filled, cli: Cli) -> None:
    folder, ids = filled()
    done = cli("leads", "export", "--email", "sakura@tanaka.example", "--format", "json", cwd=folder)
    found = json.loads(done.out)
    assert [(lead["id"], lead["about"]) for lead in found] == [(ids[6], ids[2]), (ids[2], None)]
    assert found[1]["consent"]["text"]
    assert [event["what"] for event in found[1]["events"]] == ["sent", "audited", "proposed", "won"]
    assert found[1]["events"][-1]["note"] == f"accepted: {ids[6]}"
    assert "notices" in found[0]


def test_an_export_is_named_for_git_once_and_only_where_git_may_see_it(
    filled: Filled, cli: Cli, tmp_path: Path
) -> None:
    """Otherwise people's addresses would be in the project's history for good."""
    folder, _ = filled()
    ignore = folder / ".gitignore"
    ignore.write_text("output/\n*.json", encoding="utf-8")
    for name in ("a[1].csv", "a[1].csv", "b.json", ".inbox/c.csv"):
        assert cli("leads", "export", "--out", name, cwd=folder).code == 0
    assert ignore.read_text(encoding="utf-8") == "output/\n*.json\n/a\\[1\\].csv\n"
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    seen = subprocess.run(["git", "status", "--short", "-uall"], cwd=folder, check=True, capture_output=True, text=True)
    assert "csv" not in seen.stdout
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert cli("leads", "export", "--out", str(elsewhere / "leads.csv"), cwd=folder).code == 0
    assert [path.name for path in elsewhere.iterdir()] == ["leads.csv"]


@pytest.mark.parametrize("out", ["static/leads.csv", "output/leads.csv"])
def test_an_export_is_refused_where_it_would_be_put_online(out: str, filled: Filled, cli: Cli) -> None:
    folder, _ = filled()
    (folder / out).parent.mkdir(exist_ok=True)
    done = cli("leads", "export", "--out", out, cwd=folder)
    assert done.code == 2
    assert "would be put online" in done.err
    assert not (folder / out).exists()


def test_what_was_tried_in_preview_is_marked_and_counts_in_no_conversion(filled: Filled, cli: Cli) -> None:
    """Otherwise an owner's own tries would be taken for people who asked."""
    folder, (lead, _) = filled([new_lead(is_try=True), new_lead(values={"name": "Pau"})])
    assert re.search(rf"{lead} .* new, a try ", cli("leads", cwd=folder).out)
    assert "sent from site-gen preview" in cli("leads", "show", lead, cwd=folder).out
    counted = cli("leads", "conversions", "--json", cwd=folder)
    assert json.loads(counted.out)["total"]["sent"] == 1
    assert "1 try from preview not counted" in counted.err


def test_a_proposal_tried_in_preview_wins_no_real_lead(filled: Filled) -> None:
    folder, (real, tried) = filled([new_lead(), new_lead(values={"name": "Pau"}, is_try=True)])
    with Store.open(str(folder / DATABASE)) as store:
        for about in (real, tried):
            store.add([new_lead(form="p", values={"tier": about}, about=about, is_try=True)])
        assert [lead.status for id_ in (real, tried) if (lead := store.lead(id_))] == [Status.NEW, Status.WON]


def test_leads_of_cloudflare_join_the_others_once(project: ProjectFactory, cli: Cli) -> None:
    row = {
        "id": "zzz", "received": "2026-11-20T10:00:00Z", "form": "free-audit", "language": "en", "title": "Audit",
        "values_json": json.dumps(VALUES), "consent": "Yes", "consent_version": "3f2a9c0d1e4b",
        "marketing_consent": None, "campaign_json": '{"via": "vk-autumn"}', "submission_key": None, "suspect": 0,
    }  # fmt: skip
    folder = project({"d1.json": json.dumps([{"results": [row], "success": True, "meta": {}}])})
    first, second = (cli("leads", "import", "d1.json", cwd=folder) for _ in range(2))
    assert (first.code, first.err) == (0, "1 lead read: 1 new, 0 here already\n")
    assert (second.code, second.err) == (0, "1 lead read: 0 new, 1 here already\n")
    [lead] = json.loads(cli("leads", "--json", cwd=folder).out)
    assert (lead["network"], lead["values"], lead["received"]) == ("vk", VALUES, "2026-11-20T10:00:00+00:00")


@pytest.mark.parametrize("content", [b"not logged in", b"\xff\xfe"])
def test_a_file_of_something_else_is_not_taken_in(content: bytes, project: ProjectFactory, cli: Cli) -> None:
    folder = project({"d1.json": content})
    done = cli("leads", "import", "d1.json", cwd=folder)
    assert done.code == 2
    assert "d1.json can't be taken in: it is not" in done.err
    assert not (folder / ".inbox").exists()


# --- nothing that a stranger wrote acts -------------------------------------------------------------------------------

_STYLE: Final = re.compile(r"\x1b\[\d+(?:;\d+)*m")


def is_inert(text: str) -> bool:
    """Whether a text has no character that controls a terminal or hides or turns others, but our own colours."""
    seen = {
        unicodedata.category(c)
        for c in _STYLE.sub("", text)
        if c not in "\n\u200d" and not "\U0001f000" <= c <= "\U0001fbff"
    }
    return not seen & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(text=anything)
def test_whatever_was_stored_is_shown_and_does_nothing(text: str) -> None:
    lead = stored_lead(
        values={"name": text, text: text}, title=text, form=text, language=text, consent=text, consent_version=text,
        marketing_consent=text, campaign={"via": text, "utm_source": text, text: text}, about=text,
    )  # fmt: skip
    events = [Event(lead.id, NOW, "sent", text)]
    for width in (None, 80, 130):
        assert all(is_inert(line) for line in list_lines([lead], UTC, width))
        assert all(is_inert(line) for line in show_lines(lead, events, [], UTC, width))


def test_hostile_leads_are_inert_in_every_output(filled: Filled, cli: Cli) -> None:
    storable = [text.encode(errors="replace").decode().replace("\x00", "") for text in HOSTILE]
    folder, ids = filled(
        [
            new_lead(values={"name": text, "message": text}, title=text, campaign={"utm_source": text, "via": text})
            for text in storable
        ]
    )
    cli("leads", "mark", ids[0], "won", "--note", "\x1b[31m", cwd=folder)
    for words in ([], ["--json"], ["conversions"], ["conversions", "--json"], *(["show", id_] for id_ in ids)):
        done = cli("leads", *words, cwd=folder)
        assert done.code == 0
        assert is_inert(done.out + done.err), words
    assert is_inert(cli("leads", "export", "--format", "json", cwd=folder).out)
    assert is_inert(on_terminal("leads", "export", cwd=folder))


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes with names")
def test_a_pipe_in_place_of_the_settings_is_not_waited_for(
    project: ProjectFactory, cli_process: Cli, tmp_path: Path
) -> None:
    folder = project()
    (folder / "site.yaml").unlink()
    os.mkfifo(folder / "site.yaml")
    assert cli_process("leads", "--project", str(folder), "--database", str(tmp_path / "x.sqlite3")).code == 0
