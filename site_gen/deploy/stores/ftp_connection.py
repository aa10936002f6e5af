"""Connections of the standard library's FTP client: encrypted ones that servers like, and listings of every kind."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from ftplib import FTP, FTP_TLS, error_perm
from socket import socket
from typing import Final

_SECONDS: Final = 60
"""How long a server may say nothing."""

_LATE_SECONDS: Final = 3

_UNKNOWN: Final = ("500", "501", "502", "504")
"""Answers to what a server doesn't know."""


class EncryptedFtp(FTP_TLS):
    """FTP with TLS whose connections for data continue the session of the first: many servers want it as a sign that
    both come from one client, and the standard library doesn't do it."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket, int | None]:
        """Open a connection for data."""
        data, size = FTP.ntransfercmd(self, cmd, rest)  # noqa: S321  # encrypted in the next lines
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        return self.context.wrap_socket(data, server_hostname=self.host, session=session), size


def connection_for(*, plain: bool) -> FTP:
    """Return a connection that isn't made yet."""
    if plain:
        return FTP(timeout=_SECONDS)  # noqa: S321  # the owner asks for it
    return EncryptedFtp(timeout=_SECONDS, context=ssl.create_default_context())


def log_in(ftp: FTP, user: str, password: str) -> None:
    """Log in; what is sent from now on is encrypted, where anything is."""
    ftp.login(user, password)
    if isinstance(ftp, FTP_TLS):
        ftp.prot_p()


def late_answer(ftp: FTP) -> None:
    """Raise what a server still says after a connection for data broke; nothing where it says nothing soon."""
    if ftp.sock is None:
        return
    ftp.sock.settimeout(_LATE_SECONDS)
    try:
        ftp.voidresp()
    except (OSError, EOFError):
        return
    finally:
        if ftp.sock is not None:
            ftp.sock.settimeout(_SECONDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a folder holds: a file or a folder. Links are neither."""

    name: str
    is_folder: bool
    size: int = 0


def entries(ftp: FTP, folder: str) -> list[Entry]:
    """Return what a folder holds; nothing where it isn't there."""
    try:
        return [entry for name, facts in ftp.mlsd(folder) if (entry := _of_facts(name, facts))]
    except error_perm as error:
        if not str(error).startswith((*_UNKNOWN, "550")):
            raise
    lines: list[str] = []
    try:
        ftp.cwd(folder)  # rather than LIST FOLDER: a name may have spaces, or begin as an option does
    except error_perm:
        return []
    ftp.retrlines("LIST -a", lines.append)
    return [entry for line in lines if (entry := entry_of(line)) and entry.name not in {".", ".."}]


def _of_facts(name: str, facts: dict[str, str]) -> Entry | None:
    kind = facts.get("type", "").lower()
    return Entry(name, kind == "dir", int(facts.get("size", 0))) if kind in {"dir", "file"} else None


_UNIX: Final = re.compile(r"([-d])[-rwxsStT]{9}\S?\s+\d+\s+\S+\s+\S+\s+(\d+)\s+\w{3}\s+\d+\s+[\d:]+ (.+)")
_DOS: Final = re.compile(r"\d\d-\d\d-\d{2,4}\s+\d\d:\d\d\s?[AP]M\s+(<DIR>|\d+)\s+(.+)")


def entry_of(line: str) -> Entry | None:
    """Return what a line of LIST says, as Unix writes it or as Windows does; None for one of another kind."""
    if unix := _UNIX.fullmatch(line):
        return Entry(unix[3], unix[1] == "d", int(unix[2]))
    if dos := _DOS.fullmatch(line):
        is_folder = dos[1] == "<DIR>"
        return Entry(dos[2], is_folder, 0 if is_folder else int(dos[1]))
    return None
