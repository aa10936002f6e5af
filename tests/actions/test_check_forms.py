"""What `check` says of forms that would not reach their owner: each at its line, before a client finds out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.check_forms import form_findings
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.problems import Severity
from tests.conftest import Cli, ProjectFactory
from tests.model.test_deliveries import WRANGLER
from tests.support import AUDIT, ROOT, SITE

PLAIN: Final = SITE.partition("form:")[0]


def said(folder: Path, *environment: str) -> list[str]:
    """Return what is said of a project's forms."""
    findings = form_findings(load_site(folder).site, folder, environment)
    return [str(problem) for problem in Locator(folder).problems(findings)]


def form(text: str) -> dict[str, str]:
    return {"site.yaml": f"{PLAIN}form: {text}\n"}


FOUND: Final = {
    "nowhere to send to": (
        {"site.yaml": PLAIN},
        ["offers/audit.yaml:5:1: warning: the form has no place to send to, so the page shows your contacts"],
    ),
    "an address that can be collected": (
        form("{delivery: formsubmit, to: hello@mara.example}"),
        ["site.yaml:14:34: warning: your address stands in the page"],
    ),
    "secrets that are not set": (
        form('{delivery: inbox, notify: {email: me@mara.example, telegram: "12345678"}}'),
        [
            "site.yaml:14:41: warning: SITE_GEN_SMTP_URL is not set here",
            "site.yaml:14:68: warning: SITE_GEN_TELEGRAM_TOKEN is not set here",
        ],
    ),
    "a field by another name": (
        form("{delivery: formspree, id: xwkgpqrd}") | {"offers/audit.yaml": AUDIT.replace("name: email", "name: mail")},
        ["offers/audit.yaml:7:14: warning: Formspree takes the address to answer to from a field named 'email'"],
    ),
    "a host of files": (
        {"site.yaml": PLAIN.replace("mara.example/", "mara.github.io/") + "form: {delivery: netlify}\n"},
        [
            "site.yaml:14:18: Netlify Forms work on Netlify alone",
        ],
    ),
    "no table for the leads": (
        form("{delivery: cloudflare}"),
        ["site.yaml:14:18: warning: there is no wrangler.toml"],
    ),
    "a function without a database": (
        form("{delivery: cloudflare}") | {"wrangler.toml": WRANGLER.replace('"LEADS"', '"DB"')},
        ["wrangler.toml:1:1: no database is bound as LEADS: no lead could be stored"],
    ),
    "a table that is not known": (
        form("{delivery: cloudflare}") | {"wrangler.toml": WRANGLER.partition("migrations_dir")[0]},
        ["wrangler.toml:1:1: the database does not know its table"],
    ),
    "settings that can't be read": (
        form("{delivery: cloudflare}") | {"wrangler.toml": "name = "},
        ["wrangler.toml:1:1: warning: the file can't be read"],
    ),
    "an answer too long": (
        form("{delivery: inbox}") | {"offers/audit.yaml": AUDIT.replace("required: true", "max_length: 20000")},
        ["offers/audit.yaml:7:61: warning: an answer of 20000 letters can be more than the 64 kB"],
    ),
    "no form at all": (
        form("{delivery: mailto}"),
        ["site.yaml:14:18: warning: there will be no form, only a prepared e-mail"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "lines"), FOUND.values(), ids=FOUND)
def test_what_is_missing_is_named_at_its_line(files: dict[str, str], lines: list[str], project: ProjectFactory) -> None:
    found = said(project(files))
    assert [line[: len(expected)] for line, expected in zip(found, lines, strict=True)] == lines
    assert all("\n  hint: " in line for line in found)


FINE: Final = {
    "url": (form("{delivery: url, url: https://forms.mara.example/audit}"), ()),
    "netlify": (form("{delivery: netlify}"), ()),
    "cloudflare": (form('{delivery: cloudflare, notify: {telegram: "12345678"}}') | {"wrangler.toml": WRANGLER},
                   ("SITE_GEN_TELEGRAM_TOKEN",)),
    "a wrangler.jsonc": (form("{delivery: cloudflare}") | {"wrangler.jsonc": "{} // mine"}, ()),
    "no forms": (form("{delivery: mailto}") | {"offers/audit.yaml": AUDIT + "draft: true\n"}, ()),
}  # fmt: skip


@pytest.mark.parametrize(("files", "environment"), FINE.values(), ids=FINE)
def test_nothing_is_said_of_what_is_set_up(
    files: dict[str, str], environment: tuple[str, ...], project: ProjectFactory
) -> None:
    assert said(project(files), *environment) == []


def test_check_looks_into_the_environment(project: ProjectFactory, cli: Cli) -> None:
    folder = project(form('{delivery: inbox, notify: {telegram: "12345678"}}'))
    assert "SITE_GEN_TELEGRAM_TOKEN" in cli("check", cwd=folder, env={"SITE_GEN_TELEGRAM_TOKEN": ""}).err
    assert "SITE_GEN_TELEGRAM_TOKEN" not in cli("check", cwd=folder, env={"SITE_GEN_TELEGRAM_TOKEN": "x"}).err


def test_the_wrangler_toml_of_the_docs_is_what_check_asks_for(project: ProjectFactory) -> None:
    docs = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    block = docs.partition("```toml\n")[2].partition("```")[0]
    files = form("{delivery: cloudflare}") | {"wrangler.toml": block.replace("PUT-ITS-ID-HERE", "0")}
    assert said(project(files)) == []


def test_every_error_of_a_form_stops_strict_and_lax_checks_alike(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"site.yaml": PLAIN.replace("mara.example/", "mara.pages.dev/") + "form: {delivery: inbox}\n"})
    done = cli("check", cwd=folder)
    assert done.code == 1
    assert Severity.WARNING not in done.err.partition("Cloudflare Pages serves files alone")[0]
