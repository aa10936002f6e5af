"""site-gen theme"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import click

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.themes.findings import Check, Conformance
from site_gen.actions.themes.new import UnfitNameError, UnknownThemeError, new_theme, theme_folder
from site_gen.cli.language import in_words, spoken
from site_gen.cli.options import cache_folder, find_project, now_option, project_option, resolve_now
from site_gen.cli.terminal import counted, print_json, say
from site_gen.inert import inert_line
from site_gen.messages import Message, joined, m, plural
from site_gen.model.setting_values import LANGUAGES

_WORDS: Final[Mapping[Check, str]] = {
    Check.FILES: m("Files and templates"),
    Check.STRINGS: m("Words in every language"),
    Check.CONTRAST: m("Contrast of colours"),
    Check.PAGES: m("Every kind of page"),
    Check.POLICY: m("Nothing that the policy forbids"),
    Check.OVERFLOW: m("Nothing wider than the window"),
    Check.AXE: m("Accessibility (axe-core)"),
    Check.NU: m("Valid HTML and CSS (Nu)"),
}


@click.group(
    "theme",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: site-gen theme new warm --extends gallery",
)
def command() -> None:
    """Begin a theme of your own; try one on every kind of page."""


@command.command("new", epilog="Example: site-gen theme new warm --extends gallery")
@click.argument("name", metavar="NAME")
@click.option("--extends", default="studio", show_default=True, help="The theme that it changes: studio, gallery …")
@project_option
def new_command(name: str, extends: str, project: Path | None) -> None:
    """Begin a theme: themes/NAME/ extends another theme, works at once, and says in its own files what to do."""
    folder = find_project(project)
    try:
        files = new_theme(folder, name, extends, spoken())
    except UnfitNameError as error:
        raise click.BadParameter(
            m("'{name}' can't be the name of a theme: small letters, digits and hyphens, such as my-theme", name=name),
            param_hint="NAME",
        ) from error
    except UnknownThemeError as error:
        message = m("there is no theme '{extends}' to extend: {hint}", extends=extends, hint=error.hint)
        raise click.BadParameter(message, param_hint="'--extends'") from error
    except AlreadyThereError as error:
        raise click.UsageError(m("there is a theme '{name}' already; choose another name", name=name)) from error
    for file in files:
        say(f"  {file.relative_to(folder).as_posix()}")
    say(m("The files of {theme}, to copy from: {folder}", theme=extends, folder=str(theme_folder(folder, extends))))
    say(m("In site.yaml write  theme: {name: {name}}  and look at it with site-gen preview.", name=name))
    say(m("Then: {command}", command=f"site-gen theme check {name}"))


@command.command("check", epilog="Example: site-gen theme check warm --language ru --checkers node_modules")
@click.argument("name", metavar="NAME")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(LANGUAGES), help="Only this language; repeat it (all)."
)
@click.option(
    "--checkers",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The node_modules with axe-core and vnu-jar (default: the nearest one up from here).",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@project_option
@now_option
def check_command(
    name: str,
    languages: tuple[str, ...],
    checkers: Path | None,
    project: Path | None,
    now: str | None,
    *,
    as_json: bool,
) -> None:
    """Try a theme on every kind of page, in five languages, and say what is missing or wrong.

    A sample with all that a site can have is made with it: templates, words, contrast of colours, structure, the facts
    of offers, fields of forms, links, what the policy forbids. With Chromium it is also looked at in windows of 320 to
    1280 px, with axe-core in the light and the dark look, and with the Nu HTML checker. What can't be looked at here is
    said. Exit code 1 if anything was found.
    """
    found = _run(name, languages, checkers, project, now)
    if as_json:
        rows = [
            {"check": each.check, "place": each.place, "message": each.message, "hint": each.hint}
            for each in found.findings
        ]
        print_json({"theme": name, "pages": found.pages, "findings": rows, "skipped": found.skipped})
    else:
        for line in lines(found):
            click.echo(line)
    if found.findings:
        sys.exit(1)


def _run(
    name: str, languages: tuple[str, ...], checkers: Path | None, project: Path | None, now: str | None
) -> Conformance:
    from site_gen.actions.themes.browser import find_tools
    from site_gen.actions.themes.check import Asked, check_theme
    from site_gen.processes import available_cores

    folder = _project(project)
    places = [checkers] if checkers else [up / "node_modules" for up in (Path.cwd(), *Path.cwd().parents)]
    asked = Asked(
        theme=_settings(folder, name),
        project=folder,
        now=resolve_now(now, folder or Path.cwd()),
        cache=cache_folder(folder or Path.cwd()),
        tools=find_tools(places),
        languages=languages or LANGUAGES,
        jobs=available_cores(),
        begun=lambda language: say(m("Looking at the sample in {language} …", language=language)),
    )
    return check_theme(asked)


def _project(given: Path | None) -> Path | None:
    """Return the project; None outside of one, where themes of the program and of packages can be tried."""
    try:
        return find_project(given)
    except click.UsageError:
        if given is not None:
            raise
        return None


def _settings(project: Path | None, name: str) -> Mapping[str, Any]:
    """Return the theme as site.yaml has it, with its choices, if it is that one; else its name alone."""
    from site_gen.sources.yaml import read_yaml

    if project is not None:
        file = project / "site.yaml"
        data = read_yaml(file.read_text(encoding="utf-8"), file.name).data
        theme = data.get("theme") if isinstance(data, dict) else None
        if isinstance(theme, dict) and theme.get("name", "studio") == name:
            return theme
    return {"name": name}


def lines(found: Conformance) -> Iterator[str]:
    """Yield the report: each check with what it found, or why it wasn't made."""
    by_check = {
        check: list(rows)
        for check, rows in groupby(sorted(found.findings, key=lambda each: list(Check).index(each.check)), key=_check)
    }
    for check in Check:
        rows = by_check.get(check, [])
        if rows:
            yield click.style(in_words(joined(_WORDS[check], ": ", _faults(len(rows)))), fg="red", bold=True)
            for row in rows:
                yield f"  {inert_line(row.place)}: {inert_line(in_words(row.message))}"
                if row.hint:
                    yield inert_line(in_words(m("    hint: {hint}", hint=row.hint)))
        elif check in found.skipped:
            skipped = m("{check}: not looked at, {why}", check=_WORDS[check], why=found.skipped[check])
            yield click.style(in_words(skipped), fg="yellow")
        else:
            yield click.style(in_words(m("{check}: nothing found", check=_WORDS[check])), fg="green")
    whole = m(
        "{pages} of the sample in {languages}; {faults}",
        pages=counted(found.pages, "page"),
        languages=", ".join(found.languages),
        faults=_faults(len(found.findings)),
    )
    yield in_words(whole)


def _faults(number: int) -> Message:
    return plural("{count:,} fault", "{count:,} faults", count=number)


def _check(finding: Any) -> Check:
    check: Check = finding.check
    return check
