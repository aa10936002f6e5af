"""What goes wrong with FTP, and what it means for who publishes: answers have three digits and a text for people."""

from __future__ import annotations

import re
import ssl
from ftplib import Error
from typing import Final

from site_gen.deploy.store import LOST, AccessError, BusyError, FullError, LostConnectionError, StoreError, said_by

FAILURES: Final = (Error, OSError, EOFError, UnicodeError)
"""What the standard library's client raises."""

_NO_ROOM: Final = re.compile(r"\b(?:quota|space|disk|full|storage|writing)\b", re.IGNORECASE)
_FULL: Final = ("452", "552")
_REFUSED: Final = ("530", "532", "550", "553")
_BROKEN: Final = ("425", "426")


def store_error(error: Exception, label: str) -> StoreError:
    """Return what a failure means."""
    said = f"{label}: {said_by(error, 'the server closed the connection')}"
    if isinstance(error, Error):
        return _answered(str(error), said)
    if isinstance(error, ssl.SSLCertVerificationError):
        hint = "is host the name that the certificate is for? Ask the host for it"
        return AccessError(f"{label}: the server's certificate is not trusted: {error.verify_message}", hint)
    if isinstance(error, UnicodeError):
        return StoreError(f"{label}: a name there is not in UTF-8", "rename or remove it with the host's own tools")
    return LostConnectionError(said, LOST)


def no_room(said: str) -> FullError:
    """Return the error of a full disk."""
    return FullError(f"{said}: there is no room left", "make room there, or ask the host for more")


def _answered(answer: str, said: str) -> StoreError:
    if answer.startswith(_FULL) or (answer[:1] in "45" and _NO_ROOM.search(answer)):
        return no_room(said)
    if answer.startswith(_REFUSED):
        return AccessError(said, "are user and SITE_GEN_FTP_PASSWORD right, and may this account write there?")
    if answer.startswith(_BROKEN):
        return LostConnectionError(said, LOST)
    if answer.startswith("4"):
        return BusyError(said, "deploy again later")
    return StoreError(said)
