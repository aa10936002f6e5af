"""Messages for the errors of actions, which become usage errors of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import click

from site_gen.actions.errors import (
    ActionError,
    AlreadyThereError,
    AmbiguousNameError,
    BadAddressError,
    BadNameError,
    BadPathError,
    FixedOpeningError,
    NamedThing,
    NoAddressError,
    NoDatesError,
    NoHistoryError,
    NoReleaseError,
    NotAnOfferError,
    NoTargetError,
    NothingOpenError,
    NoThreadError,
    NotOpenError,
    NotTranslatedError,
    OthersNetworkError,
    OutOfReachError,
    UnclearOfferError,
    UnknownNameError,
)
from site_gen.nearest import nearest

_LANGUAGE: Final = "'{name}' is not one of the site's: {known}"


_FIXED: Final[Mapping[type[ActionError], str]] = {
    NothingOpenError: "no offer is open now; name one, or look at another moment with --now",
    UnclearOfferError: "say which offer was pinned: site-gen pin --done NETWORK OFFER",
}
"""The messages that need no data."""

_JOINTS: Final = {
    NamedThing.LEAD: ": ",
    NamedThing.AUDIT: ": ",
    NamedThing.SECOND_STEP: ": ",
    NamedThing.POSTED: "; ",
    NamedThing.TARGET: "; ",
    NamedThing.RELEASE: ": ",
    NamedThing.SCHEDULER: "; ",
    NamedThing.TEXT_FILE: "; ",
    NamedThing.CASE: "; ",
}
"""The separator between the unknown name and the hint."""


@contextmanager
def as_usage_errors(*, network_option: str = "--network", language: str = _LANGUAGE) -> Iterator[None]:
    """Raise an action's errors as click's usage errors (exit code 2).

    `network_option` is the option for a network; `language` is the message for a language that the site doesn't have.
    """
    try:
        yield
    except UnknownNameError as error:
        raise _unknown(error, network_option, language) from error
    except ActionError as error:
        raise _usage_error(error) from error


def _usage_error(error: ActionError) -> click.UsageError:
    if isinstance(error, BadAddressError):
        return click.BadParameter(f"'{error.text}' is not a web address", param_hint="--page")
    if isinstance(error, OthersNetworkError):
        return click.BadParameter(
            f"{error.network} is none of the networks in site.yaml ({', '.join(error.known)}), so nothing is pinned "
            f"there: write '{error.network}: YOUR ACCOUNT' under networks: first",
            param_hint="--done",
        )
    return click.UsageError(_words(error))


def _words(error: ActionError) -> str:
    if type(error) in _FIXED:
        return _FIXED[type(error)]
    match error:
        case BadNameError():
            return f"'{error.name}' can't be a file's name: use small Latin letters, digits and hyphens"
        case AlreadyThereError():
            return f"{', '.join(error.files)} is there already; nothing was changed"
        case NotOpenError():
            return f"'{error.offer}' is public from {error.opens:%Y-%m-%d %H:%M} on: pin it then"
        case NotTranslatedError():
            named = f"there is no '{error.name}'" if error.name else "no open offer is"
            return f"{named} in {', '.join(error.languages)}"
    return _words_of_posts(error) or _words_of_dates(error) or _words_of_going_public(error)


def _words_of_posts(error: ActionError) -> str | None:
    match error:
        case AmbiguousNameError():
            return f"'{error.name}' is the name of {len(error.names)} things: write {' or '.join(error.names)}"
        case FixedOpeningError():
            return f"{error.name} opens with its own title: --variant {error.variant} is for offers"
        case NoThreadError():
            lacking = f"{error.network} has no threads" if error.network else "no network of site.yaml has threads"
            return f"{lacking}: name one that has, such as --network {error.known[0]} ({', '.join(error.known)})"
    return None


def _words_of_dates(error: ActionError) -> str | None:
    match error:
        case NotAnOfferError():
            return f"{error.name} is no offer: nothing in it opens or closes, so there is nothing to put in a calendar"
        case NoDatesError():
            if error.name:
                return f"'{error.name}' neither opens nor closes any more: its file may need new starts: and ends:"
            return "no offer opens or closes in the coming month, so there is nothing to put in a calendar"
    return None


def _words_of_going_public(error: ActionError) -> str:
    match error:
        case NoHistoryError():
            return f"the ledger has nothing of '{error.offer}' yet: run site-gen offers --record"
        case NoTargetError():
            return (
                "site.yaml doesn't say where the site goes: write 'deploy: {to: folder, path: /var/www/site}', "
                f"or another of: {', '.join(error.kinds)} (site-gen help deploy)"
            )
        case NoAddressError():
            return f"site.yaml doesn't say where the public finds '{error.target}': write 'url: https://…' in it"
        case NoReleaseError():
            return f"no earlier release of '{error.target}' is kept: see site-gen deploy --history"
        case OutOfReachError():
            return (
                f"{error.scheduler} runs on another machine and can't reach '{error.target}', which is on this one: "
                f"take {', '.join(error.kinds)}, or name another target with --target"
            )
        case BadPathError():
            return f"{error.path!r} can't stand in a scheduler's file: rename the folder"
    raise error


def _unknown(error: UnknownNameError, network_option: str, language: str) -> click.UsageError:
    name, known = error.name, ", ".join(error.known)
    if error.kind is NamedThing.LANGUAGE:
        return click.BadParameter(language.format(name=name, known=known), param_hint="--language")
    near = nearest(name, error.known)
    if error.kind is NamedThing.OFFER:
        return click.UsageError(f"there is no offer '{name}', and there was none{near and f': {near}'}")
    hint = near or _hint(error)
    if error.kind is NamedThing.NETWORK:
        return click.BadParameter(f"there is no network '{name}'; {hint}", param_hint=network_option)
    return click.UsageError(f"there is no {error.kind} '{name}'{_JOINTS[error.kind]}{hint}")


def _hint(error: UnknownNameError) -> str:
    """Return the hint if no known name is close to the unknown one."""
    match error.kind:
        case NamedThing.LEAD:
            return "'site-gen leads' lists them"
        case NamedThing.AUDIT:
            return "see content/audits"
        case NamedThing.RELEASE:
            return "'site-gen deploy --history' lists them"
        case NamedThing.SECOND_STEP:
            return f"known: {', '.join(sorted(error.known))}" if error.known else "there is none yet"
        case _:
            return f"known: {', '.join(error.known)}"
