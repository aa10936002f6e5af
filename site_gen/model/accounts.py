"""An account in any form in which people write or copy it → its address. The rules are data: account_rules.py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from pydantic_core import PydanticCustomError

from site_gen.messages import m
from site_gen.model.account_rules import MASTODON, RULES, AccountRule
from site_gen.model.answers import ordinary
from site_gen.model.base import is_url, mistake, shown
from site_gen.model.networks import NETWORKS
from site_gen.model.phones import Countries, is_known, read_phone

_ADDRESS: Final = re.compile(
    r"@?(?:(?:https?|viber|tg):)?/*(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::\d+)?(?:/(?P<rest>.*))?",
    re.IGNORECASE,
)
_APP_LINK: Final = re.compile(
    r"tg://resolve/?\?domain=(?P<name>\w+).*|(?:https?://)?web\.telegram\.org/[akz]/(?:\?\S*)?#@(?P<seen>\w+)|viber://(?:chat|add)/?\?number=(?:%2B|\+|\s)?(?P<number>\d+).*",
    re.IGNORECASE,
)
_SAFE: Final = "/:@!$&'()*+,;=-._~"


def account_address(network: str, text: str, countries: Countries) -> str:
    """Return the address of an account on one of NETWORKS, given in any form in which people write or copy it.

    Raises a mistake that says what is right.
    """
    rule, given = RULES[network], ordinary(text).replace("＠", "@")
    if app := _APP_LINK.fullmatch(given):
        given = app["name"] or app["seen"] or f"+{app['number']}"
    host, path = _split(network, given)
    if host and not _is_on(host, rule):
        return _elsewhere(network, host, text, given)
    if rule.phone and not host and (phone := _phone_link(network, given, countries)):
        return phone
    if host in rule.short and path and not re.fullmatch(r"\d{7,15}", path):
        return f"https://{host}/{path}"
    found = _in_form(rule, path)
    if found is None:
        raise _refusal(network, rule, text, path)
    return found


def likely_address(network: str, text: str) -> str:
    """Return the address of an account that a visitor gave; '' if there can be no such account."""
    try:
        return account_address(network, text, Countries())
    except PydanticCustomError:
        return ""


def _split(network: str, given: str) -> tuple[str, str]:
    """Return host ('' for a mere name) and path with its query."""
    address = _ADDRESS.fullmatch(given)
    if network == "mastodon":  # the server is part of the name
        return "", re.sub(r"(?i)^https?://", "", given).partition("?")[0].strip("/")
    if address is None:
        return "", given.strip("/")
    is_whole = re.match("https?:|//", given, re.IGNORECASE)
    if not is_whole and not any(_is_on(address["host"], rule) for rule in RULES.values()):
        return "", given.strip("/")  # a name with points in it
    host, path = address["host"].lower(), (address["rest"] or "").strip("/")
    return host, f"watch/{path}" if host == "youtu.be" else path  # YouTube's short addresses lead to films alone


def network_of(host: str) -> str | None:
    """Return the network that a host belongs to: 'instagram' for 'www.instagram.com'; None for others."""
    return next((id_ for id_, rule in RULES.items() if _is_on(host, rule)), None)


def _is_on(host: str, rule: AccountRule) -> bool:
    host = host.lower()
    for known in rule.hosts:
        if known.endswith(".*"):
            if known[:-2] in host.split("."):
                return True
        elif host == known or host.endswith(f".{known}"):
            return True
    return False


def _elsewhere(network: str, host: str, text: str, given: str) -> str:
    """Return an address on a host that no network is known to have; refuse another network's."""
    name = NETWORKS[network].name
    other = network_of(host)
    if other is not None:
        raise mistake(
            m("'{text}' leads to {name}, not to {name_2}", text=shown(text), name=NETWORKS[other].name, name_2=name),
            m("write it as {other}: …", other=other),
        )
    url = given if given.lower().startswith(("https:", "http:")) else f"https:{given}"
    if not is_url(url):
        raise mistake(
            m("'{text}' is not a web address", text=shown(text)),
            m("write the account's name on {name}, or its whole address", name=name),
        )
    return url


def _phone_link(network: str, given: str, countries: Countries) -> str | None:
    """Return the link to write to a telephone number; None if the text is a name."""
    if network == "telegram" and not re.fullmatch(r"(?:\+|00)[\d\s()./-]{7,}", given):
        return None
    phone = read_phone(given, countries)
    if phone.extension:
        message = m(
            "{name} reaches no extension ('{extension}')", name=NETWORKS[network].name, extension=phone.extension
        )
        raise mistake(message, m("write a number that can be reached directly, or leave the network out"))
    number = phone.e164 if network == "telegram" else phone.e164.removeprefix("+")
    return RULES[network].phone.format(number)


def _in_form(rule: AccountRule, path: str) -> str | None:
    """Return the address for a path, without what tracks visitors; None if the path is no account."""
    parts = urlsplit(f"/{path}")
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    plain = _with_number(unquote(parts.path).strip("/"), query, rule)
    if _is_other(rule, plain):
        return None
    for pattern, address in rule.forms:
        if found := re.fullmatch(pattern, plain):
            groups = {name: quote(value, safe=_SAFE) for name, value in found.groupdict("").items()}
            if "phone" in groups:
                number = re.sub("^00", "", groups["phone"])
                phone = read_phone(f"+{number}", Countries())
                if not is_known(phone):  # a copied address has a whole number in it, or none
                    return None
                groups["phone"] = phone.e164.removeprefix("+")
            kept = {name: value for name, value in query.items() if name in rule.keeps}
            return address.format(**groups) + (f"?{urlencode(kept, quote_via=quote)}" if kept else "")
    return None


def _is_other(rule: AccountRule, plain: str) -> bool:
    return bool(rule.not_accounts) and bool(re.fullmatch(rule.not_accounts, plain, re.IGNORECASE))


def _with_number(plain: str, query: Mapping[str, str], rule: AccountRule) -> str:
    """Return a path with the number that stands in the query: api.whatsapp.com/send?phone=…, profile.php?id=…"""
    if "phone" in query and rule.phone:
        return f"{plain}/{query['phone'].strip().lstrip('+')}"
    return f"{plain}?id={query['id']}" if plain == "profile.php" and "id" in query else plain


def _refusal(network: str, rule: AccountRule, text: str, path: str) -> Exception:
    name = NETWORKS[network].name
    plain = unquote(urlsplit(f"/{path}").path).strip("/")
    likely = next(_likely(network, plain), "")
    hint = m("{says}; perhaps {likely}", says=rule.says, likely=likely) if likely else rule.says
    if _is_other(rule, plain):
        message = m("'{text}' leads to something on {name} that is no account", text=shown(text), name=name)
        return mistake(message, m("write the account's name or its address: {hint}", hint=hint))
    return mistake(m("'{text}' cannot be an account on {name}", text=shown(text), name=name), hint)


def _likely(network: str, plain: str) -> Iterator[str]:
    """Yield what may have been meant; the owner has to look."""
    word = plain.strip("@ ")
    if network == "bluesky" and re.fullmatch(r"[A-Za-z0-9-]+", word):
        yield f"{word.lower()}.bsky.social"
    if network == "mastodon" and re.fullmatch(MASTODON, word):
        yield f"@{word}@mastodon.social"
