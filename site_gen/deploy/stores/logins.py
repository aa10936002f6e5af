"""Tokens that hosts' own programs keep after a login, in the places that their documentation names."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any


def netlify_token(home: Path) -> str:
    """Return the token of `netlify login`; '' where there is none. (docs.netlify.com/cli/get-started)"""
    data = _data(_netlify_config(home) / "config.json")
    with suppress(KeyError, TypeError, AttributeError):
        users = data["users"]
        user = users[data["userId"]] if data.get("userId") else next(iter(users.values()))
        return str(user["auth"]["token"])
    return ""


def vercel_token(home: Path) -> str:
    """Return the token of `vercel login`; '' where there is none.
    (vercel.com/docs/project-configuration/global-configuration)"""
    with suppress(KeyError, TypeError):
        return str(_data(_data_folder(home) / "com.vercel.cli" / "auth.json")["token"])
    return ""


def _netlify_config(home: Path) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Preferences" / "netlify"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / "netlify" / "Config"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "netlify"


def _data_folder(home: Path) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / "xdg.data"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")


def _data(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
