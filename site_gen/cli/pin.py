"""site-gen pin"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from site_gen.actions.pin_calendar import pin_calendar, write_calendar
from site_gen.actions.pins import outdated_pins, placeholders_in_posts, record_pin
from site_gen.actions.posts import ALL, PostRequest, make_posts, networks_without_links, post_request
from site_gen.cli.options import cache_folder, find_project, now_option, project_option, resolve_now
from site_gen.cli.pin_text import entry_data, post_data, show_notes, show_post, show_stale, stale_data
from site_gen.cli.progress import steps
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.terminal import counted, print_json, say
from site_gen.messages import m
from site_gen.model.pins_file import PINS_FILE
from site_gen.processes import available_cores
from site_gen.social.opening import VARIANTS, Variant
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection

DARK: Final = "dark"
CARDS: Final = ("light", DARK)
_NO_LANGUAGE: Final = m("the site has no language '{name}'; it has: {known}")


@click.command(
    "pin",
    epilog="Example: site-gen pin autumn-start --network vk --network telegram --language ru --variant result",
)
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--network", "networks", multiple=True, metavar="ID", help="A network, or 'all' (those of site.yaml).")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="A language (all of the site's).")
@click.option("--variant", type=click.Choice(VARIANTS), default="offer", help="What the post opens with (offer).")
@click.option("--thread", is_flag=True, help="Write numbered threads where one post can't hold all (X, Threads …).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write files and draw pictures: a folder for each network in DIR/NAME/LANGUAGE/.",
)
@click.option("--cards", type=click.Choice(CARDS), help="With --out: the paper of the pictures (light).")
@click.option(
    "--calendar",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.ics",
    help="Write when to pin, to look again and to take down, for calendars: the coming month's offers, or NAME.",
)
@click.option("--done", metavar="NETWORK", help="Record that NAME's post is now pinned there.")
@click.option("--stale", is_flag=True, help="Say which pinned posts are out of date; exit code 1 where one is.")
@project_option
@now_option
def command(  # noqa: PLR0913  # one parameter an option
    name: str | None,
    *,
    networks: tuple[str, ...],
    languages: tuple[str, ...],
    variant: Variant,
    out: Path | None,
    cards: str | None,
    calendar: Path | None,
    done: str | None,
    project: Path | None,
    now: str | None,
    thread: bool,
    as_json: bool,
    stale: bool,
) -> None:
    """Write the pinned posts of each network; say which of the pinned ones are out of date.

    From an offer's file, exact to the network's rules.

    NAME is an offer, a case or an article (cases/NAME where several have the name); without it the posts are those of
    every open offer. For a closed offer it is the text to put in place of the pinned one. What can't be made to fit is
    an error that says what is too long.
    """
    if sum((stale, done is not None, out is not None, calendar is not None)) > 1:
        raise click.UsageError(m("--out, --done, --stale and --calendar are four different things: give one of them"))
    if cards is not None and out is None:
        raise click.UsageError(m("--cards is about the pictures, which --out DIR draws: give that too"))
    if thread and (stale or calendar is not None):
        raise click.UsageError(m("--thread writes posts: leave it out with --stale and --calendar"))
    if calendar is not None and calendar.suffix.lower() != ".ics":
        raise click.BadParameter(
            m("a calendar's file ends in .ics: {name}.ics", name=calendar.name), param_hint="--calendar"
        )
    folder = find_project(project)
    selection = PostSelection(networks, languages, variant, thread)
    with as_usage_errors(language=_NO_LANGUAGE):
        request = post_request(folder, resolve_now(now, folder), name, selection)
        if stale:
            _say_stale(request, as_json=as_json)
        elif calendar is not None:
            _write_calendar(request, calendar, as_json=as_json)
        elif done is not None:
            _record(request, done, as_json=as_json)
        else:
            _write(request, out, dark=cards == DARK, as_json=as_json)


def _write(request: PostRequest, out: Path | None, *, dark: bool, as_json: bool) -> None:
    posts = make_posts(request)
    if out is not None:
        _write_files(request, posts, out, dark=dark)
    elif as_json:
        print_json([post_data(post) for post in posts])
    else:
        for post in posts:
            show_post(post)
    show_notes(posts)
    for network in networks_without_links(request, posts):
        hint = m("name the network under networks: in site.yaml")
        say(
            m("note: {network}: the site has no page for the short link; {hint}", network=network, hint=hint),
            fg="yellow",
        )
    for problem in placeholders_in_posts(request):
        say(
            m(
                "note: {location}: {message}; {hint}",
                location=problem.location,
                message=problem.message,
                hint=problem.hint,
            ),
            fg="yellow",
        )
    if request.opens_at is not None:
        opens = f"{request.opens_at:%Y-%m-%d %H:%M}"
        say(
            m("it is public from {opens} on: until then the link leads nowhere, so pin it then", opens=opens),
            fg="yellow",
        )


def _write_files(request: PostRequest, posts: Sequence[Post], out: Path, *, dark: bool) -> None:
    # Drawing takes long to import, and most pins draw nothing.
    from site_gen.actions.post_files import write_posts
    from site_gen.actions.post_pictures import Gallery

    gallery = Gallery(request.site, out, request.now, cache_folder(request.project), dark)
    with steps() as show:
        written = write_posts(
            gallery, posts, available_cores(), lambda done, total: show(m("Picture cards"), done, total)
        )
    for each in dict.fromkeys(written.without_pictures):  # once for all networks
        say(
            m(
                "note: no pictures of {offer} ({language}): {font} has no '{letters}'",
                offer=each.offer,
                language=each.language,
                font=each.font,
                letters=each.letters,
            ),
            fg="yellow",
        )
    say(
        m(
            "{counted}, {counted_2} in {out}",
            counted=counted(len(posts), "post"),
            counted_2=counted(written.files, "file"),
            out=out,
        )
    )


def _write_calendar(request: PostRequest, path: Path, *, as_json: bool) -> None:
    made, zone = pin_calendar(request), request.site.main.zone
    write_calendar(request, made, path)
    if as_json:
        print_json([entry_data(entry, zone) for entry in made.entries])
    for offer, networks in made.unpinned.items():
        say(
            m(
                "note: {offer} is open, and not recorded as pinned on {networks}",
                offer=offer,
                networks=", ".join(networks),
            ),
            fg="yellow",
        )
    offers = {entry.date.source.slug for entry in made.entries}
    say(
        m(
            "{counted} of {counted_2} in {path}",
            counted=counted(len(made.entries), "date"),
            counted_2=counted(len(offers), "offer"),
            path=path,
        )
    )


def _record(request: PostRequest, network: str, *, as_json: bool) -> None:
    if network == ALL:
        raise click.BadParameter(m("name the network on which it was pinned"), param_hint="--done")
    with as_usage_errors(network_option="--done"):
        recorded = record_pin(request, network)
    post, pin = recorded.post, recorded.pin
    if as_json:
        print_json({**post_data(post), "time": pin.time.isoformat(), "sha256": pin.digest})
    say(
        m(
            "recorded in {pins_file}: {name}, {offer} ({language}, {variant})",
            pins_file=PINS_FILE,
            name=post.name,
            offer=post.offer,
            language=post.language,
            variant=post.variant,
        )
    )


def _say_stale(request: PostRequest, *, as_json: bool) -> None:
    found, zone = outdated_pins(request), request.site.main.zone
    if as_json:
        print_json([stale_data(stale, zone) for stale in found])
    else:
        for stale in found:
            show_stale(stale, request.now, zone)
        say(
            m("every pinned post is up to date")
            if not found
            else m("{counted} out of date", counted=counted(len(found), "pinned post"))
        )
    if found:
        sys.exit(1)
