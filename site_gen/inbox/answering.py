"""Where a lead can be answered, by what it left: addresses that open a mail or a messenger with a text begun.

Forms of the addresses: mailto (RFC 6068), https://wa.me/NUMBER?text= (https://faq.whatsapp.com/5913398998672934),
https://t.me/NAME?text= (https://core.telegram.org/api/links#public-username-links), https://ig.me/m/NAME and
https://m.me/NAME (Meta for Developers, "Ig.me links" and "m.me links"), https://vk.me/NAME (VK for Developers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlsplit

from site_gen.inbox.people import email_of, phone_of
from site_gen.model.accounts import likely_address
from site_gen.model.form import network_field
from site_gen.model.networks import NETWORKS

EMAIL: Final = "email"
PHONE: Final = "phone"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to answer: a network's id, EMAIL or PHONE, and the address that opens it. Not every one takes a text."""

    channel: str
    address: str


_CHATS: Final[Mapping[str, Callable[[str, str], str]]] = MappingProxyType(
    {
        "whatsapp": lambda name, text: f"https://wa.me/{name}?text={text}",
        "telegram": lambda name, text: f"https://t.me/{name}?text={text}",
        "instagram": lambda name, _: f"https://ig.me/m/{name}",
        "facebook": lambda name, _: f"https://m.me/{name}",
        "vk": lambda name, _: f"https://vk.me/{name}",
    }
)
"""Networks in which a chat can be opened by an account's name or number; others show the account."""


def ways_to_answer(values: Mapping[str, str], subject: str, text: str) -> Iterator[Way]:
    """Yield the ways to answer a lead's answers, each once: mail, then accounts, then a telephone number."""
    if mail := email_of(values):
        address = f"mailto:{quote(mail, safe='@')}?subject={quote(subject)}&body={quote(text)}"
        yield Way(EMAIL, address)
    seen = set()
    for key, value in values.items():
        network = values.get(network_field(key), "")
        found = _chat(network, value, text) if network in NETWORKS else None
        if found is not None and network not in seen:
            seen.add(network)
            yield Way(network, found)
    if phone := phone_of(values):
        whatsapp = _chat("whatsapp", phone, text)
        if whatsapp is not None and "whatsapp" not in seen:
            yield Way("whatsapp", whatsapp)
        yield Way(PHONE, f"tel:{''.join(sign for sign in phone if sign.isdigit() or sign == '+')}")


def _chat(network: str, account: str, text: str) -> str | None:
    """Return the address of a chat, else of the account; None where there can be no such account."""
    address = likely_address(network, account)
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.path.strip("/"):
        return address or None
    name = parts.path.strip("/")
    make = _CHATS.get(network)
    return make(quote(name), quote(text)) if make and "/" not in name and not name.startswith("+") else address
