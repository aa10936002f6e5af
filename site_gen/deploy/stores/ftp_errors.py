"""What goes wrong with FTP, and what it means for who publishes: answers have three digits and a text for people."""

from __future__ import annotations

import re
import ssl
from ftplib import Error
from typing import Final

from site_gen.deploy.store import LOST, AccessError, BusyError, FullError, LostConnectionError, StoreError, said_by
from site_gen.messages import joined, m

FAILURES: Final = (Error, OSError, EOFError, UnicodeError)
"""What the standard library's client raises."""

_NO_ROOM: Final = re.compile(r"\b(?:quota|space|disk|full|storage|writing)\b", re.IGNORECASE)
_FULL: Final = ("452", "552")
_REFUSED: Final = ("530", "532", "550", "553")
_BROKEN: Final = ("425", "426")


def store_error(error: Exception, label: str) -> StoreError:
    """Return what a failure means."""
    said = joined(label, ": ", said_by(error, m("the server closed the connection")))
    if isinstance(error, Error):
        return _answered(str(error), said)
    if isinstance(error, ssl.SSLCertVerificationError):
        hint = m("is host the name that the certificate is for? Ask the host for it")
        return AccessError(
            m(
                "{label}: the server's certificate is not trusted: {verify_message}",
                label=label,
                verify_message=error.verify_message,
            ),
            hint,
        )
    if isinstance(error, UnicodeError):
        return StoreError(
            m("{label}: a name there is not in UTF-8", label=label), m("rename or remove it with the host's own tools")
        )
    return LostConnectionError(said, LOST)


def no_room(said: str) -> FullError:
    """Return the error of a full disk."""
    return FullError(joined(said, ": ", m("there is no room left")), m("make room there, or ask the host for more"))


def _answered(answer: str, said: str) -> StoreError:
    if answer.startswith(_FULL) or (answer[:1] in "45" and _NO_ROOM.search(answer)):
        return no_room(said)
    if answer.startswith(_REFUSED):
        return AccessError(said, m("are user and SITE_GEN_FTP_PASSWORD right, and may this account write there?"))
    if answer.startswith(_BROKEN):
        return LostConnectionError(said, LOST)
    if answer.startswith("4"):
        return BusyError(said, m("deploy again later"))
    return StoreError(said)
