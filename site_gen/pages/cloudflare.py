"""The function on Cloudflare Pages that receives the site's forms: its code, and the forms as its data.

All files are in _worker.js/, which Cloudflare runs and never serves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from site_gen.model.deliveries.cloudflare import PATH, CloudflareDelivery
from site_gen.model.form_schema import FieldSchema, FormSchema, form_schemas
from site_gen.model.site import Site
from site_gen.render.artifact import Artifact, FromText
from site_gen.render.localize import Localizer

FOLDER: Final = "_worker.js"
ROUTES: Final = "_routes.json"
HIDDEN: Final = ("/.site-gen/", f"/{FOLDER}/")
"""Folders of the output for which the function answers 404: Cloudflare uploads the builder's own folder too, and a
local wrangler serves the function's."""

_BEGINNINGS: Final = ("/.", "/_", "/%", "//")
"""How each spelling of a hidden folder begins; pages don't begin so, and cost no call of the function."""

SOURCES: Final = Path(__file__).parent / "cloudflare_worker"

_REASONS: Final = (
    "title",
    "back",
    "home",
    "consent",
    "invalid",
    "closed",
    "not_yet",
    "unknown",
    "method",
    "too_large",
    "type",
    "unreadable",
    "busy",
    "origin",
    "turnstile",
    "error.required",
    "error.email",
    "error.url",
    "error.tel",
    "error.option",
    "error.length",
    "error.consent",
    "error.changed",
)
"""The function's texts for visitors: names of interface texts after 'inbox.'."""


def artifacts(site: Site) -> Iterator[Artifact]:
    """Yield the function's files if site.yaml uses this delivery."""
    delivery = site.main.form
    if not isinstance(delivery, CloudflareDelivery):
        return
    for path in sorted(SOURCES.rglob("*.*")):
        name = path.relative_to(SOURCES).as_posix()
        yield Artifact(f"{FOLDER}/{name}", FromText(path.read_bytes()), "site.yaml")
    yield Artifact(f"{FOLDER}/forms.js", FromText(_module(site_data(site, delivery))), "site.yaml")
    routes = {"version": 1, "include": [f"{path}*" for path in (PATH, *_BEGINNINGS)], "exclude": []}
    yield Artifact(ROUTES, FromText(json.dumps(routes, indent=2).encode() + b"\n"), "site.yaml")


def _module(data: Mapping[str, Any]) -> bytes:
    return f"export default {json.dumps(data, indent=1, ensure_ascii=True)};\n".encode()


def site_data(site: Site, delivery: CloudflareDelivery) -> dict[str, Any]:
    """Return the function's data: the forms by name and language, and its texts for visitors."""
    forms: dict[str, dict[str, Any]] = {}
    for schema in form_schemas(site):
        forms.setdefault(schema.form, {})[schema.language] = schema_data(schema)
    main = site.main
    return {
        "name": main.name,
        "origin": main.origin.lower(),
        "path": PATH,
        "hidden": list(HIDDEN),
        "language": main.language,
        "retention_days": main.legal.retention_days,
        "turnstile": delivery.turnstile is not None,
        "notify": delivery.notify.model_dump(),
        "texts": {language: _texts(site, language) for language in site.settings},
        "forms": forms,
    }


_TOKEN: Final = "{token}"  # noqa: S105  # a gap
"""What stands for a token in an address: the page itself sends it, and who reads the function doesn't learn it."""


def schema_data(schema: FormSchema) -> dict[str, Any]:
    """Return a form's schema as JSON data, without the token of a page for one client."""
    return {
        "form": schema.form,
        "language": schema.language,
        "title": schema.title,
        "fields": [_field(field) for field in schema.fields],
        "consent": schema.consent,
        "consent_version": schema.consent_version,
        "marketing_consent": schema.marketing_consent,
        "starts": _instant(schema.window.starts),
        "ends": _instant(schema.window.ends),
        "page": schema.page.replace(schema.token, _TOKEN) if schema.token else schema.page,
        "thanks": schema.thanks.replace(schema.token, _TOKEN) if schema.token else schema.thanks,
        "lead": schema.lead,
    }


def _field(field: FieldSchema) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": field.type,
        "label": field.label,
        "required": field.required,
        "options": list(field.options),
        "networks": list(field.networks),
        "value": field.value,
        "max_length": field.max_length,
    }


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _texts(site: Site, language: str) -> dict[str, str]:
    text = Localizer(language, site.main.time_zone, site.theme.strings).text
    return {reason: text(f"inbox.{reason}") for reason in _REASONS}
