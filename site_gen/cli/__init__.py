"""The command line: words → calls → exit codes. The only reader of clock, environment and terminal.

Exit codes: 0 fine; 1 the project has errors; 2 wrong usage; 3 the world failed (disk, network, another build); 70 this
program has a mistake; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from gettext import gettext
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

import click

from site_gen import __version__
from site_gen.cli.language import check_language, in_language, language_first, preferred, speak, speaking, spoken
from site_gen.cli.problem_list import project_error_data, show_project_error
from site_gen.cli.terminal import make_output_safe, print_json, say, show_world_error
from site_gen.inert import inert_line
from site_gen.messages import ENGLISH, m, said, translated
from site_gen.nearest import nearest
from site_gen.problems import ProjectError, WorldError

COMMANDS: Final = {
    "audit": "Start the report of an audit, and say the address of one.",
    "build": "Make the site in output/ from the project's files.",
    "check": "Find every problem without writing anything.",
    "deploy": "Put the site online: compare, send what is new, remove what is over; or take a release back.",
    "doctor": "Say whether a build can work on this machine, in words to paste into a bug report.",
    "edit": "Write offers, cases and texts in the browser: forms over the project's files, with the page beside.",
    "funnel": "Draw the two-step funnel, and find where it breaks within a year.",
    "help": "Open the documents that come with the program, and list the keys of each kind of file.",
    "hosting": "Print the headers and redirects of the site for nginx, Caddy, Apache, Netlify or Vercel.",
    "import": "Bring in numbers from the networks' own exports, a content plan, or a whole site of another generator.",
    "inbox": "Receive the site's forms and keep the leads.",
    "leads": "See who asked: list, show, export, mark and delete the inbox's leads; conversions.",
    "new": "Start a project: a small, complete one that builds at once.",
    "offers": "List the offers: state, price, window, and what changes when.",
    "pin": "Write the pinned posts of each network; say which of the pinned ones are out of date.",
    "plan": "Show the content plan: the weeks ahead and what is late; propose a month; take responses.",
    "preview": "Show the site while you write it: each change at once, each mistake with its line.",
    "privacy": "Print the privacy page that is written from what the project uses.",
    "proposal": "Start a proposal for one client, from an audit, a lead and the second-step offer.",
    "schedule": "Write what deploys at the right moments: for GitHub, GitLab, Codeberg, cron, systemd, Windows, macOS.",
    "schema": "Write JSON Schemas, with which editors help to write the YAML files.",
    "theme": "Begin a theme of your own; try one on every kind of page.",
    "translate": "Make the files of a translation ready to fill in.",
    "verify": "Ask the live site whether what the public gets is true now: offers, files, headers, redirects, forms.",
}
"""Each command with its line in --help; the command itself is site_gen.cli.NAME, imported when it is called."""


OUR_MISTAKE: Final = 70
"""EX_SOFTWARE of sysexits.h."""

STOPPED: Final = 130
"""As shells say it: 128 and the number of SIGINT."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        with speaking(ENGLISH):  # the library names its types when they are made, and `in_language` knows English names
            command: click.Command = import_module(f"site_gen.cli.{cmd_name}").command
        return in_language(command, spoken())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = nearest(args[0], COMMANDS) or m("see site-gen --help")
            ctx.fail(m("there is no command '{name}': {hint}", name=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, translated(line, spoken())) for name, line in COMMANDS.items()])


@click.command(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="site-gen")
@click.option(
    "--ui-language",
    metavar="LANGUAGE",
    is_eager=True,
    expose_value=False,
    callback=check_language,
    help="The language to speak: ca, en, es, ru or uk (default: SITE_GEN_LANGUAGE, else the project's first language, "
    "else the locale's).",
)
@click.pass_context
def group(ctx: click.Context) -> None:
    """Make a portfolio and a two-step sales funnel from plain files.

    \b
    Begin with:
      site-gen

    In an empty folder it opens the browser, asks for a new project, and goes on in the editor; in a project it opens
    the editor.
    """
    if ctx.invoked_subcommand is None:
        _open_editor()


def _open_editor() -> None:
    """Open the editor of the project that this is in; where there is none, ask for a new one in the browser."""
    from site_gen.cli.options import find_project
    from site_gen.cli.previewing import Wanted, run_preview

    try:
        find_project(None)
    except click.UsageError:
        from site_gen.cli.starting import run_start

        run_start(Path.cwd())
    else:
        run_preview(Wanted(None, None, None, opens="editor", first="editor"))


def main() -> None:
    """Run the command line, and turn errors into exit codes."""
    make_output_safe()
    speak(preferred(os.environ, sys.argv[1:], Path.cwd()))
    try:
        words = language_first(sys.argv[1:])
        sys.exit(in_language(group, spoken()).main(words, prog_name="site-gen", standalone_mode=False))
    except click.ClickException as error:
        object.__setattr__(error, "message", said(error.message, spoken()))  # final for those that type-check it
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say(m("stopped"))
        sys.exit(STOPPED)
    except ProjectError as error:
        show_project_error(error, in_full="--all" in sys.argv)
        if "--json" in sys.argv:  # a program waits for one document, whatever the command was about to print
            print_json(project_error_data(error))
        sys.exit(1)
    except WorldError as error:
        show_world_error(error)
        sys.exit(3)
    except BrokenPipeError:
        # The reader of our output has closed the pipe; discard what is still buffered.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(3)
    except (SystemExit, GeneratorExit):
        raise
    except OSError as error:
        if error.filename is None:  # no file is to blame
            _fail(error)
        text = m(
            "{file} can't be read or written: {reason}",
            file=inert_line(str(error.filename)),
            reason=inert_line(error.strerror or str(error)),
        )
        show_world_error(WorldError(text, m("look at its permissions and at the room on the disk")))
        sys.exit(3)
    except BaseException as error:  # noqa: BLE001  # the last net: nobody gets a traceback, not even a panic in Rust
        _fail(error)


def _fail(error: BaseException) -> NoReturn:
    """Say that this program has a mistake, or that this machine can't hold the names of files, and end."""
    letters = sys.getfilesystemencoding()
    if isinstance(error, UnicodeEncodeError) and letters != "utf-8":
        text = m("names of files can't be read: this machine's locale has {letters} letters alone", letters=letters)
        show_world_error(WorldError(text, m("export LANG=C.UTF-8 (site-gen doctor says more)")))
        sys.exit(3)
    from site_gen.cli.bug_report import show_bug

    show_bug(error)
    sys.exit(OUR_MISTAKE)
