"""What commands say to somebody who reads Spanish alone: tables, plans and errors, without a word of English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Cli
from tests.support import write_files

_ENGLISH: Final = re.compile(
    r"\b(the|is|are|isn|can't|write|this|these|or|and|there|with|of|it|its|to|from|for|at|by|one|not|your|days?|files?"
    r"|none|found|changes|written|nothing|what|where|which|has|have|was|found|would|before|after|week|today|free|until)\b",
    re.IGNORECASE,
)
_TYPED: Final = re.compile(
    r"«.*?»|'.*?'|\"[^\"\n]*\"|`.*?`|https?://\S+|\S*[\w)]/\S*|--[\w-]+(?: [A-Z]+)?|^ *# .*=.*$|\b\w+:(?= \{)|\{[^}]*\}"
    r"|\b[\w-]+\.(?:yaml|jsonl|csv|md|txt|html|css|com|io|org|xml|plist|log|conf)\b|[A-Z]+(?:_[A-Z]+)+|\w+-\w[\w-]*"
)
"""Names, addresses, options and what is to be typed: they are the same in every language."""

TARGET: Final = "deploy: {to: folder, path: PLACE}\n"
NUMBERS: Final = "Fecha,Seguidores,Comentario\n2026-02-01,1200,a\n2026-03-01,1500,b\n2026-04-01,1900,\n"
JEKYLL: Final = {
    "_config.yml": "title: Antiguo\nurl: https://antigua.example\n",
    "_posts/2024-05-01-hola.md": "---\ntitle: Hola\nlayout: post\n---\nTexto {% raro %} y ![foto](/no.jpg) aquí.\n",
    "_posts/2024-05-02-roto.md": "---\ntitle: [\n---\n<iframe src='https://x.example'></iframe> <font>aquí</font>.\n",
    "sobre.md": "---\ntitle: Sobre mí\n---\nTexto.\n",
}
"""A site of another generator, with something of each fate."""

QUICK: Final = (
    *("check", "offers", "offers --record", "offers --history NAME", "funnel", "privacy --language xx", "schema"),
    *("plan", "plan --new-month", "plan --respond numbers.csv"),
    *("pin NAME --network telegram", "pin --stale", "pin NAME --done telegram", "pin --stale --now 2027-06-01T10:00"),
    *("audit ana", "proposal ana", "leads", "leads show 1", "translate fr", "theme new propio", "doctor"),
    *("import metrics numbers.csv --case CASE --dry-run", "import plan numbers.csv --dry-run"),
    *("import site old --dry-run", "import site old --dry-run --details"),
    *("schedule", "schedule cron", "schedule systemd --write", "schedule launchd"),
    *("schedule windows", "schedule github"),
    *("deploy --history", "deploy --unlock", "deploy --rollback", "verify", "help otro", "hosting otro"),
    *("otro", "build --otro", "build de más", "build --now ayer", "build --output .", "preview --port 0x", "new ."),
    *("pin otro", "audit Ana", "schedule otro", "deploy otro"),
    *("import site nada", "import metrics nada.csv --case CASE"),
    *("inbox --backup", "check --project . --project old", "leads --status otro", "pin NAME --network otra"),
)
LONG: Final = (
    *("build", "build --jobs 2", "deploy --dry-run", "deploy", "deploy --placeholders --yes", "deploy --history"),
    *("deploy --placeholders --yes --dry-run", "deploy --rollback", "deploy --rollback nada", "theme check otro"),
    *("verify", "build --project . --project old --json", "deploy --project . --project old --dry-run"),
)
"""Commands that make the whole site, or a sample of one."""


@pytest.fixture
def spanish(cli: Cli, tmp_path: Path) -> Path:
    """A project as `new` begins it in Spanish, with a place to go to and what commands take in."""
    made = cli("new", "web", "--language", "es", "--no-questions", env={"SITE_GEN_LANGUAGE": "es"})
    assert made.code == 0, made.err
    folder = tmp_path / "web"
    with (folder / "site.yaml").open("a", encoding="utf-8") as site:
        site.write(TARGET.replace("PLACE", str(tmp_path / "place")))
    write_files(folder, {"numbers.csv": NUMBERS, **{f"old/{name}": text for name, text in JEKYLL.items()}})
    return folder


def english(text: str) -> Iterator[str]:
    """Yield the lines of an output in which something is English."""
    for line in text.splitlines():
        if _ENGLISH.search(_TYPED.sub("", line)):
            yield line


def english_of(cli: Cli, folder: Path, commands: Sequence[str]) -> list[str]:
    """Run commands in Spanish, and return what is English of what they say."""
    offer, case = (next((folder / kind).glob("[!.]*.yaml")).stem.split(".")[0] for kind in ("offers", "cases"))
    found = []
    for command in commands:
        words = command.replace("NAME", offer).replace("CASE", case).split()
        ran = cli("--ui-language", "es", *words, cwd=folder)
        assert ran.code in {0, 1, 2, 3}, (command, ran.err)
        found += [f"{command}: {line}" for line in (*english(ran.out), *english(ran.err))]
    return found


def test_no_command_says_anything_in_english(cli: Cli, spanish: Path) -> None:
    """The reader would guess at the very line that says what happens to the site."""
    assert english_of(cli, spanish, QUICK) == []


@pytest.mark.laws
def test_no_command_that_makes_the_site_says_anything_in_english(cli: Cli, spanish: Path) -> None:
    """Nobody publishes what they can't read."""
    assert english_of(cli, spanish, LONG) == []


def test_english_is_seen() -> None:
    """A check that sees nothing holds nothing."""
    said = "3 files written\nlisto: 3 archivos en «the place»\nto send: 3 kB"
    assert list(english(said)) == ["3 files written", "to send: 3 kB"]
