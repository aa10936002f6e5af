"""The libraries that only one kind of target needs, and that are installed for it alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from site_gen.deploy.store import StoreError
from site_gen.distribution import install_line
from site_gen.messages import m


@contextmanager
def imports_of(extra: str) -> Iterator[None]:
    """Around imports of an extra's libraries: raise StoreError that says how to install them where they aren't."""
    try:
        yield
    except ImportError as error:
        message = m("{name}, which this target needs, is not installed", name=error.name or m("a library"))
        raise StoreError(message, install_line(extra)) from error
