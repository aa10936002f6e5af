"""Writes JSON Schemas as files, with which editors help to write YAML."""

from __future__ import annotations

import json
from pathlib import Path

from site_gen.actions.files import write_text, writing
from site_gen.load.schema import schemas


def write_schemas(folder: Path) -> int:
    """Write every schema into a folder; return their number. Raises WorldError."""
    made = schemas()
    with writing(folder):
        for name, schema in made.items():
            write_text(folder / name, json.dumps(schema, ensure_ascii=False, indent=1) + "\n")
    return len(made)
