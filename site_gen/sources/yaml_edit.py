"""Changes values in a YAML text and leaves every other byte as it is: comments, order, quotes, line ends.

Edits are spans of the original text. The result is read again, and given out only if it says exactly what it should.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import yaml

from site_gen.sources.yaml import Data, read_yaml
from site_gen.sources.yaml_reader import PARSER

Path = tuple[str | int, ...]
Values = Mapping[str, str]
"""Keys with their values as YAML, such as {'name': '"Views, all"', 'period': '{from: 2026-01-01, to: 2026-03-31}'}."""

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_COMPOSER: Final = yaml.CSafeLoader if PARSER is yaml.CBaseLoader else yaml.SafeLoader


class EditError(Exception):
    """The text is written in a way that this can't be changed in; it has to be done by hand."""


class YamlEdit:
    """Changes to one YAML text, whose top is a mapping. Raises EditError where the text can't be read."""

    def __init__(self, text: str, file: str) -> None:
        document = read_yaml(text, file)
        if document.problems or not isinstance(document.data, dict):
            raise EditError(file)
        self._mark = "\ufeff" * (len(text) - len(text.lstrip("\ufeff")))
        self._text, self._file = document.text, file
        found = _LINE_END.search(self._text)
        self._end = found[0] if found else "\n"
        root = yaml.compose(self._text, Loader=_COMPOSER)
        if not isinstance(root, yaml.MappingNode):
            raise EditError(file)
        self._root: yaml.MappingNode = root
        self._expected: Data = copy.deepcopy(document.data)
        self._edits: list[tuple[int, int, str]] = []

    # --- what can be changed ------------------------------------------------------------------------------------------

    def set_values(self, path: Path, values: Values) -> None:
        """Set keys of the mapping at `path`: those that are there are replaced in place, others come last."""
        node = self._node(path)
        if not isinstance(node, yaml.MappingNode):
            raise EditError(self._file)
        there = {key.value: value for key, value in node.value}
        new = {}
        for key, written in values.items():
            if key in there and self._is_empty(there[key]):
                raise EditError(self._file)
            if key in there:
                start, stop = there[key].start_mark.index, self._stop(there[key])
                block = isinstance(there[key], yaml.CollectionNode) and not there[key].flow_style
                if block or self._text[start:stop][:1] in {"|", ">"}:
                    raise EditError(self._file)
                self._edits.append((start, stop, written))
            else:
                new[key] = written
        self._expect(path, values)
        if new and node.flow_style:
            self._into_flow(node, ", ".join(f"{key}: {value}" for key, value in new.items()))
        elif new:
            indent = " " * node.value[0][0].start_mark.column
            self._below(node, [f"{indent}{key}: {value}" for key, value in new.items()])

    def add_items(self, key: str, items: Sequence[Values]) -> None:
        """Add mappings at the end of the list that is the value of a key at the top; make the list if there is none."""
        if not items:
            return
        entries = {name.value: (name, value) for name, value in self._root.value}
        self._expect_items(key, items)
        if key not in entries:
            if self._root.flow_style:
                raise EditError(self._file)
            gap = "" if not self._text or self._text.endswith(("\n", "\r")) else self._end
            lines = [f"{key}:", *_block_items(items, 2)]
            self._edits.append((len(self._text), len(self._text), gap + "".join(line + self._end for line in lines)))
            return
        name, node = entries[key]
        if isinstance(node, yaml.ScalarNode) and self._is_empty(node):
            self._below(name, _block_items(items, name.start_mark.column + 2))
        elif not isinstance(node, yaml.SequenceNode):
            raise EditError(self._file)
        elif node.flow_style:
            self._into_flow(node, ", ".join(_flow(item) for item in items))
        else:
            self._below(node, _block_items(items, node.start_mark.column))

    def result(self) -> str:
        """Return the changed text. Raises EditError where it wouldn't say what was asked for, and nothing else."""
        pieces, at = [], 0
        for start, stop, new in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < at:
                raise EditError(self._file)
            pieces += [self._text[at:start], new]
            at = stop
        text = "".join([*pieces, self._text[at:]])
        read = read_yaml(text, self._file)
        if read.problems or read.data != self._expected:
            raise EditError(self._file)
        return self._mark + text

    # --- where things are ---------------------------------------------------------------------------------------------

    def _node(self, path: Path) -> yaml.Node:
        node: yaml.Node | None = self._root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                node = None
        if node is None:
            raise EditError(self._file)
        return node

    def _is_empty(self, node: yaml.Node) -> bool:
        return node.start_mark.index == node.end_mark.index

    def _stop(self, node: yaml.Node) -> int:
        """Return where a node's last character is: the parser counts the space behind a block to it."""
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            start, end = node.start_mark.index, node.end_mark.index
            return start + len(self._text[start:end].rstrip())
        last = node.value[-1]
        if isinstance(last, tuple):
            key, value = last
            return max(self._stop(key), self._stop(value))
        return self._stop(last)

    def _below(self, node: yaml.Node, lines: Iterable[str]) -> None:
        """Insert lines below the line on which a node ends."""
        found = _LINE_END.search(self._text, self._stop(node))
        new = "".join(line + self._end for line in lines)
        at = found.end() if found else len(self._text)
        self._edits.append((at, at, new if found else self._end + new))

    def _into_flow(self, node: yaml.CollectionNode, written: str) -> None:
        """Insert values before the closing bracket of a list or mapping."""
        at = node.end_mark.index - 1
        inside = self._text[node.start_mark.index + 1 : at].rstrip()
        joint = "" if not node.value else (" " if inside.endswith(",") else ", ")
        before = node.start_mark.index + 1 + len(inside)
        self._edits.append((before, before, joint + written))

    # --- what it has to say after -------------------------------------------------------------------------------------

    def _expect(self, path: Path, values: Values) -> None:
        target: Data = self._expected
        for step in path:
            target = target[step]  # type: ignore[index]  # the node was found by this path
        if not isinstance(target, dict):
            raise EditError(self._file)
        target |= _data(values)

    def _expect_items(self, key: str, items: Sequence[Values]) -> None:
        if not isinstance(self._expected, dict):
            raise EditError(self._file)
        there = self._expected.get(key)
        if there is not None and not isinstance(there, list):
            raise EditError(self._file)
        self._expected[key] = [*(there or []), *map(_data, items)]


def _data(values: Values) -> dict[str, Data]:
    found = read_yaml("".join(f"{key}: {value}\n" for key, value in values.items()), "values").data
    return found if isinstance(found, dict) else {}


def _flow(item: Values) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in item.items()) + "}"


def _block_items(items: Sequence[Values], indent: int) -> Iterable[str]:
    """Yield the lines of items of a block list."""
    for item in items:
        if not item:
            yield f"{' ' * indent}- {{}}"
        for number, (key, value) in enumerate(item.items()):
            yield f"{' ' * indent}{'  ' if number else '- '}{key}: {value}"
