"""Why an action can't fulfil a request, as data: the caller chooses the words. Nothing was changed.

- `BadNameError`: a name that no file can have
- `UnknownNameError`: there is no lead, audit, offer … with that name
- `BadAddressError`: an invalid web address
- `AlreadyThereError`: existing files that the action doesn't replace
- `AmbiguousNameError`: a name that several things have; `FixedOpeningError`: what opens with its own title
- `NotOpenError`: an offer that isn't open yet, an article that hasn't appeared
- `NotTranslatedError`: there is nothing in these languages
- `NoThreadError`: a network where posts have no further parts
- `NotAnOfferError`, `NoDatesError`: a thing without dates, an offer that neither opens nor closes soon
- `NothingOpenError`: no offer is open; `UnclearOfferError`: it isn't clear which offer is meant
- `OthersNetworkError`: a network that site.yaml doesn't name
- `NoHistoryError`: an offer that the ledger has nothing of
- `NoTargetError`: site.yaml names no place for the site; `NoReleaseError`: there is none to go back to
- `OutOfReachError`: a scheduler that can't reach the target; `BadPathError`: a path that can't stand in its file
- `NoAddressError`: site.yaml doesn't say where the public finds a target
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NamedThing(StrEnum):
    """The kind of thing that a name refers to."""

    LEAD = "lead"
    AUDIT = "audit"
    SECOND_STEP = "second-step offer"
    OFFER = "offer"
    POSTED = "offer, case or article"
    NETWORK = "network"
    LANGUAGE = "language"
    TARGET = "target"
    RELEASE = "release"
    SCHEDULER = "scheduler"
    TEXT_FILE = "file with texts"
    CASE = "case"


class ActionError(Exception):
    """The action can't fulfil the request."""

    def __str__(self) -> str:
        return repr(self)


@dataclass(eq=False)
class BadNameError(ActionError):
    """No file can have this name."""

    name: str


@dataclass(eq=False)
class UnknownNameError(ActionError):
    """There is nothing of this kind with that name; `known` are the existing names, unless they are confidential."""

    kind: NamedThing
    name: str
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class BadAddressError(ActionError):
    """An invalid web address."""

    text: str


@dataclass(eq=False)
class AlreadyThereError(ActionError):
    """Files, or a folder, that exist already and were not replaced."""

    files: tuple[str, ...]


@dataclass(eq=False)
class NotOpenError(ActionError):
    """The offer opens, or the article appears, later: `opens` is in the site's time zone."""

    offer: str
    opens: datetime


@dataclass(eq=False)
class AmbiguousNameError(ActionError):
    """Several things have this name; `names` are those that tell them apart."""

    name: str
    names: tuple[str, ...]


@dataclass(eq=False)
class FixedOpeningError(ActionError):
    """An article or a case, which opens with its own title, was to open in another way."""

    name: str
    variant: str


@dataclass(eq=False)
class NoThreadError(ActionError):
    """The network has no threads (None: no network of site.yaml has); `known` are those that have."""

    network: str | None
    known: tuple[str, ...]


@dataclass(eq=False)
class NotAnOfferError(ActionError):
    """A case or an article, which has no dates to pin it and to take it down."""

    name: str


@dataclass(eq=False)
class NoDatesError(ActionError):
    """The offer (without a name: any offer) doesn't open or close in the time that is looked at."""

    name: str | None


@dataclass(eq=False)
class NothingOpenError(ActionError):
    """No offer was named, and no offer is open."""


@dataclass(eq=False)
class UnclearOfferError(ActionError):
    """No offer was named, and not exactly one is open."""


@dataclass(eq=False)
class NotTranslatedError(ActionError):
    """The offer, case or article (without a name: every open offer) exists in none of these languages."""

    name: str | None
    languages: tuple[str, ...]


@dataclass(eq=False)
class NoHistoryError(ActionError):
    """The offer is in the project, but not in the ledger yet."""

    offer: str


@dataclass(eq=False)
class NoTargetError(ActionError):
    """site.yaml has no `deploy:`; `kinds` are those that there are, with what each is."""

    kinds: tuple[str, ...]


@dataclass(eq=False)
class NoReleaseError(ActionError):
    """No earlier release of the target is kept."""

    target: str


@dataclass(eq=False)
class OutOfReachError(ActionError):
    """A host's scheduler of this kind can't reach a target on this machine; `kinds` are those that can."""

    scheduler: str
    target: str
    kinds: tuple[str, ...]


@dataclass(eq=False)
class BadPathError(ActionError):
    """A path with characters that can't be printed, which can't stand in a scheduler's file."""

    path: str


@dataclass(eq=False)
class NoAddressError(ActionError):
    """The target has no `url`, and isn't the first one."""

    target: str


@dataclass(eq=False)
class OthersNetworkError(ActionError):
    """The project has no account on this network; `known` are those it has."""

    network: str
    known: tuple[str, ...]
