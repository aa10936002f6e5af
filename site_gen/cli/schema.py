"""site-gen schema"""

from __future__ import annotations

from pathlib import Path

import click

from site_gen.actions.schemas import write_schemas
from site_gen.cli.terminal import counted, print_json, say
from site_gen.load.schema import schemas
from site_gen.messages import m


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
    if kind is not None:
        made = schemas()
        found = made.get(f"{kind}.schema.json")
        if found is None:
            kinds = ", ".join(name.removesuffix(".schema.json") for name in made)
            raise click.BadParameter(
                m("there is no kind '{kind}'; known: {kinds}", kind=kind, kinds=kinds), param_hint="--kind"
            )
        print_json(found)
        return
    say(m("{counted} written to {output}", counted=counted(write_schemas(output), "schema"), output=output))
