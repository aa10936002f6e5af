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
from site_gen.messages import Message, joined, listed, m, one_of
from site_gen.nearest import nearest

_LANGUAGE: Final = m("'{name}' is not one of the site's: {known}")


_FIXED: Final[Mapping[type[ActionError], str]] = {
    NothingOpenError: m("no offer is open now; name one, or look at another moment with --now"),
    UnclearOfferError: m("say which offer was pinned: site-gen pin --done NETWORK OFFER"),
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

_UNKNOWN: Final[Mapping[NamedThing, Message]] = {
    NamedThing.LEAD: m("there is no lead '{name}'"),
    NamedThing.AUDIT: m("there is no audit '{name}'"),
    NamedThing.SECOND_STEP: m("there is no second-step offer '{name}'"),
    NamedThing.POSTED: m("there is no offer, case or article '{name}'"),
    NamedThing.TARGET: m("there is no target '{name}'"),
    NamedThing.RELEASE: m("there is no release '{name}'"),
    NamedThing.SCHEDULER: m("there is no scheduler '{name}'"),
    NamedThing.TEXT_FILE: m("there is no file with texts '{name}'"),
    NamedThing.CASE: m("there is no case '{name}'"),
}


@contextmanager
def as_usage_errors(*, network_option: str = "--network", language: Message = _LANGUAGE) -> Iterator[None]:
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
        return click.BadParameter(m("'{text}' is not a web address", text=error.text), param_hint="--page")
    if isinstance(error, OthersNetworkError):
        return click.BadParameter(
            m(
                "{network} is none of the networks in site.yaml ({known}), so nothing is pinned there: write "
                "'{network}: YOUR ACCOUNT' under networks: first",
                network=error.network,
                known=", ".join(error.known),
            ),
            param_hint="--done",
        )
    return click.UsageError(_words(error))


def _words(error: ActionError) -> str:
    if type(error) in _FIXED:
        return _FIXED[type(error)]
    match error:
        case BadNameError():
            return m("'{name}' can't be a file's name: use small Latin letters, digits and hyphens", name=error.name)
        case AlreadyThereError():
            return m("{files} is there already; nothing was changed", files=", ".join(error.files))
        case NotOpenError():
            return m(
                "'{offer}' is public from {opens} on: pin it then",
                offer=error.offer,
                opens=f"{error.opens:%Y-%m-%d %H:%M}",
            )
        case NotTranslatedError():
            named = m("there is no '{name}'", name=error.name) if error.name else m("no open offer is")
            return m("{named} in {languages}", named=named, languages=", ".join(error.languages))
    return _words_of_posts(error) or _words_of_dates(error) or _words_of_going_public(error)


def _words_of_posts(error: ActionError) -> str | None:
    match error:
        case AmbiguousNameError():
            return m(
                "'{name}' is the name of {count} things: write {names}",
                name=error.name,
                count=len(error.names),
                names=one_of(error.names),
            )
        case FixedOpeningError():
            return m(
                "{name} opens with its own title: --variant {variant} is for offers",
                name=error.name,
                variant=error.variant,
            )
        case NoThreadError():
            lacking = (
                m("{network} has no threads", network=error.network)
                if error.network
                else m("no network of site.yaml has threads")
            )
            return m(
                "{lacking}: name one that has, such as --network {known} ({known_2})",
                lacking=lacking,
                known=error.known[0],
                known_2=", ".join(error.known),
            )
    return None


def _words_of_dates(error: ActionError) -> str | None:
    match error:
        case NotAnOfferError():
            return m(
                "{name} is no offer: nothing in it opens or closes, so there is nothing to put in a calendar",
                name=error.name,
            )
        case NoDatesError():
            if error.name:
                return m(
                    "'{name}' neither opens nor closes any more: its file may need new starts: and ends:",
                    name=error.name,
                )
            return m("no offer opens or closes in the coming month, so there is nothing to put in a calendar")
    return None


def _words_of_going_public(error: ActionError) -> str:
    match error:
        case NoHistoryError():
            return m("the ledger has nothing of '{offer}' yet: run site-gen offers --record", offer=error.offer)
        case NoTargetError():
            return m(
                "site.yaml doesn't say where the site goes: write 'deploy: {to: folder, path: "
                "/var/www/site}', or another of: {kinds} (site-gen help deploy)",
                kinds=listed(error.kinds),
            )
        case NoAddressError():
            return m(
                "site.yaml doesn't say where the public finds '{target}': write 'url: https://…' in it",
                target=error.target,
            )
        case NoReleaseError():
            return m("no earlier release of '{target}' is kept: see site-gen deploy --history", target=error.target)
        case OutOfReachError():
            return m(
                "{scheduler} runs on another machine and can't reach '{target}', which is on this one: take "
                "{kinds}, or name another target with --target",
                scheduler=error.scheduler,
                target=error.target,
                kinds=listed(error.kinds),
            )
        case BadPathError():
            return m("{path} can't stand in a scheduler's file: rename the folder", path=repr(error.path))
    raise error


def _unknown(error: UnknownNameError, network_option: str, language: Message) -> click.UsageError:
    name, known = error.name, ", ".join(error.known)
    if error.kind is NamedThing.LANGUAGE:
        return click.BadParameter(language.filled(name=name, known=known), param_hint="--language")
    near = nearest(name, error.known)
    if error.kind is NamedThing.OFFER:
        return click.UsageError(
            joined(m("there is no offer '{name}', and there was none", name=name), near and joined(": ", near))
        )
    hint = near or _hint(error)
    if error.kind is NamedThing.NETWORK:
        return click.BadParameter(
            m("there is no network '{name}'; {hint}", name=name, hint=hint), param_hint=network_option
        )
    return click.UsageError(joined(_UNKNOWN[error.kind].filled(name=name), _JOINTS[error.kind], hint))


def _hint(error: UnknownNameError) -> str:
    """Return the hint if no known name is close to the unknown one."""
    match error.kind:
        case NamedThing.LEAD:
            return m("'site-gen leads' lists them")
        case NamedThing.AUDIT:
            return m("see content/audits")
        case NamedThing.RELEASE:
            return m("'site-gen deploy --history' lists them")
        case NamedThing.SECOND_STEP:
            return m("known: {known}", known=", ".join(sorted(error.known))) if error.known else m("there is none yet")
        case _:
            return m("known: {known}", known=", ".join(error.known))
