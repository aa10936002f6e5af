"""Networks of a site as lines of 'network: account', and what people write in place of those."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from site_gen.messages import m
from site_gen.model.base import mistake, shown
from site_gen.model.networks import network_called


def read_networks(networks: Any) -> Any:
    """Return networks that are lines. Raises a mistake for others, which shows the lines that were meant."""
    if isinstance(networks, dict):
        return networks
    lines = [line for item in (networks if isinstance(networks, list) else [networks]) for line in _lines(item)]
    hint = m(
        "write below 'networks:', each on a line of its own with two spaces before it: {lines}", lines=", ".join(lines)
    )
    raise mistake(m("each network needs a line of its own, with the account behind a colon"), hint)


def _lines(item: Any) -> Iterator[str]:
    if isinstance(item, dict):
        yield from (f"{shown(network)}: {shown(account)}" for network, account in item.items())
        return
    parts = re.findall(r"[^\s:,]+", shown(item)) if isinstance(item, str) else []
    named = [network_called(part) for part in parts]
    for at, network in enumerate(named):
        if network is not None:
            has_account = at + 1 < len(parts) and named[at + 1] is None
            yield f"{network}: {parts[at + 1] if has_account else m('your account')}"
    if not any(named):
        yield m("instagram: your account")
