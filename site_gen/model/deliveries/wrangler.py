"""Checks wrangler.toml, the settings of Cloudflare's tool, which connect the function to its database."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from site_gen.messages import m
from site_gen.model.deliveries.base import Missing, Setup
from site_gen.problems import Severity

FILES: Final = ("wrangler.toml", "wrangler.json", "wrangler.jsonc")
"""The possible names of the settings; the first existing file counts."""

DATABASE: Final = "LEADS"
"""The binding name of the function's D1 database."""

_MIGRATIONS: Final = "output/_worker.js/migrations"


def wrangler_missing(setup: Setup) -> Iterator[Missing]:
    """Find what is missing in the settings: without a database no lead can be stored."""
    file = next((name for name in FILES if name in setup.files), None)
    if file is None:
        yield Missing(
            m("there is no wrangler.toml, which binds the function to its database as {database}", database=DATABASE),
            m("copy the one in site-gen help forms"),
            ("delivery",),
            Severity.WARNING,
        )
        return
    settings = _parse(file, setup.files[file])
    if settings is None:
        yield Missing(
            m("the file can't be read"), m("copy the one in site-gen help forms"), (), Severity.WARNING, file=file
        )
        return
    yield from (Missing(message, hint, file=file) for message, hint in _faults(settings))


def _parse(file: str, text: str | None) -> Mapping[str, Any] | None:
    """Return the settings; {} for JSON with comments, which is not checked; None for an invalid file."""
    if text is None:
        return None
    if file.endswith(".jsonc"):
        return {}
    try:
        found: Any = tomllib.loads(text) if file.endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _faults(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not settings:
        return
    databases = settings.get("d1_databases")
    bound = [entry for entry in databases or () if isinstance(entry, dict) and entry.get("binding") == DATABASE]
    if not bound:
        hint = m('add [[d1_databases]] with binding = "{database}" (site-gen help forms)', database=DATABASE)
        yield m("no database is bound as {database}: no lead could be stored", database=DATABASE), hint
    elif not bound[0].get("database_id"):
        yield m("the database has no database_id"), m("write the one that 'wrangler d1 create' printed")
    elif bound[0].get("migrations_dir") != _MIGRATIONS:
        yield (
            m("the database does not know its table"),
            m('add migrations_dir = "{migrations}"', migrations=_MIGRATIONS),
        )
    if "pages_build_output_dir" not in settings:
        yield m("it does not say which folder holds the site"), m('add pages_build_output_dir = "output"')
