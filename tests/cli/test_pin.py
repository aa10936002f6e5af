"""`pin`: what the owner sees, gets as files, records and is warned of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.new import starter_files
from site_gen.actions.post_files import FILE_NAMES
from site_gen.model.networks import NETWORKS
from site_gen.model.pins_file import PINS_FILE
from tests.conftest import Cli, ProjectFactory
from tests.support import DIRECT, NOW, SITE, tree, write_files

AFTER: Final = "2026-12-20T18:00"
LAST_DAYS: Final = "2026-12-19T12:00"
VK: Final = {"site.yaml": SITE.replace("  instagram: mara\n", "  instagram: mara\n  vk: mara_smm\n")}
RUSSIAN: Final = SITE.replace("controller: Mara Vidal", "controller: Mara Vidal\n  profile: ru")


def test_every_open_offer_is_written_for_the_networks_of_the_site(project: ProjectFactory, cli: Cli) -> None:
    done = cli("pin", cwd=project())
    assert done.code == 0
    headings = [line.rstrip("─ ") for line in done.out.splitlines() if line.startswith("── ")]
    assert headings == [
        "── Instagram · month · en · offer",
        "── Instagram · audit · en · offer",
        "── Instagram · plan · en · offer",
    ]


def test_a_text_has_its_length_its_limit_and_the_fold(project: ProjectFactory, cli: Cli) -> None:
    out = cli("pin", "month", cwd=project()).out
    assert (
        "/ 2,200 UTF-16 units]\nA month of Instagram, run for you: €290 a month. "
        "Book by 20 December, 6\N{NO-BREAK SPACE}pm Madrid time." in out
    )
    text, _, fold = out.partition("[hidden in a phone's feed: …")
    assert "⟪fold⟫" not in text
    assert "⟪fold⟫" in fold.partition("]")[0]
    assert "[link]\nhttps://mara.example/go/instagram-month/" in out


def test_networks_languages_and_the_hook_are_chosen(project: ProjectFactory, cli: Cli) -> None:
    folder = project(
        {"offers/month.es.yaml": "title: Un mes de Instagram\nprice: {per: mes}\ncall_to_action: Reserva\n"}
    )
    words = ("--network", "vk", "--network", "x", "--language", "es", "--variant", "problem", "--json")
    done = cli("pin", "month", *words, cwd=folder)
    posts = json.loads(done.out)
    assert [(post["network"], post["language"], post["variant"]) for post in posts] == [
        ("vk", "es", "problem"),
        ("x", "es", "problem"),
    ]
    assert posts[0]["texts"][0]["text"].startswith(
        "Un mes de Instagram: 290\N{NO-BREAK SPACE}€ al mes. Reserva hasta el 20 de diciembre"
    )
    assert "note: month (es): offers/month.yaml has no problem:, so the offer itself opens the post\n" in done.err


def test_all_networks_can_be_asked_for(project: ProjectFactory, cli: Cli) -> None:
    posts = json.loads(cli("pin", "month", "--network", "all", "--json", cwd=project()).out)
    assert {post["network"] for post in posts} == set(NETWORKS)
    text = posts[0]["texts"][0]
    assert set(text) == {"role", "text", "used", "limit", "unit", "official", "fold"}
    assert posts[0]["link"]["target"].endswith("&via=vk-month")


def test_files_are_a_folder_for_each_network(project: ProjectFactory, cli: Cli, tmp_path: Path) -> None:
    done = cli("pin", "month", "--network", "telegram", "--network", "vk", "--out", "posts", cwd=project())
    assert done.code == 0, done.err
    found = tree(tmp_path / "project" / "posts")
    assert {name for name in found if name.endswith((".txt", ".html", ".md"))} == {
        "month/en/telegram/alt.txt",
        "month/en/telegram/caption.html",
        "month/en/telegram/caption.md",
        "month/en/telegram/caption.txt",
        "month/en/telegram/link.txt",
        "month/en/telegram/post.html",
        "month/en/telegram/post.md",
        "month/en/telegram/post.txt",
        "month/en/vk/alt.txt",
        "month/en/vk/first-comment.txt",
        "month/en/vk/link.txt",
        "month/en/vk/post.txt",
        "month/en/vk/status.txt",
    }
    assert found["month/en/vk/link.txt"] == b"https://mara.example/go/vk-month/\n"
    assert {path.rpartition("/")[2] for path in found if path.endswith(".txt")} <= FILE_NAMES


def test_written_posts_are_not_taken_for_articles_in_the_wrong_place(project: ProjectFactory, cli: Cli) -> None:
    """What the program wrote itself would stop the next build."""
    folder = project()
    cli("pin", "month", "--network", "telegram", "--out", "posts", cwd=folder)
    own = folder / "posts/month/mine.md"
    own.write_text("---\ntitle: Mine\n---\n", encoding="utf-8")
    assert "posts:1:1: this folder is not read: the site is without its 1 file" in cli("check", cwd=folder).err
    own.unlink()
    assert cli("check", cwd=folder).code == 0


def test_a_text_that_is_no_more_is_taken_away_and_other_files_stay(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    cli("pin", "month", "--network", "vk", "--out", "posts", cwd=folder)
    own = folder / "posts/month/en/vk/mine.txt"
    own.write_text("x", encoding="utf-8")
    cli("pin", "month", "--network", "vk", "--out", "posts", "--now", AFTER, cwd=folder)
    assert {path.name for path in own.parent.glob("*.txt")} == {"post.txt", "link.txt", "mine.txt"}


def test_an_article_has_posts_too(project: ProjectFactory, cli: Cli) -> None:
    out = cli("pin", "first", "--network", "vk", cwd=project()).out
    assert "Read the article: https://mara.example/go/vk-article-first/" in out


def test_a_case_has_posts_too(project: ProjectFactory, cli: Cli) -> None:
    """Cases sell better than offers, and were retyped by hand."""
    out = cli("pin", "cafe", "--network", "vk", cwd=project()).out
    assert "Casa Blau.\n" in out
    assert "• Followers: from 1,200 to 4,800 (Instagram Insights)" in out
    assert "Read the case study: https://mara.example/go/vk-case-cafe/" in out


def test_a_name_that_several_things_have_is_told_apart_by_its_kind(project: ProjectFactory, cli: Cli) -> None:
    """A case that is posted in place of an offer is noticed by readers first."""
    folder = project({"offers/cafe.yaml": DIRECT})
    unclear = cli("pin", "cafe", "--network", "vk", cwd=folder)
    assert unclear.code == 2
    assert "'cafe' is the name of 2 things: write offers/cafe or cases/cafe" in " ".join(unclear.err.split())
    for name, words in {"offers/cafe": "Book your month", "cases/cafe": "Read the case study"}.items():
        assert words in cli("pin", name, "--network", "vk", cwd=folder).out
        assert cli("pin", name, "--network", "vk", "--out", "posts", cwd=folder).code == 0
    assert (folder / "posts/offers/cafe/en/vk/post.txt").is_file()
    assert (folder / "posts/cases/cafe/en/vk/post.txt").is_file()


def test_articles_and_cases_are_recorded_and_compared_like_offers(project: ProjectFactory, cli: Cli) -> None:
    folder = project(VK)
    for name, network in {"cafe": "vk", "articles/first": "instagram"}.items():
        assert cli("pin", name, "--done", network, cwd=folder).code == 0
    assert cli("pin", "--stale", cwd=folder).code == 0
    case = folder / "cases/cafe.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("after: 4800", "after: 4900"), encoding="utf-8")
    done = cli("pin", "--stale", "--json", cwd=folder)
    assert done.code == 1
    (stale,) = json.loads(done.out)
    assert (stale["folder"], stale["offer"], stale["reasons"]) == ("cases", "cafe", ["text changed"])
    assert "from 1,200 to 4,900" in stale["replacement"]
    assert cli("pin", "cases/cafe", "--stale", cwd=folder).code == 1
    assert cli("pin", "articles/first", "--stale", cwd=folder).code == 0


def test_an_article_that_has_not_appeared_is_not_pinned(project: ProjectFactory, cli: Cli) -> None:
    """Its link would lead to a page that isn't there."""
    later = "---\ntitle: Later\ndate: 2026-12-24\n---\nText.\n"
    folder = project({**VK, "content/articles/later.md": later})
    assert "it is public from 2026-12-24 00:00 on" in cli("pin", "later", "--network", "vk", cwd=folder).err
    done = cli("pin", "later", "--done", "vk", cwd=folder)
    assert (done.code, (folder / PINS_FILE).exists()) == (2, False)


def test_what_a_starter_says_of_a_client_is_noted_and_not_recorded(tmp_path: Path, cli: Cli) -> None:
    """An invented client, posted as a real one, is a lie in the owner's name."""
    assert cli("new", "site", "--language", "en", cwd=tmp_path).code == 0
    (name,) = [path.stem for path in (tmp_path / "site/cases").glob("*.yaml")]
    shown = cli("pin", name, "--network", "instagram", cwd=tmp_path / "site")
    assert shown.code == 0
    assert "is that of the sample case" in shown.err
    done = cli("pin", name, "--done", "instagram", cwd=tmp_path / "site")
    assert done.code == 1


# --- threads and the calendar -----------------------------------------------------------------------------------------

MUCH: Final = (
    DIRECT + "includes: [" + ", ".join(f"a thing of some length with the number {n}" for n in range(9)) + "]\n"
)


def test_a_thread_is_written_into_files_and_recorded_whole(project: ProjectFactory, cli: Cli) -> None:
    x = {"site.yaml": SITE.replace("  instagram: mara\n", "  instagram: mara\n  x: mara\n")}
    folder = project({**x, "offers/month.yaml": MUCH})
    cli("pin", "month", "--thread", "--out", "posts", cwd=folder)
    target = folder / "posts/month/en/x"
    assert {path.name for path in target.glob("*.txt")} >= {"post.txt", "thread-2.txt", "thread-3.txt"}
    assert target.joinpath("post.txt").read_text(encoding="utf-8").rstrip()[-2:] in {"/3", "/4"}
    assert not (folder / "posts/month/en/instagram").exists()
    assert cli("pin", "month", "--thread", "--done", "x", cwd=folder).code == 0
    assert json.loads((folder / PINS_FILE).read_text(encoding="utf-8"))["thread"] is True
    assert cli("pin", "--stale", cwd=folder).code == 0
    (folder / "offers/month.yaml").write_text(MUCH.replace("number 8", "number eight"), encoding="utf-8")
    assert cli("pin", "--stale", cwd=folder).code == 1
    cli("pin", "month", "--network", "x", "--out", "posts", cwd=folder)
    assert not list(target.glob("thread-*.txt"))


def test_a_calendar_is_written_and_its_dates_are_told(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    done = cli("pin", "--calendar", "pins.ics", "--json", cwd=folder)
    assert done.code == 0
    assert [(entry["kind"], entry["at"]) for entry in json.loads(done.out)] == [
        ("48-hours", "2026-12-18T18:00:00+01:00"),
        ("last-day", "2026-12-20T09:00:00+01:00"),
        ("take-down", "2026-12-20T18:00:00+01:00"),
    ]
    assert done.err.endswith("3 dates of 1 offer in pins.ics\n")
    assert "note: month is open, and not recorded as pinned on Instagram\n" in done.err
    assert (folder / "pins.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_for_a_closed_offer_there_is_the_text_to_put_in_its_place(project: ProjectFactory, cli: Cli) -> None:
    out = cli("pin", "month", "--network", "vk", "--now", AFTER, cwd=project()).out
    assert "“A month of Instagram, run for you” closed on 20 December 2026." in out


def test_what_has_no_room_is_an_error_that_says_what_is_too_long(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/month.yaml": DIRECT.replace("A month of", "A month of " + "very good " * 20)})
    done = cli("pin", "month", "--network", "x", "--network", "vk", cwd=folder)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("offers/month.yaml:2:1: the post for X (en) comes to ")
    assert "'title' takes" in done.err


def test_check_warns_of_what_has_no_room(project: ProjectFactory, cli: Cli) -> None:
    title = DIRECT.replace("A month of", "A month of " + "very good " * 20)
    folder = project({"offers/month.yaml": title, "site.yaml": SITE.replace("instagram: mara", "x: mara")})
    done = cli("check", cwd=folder)
    assert done.code == 0
    assert "offers/month.yaml:2:1: warning: the post for X (en) comes to " in done.err
    assert "post for" not in cli("check", "--now", AFTER, cwd=folder).err


def test_a_note_of_the_law_is_said_once(project: ProjectFactory, cli: Cli) -> None:
    done = cli("pin", cwd=project({"site.yaml": RUSSIAN}))
    assert done.err.count("advertising on Instagram is forbidden") == 1
    assert done.err.count("offers/month.yaml has no ad_disclosure:") == 1


USAGE: Final = {
    ("mont",): "there is no offer, case or article 'mont'; did you mean 'month'?",
    ("--network", "vkk"): "there is no network 'vkk'; did you mean 'vk'?",
    ("--language", "ru"): "the site has no language 'ru'; it has: en, es",
    ("month", "--language", "es"): "there is no 'month' in es",
    ("--stale", "--out", "x"): "--out, --done, --stale and --calendar are four different things: give one of them",
    ("first", "--variant", "problem"): "articles/first opens with its own title: --variant problem is for offers",
    ("month", "--thread", "--network", "vk"): "vk has no threads: name one that has, such as --network x",
    ("month", "--thread"): "no network of site.yaml has threads: name one that has, such as --network x",
    ("--thread", "--stale"): "--thread writes posts: leave it out with --stale and --calendar",
    ("--calendar", "offers/month.yaml"): "a calendar's file ends in .ics",
    ("cafe", "--calendar", "x.ics"): "cases/cafe is no offer: nothing in it opens or closes",
    ("--calendar", "x.ics", "--done", "vk"): "--out, --done, --stale and --calendar are four different things",
    ("--cards", "dark"): "--cards is about the pictures, which --out DIR draws: give that too",
    ("--cards", "sepia", "--out", "x"): "'sepia' is not one of 'light', 'dark'",
    ("--done", "vk"): "say which offer was pinned: site-gen pin --done NETWORK OFFER",
    ("--done", "vkk", "month"): "there is no network 'vkk'; did you mean 'vk'?",
}


@pytest.mark.parametrize("words", USAGE)
def test_wrong_words_are_named(words: tuple[str, ...], project: ProjectFactory, cli: Cli) -> None:
    done = cli("pin", *words, cwd=project())
    assert done.code == 2
    assert USAGE[words] in " ".join(done.err.split())


def test_with_nothing_open_there_is_nothing_to_pin(project: ProjectFactory, cli: Cli) -> None:
    closed = {"offers/audit.yaml": None, "offers/plan.yaml": None}
    done = cli("pin", "--now", AFTER, cwd=project(closed))
    assert done.code == 2
    assert "no offer is open now" in done.err


# --- what was pinned --------------------------------------------------------------------------------------------------


@pytest.fixture
def pinned(project: ProjectFactory, cli: Cli) -> Path:
    folder = project(VK)
    done = cli("pin", "month", "--done", "vk", cwd=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"recorded in {PINS_FILE}: VK, month (en, offer)\n"
    return folder


def test_a_record_is_a_line_with_time_text_and_hash(pinned: Path) -> None:
    (line,) = (pinned / PINS_FILE).read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert (record["time"], record["network"], record["offer"]) == ("2026-11-23T11:00:00+00:00", "vk", "month")
    assert record["text"].startswith("A month of Instagram")
    assert len(record["sha256"]) == 64


def test_a_record_among_the_offers_is_no_offer(pinned: Path, cli: Cli) -> None:
    assert cli("check", "--strict", cwd=pinned).err == "no problems\n"


def test_what_is_up_to_date_is_said_and_exits_with_zero(pinned: Path, cli: Cli) -> None:
    done = cli("pin", "--stale", cwd=pinned)
    assert (done.code, done.out, done.err) == (0, "", "every pinned post is up to date\n")


def test_a_changed_price_exits_with_one_and_says_what_to_put_there(pinned: Path, cli: Cli) -> None:
    offer = pinned / "offers/month.yaml"
    offer.write_text(DIRECT.replace("amount: 290", "amount: 300"), encoding="utf-8")
    done = cli("pin", "--stale", cwd=pinned)
    assert (done.code, done.err) == (1, "1 pinned post out of date\n")
    assert done.out.startswith("vk · month · en: price changed, text changed\npinned on 2026-11-23 12:00 CET, today\n")
    assert "put there now:\nA month of Instagram, run for you: €300 a month." in done.out


def test_the_last_48_hours_and_the_end_exit_with_one(pinned: Path, cli: Cli) -> None:
    soon = cli("pin", "--stale", "--now", LAST_DAYS, cwd=pinned)
    assert soon.code == 1
    assert "ends within 48 hours\npinned on 2026-11-23 12:00 CET, 26 days ago" in soon.out
    over = cli("pin", "--stale", "--json", "--now", AFTER, cwd=pinned)
    assert over.code == 1
    (stale,) = json.loads(over.out)
    assert stale["reasons"] == ["closed"]
    assert "closed on 20 December 2026" in stale["replacement"]


def test_the_text_in_place_of_a_closed_offer_is_recorded_in_its_turn(pinned: Path, cli: Cli) -> None:
    assert cli("pin", "month", "--done", "vk", "--now", AFTER, cwd=pinned).code == 0
    assert cli("pin", "--stale", "--now", AFTER, cwd=pinned).code == 0


def test_stale_can_be_asked_of_one_network(pinned: Path, cli: Cli) -> None:
    assert cli("pin", "--stale", "--network", "x", "--now", AFTER, cwd=pinned).code == 0
    assert cli("pin", "month", "--stale", "--network", "vk", "--now", AFTER, cwd=pinned).code == 1


def test_a_record_changed_by_hand_is_an_error_with_its_line(pinned: Path, cli: Cli) -> None:
    path = pinned / PINS_FILE
    path.write_text(path.read_text(encoding="utf-8").replace("€290", "€190"), encoding="utf-8")
    done = cli("pin", "--stale", cwd=pinned)
    assert done.code == 1
    assert done.err.startswith(f"{PINS_FILE}:1:1: the line is no record of a pin (the text is not the one")


def test_done_needs_no_name_where_one_offer_alone_is_open(project: ProjectFactory, cli: Cli) -> None:
    over = {"offers/audit.yaml": DIRECT.replace("2026-12-20", "2026-11-21"), "offers/plan.yaml": None}
    folder = project({**VK, **over})
    done = cli("pin", "--done", "vk", "--json", cwd=folder)
    assert json.loads(done.out)["offer"] == "month"


SOON = DIRECT.replace("starts: 2026-11-20T09:00", "starts: 2026-11-25T09:00")


def test_an_offer_that_is_not_open_yet_is_not_pinned(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"offers/soon.yaml": SOON})
    shown = cli("pin", "soon", "--network", "instagram", cwd=folder)
    assert shown.code == 0
    assert "it is public from 2026-11-25 09:00 on" in shown.err
    done = cli("pin", "soon", "--done", "instagram", cwd=folder)
    assert done.code == 2
    assert "'soon' is public from 2026-11-25 09:00 on: pin it then" in " ".join(done.err.split())
    assert not (folder / "offers/pins.jsonl").exists()


def test_what_was_pinned_is_pinned_on_one_network(project: ProjectFactory, cli: Cli) -> None:
    done = cli("pin", "month", "--done", "all", cwd=project())
    assert done.code == 2
    assert "name the network on which it was pinned" in " ".join(done.err.split())


def test_a_post_can_be_copied_as_it_is_printed(project: ProjectFactory, cli: Cli) -> None:
    """A mark inside a word would be published with it."""
    folder = project()
    (post,) = json.loads(cli("pin", "month", "--network", "instagram", "--json", cwd=folder).out)
    printed = cli("pin", "month", "--network", "instagram", cwd=folder).out
    for written in post["texts"]:
        assert written["text"] in printed


def test_nothing_can_be_pinned_on_a_network_that_the_project_does_not_have(project: ProjectFactory, cli: Cli) -> None:
    """The record would say that a post is up where nobody has an account, and --stale would ask for it for ever."""
    done = cli("pin", "month", "--done", "telegram", cwd=project())
    assert done.code == 2
    assert "telegram is none of the networks in site.yaml (instagram)" in " ".join(done.err.split())


def test_a_post_with_placeholders_is_noted_and_not_recorded(project: ProjectFactory, cli: Cli) -> None:
    """A pinned post whose link leads to example.com sells nothing."""
    folder = project({"site.yaml": SITE.replace("https://mara.example/", "https://example.com/")})
    shown = cli("pin", "month", cwd=folder)
    assert shown.code == 0
    assert "note: site.yaml:4:6: 'https://example.com/' is a placeholder" in shown.err
    done = cli("pin", "month", "--done", "instagram", cwd=folder)
    assert done.code == 1
    assert "site.yaml:4:6: 'https://example.com/' is a placeholder" in done.err
    assert not (folder / PINS_FILE).exists()


def test_a_sample_case_is_noted_with_a_post_and_not_recorded(tmp_path: Path, cli: Cli) -> None:
    """An invented result would be posted as a client's."""
    folder = write_files(tmp_path / "new", starter_files("en", NOW))
    shown = cli("pin", "first-month", "--network", "instagram", cwd=folder)
    assert shown.code == 0
    assert "note: cases/first-client.yaml:9:8: 'Example: from 9 to 18 bookings" in shown.err
    assert "first-client" not in cli("pin", "free-audit", "--network", "instagram", cwd=folder).err
    assert cli("pin", "first-month", "--done", "instagram", cwd=folder).code == 1
