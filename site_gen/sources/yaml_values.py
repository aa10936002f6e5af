"""Finds the values in a YAML text, without its keys and comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.events import CollectionEndEvent, Event, MappingStartEvent, NodeEvent, ScalarEvent, SequenceStartEvent

from site_gen.sources.yaml_reader import DEPTH_LIMIT, PARSER


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """A scalar: its value, and its span in the source text. `at` is where the parser finds it: a block's sign |."""

    value: str
    start: int
    end: int
    at: int


def written_values(text: str) -> Iterator[WrittenValue]:
    """Yield the scalar values of a YAML text in order, up to the parser's first error, or to where it is nested deeper
    than any document that is read: the parser takes long on each further level."""
    # For each open collection: whether its next node is a key; never in a list.
    at_key: list[bool] = []
    is_mapping: list[bool] = []
    for event in _events(text):
        if isinstance(event, CollectionEndEvent):
            at_key.pop()
            is_mapping.pop()
        elif isinstance(event, NodeEvent):
            is_key = bool(at_key) and at_key[-1]
            if at_key and is_mapping[-1]:
                at_key[-1] = not is_key
            if isinstance(event, ScalarEvent) and not is_key:
                yield _written(event, text)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                is_mapping.append(isinstance(event, MappingStartEvent))
                at_key.append(is_mapping[-1])
                if len(at_key) > DEPTH_LIMIT:
                    return


def _written(event: ScalarEvent, text: str) -> WrittenValue:
    start, end = (mark.index if mark else 0 for mark in (event.start_mark, event.end_mark))
    at = start
    if event.style in {"|", ">"}:  # the line with the indicator may have a comment
        start = text.find("\n", start, end) + 1 or end
    return WrittenValue(event.value, start, end, at)


def _events(text: str) -> Iterator[Event]:
    try:
        events = PARSER(text)
        while (event := events.get_event()) is not None:
            yield event
    except (yaml.YAMLError, ValueError):
        return
