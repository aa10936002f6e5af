"""Formats posts and outdated pins for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import click

from site_gen.actions.pin_calendar import CalendarEntry
from site_gen.cli.language import in_words
from site_gen.cli.terminal import moment, say
from site_gen.messages import Message, joined, listed, m, plural
from site_gen.social.pins import Pin, Reason, Stale
from site_gen.social.post import Post, PostText

_UNITS: Final[Mapping[str, Message]] = {
    "code-points": m("characters"),
    "utf-16": m("UTF-16 units"),
    "utf-8": m("bytes"),
    "graphemes": m("graphemes"),
    "x": m("by X’s weight"),
    "mastodon": m("characters, links 23"),
    "threads": m("characters, emoji in bytes"),
}
_REASONS: Final[Mapping[Reason, Message]] = {
    Reason.CLOSED: m("closed"),
    Reason.GONE: m("gone"),
    Reason.PRICE: m("price changed"),
    Reason.DEADLINE: m("deadline moved"),
    Reason.FULL: m("no seats left"),
    Reason.TEXT: m("text changed"),
    Reason.SOON: m("ends within 48 hours"),
}
_ROLES: Final[Mapping[str, str]] = {
    "post": m("post"),
    "thread": m("part of the thread"),
    "caption": m("caption"),
    "status": m("status"),
    "first-comment": m("first comment"),
    "title": m("title"),
    "alt": m("what the picture shows"),
}

FOLD: Final = "⟪fold⟫"

_AROUND: Final = 30
"""How many characters are shown before and behind a fold."""


def show_post(post: Post) -> None:
    """Print a post: each text with its length and its limit, ready to be copied, and below it where the fold is."""
    heading = f"{post.name} · {post.offer} · {post.language} · {post.variant}"
    click.echo(click.style(f"── {heading} {'─' * max(3, 90 - len(heading))}", bold=True))
    for written in post.texts:
        size = f" · {in_words(_size(written))}" if written.limit else ""
        click.echo(click.style(f"[{in_words(_ROLES.get(written.role, written.role))}{size}]", dim=True))
        click.echo(written.text)
        if written.fold is not None:
            click.echo(click.style(f"[{in_words(fold_line(written))}]", dim=True))
        click.echo()
    if post.link.short not in (post.text("post") or ""):
        click.echo(click.style(f"[{in_words(m('link'))}]", dim=True))
        click.echo(f"{post.link.short}\n")


def show_notes(posts: Sequence[Post]) -> None:
    """Print the notes for the owner, each one once, with the offers that it is about."""
    about: dict[str, dict[str, None]] = {}
    for post in posts:
        for note in post.notes:
            about.setdefault(note, {})[f"{post.offer} ({post.language})"] = None
    for note, offers in about.items():
        say(m("note: {offers}: {note}", offers=", ".join(offers), note=note), fg="yellow")


def _size(written: PostText) -> str:
    unit = _UNITS.get(written.unit, written.unit)
    return m("{used:,} / {limit:,} {unit}", used=written.used, limit=written.limit, unit=unit)


def folded(written: PostText) -> str:
    """Return a text with a mark where a phone's feed cuts it; not for copying."""
    if written.fold is None:
        return written.text
    return f"{written.text[: written.fold]}{FOLD}{written.text[written.fold :]}"


def fold_line(written: PostText) -> str:
    """Return the words around the place where a phone's feed cuts a text, on one line."""
    before, _, after = folded(written).partition(FOLD)
    around = joined(f"…{_line(before)[-_AROUND:]}⟪", m("fold"), f"⟫{_line(after)[:_AROUND]}…")
    return m("hidden in a phone's feed: {around}", around=around)


def _line(text: str) -> str:
    return text.replace("\n", " ")


def post_data(post: Post) -> dict[str, object]:
    """Return a post as plain data; lengths in `unit`, `fold` as an offset in code points."""
    return {
        "network": post.network,
        "name": post.name,
        "offer": post.offer,
        "folder": post.folder,
        "language": post.language,
        "variant": post.variant,
        "link": {"name": post.link.name, "short": post.link.short, "target": post.link.target},
        "texts": [
            {
                "role": written.role,
                "text": written.text,
                "used": written.used,
                "limit": written.limit or None,
                "unit": written.unit,
                "official": written.official,
                "fold": written.fold,
            }
            for written in post.texts
        ],
        "marked": dict(post.sources),
        "notes": list(post.notes),
    }


def entry_data(entry: CalendarEntry, zone: ZoneInfo) -> dict[str, object]:
    """Return a calendar's entry as plain data, with the offset of the site's time zone."""
    return {
        "uid": entry.uid,
        "at": entry.date.at.astimezone(zone).isoformat(),
        "kind": entry.date.kind.value,
        "offer": entry.date.source.slug,
        "title": entry.title,
        "description": entry.advice,
        "url": entry.page,
    }


def show_stale(stale: Stale, now: datetime, zone: ZoneInfo) -> None:
    """Print an outdated pin, the reasons, and its replacement; moments as the site's clocks show them."""
    pin = stale.pin
    reasons = in_words(listed(_REASONS[reason] for reason in stale.reasons))
    click.echo(click.style(f"{pin.network} · {pin.offer} · {pin.language}: {reasons}", bold=True))
    click.echo(in_words(_pinned_on(pin, now, zone)))
    if stale.replacement is not None:
        click.echo(in_words(m("put there now:")))
        click.echo(stale.replacement)
    else:
        click.echo(in_words(m("take it down, or prepare what comes next")))
    click.echo()


def _pinned_on(pin: Pin, now: datetime, zone: ZoneInfo) -> Message:
    when, days = moment(pin.time.astimezone(zone)), max(0, (now - pin.time).days)
    if days == 0:
        return m("pinned on {when}, today", when=when)
    return plural("pinned on {when}, {count} day ago", "pinned on {when}, {count} days ago", count=days, when=when)


def stale_data(stale: Stale, zone: ZoneInfo) -> dict[str, object]:
    """Return an outdated pin as plain data; when it was pinned with the offset of the site's time zone."""
    pin = stale.pin
    return {
        "network": pin.network,
        "offer": pin.offer,
        "folder": pin.folder,
        "language": pin.language,
        "variant": pin.variant,
        "pinned": pin.time.astimezone(zone).isoformat(),
        "sha256": pin.digest,
        "reasons": [reason.value for reason in stale.reasons],
        "text": pin.text,
        "replacement": stale.replacement,
    }
