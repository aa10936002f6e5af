"""vercel.json. Of two rules that match Vercel takes the last one, as ours are ordered."""

from __future__ import annotations

import json
import re
from typing import Any

from site_gen.model.host_rules import HeaderRule, HostRules

_SPECIAL = re.compile(r"[\\().\[\]{}:*+?!^$|]")


def text(rules: HostRules) -> str:
    """Return the file."""
    data = {
        "$schema": "https://openapi.vercel.sh/vercel.json",
        "trailingSlash": True,
        "headers": [_headers(rule) for rule in rules.headers],
        "redirects": [
            {"source": _pattern(rule.source_as_sent), "destination": rule.target, "statusCode": rule.status}
            for rule in rules.redirects
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _headers(rule: HeaderRule) -> dict[str, Any]:
    source = _pattern(rule.path) + ("(.*)" if rule.is_prefix else "")
    return {"source": source, "headers": [{"key": name, "value": value} for name, value in rule.headers]}


def _pattern(path: str) -> str:
    """Return a path as path-to-regexp reads it: its own signs with a backslash."""
    return _SPECIAL.sub(r"\\\g<0>", path)
