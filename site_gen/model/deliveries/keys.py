"""The format of the keys and codes that services issue, and what people paste by mistake."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import is_email, mistake, shown
from site_gen.model.secrets import secret_kind


def _plain(value: Any, what: str, hint: str) -> str:
    """Return a text, stripped. Raises a mistake for anything else and for a secret, which the message never repeats."""
    if not isinstance(value, str) or not value.strip():
        raise mistake(
            m("{what} is a text", what=what),
            m('put it in quotes: "{value}"', value=value) if isinstance(value, int) else hint,
        )
    found = secret_kind(value)
    if found:
        raise mistake(m("this is {found}, not {what}", found=found[0], what=what), hint)
    return value.strip()


def _pattern(value: Any, pattern: re.Pattern[str], what: str, hint: str) -> str:
    text = _plain(value, what, hint)
    if not pattern.fullmatch(text):
        raise mistake(m("'{text}' is not {what}", text=shown(text), what=what), hint)
    return text


_FORMSPREE: Final = re.compile(r"[A-Za-z0-9_-]{3,40}")
_FORMSPREE_HINT: Final = m("take what follows formspree.io/f/ in the form's own address: xwkgpqrd")


def _formspree(value: Any) -> str:
    text = _plain(value, m("the id of a form at Formspree"), _FORMSPREE_HINT)
    if is_email(text):
        raise mistake(
            m("Formspree no longer takes forms by an e-mail address"),
            m("make a form there; {formspree_hint}", formspree_hint=_FORMSPREE_HINT),
        )
    if "/" in text:
        raise mistake(
            m("'{text}' is an address, its last part is needed", text=shown(text)),
            m("write id: {last}", last=_last(text)),
        )
    return _pattern(text, _FORMSPREE, m("the id of a form at Formspree"), _FORMSPREE_HINT)


FormspreeId = Annotated[str, BeforeValidator(_formspree), Field(json_schema_extra={"pattern": "^[A-Za-z0-9_-]{3,40}$"})]


_BASIN: Final = re.compile(r"[A-Za-z0-9]{6,40}")
_BASIN_HINT: Final = m("take what follows usebasin.com/f/ in the form's own address")


def _basin(value: Any) -> str:
    text = _plain(value, m("the id of a form at Basin"), _BASIN_HINT)
    if "/" in text:
        raise mistake(
            m("'{text}' is an address, its last part is needed", text=shown(text)),
            m("write id: {last}", last=_last(text)),
        )
    return _pattern(text, _BASIN, m("the id of a form at Basin"), _BASIN_HINT)


BasinId = Annotated[str, BeforeValidator(_basin), Field(json_schema_extra={"pattern": "^[A-Za-z0-9]{6,40}$"})]


def _last(address: str) -> str:
    return shown(address.rstrip("/").removesuffix(".json").rpartition("/")[2])


_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _access_key(value: Any) -> str:
    hint = m("it comes by e-mail from web3forms.com and looks like 8f14e45f-ceea-467f-a9d0-3b1c2d4e5f60")
    return _pattern(value, _UUID, m("an access key of Web3Forms"), hint)


AccessKey = Annotated[
    str,
    BeforeValidator(_access_key),
    Field(json_schema_extra={"pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"}),
]
"""Public by design: the key only says who receives the mail."""


_ALIAS: Final = re.compile(r"[A-Za-z0-9]{16,64}")


def _recipient(value: Any) -> str:
    hint = m("write the random name that FormSubmit gave you for your address (or the address itself)")
    text = _plain(value, m("a recipient at FormSubmit"), hint)
    if is_email(text):
        return text
    if "/" in text:
        raise mistake(
            m("'{text}' is an address, its last part is needed", text=shown(text)),
            m("write to: {last}", last=_last(text)),
        )
    return _pattern(text, _ALIAS, m("a recipient at FormSubmit"), hint)


Recipient = Annotated[str, BeforeValidator(_recipient)]


_SITEKEY: Final = re.compile(r"[0-3]x[A-Za-z0-9_-]{20,28}")


def _sitekey(value: Any) -> str:
    hint = m("take the site key of the widget, 24 signs that begin with 0x4; the secret stays in the environment")
    return _pattern(value, _SITEKEY, m("a site key of Turnstile"), hint)


SiteKey = Annotated[
    str, BeforeValidator(_sitekey), Field(json_schema_extra={"pattern": "^[0-3]x[A-Za-z0-9_-]{20,28}$"})
]
"""The public key of a Turnstile widget. The secret key is longer."""


_CHAT: Final = re.compile(r"-?\d{4,20}|@[A-Za-z][A-Za-z0-9_]{4,31}")


def _chat(value: Any) -> str:
    hint = m('write the chat\'s number, 123456789 (the bot @userinfobot tells yours), or a channel in quotes: "@name"')
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _pattern(value, _CHAT, m("a chat of Telegram"), hint)


Chat = Annotated[str, BeforeValidator(_chat), Field(json_schema_extra={"type": ["string", "integer"]})]
"""The chat that a Telegram bot writes to."""


_DECOY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")


def _decoy(value: Any) -> str:
    return _pattern(
        value, _DECOY, m("the name of a decoy field"), m("take the one that the form's settings name: _gotcha")
    )


Decoy = Annotated[str, BeforeValidator(_decoy)]
"""The name of the hidden decoy field."""


_SENDER: Final = re.compile(r"(?:[^<>@\r\n]{1,80} <)?[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+>?")


def _sender(value: Any) -> str:
    hint = m('write an address of a domain that you have proved to be yours: "Site <forms@example.com>"')
    text = _pattern(value, _SENDER, m("a sender of mail"), hint)
    if ("<" in text) != text.endswith(">"):
        raise mistake(m("'{text}' is not a sender of mail", text=shown(text)), hint)
    return text


Sender = Annotated[str, BeforeValidator(_sender)]
"""The sender of a mail: an address, or 'Name <address>'."""
