"""The user's own cache folder, for what nobody else may have written. Only platformdirs is needed."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from functools import cache
from pathlib import Path

from site_gen.messages import m
from site_gen.problems import WorldError


@cache
def own_folder() -> Path:
    """Return the user's own cache folder; a temporary one if there can be none, or others may write into it."""
    folder = lasting_folder()
    if folder is not None:
        return folder
    try:
        return Path(tempfile.mkdtemp(prefix="site-gen-"))
    except OSError as error:
        why = error.strerror or error
        message = m("neither a folder for caches nor a temporary one can be written: {why}", why=why)
        raise WorldError(message, m("make room, or make one of them writable")) from error


@cache
def lasting_folder() -> Path | None:
    """Return the user's own cache folder, made if need be; None if there can be none, or others may write into it."""
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("site-gen", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder if os.access(folder, os.W_OK) and _is_own(folder.stat()) else None
    except OSError:
        return None


def _is_own(found: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
