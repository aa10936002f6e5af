"""Tokens and keys that hosts' own programs keep after a login, in the places that their documentation names."""

from __future__ import annotations

import configparser
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.messages import m

_LARGEST: Final = 1_000_000
"""No file with a login is larger; others are not read."""

_WRANGLER_KEYS: Final = re.compile(r'"?(?:oauth_token|refresh_token|api_token)"?\s*[=:]\s*"([^"\s]+)"')
_AWS_KEYS: Final = ("aws_secret_access_key", "aws_session_token")
_AWS_NAMES: Final = frozenset({"accesstoken", "refreshtoken", "clientsecret", "secretaccesskey", "sessiontoken"})


def netlify_token(home: Path) -> str:
    """Return the token of `netlify login`; '' where there is none. (docs.netlify.com/cli/get-started)"""
    data = _data(_netlify_config(home) / "config.json")
    with suppress(KeyError, TypeError, AttributeError, StopIteration):
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


def has_login(kind: str, home: Path) -> bool:
    """Whether this machine keeps a log-in of the host's own program for a kind of target; it may be valid or not."""
    match kind:
        case "netlify":
            return bool(netlify_token(home))
        case "vercel":
            return bool(vercel_token(home))
        case "cloudflare-pages":
            return any(_wrangler_tokens(home))
        case "s3":
            return any(_aws_keys(home)) or any(_aws_tokens(home))
    return False


def kept_secrets(home: Path) -> Iterator[tuple[str, str]]:
    """Yield every secret of a login that is kept on this machine, after what it is: those of all accounts and profiles,
    valid or not, of Netlify, Vercel, Cloudflare and AWS."""
    yield from ((m("a token of 'netlify login'"), token) for token in _netlify_tokens(home))
    yield from ((m("a token of 'vercel login'"), token) for token in (vercel_token(home),) if token)
    yield from ((m("a token of 'wrangler login'"), token) for token in _wrangler_tokens(home))
    yield from ((m("a secret key of AWS's profiles"), key) for key in _aws_keys(home))
    yield from ((m("a token of AWS's log-in"), token) for token in _aws_tokens(home))


def _netlify_tokens(home: Path) -> Iterator[str]:
    users = _of(_data(_netlify_config(home) / "config.json"), "users")
    for user in users.values() if isinstance(users, dict) else ():
        token = _of(_of(user, "auth"), "token")
        if isinstance(token, str):
            yield token


def _wrangler_tokens(home: Path) -> Iterator[str]:
    """Yield the tokens of all of wrangler's profiles (cloudflare/workers-sdk, packages/workers-utils:
    getGlobalConfigPath). Those that it keeps in the system's keyring are in no file."""
    for folder in (home / ".wrangler", _config_folder(home) / ".wrangler"):
        for path in sorted((folder / "config").glob("*")):
            yield from _WRANGLER_KEYS.findall(_text(path))


def _aws_keys(home: Path) -> Iterator[str]:
    """Yield the keys in AWS's two files of profiles (docs.aws.amazon.com/sdkref, "Location of the shared files")."""
    for variable, name in (("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config")):
        path = Path(os.environ.get(variable) or home / ".aws" / name).expanduser()
        profiles = configparser.RawConfigParser(strict=False, allow_no_value=True)
        with suppress(configparser.Error):
            profiles.read_string(_text(path))
        for section in profiles.sections():
            yield from filter(None, (profiles.get(section, key, fallback=None) for key in _AWS_KEYS))


def _aws_tokens(home: Path) -> Iterator[str]:
    """Yield what AWS's own tool keeps of a log-in by the browser, and the passing keys that it got for it."""
    for folder in ("sso", "cli", "login"):
        for path in sorted((home / ".aws" / folder / "cache").glob("*.json")):
            data = _data(path)
            for part in (data, _of(data, "Credentials"), _of(data, "accessToken")):
                for key, value in part.items() if isinstance(part, dict) else ():
                    if key.lower() in _AWS_NAMES and isinstance(value, str):
                        yield value


def _of(data: Any, key: str) -> Any:
    return data.get(key) if isinstance(data, dict) else None


def _netlify_config(home: Path) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / "netlify" / "Config"
    return _config_folder(home) / "netlify"


def _config_folder(home: Path) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Preferences"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / "xdg.config"
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")


def _data_folder(home: Path) -> Path:
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / "xdg.data"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")


def _data(path: Path) -> Any:
    try:
        return read_json(_text(path))
    except ValueError:
        return {}


def _text(path: Path) -> str:
    """Return a file's text; '' for one that isn't there, or is none of a login."""
    try:
        return path.read_text(encoding="utf-8") if path.stat().st_size <= _LARGEST else ""
    except (OSError, ValueError):
        return ""
