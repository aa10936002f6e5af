"""`new` on a real terminal: it asks in the owner's language, keeps what isn't answered, and asks again for what is
wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest

from site_gen.actions.language_names import language_called, other_language_called
from site_gen.cli.machine import own_currency, own_language
from site_gen.cli.new_questions import UnknownNetworkError, accounts_in
from site_gen.load import load_settings, load_site
from tests.conftest import Cli
from tests.support import ROOT, tree

CTRL_C = "\x03"

Talk = Callable[..., tuple[int, str]]


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """Run site-gen new on a pseudo-terminal with these answers, each given when it is asked for; return its exit code
    and all that was shown."""
    if os.name == "nt":
        pytest.skip("no pseudo-terminals there")

    def run(*answers: str, words: tuple[str, ...] = (), env: Mapping[str, str] | None = None) -> tuple[int, str]:
        import pty

        ours, theirs = pty.openpty()
        around = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "site_gen", "new", "my-site", *words],
            cwd=tmp_path, env={**around, "TERM": "dumb", "COLUMNS": "80", "TZ": "Europe/Madrid", **(env or {})},
            stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=_own_terminal,  # noqa: PLW1509  # Ctrl-C needs it
        )  # fmt: skip
        os.close(theirs)
        guard = threading.Timer(120, process.kill)
        guard.start()
        waiting, shown = list(answers), bytearray()
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
            if shown.endswith(b": ") and waiting:
                answer = waiting.pop(0)
                if answer == CTRL_C:  # as a person would: when the program really waits
                    time.sleep(0.5)
                os.write(ours, (answer if answer == CTRL_C else f"{answer}\n").encode())
        guard.cancel()
        os.close(ours)
        assert waiting == [], "more was asked for than was answered, or less"
        return process.wait(timeout=120), click.unstyle(shown.decode().replace("\r\n", "\n"))

    return run


def _own_terminal() -> None:
    """Begin a session whose terminal is standard input."""
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_the_first_build_is_already_theirs(talk: Talk, tmp_path: Path, cli: Cli) -> None:
    """Who sees "Your Name" and another's prices on their first page has to look for where they come from."""
    code, shown = talk(
        "español", "Mara Vidal", "Redes para cafeterías", "hola@mara.test", "insta mara.vidal, https://t.me/mara",
        "euro", "Un mes a tu lado", "290",
        env={"LANG": "es_ES.UTF-8"},
    )  # fmt: skip
    assert code == 0, shown
    folder = tmp_path / "my-site"
    site = load_site(folder).site
    main, offer = site.main, next(each.original for each in site.offers if each.slug == "first-month")
    assert (main.name, main.role, main.language, main.currency) == ("Mara Vidal", "Redes para cafeterías", "es", "EUR")
    assert (main.contact.email, list(main.networks)) == ("hola@mara.test", ["instagram", "telegram"])
    assert (offer.title, main.time_zone) == ("Un mes a tu lado", "Europe/Madrid")
    assert "amount: 290" in (folder / "offers/first-month.yaml").read_text(encoding="utf-8")
    today = {"SOURCE_DATE_EPOCH": ""}
    assert cli("build", "--jobs", "1", cwd=folder, env=today).code == 0
    home = (folder / "output/index.html").read_text(encoding="utf-8")
    assert "Mara Vidal" in home
    assert "Tu Nombre" not in home
    left = [line for line in cli("check", cwd=folder, env=today).err.splitlines() if "placeholder" in line]
    assert [line for line in left if not line.startswith(("cases/first-client.yaml", "site.yaml:25"))] == []
    with (folder / "site.yaml").open("a", encoding="utf-8") as file:
        file.write("deploy: {to: folder, path: ../online}\n")
    refused = cli("deploy", "--yes", cwd=folder, env=today)
    assert refused.code == 3, refused.err
    assert "--placeholders" in refused.err
    assert not (tmp_path / "online").exists()
    assert cli("deploy", "--yes", "--placeholders", cwd=folder, env=today).code == 0


def test_all_is_asked_in_the_owners_language_and_fits_the_window(talk: Talk) -> None:
    """A row of English questions is where somebody who doesn't read it stops."""
    code, shown = talk(*[""] * 8, env={"LANG": "ru_RU.UTF-8"})
    assert code == 0
    assert "Язык сайта [Русский]: " in shown
    assert "Enter оставляет то, что в [скобках]" in " ".join(shown.split())
    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert "my-site — готово. Дальше:" in shown


def test_enter_keeps_the_samples_of_the_starter(talk: Talk, cli: Cli, tmp_path: Path) -> None:
    code, shown = talk(*[""] * 8, env={"LANG": "en_GB.UTF-8", "TZ": "Europe/London"})
    assert code == 0, shown
    asked = tree(tmp_path / "my-site")
    cli("new", "other", "--no-questions", "--time-zone", "Europe/London")
    assert asked == tree(tmp_path / "other")


def test_wrong_answers_are_asked_for_again_with_a_hint(talk: Talk, tmp_path: Path) -> None:
    """An error at the end would make them type everything once more."""
    code, shown = talk(
        "Deutsch", "Spanish", "", "", "mara@", "m@mara.test", "foo bar", "instagram a b", "-", "zloty", "PLN", "",
        "caro", "290 PLN",
        env={"LANG": "en_US.UTF-8"},
    )  # fmt: skip
    assert code == 0, shown
    said = " ".join(shown.split())
    assert "No starter is in “Deutsch”. Write one of: Català, Español, English" in said
    assert "site-gen translate de" in said
    assert "Esto no es una dirección de correo." in said
    assert "«foo bar» no nombra ninguna red." in said
    assert "«caro» no es una cantidad: escribe solo la cifra: 290" in said
    main = load_settings(tmp_path / "my-site")
    assert (main.currency, dict(main.networks)) == ("PLN", {})


def test_ctrl_c_leaves_nothing(talk: Talk, tmp_path: Path) -> None:
    code, shown = talk("", "Mara", CTRL_C)
    assert code == 130, shown
    assert "stopped" in shown
    assert list(tmp_path.iterdir()) == []


def test_what_is_given_is_not_asked_for(talk: Talk, tmp_path: Path) -> None:
    given = ("--language", "es", "--name", "Mara", "--role", "Reels", "--email", "m@mara.test", "--network", "vk=mara")
    code, shown = talk("", "", "", words=given)
    assert code == 0, shown
    assert load_settings(tmp_path / "my-site").name == "Mara"
    assert shown.count("]: ") == 3


def test_options_do_all_of_it_for_scripts(cli: Cli, tmp_path: Path) -> None:
    ran = cli(
        "new", "my-site", "--language", "исп.", "--name", "Mara", "--role", "Reels", "--email", "m@mara.test",
        "--network", "vk=mara", "--network", "https://t.me/mara", "--currency", "EUR", "--time-zone", "Europe/Madrid",
        "--offer", "Un mes", "--price", "99",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, ""), ran.err
    main = load_settings(tmp_path / "my-site")
    assert (main.language, main.name, list(main.networks)) == ("es", "Mara", ["vk", "telegram"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--email", "x", "--price", "9 €"),
            ("--email: 'x' is not an e-mail address", "--price: '9 €' is not an amount"),
        ),
        (("--network", "foo=bar"), ("'foo=bar' names no network: write instagram=mara",)),
        (("--network", "instagram=a b"), ("--network: 'a b' cannot be an account on Instagram",)),
        (("--language", "German"), ("no starter is in 'German'", "site-gen translate de")),
        (("--name", " "), ("--name: ",)),
    ],
)
def test_wrong_options_are_all_told_and_nothing_is_written(
    words: tuple[str, ...], said: tuple[str, ...], cli: Cli, tmp_path: Path
) -> None:
    ran = cli("new", "my-site", *words)
    assert ran.code == 2
    assert [each for each in said if each not in ran.err] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(text, "es") for text in ("es", "español", "Spanish", "es-ES", "исп.", "espanol", "castellano", "ESP")],
        *[(text, "ca") for text in ("català", "catalan", "valencià", "cat", "ca_ES.UTF-8")],
        *[(text, "en") for text in ("English", "inglés", "английский", "англ", "anglès", "en_GB")],
        *[(text, "ru") for text in ("русский", "Russian", "ruso", "рус", "російська")],
        *[(text, "uk") for text in ("українська", "Ukrainian", "ucraniano", "ua", "укр", "ukrainisch")],
        *[(text, None) for text in ("German", "", "x", "C", "C.UTF-8", "?", "a")],
    ],
)
def test_languages_are_understood_in_any_form(text: str, code: str | None) -> None:
    assert language_called(text) == code


def test_a_language_without_a_starter_is_known_by_its_name() -> None:
    assert [other_language_called(text) for text in ("German", "Deutsch", "alemán", "немецкий", "blah")] == [
        *["de"] * 4,
        None,
    ]


def test_accounts_are_read_as_people_write_them() -> None:
    assert accounts_in("instagram mara; vk: mara_smm, Twitter=@m") == {"instagram": "mara", "vk": "mara_smm", "x": "@m"}
    assert accounts_in("https://www.tiktok.com/@mara, t.me/mara") == {
        "tiktok": "https://www.tiktok.com/@mara",
        "telegram": "t.me/mara",
    }
    assert accounts_in("вк mara") == {"vk": "mara"}
    assert accounts_in("instagram: https://instagram.com/mara") == {"instagram": "https://instagram.com/mara"}
    assert accounts_in(" - ") == {}
    for text in ("mara", "foo bar", "https://example.com/mara"):
        with pytest.raises(UnknownNetworkError):
            accounts_in(text)


def test_the_machine_says_what_is_likely() -> None:
    assert own_language({"LANG": "uk_UA.UTF-8"}) == "uk"
    assert own_language({"LANGUAGE": "de:es", "LANG": "de_DE.UTF-8"}) == "es"
    assert own_language({"LC_ALL": "C"}) == ""
    assert own_currency({"LANG": "es_MX.UTF-8"}) == "MXN"
    assert own_currency({"LANG": "C.UTF-8"}) == ""


def test_help_loads_nothing_heavy() -> None:
    """Options and help need none of what it takes to ask."""
    program = "import sys, site_gen.cli.new; print(sorted({'babel', 'rich', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "language",
    ["es_ES", *(pytest.param(each, marks=pytest.mark.laws) for each in ("ca_ES", "en_GB", "ru_RU", "uk_UA"))],
)
def test_the_questions_are_as_they_were_reviewed(language: str, talk: Talk, *, update_golden: bool) -> None:
    """Without it a word could change in a language that nobody here reads, and nobody would see it."""
    code, shown = talk(*[""] * 8, env={"LANG": f"{language}.UTF-8"})
    assert code == 0
    golden = ROOT / "tests" / "golden" / "new" / f"{language[:2]}.txt"
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8"), "see the diff with --update-golden"
