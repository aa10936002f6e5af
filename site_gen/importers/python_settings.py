"""Settings that are a program in Python (Pelican, Nikola): read without running anything."""

from __future__ import annotations

import ast
from typing import Any

from site_gen.importers.folder import Folder
from site_gen.messages import m


def python_settings(folder: Folder, *files: str) -> dict[str, Any]:
    """Return the values of plain assignments in the first of these files; what would have to be run is left out."""
    for file in files:
        if folder.has(file):
            text = folder.text(file, 500_000) or ""
            try:
                return _assigned(ast.parse(text))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                folder.notes.left(m("settings"), file, 0, m("they can't be read as Python"))
    return {}


def _assigned(tree: ast.Module) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets: list[ast.expr] = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        else:
            continue
        try:
            value = _value(node.value, values)  # type: ignore[arg-type]  # checked above
        except (ValueError, TypeError, RecursionError):
            continue
        values.update({target.id: value for target in targets if isinstance(target, ast.Name)})
    return values


def _value(node: ast.expr, values: dict[str, Any]) -> Any:
    """Return a literal, with names that were assigned before."""
    if isinstance(node, ast.Name) and node.id in values:
        return values[node.id]
    if isinstance(node, ast.Dict):
        return {
            _value(key, values): _value(value, values) for key, value in zip(node.keys, node.values, strict=True) if key
        }
    if isinstance(node, ast.Tuple | ast.List):
        return [_value(each, values) for each in node.elts]
    return ast.literal_eval(node)
