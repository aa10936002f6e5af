"""Pages of the documentation's site from the program itself: each command from its code, each kind of file from its
schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import click

from site_gen.actions.topics import file_kinds, keys_of, where
from site_gen.cli import COMMANDS, group
from tools.docs_pages import front_matter


def pages() -> Iterator[tuple[str, str]]:
    """Yield the page of each command, of all files and of each kind of file: name and text."""
    for name in COMMANDS:
        yield command_address(name), _command_page(name)
    yield "files", _file_list()
    for kind in file_kinds():
        yield file_address(kind), _file_page(kind)


def command_address(name: str) -> str:
    return f"command-{name}"


def file_address(kind: str) -> str:
    return f"file-{kind}"


# --- commands ---------------------------------------------------------------------------------------------------------

_IN_TABLE: Final = re.compile(r"(?m)^\| `site-gen ([a-z]+)([^`]*)` \|")


def with_commands(text: str) -> str:
    """Return the page about all commands with its table leading to the page of each."""
    return _IN_TABLE.sub(_linked, text)


def _linked(found: re.Match[str]) -> str:
    rest = f" `{found[2].strip()}`" if found[2].strip() else ""
    return f"| [`site-gen {found[1]}`](/{command_address(found[1])}/){rest} |"


def _command_page(name: str) -> str:
    command = group.get_command(click.Context(group, info_name="site-gen"), name)
    assert command is not None, name  # noqa: S101  # COMMANDS has it
    about = COMMANDS[name]
    return front_matter(f"site-gen {name}", about) + "\n".join(_command(command, f"site-gen {name}", 2))


def _command(command: click.Command, words: str, level: int) -> Iterator[str]:
    """Yield the lines of a command: what it does, how it is called, its options, an example; then its sub-commands."""
    with click.Context(command, info_name=words) as context:
        yield f"{_paragraphs(command.help or '')}\n"
        yield f"```sh\n{' '.join([words, *command.collect_usage_pieces(context)])}\n```\n"
        options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
        if options:
            yield "| option | |\n| --- | --- |"
            yield from (_option(option, context) for option in options)
            yield ""
        if command.epilog:
            yield f"{_example(command.epilog)}\n"
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None and not inner.hidden:
                    yield f"{'#' * level} {words} {name}\n"
                    yield from _command(inner, f"{words} {name}", level + 1)


def _paragraphs(text: str) -> str:
    """Return a help text in Markdown: names in capitals and options stay as they are typed."""
    parts = [" ".join(part.replace("\b", "").split()) for part in text.split("\n\n")]
    return "\n\n".join(_plain(part) for part in parts)


def _option(option: click.Option, context: click.Context) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag or option.count else f" {option.make_metavar(context)}"
    return f"| `{names}{value.replace('|', ' or ')}` | {_cell(option.help or '')} |"


def _example(epilog: str) -> str:
    """Return the command behind 'Example:' as a block, with what stands in brackets behind it above."""
    words, _, note = epilog.removeprefix("Example:").strip().partition("   (")
    about = f" ({_plain(note.removesuffix(')'))})" if note else ""
    return f"Example{about}:\n\n```sh\n{words.strip()}\n```"


# --- files ------------------------------------------------------------------------------------------------------------


def _file_list() -> str:
    rows = [f"| [`{where(kind)}`](/{file_address(kind)}/) | {len(_keys(kind))} |" for kind in file_kinds()]
    text = "\n".join(["| file | keys |", "| --- | --- |", *rows])
    return (
        front_matter("All files and their keys", "Every kind of file in a project, with every key.")
        + _ABOUT_FILES
        + text
        + "\n"
    )


_ABOUT_FILES = """\
A project is a folder of small text files. [A project on disk](/project/) shows the whole; here is every key that each
kind of file may have. `site-gen help offer` prints the same in the terminal, and the [editor](/editor/) shows it beside
each field.

"""


def _file_page(kind: str) -> str:
    place = where(kind)
    lines = [f"`{key}`\n: {_plain(about) if about else 'See the keys below.'}\n" for key, about in _keys(kind).items()]
    note = _NOTE.format(kind=kind)
    return front_matter(place, f"Every key of {place}, with what it is for.") + note + "\n".join(lines)


_NOTE = """\
`price.amount` is the key `amount` inside of `price`; `[]` is each item of a list, `NAME` a name of your own.
In the terminal: `site-gen help {kind}`.

"""


def _keys(kind: str) -> dict[str, str]:
    return dict(keys_of(kind))


_ADDRESS: Final = re.compile(r"(https?://[^\s{}|`),;\"']*[^\s{}|`),;.:\"'…])")


def _plain(text: str) -> str:
    """Return a text of the program with what Markdown would take for marks escaped."""
    parts = _ADDRESS.split(text)  # addresses stand at the odd places
    parts[::2] = ["".join(f"\\{sign}" if sign in "*_<>[]`" else sign for sign in part) for part in parts[::2]]
    parts[1::2] = [f"`{address}`" for address in parts[1::2]]  # an example, not to be opened
    escaped = "".join(parts)
    return _OPTION.sub(lambda found: f"`{found[0]}`", escaped)


_OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def _cell(text: str) -> str:
    return _plain(" ".join(text.split())).replace("|", "\\|")
