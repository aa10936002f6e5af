"""Builds plain data from a YAML parser's events. Knows nothing about files on disk or the meaning of keys.

One loop with its own stack: no text can exhaust Python's stack, and each limit below is checked before anything grows
past it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from site_gen.messages import m
from site_gen.problems import Problem, Severity
from site_gen.sources.scalars import ScalarError, resolve, resolve_as
from site_gen.sources.text import FORBIDDEN, Lines, excerpt, forbidden
from site_gen.sources.yaml_errors import explain, in_quotes, suggest_quotes

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"

NODE_LIMIT: Final = 100_000  # values in a document; those that an alias repeats count every time
DEPTH_LIMIT: Final = 64  # levels of nesting, with aliases followed
DIRECTIVE_LIMIT: Final = 100  # the parser compares each %TAG line with all earlier ones

# libyaml is many times faster; the Python parser, used if libyaml is missing, is only stricter about tabs.
Parser: TypeAlias = type[yaml.CBaseLoader | yaml.BaseLoader]
PARSER: Final[Parser] = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader

_QUOTE: Final = m("if it is part of a text, put the text in quotes")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_STANDARD: Final = "tag:yaml.org,2002:"
_KINDS: Final[Mapping[type[Event], frozenset[str]]] = MappingProxyType(
    {
        ScalarEvent: frozenset({"null", "bool", "int", "float", "str"}),
        MappingStartEvent: frozenset({"map"}),
        SequenceStartEvent: frozenset({"seq"}),
    }
)


class _Special(Enum):
    """What a mapping may find in place of a key, besides text."""

    MERGE = "<<"
    UNUSABLE = "a list or mapping, or a key for the second time: its value is dropped"


_Key: TypeAlias = str | _Special


class _RefusedError(Exception):
    """The rest of the document is not read; the problem has been reported."""


class _Anchor:
    """A node that aliases may repeat; `weight` is its number of nodes, 0 while it is still open."""

    __slots__ = ("as_key", "height", "value", "weight")

    def __init__(self, value: Data, as_key: _Key) -> None:
        self.value = value
        self.as_key = as_key
        self.weight = 0
        self.height = 0


class _Open:
    """A collection whose end has not been read yet, and the index of each of its values and keys."""

    __slots__ = ("anchor", "height", "key_places", "nodes_before", "places")
    data: list[Data] | dict[str, Data]
    wants_key: bool

    def __init__(self, nodes_before: int) -> None:
        self.anchor: _Anchor | None = None
        self.height = 1
        self.nodes_before = nodes_before
        self.places: dict[str | int, int] = {}
        self.key_places: dict[_Key | int, int] = {}


class _OpenList(_Open):
    __slots__ = ("data",)
    wants_key = False

    def __init__(self, nodes_before: int) -> None:
        super().__init__(nodes_before)
        self.data: list[Data] = []

    def add(self, value: Data, index: int) -> None:
        self.places[len(self.data)] = index
        self.data.append(value)


class _OpenMapping(_Open):
    """Keys and values arrive alternately; values from `<<` are added at the end, since explicit keys win."""

    __slots__ = ("_key", "data", "merged", "repeats", "wants_key")

    def __init__(self, nodes_before: int) -> None:
        super().__init__(nodes_before)
        self.data: dict[str, Data] = {}
        self.merged: tuple[Data, int] | None = None
        self.wants_key = True
        self.repeats: _Key | None = None
        self._key: _Key = _Special.UNUSABLE

    def add_key(self, key: _Key) -> None:
        self._key = key
        self.wants_key = False

    def add(self, value: Data, index: int) -> None:
        if isinstance(self._key, str):
            self.data[self._key] = value
            self.places[self._key] = index
        elif self._key is _Special.MERGE:
            self.merged = (value, index)
        self.wants_key = True


class YamlReader:
    """One parsed document: its data, its problems, and the index of every value in the text.

    `plain`, if given, is called with the parser's event of each value (not key) without quotes.

    The text must not begin with a byte order mark: libyaml skips it and counts on as if it were not there.
    """

    def __init__(
        self, lines: Lines, parser: Parser = PARSER, plain: Callable[[ScalarEvent], None] | None = None
    ) -> None:
        self.data: Data = None
        self.problems: list[Problem] = []
        self._plain = plain
        self._lines = lines
        self._root: Data = None
        self._root_place = 0
        self._documents = 0
        self._nodes = 0
        self._stack: list[_OpenList | _OpenMapping] = []
        self._anchors: dict[str, _Anchor] = {}
        self._unrepeated: dict[str, tuple[int, str]] = {}  # anchors of texts: where they stand, and the texts
        self._collections: dict[int, _Open] = {}  # by id() of the data
        self._read(parser)

    def find(self, path: tuple[str | int, ...], *, key: bool) -> int:
        """Return the index of the value at `path`, or of its key; else that of its nearest ancestor."""
        here, place = self._root, self._root_place
        for step in path:
            collection = self._collections.get(id(here))
            if collection is None or step not in collection.places:
                break
            value_place = collection.places[step]
            place = collection.key_places.get(step, value_place) if key else value_place
            here = _child(here, step)
        return place

    def _read(self, parser: Parser) -> None:
        try:
            self._refuse_many_directives(self._lines.text)
            for event in self._events(parser):
                if type(event) is ScalarEvent:  # four of five
                    self._take_scalar(event, event.start_mark.index if event.start_mark else 0)
                else:
                    self._take(event)
        except _RefusedError:
            return

    def _events(self, parser: Parser) -> Iterator[Event]:
        """Yield the parser's events until its end or its first error."""
        text = self._lines.text
        try:
            events = parser(text)
            while (event := events.get_event()) is not None:
                yield event
        except yaml.MarkedYAMLError as error:
            index, message, hint = explain(error, text)
            if not (self.problems and self._is_star(self.problems[-1], index)):
                self._report(index, message, hint)
        except (yaml.reader.ReaderError, ValueError):
            self._report_unreadable(text)

    def _take(self, event: Event) -> None:
        index = event.start_mark.index if event.start_mark else 0
        match event:
            case AliasEvent():
                self._take_alias(event, index)
            case CollectionStartEvent():
                self._open(event, index)
            case CollectionEndEvent():
                self._close()
            case DocumentStartEvent():
                self._start_document(index)
            case DocumentEndEvent():
                self.data = self._root
                self._warn_of_unrepeated()

    def _start_document(self, index: int) -> None:
        self._documents += 1
        if self._documents > 1:
            hint = m(
                "keep one document in a file: delete this line; a text below it belongs under 'body: |', "
                "each of its lines behind two spaces"
            )
            self._refuse(index, m("a second document begins here"), hint)

    def _take_scalar(self, event: ScalarEvent, index: int) -> None:
        self._count(1, index)
        text = event.value
        is_plain = event.tag is None and event.implicit[0]
        if event.style == '"':
            self._check_escapes(text, index)
        as_key = _Special.MERGE if is_plain and text == "<<" else text
        is_key = bool(self._stack) and self._stack[-1].wants_key
        is_only_key = event.anchor is None and is_key
        if self._plain is not None and is_plain and not is_key and event.anchor is None and not event.style:
            self._plain(event)
        value: Data = text
        if event.tag is not None:
            value = self._tagged(event, index)
        elif is_plain and not is_only_key:
            value = self._resolved(text, index)
        if event.anchor is not None:
            anchor = self._anchors[event.anchor] = _Anchor(value, as_key)
            anchor.weight = 1
            if isinstance(value, str):
                self._unrepeated[event.anchor] = (index, value)
        self._add(value, as_key, index)

    def _take_alias(self, event: AliasEvent, index: int) -> None:
        anchor = self._anchors.get(str(event.anchor))
        name = excerpt(f"*{event.anchor}")
        self._unrepeated.pop(str(event.anchor), None)
        if anchor is None and "&" not in self._lines.text:  # *like this*: who names no value doesn't mean to repeat one
            message = m("a text cannot begin with '{character}' without quotes", character="*")
            self._report(index, message, suggest_quotes(self._lines.text, index))
            anchor = _Anchor(None, str(event.anchor))
        elif anchor is None:
            hint = m("write '&{name}' before the value it repeats; {quote}", name=name[1:], quote=_QUOTE)
            self._report(index, m("'{name}' repeats a value that is not named above", name=name), hint)
            anchor = _Anchor(None, str(event.anchor))
        elif not anchor.weight:
            hint = m("repeat a value that has ended above; {quote}", quote=_QUOTE)
            self._report(index, m("'{name}' stands inside the value it repeats", name=name), hint)
            anchor = _Anchor(None, str(event.anchor))
        self._count(anchor.weight, index)
        self._deepen(anchor.height, index)
        self._add(anchor.value, anchor.as_key, index)

    def _is_star(self, before: Problem, index: int) -> bool:
        """Whether the parser stumbles over the rest of a text whose first star was reported."""
        here = self._lines.place(index)
        return before.location.line == here.line and "'*'" in before.message

    def _warn_of_unrepeated(self) -> None:
        """Warn of texts that lost their first word: '&Co and friends' names a value 'Co', and says 'and friends'."""
        for name, (index, value) in self._unrepeated.items():
            whole = in_quotes(f"&{name} {value}".rstrip())
            message = m("'{name}' only names what follows it, and is not read as text", name=excerpt(f"&{name}"))
            hint = m("put the text in quotes: {whole}", whole=excerpt(whole)) if whole else _QUOTE
            self.problems.append(Problem(self._lines.place(index), message, hint, Severity.WARNING))

    def _open(self, event: CollectionStartEvent, index: int) -> None:
        self._count(1, index)
        self._deepen(1, index)
        if event.tag is not None:
            self._kind(event, event.tag, index)
        is_mapping = isinstance(event, MappingStartEvent)
        opened = _OpenMapping(self._nodes - 1) if is_mapping else _OpenList(self._nodes - 1)
        self._collections[id(opened.data)] = opened
        if event.anchor is not None:
            opened.anchor = self._anchors[event.anchor] = _Anchor(opened.data, _Special.UNUSABLE)
        self._add(opened.data, _Special.UNUSABLE, index)
        self._stack.append(opened)

    def _close(self) -> None:
        closed = self._stack.pop()
        if isinstance(closed, _OpenMapping) and closed.merged:
            self._merge(closed, *closed.merged)
        if closed.anchor is not None:
            closed.anchor.weight = self._nodes - closed.nodes_before
            closed.anchor.height = closed.height
        if self._stack:
            parent = self._stack[-1]
            parent.height = max(parent.height, closed.height + 1)

    def _add(self, value: Data, as_key: _Key, index: int) -> None:
        if not self._stack:
            self._root, self._root_place = value, index
            return
        parent = self._stack[-1]
        if isinstance(parent, _OpenMapping) and parent.wants_key:
            parent.add_key(self._checked_key(parent, as_key, index))
        else:
            parent.add(value, index)

    def _checked_key(self, mapping: _OpenMapping, key: _Key, index: int) -> _Key:
        if key is _Special.UNUSABLE:
            hint = m("a key is text; if this is a text with brackets or braces, put it in quotes")
            self._report(index, m("a list or a mapping stands where a key is expected"), hint)
            return key
        if key not in mapping.key_places:
            mapping.key_places[key] = index
            return key
        line = self._lines.place(mapping.key_places[key]).line
        name = key if isinstance(key, str) else key.value
        in_list = len(self._stack) > 1 and isinstance(self._stack[-2], _OpenList)
        if in_list and mapping.repeats not in {None, key}:
            return _Special.UNUSABLE  # the first says it for all keys of an item that lacks its hyphen
        hint = m("keep one of the two")
        if in_list:
            hint = m("if a new item of the list begins here, begin it with '- '; else keep one of the two")
        mapping.repeats = key
        self._report(index, m("the key '{name}' is already at line {line}", name=excerpt(name), line=line), hint)
        return _Special.UNUSABLE

    def _merge(self, mapping: _OpenMapping, value: Data, index: int) -> None:
        """Add the keys from `<<`; in a list of mappings, earlier ones win."""
        sources = value if isinstance(value, list) else [value]
        for source in sources:
            if isinstance(source, dict):
                self._merge_one(mapping, source)
            elif source is not None:
                hint = m("write '<<: *name', where 'name: &name' is a mapping above")
                self._report(index, m("'<<' takes a mapping, or a list of mappings"), hint)

    def _merge_one(self, mapping: _OpenMapping, source: dict[str, Data]) -> None:
        origin = self._collections[id(source)]
        for key, value in source.items():
            if key not in mapping.data:
                mapping.data[key] = value
                mapping.places[key] = origin.places[key]
                mapping.key_places[key] = origin.key_places[key]

    def _resolved(self, text: str, index: int) -> Data:
        try:
            return resolve(text)
        except ScalarError as error:
            self._report(index, str(error), _QUOTE)
            return text

    def _tagged(self, event: ScalarEvent, index: int) -> Data:
        if event.tag == "!":  # only says that the value is text
            return event.value
        kind = self._kind(event, str(event.tag), index)
        try:
            return resolve_as(kind, event.value) if kind else event.value
        except ScalarError as error:
            self._report(index, str(error), m("correct the value, or delete the tag"))
            return event.value

    def _kind(self, event: NodeEvent, tag: str, index: int) -> str | None:
        """Return the kind that a tag names, or None after reporting an unknown tag."""
        kind = tag.removeprefix(_STANDARD)
        if tag == "!" or (kind != tag and kind in _KINDS[type(event)]):
            return kind
        shown = excerpt(f"!!{kind}" if kind != tag else tag)
        self._report(
            index, m("the tag '{shown}' is not supported here", shown=shown), m("delete the tag; {quote}", quote=_QUOTE)
        )
        return None

    def _count(self, nodes: int, index: int) -> None:
        self._nodes += nodes
        if self._nodes > NODE_LIMIT:
            hint = m("repeat less with aliases, or split the file")
            self._refuse(index, m("the document holds more than {node_limit:,} values", node_limit=NODE_LIMIT), hint)

    def _deepen(self, levels: int, index: int) -> None:
        if len(self._stack) + levels > DEPTH_LIMIT:
            hint = m("use fewer levels; a text that begins with brackets or dashes goes in quotes")
            self._refuse(index, m("values are nested deeper than {depth_limit} levels", depth_limit=DEPTH_LIMIT), hint)
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, levels + 1)

    def _refuse_many_directives(self, text: str) -> None:
        if text.count("\n%TAG") > DIRECTIVE_LIMIT:
            self._refuse(text.index("\n%TAG") + 1, m("too many lines begin with '%TAG'"), m("delete these lines"))

    def _check_escapes(self, text: str, index: int) -> None:
        """Refuse half of a surrogate pair, as libyaml does: such a text can't be written to a file."""
        if half := _SURROGATE.search(text):
            hint = m("write the character itself, without a backslash")
            self._report(index, m("an escape gives half of a character: U+{code}", code=f"{ord(half[0]):04X}"), hint)

    def _report_unreadable(self, text: str) -> None:
        """Report characters that the parser refuses."""
        if bad := FORBIDDEN.search(text):
            self._report(bad.start(), *forbidden(bad[0]))
        else:  # only the Python parser: a number out of range in an escape or a directive
            self._report(0, m("an escape or a directive holds a number that is too big"), "")

    def _report(self, index: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self._lines.place(index), message, hint))

    def _refuse(self, index: int, message: str, hint: str) -> None:
        self._report(index, message, hint)
        raise _RefusedError


def _child(data: Data, step: str | int) -> Data:
    if isinstance(data, dict) and isinstance(step, str):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) else None
