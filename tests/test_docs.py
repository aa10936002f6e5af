"""The documents say what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from site_gen.cli import COMMANDS
from site_gen.inbox.emulators import SERVICES
from site_gen.inbox.messages import WORDS
from site_gen.model.counters import COUNTERS
from site_gen.model.deliveries import DELIVERIES
from site_gen.model.networks import NETWORKS
from site_gen.model.sections import SECTIONS
from site_gen.model.setting_values import LANGUAGES
from site_gen.model.targets import TARGETS
from site_gen.render.templates import TemplateRenderer, TemplateSet

ROOT: Final = Path(__file__).parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
ALL_COMMANDS: Final = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
THEMES: Final = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")


def test_the_table_of_commands_names_every_command() -> None:
    assert [name for name in COMMANDS if f"| `site-gen {name}" not in ALL_COMMANDS] == []


def test_readme_leads_to_every_document() -> None:
    """A chapter that nobody finds is not there."""
    named = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md")}
    for_changers = {"docs/adding.md", "docs/vocabulary.md"}  # CONTRIBUTING.md leads there
    assert sorted(name for name in named - for_changers if f"({name})" not in README) == []


def test_the_lists_of_contexts_and_views_are_those_of_the_code() -> None:
    script = "import tools.theme_docs as t, sys; sys.exit(t.document() != t.DOCUMENT.read_text(encoding='utf-8'))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 0, "run: python tools/theme_docs.py"


def test_every_filter_and_function_is_documented() -> None:
    renderer = TemplateRenderer(TemplateSet((), (), {}, "Europe/Madrid"))
    own = renderer.own_names({"lang": "en"})
    assert [name for name in own if f"`{name}" not in THEMES] == []


def test_the_pages_on_statistics_and_sections_name_each_of_them() -> None:
    """Owners would not find what they may write, or who receives what is counted."""
    statistics = (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8")
    for counter in COUNTERS.values():
        assert f"| `{counter.name}` |" in statistics
        assert counter.recipient in statistics
        assert f"`{counter.example}`" in statistics
    sections = (ROOT / "docs" / "sections.md").read_text(encoding="utf-8")
    assert [name for name in SECTIONS if f"| `{name}` |" not in sections] == []


# --- docs/adding.md ---------------------------------------------------------------------------------------------------

ADDING: Final = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
FILES: Final = re.compile(
    r"`((?:site_gen|tests|tools|docs|schemas)/[\w./-]+|README\.md|CHANGELOG\.md|pyproject\.toml)`"
)
NAMES: Final = re.compile(r"((?:`[\w-]+`(?: \([\w ]+\))?(?:, | and | or )?)+) in `([\w./-]+\.\w+)`")
"""`NAME` and `NAME` in `file`."""


def test_the_steps_of_an_addition_name_files_that_are_there() -> None:
    named = {name.replace("LANG", language) for name in FILES.findall(ADDING) for language in LANGUAGES}
    assert len(named) > 60
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_the_steps_of_an_addition_name_what_is_in_those_files() -> None:
    named = [(name, file) for names, file in NAMES.findall(ADDING) for name in re.findall(r"`([\w-]+)`", names)]
    assert len(named) > 40
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for _, file in named}
    assert [(name, file) for name, file in named if not re.search(rf"\b{name}\b", texts[file])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_went_all_the_steps(language: str) -> None:
    """What else it needs, the tests of each part find: texts, plurals, notices, rubrics."""
    starters = ROOT / "site_gen" / "starter"
    english, own = (
        {path.relative_to(starters / name) for path in (starters / name).rglob("*")} for name in ("en", language)
    )
    assert own == english
    assert language in WORDS


def test_a_network_has_its_sign_and_is_told_to_owners() -> None:
    icons = (ROOT / "site_gen/themes/studio/assets/icons.svg").read_text(encoding="utf-8")
    licences = (ROOT / "site_gen/themes/studio/assets/LICENSES.md").read_text(encoding="utf-8")
    assert [id_ for id_ in NETWORKS if f'<symbol id="{id_}"' not in icons] == []
    assert [id_ for id_ in NETWORKS if not re.search(rf"\b{id_}\b", licences)] == []
    pins = (ROOT / "docs" / "pins.md").read_text(encoding="utf-8")
    assert [network.name for network in NETWORKS.values() if network.name not in pins] == []


@pytest.mark.parametrize("name", DELIVERIES)
def test_a_delivery_went_all_the_steps(name: str) -> None:
    assert (ROOT / f"site_gen/model/deliveries/{name}.py").exists()
    assert (ROOT / f"site_gen/inbox/emulators/{name}.py").exists() == (name in SERVICES)
    strings = ROOT / "site_gen/themes/base/strings"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in strings.glob("??.yaml")}
    assert [language for language, text in texts.items() if f"\nnotice.where.{name}:" not in text] == []
    assert f"| [`{name}`](#{name})" in (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_went_all_the_steps(name: str) -> None:
    module = name.replace("-", "_")
    assert (ROOT / f"site_gen/model/targets/{module}.py").exists()
    assert (ROOT / f"site_gen/deploy/stores/{module}.py").exists()
    assert f"| `{name}`" in (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_a_module_of_its_name(command: str) -> None:
    assert (ROOT / f"site_gen/cli/{command}.py").exists()


# --- docs/architecture.md ---------------------------------------------------------------------------------------------

ARCHITECTURE: Final = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROW: Final = re.compile(r"(?m)^\|.*?`((?:site_gen|offers)/[\w./-]+\.\w+)` \| (`[^|]+) \|")
"""A row of a table with a file, and beside it the names in it."""


def test_the_architecture_names_what_is_in_those_files() -> None:
    named = [(name, file) for file, names in ROW.findall(ARCHITECTURE) for name in re.findall(r"`(\w+)`", names)]
    named += [(name, file) for names, file in NAMES.findall(ARCHITECTURE) for name in re.findall(r"`(\w+)`", names)]
    assert len(named) > 70
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for _, file in named}
    missing = [(name, file) for name, file in named if not re.search(_definition(name, file), texts[file])]
    assert missing == []


def _definition(name: str, file: str) -> str:
    """Return the pattern of a definition: a class, a function or a constant; of a key in a YAML file."""
    return rf"(?m)^\s*(?:class |def )?{name}\b(?=[:(]| =)" if file.endswith(".py") else rf"(?m)^{name}:"


def test_classes_that_the_architecture_names_are_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "site_gen").rglob("*.py"))
    known = set(re.findall(r"(?m)^(?:class )?([A-Z]\w+)\b(?: =|[:(])", code))
    assert [name for name in re.findall(r"`([A-Z][a-z]\w+)", ARCHITECTURE) if name not in known] == []


def test_a_trail_opens_at_most_eight_files() -> None:
    trails = re.findall(r"(?m)^\*\*From .+\*\*\n\n((?:\|.*\n)+)", ARCHITECTURE)
    assert len(trails) == 2
    for trail in trails:
        assert 5 < len(ROW.findall(trail)) <= 8
        assert len(set(re.findall(r"`((?:site_gen|offers)/[\w./-]+\.\w+)`", trail))) <= 8


def test_documents_list_the_layers_that_the_contract_has() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = [name for layer in contract[0]["layers"][1:] for name in re.findall(r"\w+", layer)]
    lowest = re.findall(r"\w+", contract[0]["layers"][-1])
    table = ARCHITECTURE.partition("\n| layer |")[2].partition("\n\n")[0]
    assert [name for row in re.findall(r"(?m)^\| (`.+?`) \|", table) for name in re.findall(r"\w+", row)] == layers
    drawn = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("```\ncli ")[2].partition("```")[0]
    assert [name for name in layers[1 : -len(lowest)] if not re.search(rf"\b{name}\b", drawn)] == []


# --- docs/decisions ---------------------------------------------------------------------------------------------------

DECISIONS: Final = ROOT / "docs" / "decisions"
PARTS: Final = ("Context", "Decision", "Consequences", "Alternatives weighed")


def test_every_decision_is_in_the_index_by_its_title() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    records = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        number, _, title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").partition(". ")
        assert f"| {number} | [{title}]({path.name}) |" in index


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("[0-9]*.md")), ids=lambda path: path.stem)
def test_a_decision_has_all_its_parts(path: Path) -> None:
    assert tuple(re.findall(r"(?m)^## (.+)$", path.read_text(encoding="utf-8"))) == PARTS


LINK: Final = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@pytest.mark.parametrize(
    "path", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(re.sub(r"(?s)```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8")))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_vocabulary_knows_classes_that_are_there() -> None:
    words = re.findall(r"`([A-Z][a-z]\w+)`", (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "site_gen").rglob("*.py"))
    classes = set(re.findall(r"(?m)^class (\w+)", code))
    assert len(words) > 50
    assert [word for word in words if word not in classes] == []


def test_a_word_has_one_meaning() -> None:
    rows = re.findall(r"(?m)^\| ([^|]+) \|", (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8"))
    words = [word.strip() for row in rows for word in row.split(",") if row not in {"word", "---"}]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize(
    "path", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_files_of_the_program_that_documents_name_are_there(path: Path) -> None:
    named = set(re.findall(r"`(site_gen/[\w./-]+|tests/[\w./-]+|tools/[\w./-]+)`", path.read_text(encoding="utf-8")))
    assert sorted(name for name in named if "LANG" not in name and not (ROOT / name).exists()) == []


# --- docs/security.md -------------------------------------------------------------------------------------------------

SECURITY: Final = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_each_promise_of_security_has_a_test_that_is_there() -> None:
    """A promise that nothing holds is broken one day, and nobody knows."""
    rows = [line for line in SECURITY.splitlines() if line.startswith("| ") and line.count(" | ") == 1]
    promises = [row for row in rows if not row.startswith(("| promise", "| ---"))]
    assert len(promises) > 30
    assert [row for row in promises if "`tests/" not in row] == []
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY):
        assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{name}"
