"""site-gen translate"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.actions.translate import translate
from site_gen.cli.options import find_project, project_option
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.terminal import counted, print_json, say, tell
from site_gen.messages import m


@click.command("translate", epilog="Example: site-gen translate es offers/free-audit.yaml")
@click.argument("language")
@click.argument("files", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@project_option
def command(language: str, files: tuple[str, ...], project: Path | None, *, as_json: bool) -> None:
    """Make the files of a translation ready to fill in.

    LANGUAGE is its code, such as es. Each file gets one beside it with the texts of the original, to be written over:
    offers/free-audit.yaml gets offers/free-audit.es.yaml. Without FILES all but articles. Files that are there keep
    what they have. For a language that the program doesn't speak there are also the words of the theme and of posts.
    'site-gen check --translations' lists what is still to be done.
    """
    folder = find_project(project)
    try:
        with as_usage_errors():
            made = translate(folder, language, files)
    except click.BadParameter as error:
        message = m(
            "'{language}' is the site's first language, or the code of none: write es, fr, uk …", language=language
        )
        raise click.BadParameter(message, param_hint="LANGUAGE") from error
    if as_json:
        by_hand = [{"file": file, "text": text} for file, text in made.by_hand]
        print_json(
            {"new": list(made.new), "extended": list(made.extended), "by_hand": by_hand, "listed": made.is_listed}
        )
        return
    for file in made.new:
        tell(m("{file}: new, to be filled in", file=file))
    for file in made.extended:
        tell(m("{file}: what was missing stands at its end, to be filled in", file=file))
    for file, text in made.by_hand:
        tell(m("{file}: write '{text}' in yourself", file=file, text=text))
    if not made.is_listed:
        say(
            m("add '{language}' to languages: in site.yaml, or these files are not read", language=language),
            fg="yellow",
        )
    count = len(made.new) + len(made.extended)
    say(
        m("{counted} to fill in; then: site-gen check --translations", counted=counted(count, "file"))
        if count
        else m("nothing is missing")
    )
