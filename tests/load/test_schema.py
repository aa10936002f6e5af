"""The JSON Schemas agree with the reader: what builds is accepted, what an editor should mark is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from posixpath import normpath
from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from site_gen.actions.new import starter_files
from site_gen.actions.schemas import write_schemas
from site_gen.load.schema import OVERLAID, schemas
from site_gen.model.setting_values import LANGUAGES
from site_gen.sources.yaml import read_yaml
from tests.load.rich import RICH
from tests.support import BASE, NOW, ROOT, tree

SCHEMAS: Final = schemas()
_LINE: Final = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def _example() -> dict[str, str]:
    files = [*ROOT.glob("site*.yaml"), *(p for f in ("cases", "offers", "content") for p in (ROOT / f).rglob("*.yaml"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(files)}


def _starters() -> dict[str, str]:
    return {
        f"{language}/{file}": text
        for language in LANGUAGES
        for file, text in starter_files(language, NOW).items()
        if file.endswith(".yaml")
    }


EXAMPLE: Final = _example()
STARTERS: Final = _starters()


def _named_schema(file: str, text: str, root: str) -> str:
    """Return the name of the schema that the first line points to, as an editor follows it."""
    found = _LINE.match(text)
    assert found, f"{file} does not begin with the line by which editors find its schema"
    target = (Path("/", file).parent / found[1]).as_posix()
    folder, _, name = normpath(target).rpartition("/")
    assert folder == f"{root}/schemas"
    return name


def _faults(schema: str, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMAS[schema]).iter_errors(data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_itself(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("file", EXAMPLE)
def test_the_example_is_valid_by_the_schema_it_names(file: str) -> None:
    schema = _named_schema(file, EXAMPLE[file], "")
    assert (".overlay." in schema) == bool(re.search(r"\.[a-z]{2}\.yaml$", file))
    assert _faults(schema, read_yaml(EXAMPLE[file], file).data) == []


@pytest.mark.parametrize("file", STARTERS)
def test_a_starter_is_valid_by_the_schema_it_names(file: str) -> None:
    schema = _named_schema(file, STARTERS[file], f"/{file[:2]}")
    assert _faults(schema, read_yaml(STARTERS[file], file).data) == []


def _kind(file: str) -> str:
    folder, _, name = file.rpartition("/")
    kind = {"": "site", "cases": "case", "offers": "offer"}.get(folder, name.partition(".")[0])
    return f"{kind}.overlay.schema.json" if ".es." in name else f"{kind}.schema.json"


@pytest.mark.parametrize("file", [f for f in RICH if f.endswith(".yaml") and not f.startswith("themes/")])
@pytest.mark.parametrize("files", [BASE, RICH], ids=["small", "rich"])
def test_what_the_reader_takes_no_editor_marks(files: dict[str, str], file: str) -> None:
    if file in files:
        assert _faults(_kind(file), read_yaml(str(files[file]), file).data) == []


@pytest.mark.parametrize("kind", [*OVERLAID, *(f"{kind}.overlay" for kind in OVERLAID), "theme"])
def test_an_unknown_key_is_marked(kind: str) -> None:
    data: dict[str, Any] = {"unheard_of": 1}
    if kind == "offer":
        data = {**read_yaml(BASE["offers/plan.yaml"], "").data, **data}  # type: ignore[dict-item]  # it is a mapping
    assert any("unheard_of" in fault for fault in _faults(f"{kind}.schema.json", data))


WRONG: Final = {
    "a price with its currency": ("offer", "offers/plan.yaml", {"price": "290 €"}),
    "a price below zero": ("offer", "offers/plan.yaml", {"price": -1}),
    "an unknown network": ("case", "cases/cafe.yaml", {"networks": ["instagramm"]}),
    "an unknown kind": ("offer", "offers/plan.yaml", {"kind": "third-step"}),
    "a metric without its source": ("case", "cases/cafe.yaml", {"metrics": [{"name": "A", "before": 1, "after": 2}]}),
    "no metric": ("case", "cases/cafe.yaml", {"metrics": []}),
    "an empty title": ("case", "cases/cafe.yaml", {"title": ""}),
    "a colour by name": ("site", "site.yaml", {"theme": {"accent": "red"}}),
}


@pytest.mark.parametrize(("kind", "file", "change"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_marked_while_it_is_written(kind: str, file: str, change: dict[str, Any]) -> None:
    data = read_yaml(BASE[file], file).data
    assert isinstance(data, dict)
    assert _faults(f"{kind}.schema.json", {**data, **change})


def test_an_overlay_with_a_price_is_marked() -> None:
    assert _faults("offer.overlay.schema.json", {"title": "x", "price": {"amount": 290}})


def test_the_schemas_in_the_repository_are_those_of_this_version(tmp_path: Path) -> None:
    """Editors would mark what builds, or not know a new key."""
    write_schemas(tmp_path)
    written = {name: json.loads(content) for name, content in tree(tmp_path).items()}
    assert {name: json.loads(content) for name, content in tree(ROOT / "schemas").items()} == written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", ["2026-01-31", "2026-03-01", "2028-02-29", "2026-12-31"])
def test_a_starter_s_days_exist_on_any_day(language: str, day: str) -> None:
    files = starter_files(language, datetime.fromisoformat(f"{day}T12:00:00+01:00"))
    text = "\n".join(files.values())
    assert not re.search(r"@[A-Z]+\d?(?:_[A-Z]+)?@", text)
    for found in re.findall(r"\d{4}-\d{2}-\d{2}", text):
        datetime.fromisoformat(found)


def test_a_starter_s_yaml_is_what_any_reader_reads() -> None:
    for file, text in STARTERS.items():
        data = read_yaml(text, file).data
        assert isinstance(data, dict)
        assert list(yaml.load(text, yaml.BaseLoader)) == list(data)  # noqa: S506  # texts only


def _keys_of(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every key in a schema, with what the schema says of it."""
    if isinstance(node, dict):
        properties = node.get("properties")
        for key, value in properties.items() if isinstance(properties, dict) else ():
            yield f"{path}/{key}", value
        for key, value in node.items():
            yield from _keys_of(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _keys_of(value, f"{path}/{index}")


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_key_says_what_it_is_for(name: str) -> None:
    """An editor shows the description while a key is typed; without it people guess."""
    keys = list(_keys_of(schemas()[name]))
    assert keys
    assert [path for path, said in keys if not said.get("description")] == []
    assert [path for path, said in keys if len(said.get("description", "x" * 9)) < 9] == []
