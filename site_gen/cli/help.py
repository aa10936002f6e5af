"""site-gen help"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable

import click

from site_gen.actions.topics import document, documents, file_kinds, keys_of, where
from site_gen.cli.language import spoken
from site_gen.cli.terminal import tell, window
from site_gen.messages import m, translated
from site_gen.nearest import nearest


@click.command("help", epilog="Example: site-gen help forms   (or the keys of a kind of file: site-gen help offer)")
@click.argument("topic", required=False)
@click.pass_context
def command(ctx: click.Context, topic: str | None) -> None:
    """Open the documents that come with the program, and list the keys of each kind of file.

    Without a TOPIC it says which there are. In a pipe, documents are printed as they are, in Markdown.
    """
    if topic is None:
        _list_topics()
        return
    asked = topic.lower().removeprefix("docs/").removesuffix(".md")
    name = asked.removesuffix(".yaml")
    root = ctx.find_root()
    group = root.command if isinstance(root.command, click.Group) else click.Group()
    if asked in documents():  # 'plan' is a document, 'plan.yaml' a kind of file
        _print_document(document(name, spoken()))
    elif name in file_kinds():
        _print_keys(name)
    elif (known := group.get_command(root, name)) is not None:
        with click.Context(known, info_name=name, parent=root) as inner:
            click.echo(known.get_help(inner))
    else:
        topics = (*documents(), *file_kinds(), *group.list_commands(root))
        raise click.UsageError(
            m(
                "there is no topic '{topic}': {nearest}",
                topic=topic,
                nearest=nearest(name, topics) or m("see site-gen help"),
            )
        )


def _list_topics() -> None:
    tell(m("Documents, by site-gen help TOPIC:\n"))
    _print_pairs(documents().items())
    tell(m("\nThe keys of a kind of file, likewise:\n"))
    click.echo(textwrap.fill(", ".join(file_kinds()), _width() - 2, initial_indent="  ", subsequent_indent="  "))
    tell(m("\nThe options of a command: site-gen COMMAND --help"))


def _print_document(text: str) -> None:
    if window() is None:
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(_width(), 100)).print(Markdown(text, hyperlinks=False))


def _print_keys(kind: str) -> None:
    tell(m("The keys of {where}, with what each is for:\n", where=where(kind)))
    _print_pairs(keys_of(kind))


def _print_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """Print names with what they are, wrapped beside or below them."""
    pairs = list(pairs)
    column = min(max(len(name) for name, _ in pairs), 28) + 4
    for name, words in pairs:
        lines = textwrap.wrap(translated(words, spoken()), max(_width() - column, 30)) or [""]
        first = f"  {name}".ljust(column) if len(name) + 4 <= column else f"  {name}\n{'':{column}}"
        click.echo((first + f"\n{'':{column}}".join(lines)).rstrip())


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
