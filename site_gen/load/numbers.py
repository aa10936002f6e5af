"""Numbers such as 1.500: YAML reads one and a half, and many languages mean 1500."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from site_gen.load.shape import Shape
from site_gen.messages import m
from site_gen.problems import Problem
from site_gen.sources.yaml import Data, Document

_OF_THREE: Final = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_QUICK: Final = re.compile(r"[\s\[{:,][-+]?[1-9]\d{0,2}\.\d{3}\b")

Path = tuple[str | int, ...]


def doubtful_numbers(document: Document, shape: Shape) -> Iterator[Problem]:
    """Yield an error for each amount or metric that is written like thousands with a point."""
    if not _QUICK.search(document.text):
        return
    for path, value in _numbers(document.data, shape, ()):
        written = document.written(path)
        if _OF_THREE.fullmatch(written):
            whole = written.replace(".", "")
            yield Problem(
                document.locate(path),
                m("{written} is read as {value}", written=written, value=f"{value:g}"),
                m(
                    "write thousands without a point: {whole} (or two decimals: {value})",
                    whole=whole,
                    value=f"{value:.2f}",
                ),
            )


def _numbers(data: Data, shape: Shape | None, path: Path) -> Iterator[tuple[Path, float]]:
    """Yield the paths of decimal numbers where the model wants a number."""
    if shape is None:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            # Where a number may be worked out, what it is worked out of are numbers, too.
            yield from _numbers(
                value, shape if shape.is_number and not shape.fields else shape.at((key,)), (*path, key)
            )
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _numbers(value, shape.at((index,)), (*path, index))
    elif isinstance(data, float) and shape.is_number:
        yield path, data
