"""site-gen schema"""

from __future__ import annotations

import json
from pathlib import Path

import click

from site_gen.actions.files import writing
from site_gen.cli.terminal import counted, print_json, say
from site_gen.load.schema import schemas


@click.command(
    "schema", epilog="Example: site-gen schema   (writes schemas/, where the first line of each YAML file looks)"
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("schemas"),
    help="The folder to write to (schemas).",
)
@click.option("--kind", help="Print the schema of one kind of file (case, offer, site …) instead.")
def command(output: Path, kind: str | None) -> None:
    """Write JSON Schemas, with which editors help to write the YAML files.

    Editors with a YAML language server find them by the first line of a file:
    # yaml-language-server: $schema=../schemas/case.schema.json
    """
    made = schemas()
    if kind is not None:
        found = made.get(f"{kind}.schema.json")
        if found is None:
            kinds = ", ".join(name.removesuffix(".schema.json") for name in made)
            raise click.BadParameter(f"there is no kind '{kind}'; known: {kinds}", param_hint="--kind")
        print_json(found)
        return
    write_schemas(output)
    say(f"{counted(len(made), 'schema')} written to {output}")


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
