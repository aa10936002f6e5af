"""Checks that the offers' forms fit the delivery in site.yaml, and that no file contains a secret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from site_gen.messages import m
from site_gen.model.deliveries.base import Delivery
from site_gen.model.form import FormField
from site_gen.model.offer import Offer
from site_gen.model.rules import Finding, Path
from site_gen.model.secrets import secret_kind
from site_gen.model.site import Translated


def check_forms(offers: Iterable[Translated[Offer]], delivery: Delivery | None) -> Iterator[Finding]:
    """Find fields whose names have a special meaning for the delivery, and offers: their answers would be lost."""
    if delivery is None:
        return
    for source in offers:
        if source.original.form and source.slug in delivery.taken():
            taken = m(
                "{label} has the name '{slug}' for itself, so this form could not be sent",
                label=delivery.facts.label,
                slug=source.slug,
            )
            yield Finding(
                source.file, ("form",), taken, m("rename the file, for example {slug}-1.yaml", slug=source.slug)
            )
        fields = source.original.form.fields if source.original.form else ()
        for index, field in enumerate(fields):
            message = _clash(field, delivery)
            if message:
                hint = m("choose another name, such as your_{name}", name=field.name)[:100]
                yield Finding(source.file, ("form", "fields", index, "name"), message, hint)


def _clash(field: FormField, delivery: Delivery) -> str | None:
    if field.name in delivery.reserved():
        return m(
            "{label} gives a field named '{name}' a meaning of its own", label=delivery.facts.label, name=field.name
        )
    if field.name == delivery.reply_name and field.type != "email":
        label = delivery.facts.label
        return m(
            "{label} takes '{name}' for the address to answer to, and this field is of type {type}",
            label=label,
            name=field.name,
            type=field.type,
        )
    return None


def check_secrets(file: str, data: Any, path: Path = ()) -> Iterator[Finding]:
    """Find secrets in a file's data. The messages never repeat them."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from check_secrets(file, value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from check_secrets(file, value, (*path, index))
    elif isinstance(data, str) and (found := secret_kind(data)):
        what, variable = found
        name = m(" as {variable}", variable=variable) if variable else ""
        hint = m(
            "take it out, set it in the environment{name}, and make a new one: this one has been written down",
            name=name,
        )
        yield Finding(file, path, m("{what} stands in a file that others may read", what=what), hint)
