"""Finds what the forms of a site still need so that answers reach the owner."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from site_gen.files import read_regular
from site_gen.messages import m
from site_gen.model.deliveries import DELIVERIES
from site_gen.model.deliveries.base import Missing, Setup
from site_gen.model.form import Form
from site_gen.model.rules import Finding
from site_gen.model.site import Site, Translated
from site_gen.problems import Severity


def form_findings(site: Site, project: Path, environment: Collection[str]) -> Iterator[Finding]:
    """Find what prevents the site's forms from working. `environment` has the names of the variables that are set."""
    main = site.main
    delivery = main.form
    with_forms = [source for source in site.offers if source.original.form is not None and not source.original.draft]
    forms = tuple((source.slug, source.original.form) for source in with_forms if source.original.form)
    texts = _texts(project, delivery.setup_files if delivery else ())
    setup = Setup(main.url, main.base, main.contact.email, main.languages, forms, environment, texts)
    if delivery is None:
        yield from _without_delivery([source.file for source in with_forms])
        return
    files = {source.slug: source.file for source in site.offers}
    for missing in delivery.missing(setup):
        yield _finding(missing, files)
    if delivery.largest_submission is not None:
        yield from _long_forms(with_forms, delivery.largest_submission)


def _texts(project: Path, names: Iterable[str]) -> dict[str, str | None]:
    """Return the texts of those files that are there; None for one that can't be read."""
    return {name: _text(project / name) for name in names if (project / name).exists()}


def _text(path: Path) -> str | None:
    try:
        return read_regular(path).decode()
    except (OSError, UnicodeDecodeError):
        return None


def _without_delivery(files: list[str]) -> Iterator[Finding]:
    for file in files:
        yield Finding(
            file,
            ("form",),
            m("the form has no place to send to, so the page shows your contacts instead of it"),
            m(
                "add to site.yaml 'form: {delivery: …}', one of: {deliveries} (site-gen help forms)",
                deliveries=", ".join(DELIVERIES),
            ),
            Severity.WARNING,
            at_key=True,
        )


def _finding(missing: Missing, files: Mapping[str, str]) -> Finding:
    named = files[missing.offer] if missing.offer is not None else missing.file
    path = missing.path if missing.top or named is not None else ("form", *missing.path)
    file = named or "site.yaml"
    return Finding(file, path, missing.message, missing.hint, missing.severity)


def _long_forms(sources: list[Translated[Any]], largest: int) -> Iterator[Finding]:
    """Find forms whose answers can be longer than a submission: a non-ASCII letter takes six bytes or more."""
    for source in sources:
        form: Form = source.original.form
        index, field = max(enumerate(form.fields), key=lambda item: item[1].max_length)
        if field.max_length * 6 > largest:
            limit = f"the {largest // 1024} kB that a form may send"
            yield Finding(
                source.file,
                ("form", "fields", index, "max_length"),
                m(
                    "an answer of {max_length} letters can be more than {limit}",
                    max_length=field.max_length,
                    limit=limit,
                ),
                m("write max_length: {most} or less", most=largest // 6 // 1000 * 1000),
                Severity.WARNING,
            )
