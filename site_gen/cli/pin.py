"""site-gen pin"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click

from site_gen.actions.files import writing
from site_gen.cli.options import cache_folder, find_project, now_option, project_option, resolve_now
from site_gen.cli.pin_pictures import Gallery, draw, write_words
from site_gen.cli.pin_text import FILE_NAMES, files_of, post_data, show_notes, show_post, show_stale, stale_data
from site_gen.cli.terminal import counted, print_json, say
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.pins_file import PINS_FILE
from site_gen.model.rules.finding import Finding
from site_gen.model.site import Site
from site_gen.problems import ProjectError, WorldError, nearest
from site_gen.social.networks import social_networks
from site_gen.social.opening import VARIANTS, Variant
from site_gen.social.pins import Pin, make_pin, pin_line, read_pins, stale_pins
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection, article_posts, offer_posts, open_offers


@dataclass(frozen=True, slots=True)
class _Request:
    """What all ways of calling share."""

    folder: Path
    site: Site
    now: datetime
    offer: str | None
    choice: PostSelection
    as_json: bool


@click.command(
    "pin",
    epilog="Example: site-gen pin autumn-start --network vk --network telegram --language ru --variant result",
)
@click.argument("offer", required=False)
@click.option("--network", "networks", multiple=True, metavar="ID", help="A network, or 'all' (those of site.yaml).")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="A language (all of the site's).")
@click.option("--variant", type=click.Choice(VARIANTS), default="offer", help="What the post opens with (offer).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write files and draw pictures: a folder for each network in DIR/OFFER/LANGUAGE/.",
)
@click.option("--done", metavar="NETWORK", help="Record that OFFER's post is now pinned there.")
@click.option("--stale", is_flag=True, help="Say which pinned posts are out of date; exit code 1 where one is.")
@project_option
@now_option
def command(  # noqa: PLR0913  # one parameter an option
    offer: str | None,
    networks: tuple[str, ...],
    languages: tuple[str, ...],
    variant: Variant,
    out: Path | None,
    done: str | None,
    project: Path | None,
    now: str | None,
    *,
    as_json: bool,
    stale: bool,
) -> None:
    """Write the pinned posts of each network; say which of the pinned ones are out of date.

    From an offer's file, exact to the network's rules.

    Without OFFER for every open offer; an article's name works as well. For a closed offer it is the text to put in
    place of the pinned one. What can't be made to fit is an error that says what is too long.
    """
    if sum((stale, done is not None, out is not None)) > 1:
        raise click.UsageError("--out, --done and --stale are three different things: give one of them")
    folder = find_project(project)
    site = load_site(folder).site
    choice = PostSelection(_networks(site, networks), _languages(site, languages), variant)
    request = _Request(folder, site, resolve_now(now, folder), offer, choice, as_json)
    if stale:
        _say_stale(request)
    elif done is not None:
        _record(request, done)
    else:
        _write(request, out)


def _networks(site: Site, given: Sequence[str], option: str = "--network") -> tuple[str, ...]:
    known = social_networks(site.main)
    if "all" in given:
        return tuple(known)
    for id_ in given:
        if id_ not in known:
            hint = nearest(id_, known) or "known: " + ", ".join(known)
            raise click.BadParameter(f"there is no network '{id_}'; {hint}", param_hint=option)
    return tuple(dict.fromkeys(given))


def _languages(site: Site, given: Sequence[str]) -> tuple[str, ...]:
    for code in given:
        if code not in site.main.languages:
            known = ", ".join(site.main.languages)
            raise click.BadParameter(f"the site has no language '{code}'; it has: {known}", param_hint="--language")
    return tuple(dict.fromkeys(given))


# --- the texts --------------------------------------------------------------------------------------------------------


def _write(request: _Request, out: Path | None) -> None:
    posts = _posts(request, request.choice)
    if out is not None:
        gallery = Gallery(request.site, out, request.now, cache_folder(request.folder))
        drawn = draw(gallery, posts)
        written = _write_files(posts, out) + write_words(gallery, posts, drawn)
        say(f"{counted(len(posts), 'post')}, {counted(written, 'file')} in {out}")
    elif request.as_json:
        print_json([post_data(post) for post in posts])
    else:
        for post in posts:
            show_post(post)
    show_notes(posts)
    _note_links(request, posts)
    _note_scheduled(request)


def _posts(request: _Request, choice: PostSelection) -> list[Post]:
    """Return the posts asked for. Raises ProjectError where some can't be made to fit, naming all of them."""
    site, now, name = request.site, request.now, request.offer
    if name is None:
        sources = open_offers(site, now)
        if not sources:
            raise click.UsageError("no offer is open now; name one, or look at another moment with --now")
    else:
        sources = tuple(each for each in site.offers if each.slug == name and not each.original.draft)
    found = [each for source in sources for each in offer_posts(site, source, choice, now)]
    if name is not None and not sources:
        found = list(article_posts(site, name.removeprefix("articles/"), choice))
        if not found:
            names = [each.slug for each in (*site.offers, *site.articles)]
            hint = nearest(name, names) or f"known: {', '.join(names)}"
            raise click.UsageError(f"there is no offer or article '{name}'; {hint}")
    if not found:
        raise click.UsageError(f"there is no offer '{name}' in {', '.join(choice.languages)}")
    findings = [replace(each, at_key=True) for each in found if isinstance(each, Finding)]
    if findings:
        raise ProjectError(Locator(request.folder).problems(findings))
    return [each for each in found if isinstance(each, Post)]


def _write_files(posts: Sequence[Post], out: Path) -> int:
    """Write each post's folder; a text that an earlier run wrote there and that is no more is removed."""
    written = 0
    with writing(out):
        for post in posts:
            folder = out / post.offer / post.language / post.network
            folder.mkdir(parents=True, exist_ok=True)
            files = files_of(post)
            for name in FILE_NAMES - set(files):
                (folder / name).unlink(missing_ok=True)
            for name, text in files.items():
                (folder / name).write_text(text + "\n", encoding="utf-8", newline="\n")
            written += len(files)
    return written


def _note_links(request: _Request, posts: Sequence[Post]) -> None:
    """Say which posts carry a short link that the site has no page for."""
    from site_gen.pages.short_links import short_link_names

    lacking = [post for post in posts if post.link.name not in short_link_names(request.site, request.now)]
    for network in dict.fromkeys(post.name for post in lacking):
        hint = "name the network under networks: in site.yaml"
        say(f"note: {network}: the site has no page for the short link; {hint}", fg="yellow")


# --- what was pinned --------------------------------------------------------------------------------------------------


def _record(request: _Request, network: str) -> None:
    """Append a line to the record of pins."""
    site = request.site
    _networks(site, [network], "--done")
    if network == "all":
        raise click.BadParameter("name the network on which it was pinned", param_hint="--done")
    if request.offer is None:
        live = open_offers(site, request.now)
        if len(live) != 1:
            raise click.UsageError("say which offer was pinned: site-gen pin --done NETWORK OFFER")
        request = _Request(request.folder, site, request.now, live[0].slug, request.choice, request.as_json)
    language = request.choice.languages[0] if request.choice.languages else site.main.language
    _refuse_scheduled(request)
    post = _posts(request, PostSelection((network,), (language,), request.choice.variant))[0]
    pin = make_pin(post, request.now)
    path = request.folder / PINS_FILE
    _read(path)
    with writing(path.parent), path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(pin_line(pin))
    if request.as_json:
        print_json({**post_data(post), "time": pin.time.isoformat(), "sha256": pin.digest})
    say(f"recorded in {PINS_FILE}: {post.name}, {post.offer} ({post.language}, {post.variant})")


def _note_scheduled(request: _Request) -> None:
    opens = _opens(request)
    if opens:
        say(f"the offer opens on {opens}: until then the link leads nowhere, so pin it then", fg="yellow")


def _refuse_scheduled(request: _Request) -> None:
    """Refuse an offer that isn't open yet: nothing on the site tells of it, and the post's link leads nowhere."""
    opens = _opens(request)
    if opens:
        raise click.UsageError(f"the offer '{request.offer}' opens on {opens}: pin it then")


def _opens(request: _Request) -> str | None:
    """Return when the offer asked for opens; None where it has, or it is no offer."""
    starts = next((each.original.starts for each in request.site.offers if each.slug == request.offer), None)
    if starts is None or starts <= request.now:
        return None
    return f"{starts.astimezone(request.site.main.zone):%Y-%m-%d %H:%M}"


def _read(path: Path) -> tuple[Pin, ...]:
    if not path.is_file():
        return ()
    try:
        return read_pins(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WorldError(f"{path} can't be read: {error}", "nothing was changed") from error


def _say_stale(request: _Request) -> None:
    pins = _read(request.folder / PINS_FILE)
    found = [
        stale
        for stale in stale_pins(request.site, pins, request.now)
        if (request.offer is None or stale.pin.offer == request.offer)
        and stale.pin.network in (request.choice.networks or {stale.pin.network})
        and stale.pin.language in (request.choice.languages or {stale.pin.language})
    ]
    if request.as_json:
        print_json([stale_data(stale) for stale in found])
    else:
        for stale in found:
            show_stale(stale, request.now)
        say("every pinned post is up to date" if not found else f"{counted(len(found), 'pinned post')} out of date")
    if found:
        sys.exit(1)
