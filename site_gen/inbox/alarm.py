"""Warns the owner when the inbox itself can't do its work: through the notices' channels, past the database."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from site_gen.inbox.alerts import Alert
from site_gen.inbox.channels import NoticeChannel, NotSentError
from site_gen.inbox.database import lock_file_of, read_url
from site_gen.inbox.outbox import SEND_SECONDS, within
from site_gen.inbox.records import Channel
from site_gen.inbox.vitals import reason_of

QUIET: Final[Mapping[Alert, float]] = MappingProxyType({Alert.NOT_STORED: 6 * 3600.0, Alert.NOT_DELETED: 7 * 86_400.0})
"""Seconds for which a warning is not repeated, by whichever process."""

AGAIN: Final = 120.0
"""Seconds after which a warning that couldn't be sent is tried again."""


class Alarm:
    """Sends one warning of each kind, in a thread of its own: a mail server may be slow.

    Processes that share a database share a file for each kind; its lock and its time say who warned, and when. Setting
    a file's time needs no space, so this works on a full disk.
    """

    def __init__(
        self,
        database: str,
        channels: Mapping[Channel, NoticeChannel],
        clock: Callable[[], datetime],
        log: Callable[[str], None],
    ) -> None:
        self._stem = _stem(database)
        self._channels = channels
        self._clock = clock
        self._log = log
        self._tried: dict[str, float] = {}
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Create the files while there is still room for them."""
        for kind in Alert:
            with _open(self._file(kind)):
                pass

    def raise_(self, kind: Alert, reason: str) -> None:
        """Warn, unless that was done or tried a short while ago. Returns at once."""
        with self._lock:
            if time.monotonic() - self._tried.get(kind, float("-inf")) < AGAIN:
                return
            self._tried[kind] = time.monotonic()
        threading.Thread(target=self._warn, args=(kind, reason), name="inbox-alarm", daemon=True).start()

    def _warn(self, kind: Alert, reason: str) -> None:
        with _open(self._file(kind)) as file:
            now = self._clock().timestamp()
            if file is not None and not _is_due(file, now, QUIET[kind]):
                return
            if self._send(kind, reason) and file is not None:
                os.utime(file, (now, now))

    def _send(self, kind: Alert, reason: str) -> bool:
        """Send through all channels; return whether at least one took it."""
        channels = dict(self._channels)
        if not channels:
            self._log("nobody could be warned: no channel for notices is set up (site-gen help leads)")
        sent = False
        for name, channel in channels.items():
            try:
                within(SEND_SECONDS, lambda channel=channel: channel.warn(kind, reason, self._clock()))  # type: ignore[misc]
            except NotSentError as error:
                self._log(f"a warning by {name} couldn't be sent: {error}")
            except Exception as error:  # noqa: BLE001  # the other channel must have its turn
                self._log(f"a warning by {name} couldn't be sent: {reason_of(error)}")
            else:
                sent = True
                self._log(f"the owner was warned by {name}")
        return sent

    def _file(self, kind: Alert) -> Path:
        return Path(f"{self._stem}-warned-{kind}")


def _stem(database: str) -> str:
    """Return where the files lie: beside a SQLite database, else in the folder for temporary files."""
    url = read_url(database)
    if url.get_backend_name() == "sqlite":
        return str(lock_file_of(url)).removesuffix("-turn")
    name = hashlib.sha256(url.render_as_string(hide_password=True).encode()).hexdigest()[:16]
    user = os.getuid() if hasattr(os, "getuid") else 0
    return str(Path(tempfile.gettempdir()) / f"site-gen-inbox-{user}-{name}")


@contextmanager
def _open(path: Path) -> Iterator[int | None]:
    """Yield an open file of this user's; None if there can't be one, and then each process warns for itself."""
    flags = os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    is_new = not path.exists()
    try:
        file = os.open(path, flags, 0o600)
        if is_new:
            os.utime(file, (0, 0))
    except (OSError, NotImplementedError):
        yield None
        return
    try:
        yield file
    finally:
        os.close(file)


def _is_due(file: int, now: float, quiet: float) -> bool:
    """Whether no process is warning at the moment, and none has within `quiet` seconds. Takes the file's lock."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return abs(now - os.fstat(file).st_mtime) >= quiet
