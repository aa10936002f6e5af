"""What the forms of a site still need so that their answers reach the owner."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from site_gen.model.deliveries import DELIVERIES
from site_gen.model.deliveries.base import Missing, Setup
from site_gen.model.deliveries.cloudflare import DATABASE, CloudflareDelivery
from site_gen.model.form import Form
from site_gen.model.rules import Finding
from site_gen.model.site import Site, Translated
from site_gen.problems import Severity

_LARGEST_BODY: Final = 64 * 1024
_MIGRATIONS: Final = "output/_worker.js/migrations"


def form_findings(site: Site, project: Path, environment: Collection[str]) -> Iterator[Finding]:
    """Find what keeps the site's forms from working. `environment` has the names of the variables that are set."""
    main = site.main
    delivery = main.form
    with_forms = [source for source in site.offers if source.original.form is not None and not source.original.draft]
    forms = tuple((source.slug, source.original.form) for source in with_forms if source.original.form)
    setup = Setup(main.url, main.base, main.contact.email, main.languages, forms, environment)
    if setup.static_host == "GitHub Pages" and site.offers:
        yield _commercial()
    if delivery is None:
        yield from _without_delivery([source.file for source in with_forms])
        return
    files = {source.slug: source.file for source in site.offers}
    for missing in delivery.missing(setup):
        yield _finding(missing, files)
    if forms and isinstance(delivery, CloudflareDelivery):
        yield from _wrangler_findings(project)
    if delivery.name in {"cloudflare", "inbox"}:
        yield from _long_forms(with_forms)


def _without_delivery(files: list[str]) -> Iterator[Finding]:
    for file in files:
        yield Finding(
            file,
            ("form",),
            "the form has no place to send to, so the page shows your contacts instead of it",
            f"add to site.yaml 'form: {{delivery: …}}', one of: {', '.join(DELIVERIES)} (docs/forms.md)",
            Severity.WARNING,
            at_key=True,
        )


def _finding(missing: Missing, files: Mapping[str, str]) -> Finding:
    file = files[missing.offer] if missing.offer is not None else "site.yaml"
    path = missing.path if missing.top or missing.offer is not None else ("form", *missing.path)
    return Finding(file, path, missing.message, missing.hint, missing.severity)


def _commercial() -> Finding:
    return Finding(
        "site.yaml",
        ("url",),
        "GitHub Pages does not allow running an online business on it, and this site sells",
        "choose another host (docs.github.com: GitHub Pages limits, prohibited uses)",
        Severity.WARNING,
    )


def _long_forms(sources: list[Translated[Any]]) -> Iterator[Finding]:
    """Find forms whose answers can be longer than a submission: a letter beyond ASCII takes six bytes or more."""
    for source in sources:
        form: Form = source.original.form
        index, field = max(enumerate(form.fields), key=lambda item: item[1].max_length)
        if field.max_length * 6 > _LARGEST_BODY:
            yield Finding(
                source.file,
                ("form", "fields", index, "max_length"),
                f"an answer of {field.max_length} letters can be more than the 64 kB that a form may send",
                "write max_length: 10000 or less",
                Severity.WARNING,
            )


# --- wrangler.toml: the settings that connect the function to its database --------------------------------------------


def _wrangler_findings(project: Path) -> Iterator[Finding]:
    """Find what is missing in the settings of Cloudflare's own tool: without a database no lead can be stored."""
    names = ("wrangler.toml", "wrangler.json", "wrangler.jsonc")
    file = next((name for name in names if (project / name).exists()), None)
    if file is None:
        yield Finding(
            "site.yaml",
            ("form", "delivery"),
            f"there is no wrangler.toml, which binds the function to its database as {DATABASE}",
            "copy the one in docs/forms.md",
            Severity.WARNING,
        )
        return
    settings = _read(project / file)
    if settings is None:
        yield Finding(file, (), "the file can't be read", "copy the one in docs/forms.md", Severity.WARNING)
        return
    yield from (Finding(file, (), message, hint) for message, hint in _wrangler_faults(settings))


def _read(path: Path) -> Mapping[str, Any] | None:
    """Return wrangler's settings; {} for JSON with comments, which is not checked; None for a broken file."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonc":
            return {}
        found: Any = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _wrangler_faults(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not settings:
        return
    databases = settings.get("d1_databases")
    bound = [entry for entry in databases or () if isinstance(entry, dict) and entry.get("binding") == DATABASE]
    if not bound:
        hint = f'add [[d1_databases]] with binding = "{DATABASE}" (docs/forms.md)'
        yield f"no database is bound as {DATABASE}: no lead could be stored", hint
    elif not bound[0].get("database_id"):
        yield "the database has no database_id", "write the one that 'wrangler d1 create' printed"
    elif bound[0].get("migrations_dir") != _MIGRATIONS:
        yield "the database does not know its table", f'add migrations_dir = "{_MIGRATIONS}"'
    if "pages_build_output_dir" not in settings:
        yield "it does not say which folder holds the site", 'add pages_build_output_dir = "output"'
