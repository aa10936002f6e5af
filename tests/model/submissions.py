"""One table of submissions for all our receivers: what each accepts, refuses and stores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from site_gen.model.form_schema import FieldSchema, FormSchema
from site_gen.model.instants import Window

FILE: Final = Path(__file__).with_suffix(".json")
_DATA: Final = json.loads(FILE.read_text(encoding="utf-8"))
SCHEMA_DATA: Final[Mapping[str, Any]] = _DATA["schema"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is sent from which page, and what must come of it."""

    title: str
    posted: Mapping[str, list[str]]
    page: str
    expect: Mapping[str, Any]


CASES: Final = tuple(Case(**case) for case in _DATA["cases"])


def schema(data: Mapping[str, Any] = SCHEMA_DATA) -> FormSchema:
    """Return the table's form."""
    fields = [
        {**field, "options": tuple(field["options"]), "networks": tuple(field["networks"])} for field in data["fields"]
    ]
    return FormSchema(
        form=data["form"],
        language=data["language"],
        title=data["title"],
        fields=tuple(FieldSchema(**field) for field in fields),
        consent=data["consent"],
        marketing_consent=data["marketing_consent"],
        window=Window(None, None),
        page=data["page"],
        thanks=data["thanks"],
        lead=data["lead"],
    )
