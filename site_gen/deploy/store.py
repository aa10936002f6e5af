"""What every place on a host can do with files, whatever protocol it speaks.

Paths are relative to the place, with forward slashes. A store raises the errors below and no others; messages never
hold a secret. It is used from one thread at a time: parallel uploads open a store each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol, Self, runtime_checkable

from site_gen.messages import m
from site_gen.problems import WorldError


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file at the place, with its size in bytes; None where the host doesn't tell it."""

    path: str
    size: int | None


@dataclass(frozen=True, slots=True)
class FileMeta:
    """What a host that keeps it should send with a file: its media type, and how long browsers may keep it."""

    content_type: str
    cache_control: str | None = None


class StoreError(WorldError):
    """The place can't be used as it was asked; trying again doesn't help."""


class AccessError(StoreError):
    """The place refuses who asks: a wrong password or key, no rights, or an unknown host key."""


class NoPasswordError(AccessError):
    """A password that the place needs is not in the environment."""

    def __init__(self, label: str, variable: str) -> None:
        hint = m(
            "set it for this session or in your scheduler's secrets: {variable}=…; it never stands in a file",
            variable=variable,
        )
        super().__init__(
            m("{label}: there is no password: {variable} is not set", label=label, variable=variable), hint
        )


class FullError(StoreError):
    """The place has no room left."""


LOST: Final = m("are you online, and are host and port right? What was written so far is whole: deploy again")
"""What to do where a connection broke or didn't come about."""


def said_by(error: Exception, otherwise: str = "") -> str:
    """Return what an error of a connection says, without its number, which tells people nothing."""
    return (isinstance(error, OSError) and error.strerror) or str(error) or otherwise or type(error).__name__


class LostConnectionError(StoreError):
    """The connection broke or didn't come about; trying again may help."""


class BusyError(LostConnectionError):
    """The host asks to wait: too many requests, or a fault of its own. `wait` is how many seconds it asks for."""

    def __init__(self, message: str, hint: str = "", *, wait: float | None = None) -> None:
        super().__init__(message, hint)
        self.wait = wait


@runtime_checkable
class ListsFolders(Protocol):
    """A store that is asked for one folder at a time: where the connection breaks, one answer is lost."""

    def entries(self, folder: str) -> tuple[list[StoredFile], list[str]]:
        """Return the files in a folder and the folders in it, by their paths; "" is the place itself. Nothing where it
        isn't there."""


def walked(entries: Callable[[str], tuple[list[StoredFile], list[str]]]) -> Iterator[StoredFile]:
    """Yield every file below a place, by what its folders hold."""
    left = [""]
    while left:
        files, inner = entries(left.pop())
        yield from files
        left += inner


class Store(Protocol):
    """A place for the files of a site. Used as a context manager; leaving it closes the connection."""

    @property
    def label(self) -> str:
        """How messages name the place, without secrets: 'sftp://user@host/site'."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def files(self) -> Iterator[StoredFile]:
        """Yield every file at the place and below, in any order; nothing where the place isn't there yet."""

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where there is no such file."""

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:
        """Write a file, with the folders it needs. Whoever reads it gets the old or the new one, whole, as far as the
        protocol can do that; a write that fails leaves the old one."""

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that must not be there yet; return False, with nothing changed, where it is."""

    def delete(self, path: str) -> None:
        """Remove a file, and folders that are empty by it; nothing where there is none."""
