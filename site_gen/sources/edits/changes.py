"""Changes a YAML text so that it says something else, by writing into it: whatever isn't changed keeps its bytes.

Each step is tried in the ways that come into question, and one is taken only if the text then reads as it should, and
as nothing else. Where none does, the text is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from site_gen.messages import m
from site_gen.problems import Severity
from site_gen.sources.edits.differences import Insert, Put, Remove, Reorder, Step, after_step, composed, same, steps
from site_gen.sources.edits.places import insertions, removals, reorderings, replacements
from site_gen.sources.edits.tree import LINE_END, Path, header_of, parse_tree
from site_gen.sources.edits.writing import style_of
from site_gen.sources.yaml import Data, Document, read_yaml

_MERGE: Final = "<<"


class EditError(Exception):
    """The text is written in a way in which this can't be changed: `path` leads to the value."""

    def __init__(self, path: Path) -> None:
        super().__init__(m("{place} can't be changed here", place=".".join(map(str, path)) or m("the file")))
        self.path = path


def changed(text: str, wanted: Data) -> str:
    """Return the text of a YAML document, changed so that it says `wanted`. Raises EditError.

    The order of keys counts. Texts are written with letters and their marks in one character, as files are read.
    """
    document = read(text)
    if has_errors(document):
        raise EditError(())
    data = document.data
    wanted = composed(wanted, data)
    in_order = _MERGE not in text  # what a merge brings in is read last, wherever it stands
    for step in steps(data, wanted):
        data = after_step(data, step)
        text = _done(text, step, data, in_order=in_order)
    if not same(read(text).data, wanted, in_order=in_order):
        raise EditError(())
    return text


def read(text: str) -> Document:
    """Return a text as the project's reader sees it."""
    return read_yaml(normalize("NFC", LINE_END.sub("\n", text)), "")


def has_errors(document: Document) -> bool:
    """Whether a document can't be read as it is written."""
    return any(problem.severity is Severity.ERROR for problem in document.problems)


def _done(text: str, step: Step, expected: Data, *, in_order: bool) -> str:
    for candidate in _candidates(text, step):
        document = read(candidate)
        if not has_errors(document) and same(document.data, expected, in_order=in_order):
            return candidate
    raise EditError(step.path)


def _candidates(text: str, step: Step) -> Iterator[str]:
    found = LINE_END.search(text)
    end = found[0] if found else "\n"
    for whole in _completed(text, end):
        root = parse_tree(whole)
        style = style_of(root, whole, end)
        match step:
            case Put():
                yield from replacements(whole, root, step, style)
            case Insert():
                yield from insertions(whole, root, step, style)
            case Remove():
                yield from removals(whole, root, step)
            case Reorder():
                yield from reorderings(whole, root, step)


def _completed(text: str, end: str) -> Iterator[str]:
    """Yield the text; where it ends in the middle of a line, also with a line end, which is taken only where it helps.

    A text block that ends there has no line end in its value: it keeps that by the sign '|-'.
    """
    yield text
    if text.endswith(("\n", "\r")):
        return
    yield text + end
    node = parse_tree(text)
    while node is not None and node.entries:
        node = node.entries[-1].node
    if node is not None and node.style in {"|", ">"}:
        sign = header_of(text, node)
        yield f"{text[:sign]}-{text[sign:]}{end}"
