"""Words for what an action refuses: its errors become wrong usage of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from site_gen.actions.errors import (
    ActionError,
    AlreadyThereError,
    BadAddressError,
    BadNameError,
    Kind,
    UnknownNameError,
)
from site_gen.problems import nearest


@contextmanager
def as_usage_errors() -> Iterator[None]:
    """Raise what an action refuses as click's usage errors (exit code 2)."""
    try:
        yield
    except ActionError as error:
        raise _usage_error(error) from error


def _usage_error(error: ActionError) -> click.UsageError:
    match error:
        case BadNameError(name):
            return click.UsageError(f"'{name}' can't be a file's name: use small Latin letters, digits and hyphens")
        case AlreadyThereError(files):
            return click.UsageError(f"{', '.join(files)} is there already; nothing was changed")
        case BadAddressError(text):
            return click.BadParameter(f"'{text}' is not a web address", param_hint="--page")
        case UnknownNameError():
            return _unknown(error)
        case _:
            raise error


def _unknown(error: UnknownNameError) -> click.UsageError:
    name, known = error.name, ", ".join(error.known)
    near = nearest(name, error.known)
    match error.kind:
        case Kind.LEAD:
            return click.UsageError(f"there is no lead '{name}': 'site-gen leads' lists them")
        case Kind.AUDIT:
            return click.UsageError(f"there is no audit '{name}': {near or 'see content/audits'}")
        case Kind.SECOND_STEP:
            seconds = f"known: {', '.join(sorted(error.known))}" if known else "there is none yet"
            return click.UsageError(f"there is no second-step offer '{name}': {near or seconds}")
        case Kind.LANGUAGE:
            return click.BadParameter(f"'{name}' is not one of the site's: {known}", param_hint="--language")
        case _:
            raise error
