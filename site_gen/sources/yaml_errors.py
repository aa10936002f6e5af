"""Turns the YAML parser's errors into plain words, with the position of the actual mistake. Knows no data.

libyaml and the Python parser word the same error differently; each rule's pattern matches both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import yaml

from site_gen.messages import joined, m, plural
from site_gen.sources.pasted import (
    box_at,
    bullet_at,
    fence_at,
    item_without_hyphen,
    link_at,
    mark_at,
    starred_key_at,
)
from site_gen.sources.text import excerpt

Explained: TypeAlias = tuple[int, str, str]  # index in the text, message, hint

_QUOTE: Final = m("put the text in quotes")
_TABS: Final = m("an editor can turn all tabs into spaces")
_LONGEST_SUGGESTION: Final = 60
_KEY: Final = re.compile(r":(?:\s|$)")
_ITEM: Final = re.compile(r"\s*-(?:\s|$)")
_TIGHT_ITEM: Final = re.compile(r"\s*-(?P<item>[\w\"'][^:]*:.*)")
_TIGHT_HYPHEN: Final = re.compile(r"-(?P<item>\w.*)")
_TWO_KEYS: Final = re.compile(r"\s*(?:-\s+)?(?P<first>[\w-]+:\s+[\d.,:T/-]+)[,;]?\s+(?P<second>[a-z_]\w*)\Z", re.ASCII)
_TIGHT_KEY: Final = re.compile(r"([\w-]+:)(?!//)(\S.*)")
_OTHER_SIGN: Final = re.compile(r"(?P<key>[\w-]+)\s*(?P<sign>[：=]|:=|=>|->)\s*(?P<value>\S.*)")
_OTHER_NOTE: Final = re.compile(r"(?:/{2,}|<!--|/\*|--|;)\s*(?P<note>.*?)\s*(?:-->|\*/)?$")
_COMMA_LEFT_OUT: Final = re.compile(r"(?P<before>[\w-]+:\s+[^\s,;{}\[\]]+);?\s+(?P<key>[\w-]+)\Z")
_NOTE_IN_BRACKETS: Final = re.compile(
    r"[\[{,:](?:[ \t]*|[ \t]*(?P<before>[^\s\[\]{},:\"'#][^\[\]{},:\"'#\n]*)[ \t])(?P<note>#\w[^,\]}\n]*)"
)
_TYPED_QUOTE: Final = re.compile("[\\[{:,][ \t]*(?P<text>[“„«”][^“”„«»\n]*[”“»])")
_TYPED_WHOLE: Final = re.compile("[“„«][^“”„«»]*[”“»]")
_NO_BREAK: Final = re.compile("[\xa0\u2007\u202f]")
_BREAKS_UNSEEN: Final = re.compile("[\x85\u2028\u2029]")
_QUOTED_TEXTS: Final = re.compile(r"([\"'])[^\"'\n]*\1(?:\s*[,;]\s*\1[^\"'\n]*\1)+")


@dataclass(frozen=True)
class _Complaint:
    """Where the parser stopped (`at`), where the construct that it was reading began (`since`), and the text."""

    text: str
    at: int
    since: int

    @property
    def character(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def line_start(self) -> int:
        return self.text.rfind("\n", 0, self.at) + 1

    @property
    def before(self) -> str:
        """The line of the error up to its position."""
        return self.text[self.line_start : self.at]

    @property
    def previous_start(self) -> int:
        """Where the last non-empty line above the error begins."""
        above = self.text[: self.line_start].rstrip()
        return above.rfind("\n") + 1

    @property
    def previous(self) -> str:
        return self.text[self.previous_start : self.line_start].rstrip()


def explain(error: yaml.MarkedYAMLError, text: str) -> Explained:
    """Return the mistake's index, a message, and what to write instead."""
    at = min(error.problem_mark.index, len(text)) if error.problem_mark else 0
    since = min(error.context_mark.index, len(text)) if error.context_mark else at
    said = f"{error.context or ''}: {error.problem or ''}"
    complaint = _Complaint(text, at, since)
    if unseen := _BREAKS_UNSEEN.search(text, text.rfind("\n", 0, min(since, at)) + 1, at):
        message = m("an invisible line break stands in this line: U+{code}", code=f"{ord(unseen[0]):04X}")
        return unseen.start(), message, m("delete it; it came with a copied text")
    if mark := mark_at(text, complaint.line_start, at):
        return mark
    if no_break := _no_break_space(complaint):
        return no_break
    if complaint.character == "\t" and not complaint.before.strip():
        return at, m("a tab is used for indentation: use spaces"), _TABS
    for pattern, rule in _RULES:
        if re.search(pattern, said):
            return rule(complaint)
    return at, m("this cannot be read as YAML: {value}", value=excerpt(said.strip(": "), 200)), _QUOTE


def _bad_first_character(c: _Complaint) -> Explained:
    if fence := fence_at(c.text, c.line_start):
        return fence
    return (
        c.at,
        m("a text cannot begin with '{character}' without quotes", character=excerpt(c.character)),
        suggest_quotes(c.text, c.at),
    )


def _bad_first_sign(c: _Complaint) -> Explained:
    sign = c.text[c.since : c.since + 1]
    if sign == "*" and c.text[c.since + 1 : c.since + 2] == " ":
        item = c.text[c.since + 2 :].partition("\n")[0]
        message = m("a list begins with '-', not with '{sign}'", sign="*")
        return c.since, message, m("write '- {item}'", item=excerpt(item, 30))
    if sign == "*" and (starred := starred_key_at(c.text, c.since)):
        return starred
    return c.since, m("a text cannot begin with '{sign}' without quotes", sign=sign), suggest_quotes(c.text, c.since)


def _missing_colon(c: _Complaint) -> Explained:
    return explain_keyless_line(c.text, c.since)


def is_keyless(line: str) -> bool:
    """Whether a line has no key only because of the sign between it and its value."""
    return bool(_TIGHT_KEY.match(line) or _OTHER_SIGN.match(line))


def explain_keyless_line(text: str, start: int) -> Explained:
    """Return what is wrong with the line that begins at an index, which has no 'key: ' though it needs one."""
    line = text[start:].partition("\n")[0].strip()
    if tight := _TIGHT_KEY.match(line):
        hint = m("write '{tight}'", tight=excerpt(f"{tight[1]} {tight[2]}"))
        return start + tight.end(1), m("there is no space after the colon"), hint
    if other := _OTHER_SIGN.match(line):
        hint = m("write '{value}'", value=excerpt(": ".join((other["key"], other["value"]))))
        return start + other.start("sign"), m("'{sign}' stands where a colon is needed", sign=other["sign"]), hint
    if (note := _OTHER_NOTE.match(line)) and not line.startswith("---"):
        return start, m("a note begins with '#'"), m("write '# {note}'", note=excerpt(note["note"]))
    if bullet := bullet_at(text, start):
        return bullet
    if hyphen := _TIGHT_HYPHEN.match(line):
        return (
            start + 1,
            m("there is no space after the hyphen"),
            m("write '- {item}'", item=excerpt(hyphen["item"], 30)),
        )
    above = text[: text.rfind("\n", 0, start) + 1].rstrip().rpartition("\n")[2]
    hint = m("write 'key: value'; if the line goes on with the text above it, indent it")
    hint += m(", or begin it with '- ' if it is one more of the list") if _ITEM.match(above) else ""
    return start, m("there is no colon after '{line}'", line=excerpt(line, 30)), hint


def _unexpected_colon(c: _Complaint) -> Explained:
    if two := _TWO_KEYS.match(c.before):
        hint = m("begin '{second}:' on a line of its own, below '{first}'", second=two["second"], first=two["first"])
        return c.line_start + two.start("second"), m("a second key stands on the line of the first"), hint
    if _KEY.search(c.before):
        return c.at, m("': ' inside a text without quotes"), suggest_quotes(c.text, c.at)
    above, here = _indent(c.previous), _indent(c.before)
    if c.previous and above == here and not _KEY.search(c.previous) and not _ITEM.match(c.previous):
        return explain_keyless_line(c.text, c.previous_start + above)
    if slip := _item_above(c, here):
        return slip
    message = m("this line is indented deeper than the lines it belongs with")
    hint = m(
        "{begin_with}; if it goes on with the text above it, put the whole text in quotes",
        begin_with=_begin_with(_key_column(c.previous)),
    )
    return c.line_start + here, message, hint


def _item_above(c: _Complaint, here: int) -> Explained | None:
    """The first line of an item has no key, or no space behind its hyphen: the lines below it can't belong to it."""
    start = c.previous_start + _key_column(c.previous)
    if _ITEM.match(c.previous) and _key_column(c.previous) == here and is_keyless(c.previous.strip("- ")):
        return explain_keyless_line(c.text, start)
    tight = _TIGHT_ITEM.match(c.previous)
    if tight is None or here <= tight.start("item") - 1:
        return None
    hint = m("write '- {item}'", item=excerpt(tight["item"], 30))
    return c.previous_start + tight.start("item"), m("there is no space after the hyphen"), hint


def _begin_with(spaces: int) -> str:
    """Return how a line has to begin, to belong with another that has so many spaces before its key."""
    if not spaces:
        return m("take out the spaces at the beginning of the line")
    return plural("begin the line with {count} space", "begin the line with {count} spaces", count=spaces)


def _key_column(line: str) -> int:
    """Return in which column, from 0, the key of a line stands: behind '- ' in a list."""
    found = re.match(r"\s*(?:-\s+)*", line)
    return found.end() if found else 0


def suggest_quotes(text: str, at: int) -> str:
    """Return the advice to put a value in quotes, with the line as it should be, where that can be said shortly."""
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0].strip()
    key, mark, value = line.partition(": ")
    if not mark:
        key, mark, value = ("-", " ", line[2:]) if line.startswith("- ") else ("", "", "")
    if value.startswith(("[", "{")):  # one of several values is meant, not all of them
        item = in_quotes(re.split(r"[,\]}\n]", text[at:], maxsplit=1)[0].strip())
        return joined(_QUOTE, f": {item}") if item and len(item) <= _LONGEST_SUGGESTION else _QUOTE
    quoted = in_quotes(value.strip())
    if quoted is None or len(line) > _LONGEST_SUGGESTION or set(value) & set("\\#") or set(key) & set("[{"):
        return _QUOTE
    return joined(_QUOTE, f": {excerpt(key)}{mark}{quoted}")


def in_quotes(text: str) -> str | None:
    """Return a text in straight quotes that it doesn't contain itself; None if it has both, or can't be shown."""
    if _TYPED_WHOLE.fullmatch(text):
        text = text[1:-1]
    if not text or not text.isprintable():
        return None
    return f'"{text}"' if '"' not in text else f"'{text}'" if "'" not in text else None


def _item_beside_key(c: _Complaint) -> Explained:
    hint = m("begin each '- ' on a line of its own; if it is part of a text, {quote}", quote=_QUOTE)
    return c.at, m("a list cannot begin in the middle of a line"), hint


def _question_mark(c: _Complaint) -> Explained:
    return c.at, m("a text cannot begin with '? ' without quotes"), _QUOTE


def _unclosed_quote(c: _Complaint) -> Explained:
    quote = c.text[c.since : c.since + 1]
    return c.since, m("the quote opened here is not closed"), m("add {quote} where the text ends", quote=quote)


def _bad_escape(c: _Complaint) -> Explained:
    hint = m("write two backslashes for one, or put the text in single quotes")
    return c.at, m("a backslash in double quotes is followed by something it cannot change"), hint


def _text_beside_block(c: _Complaint) -> Explained:
    sign = c.text[c.since : c.since + 1]
    hint = m("begin the text on the next line, indented; if '{sign}' is part of it, {quote}", sign=sign, quote=_QUOTE)
    return c.since, m("nothing can follow '{sign}' on its line", sign=sign), hint


def _directive(c: _Complaint) -> Explained:
    hint = m("delete the line; if it is part of a text, {quote}", quote=_QUOTE)
    return c.since, m("a line that begins with '%' is an instruction to the YAML reader"), hint


def _in_brackets(c: _Complaint) -> Explained:
    if told := _by_note(c) or link_at(c.text, c.line_start, c.at):
        return told
    end = c.text.find("\n", c.at)
    if typed := _TYPED_QUOTE.search(c.text, c.since, end if end >= 0 else len(c.text)):
        return _typographic(typed)
    opening = c.text[c.since : c.since + 1]
    closing = {"[": "]", "{": "}"}.get(opening, opening)
    rest = c.text[c.at :].partition("\n")[0]
    runs_on = c.character == ":" and "\n" in c.text[c.since : c.at] and closing not in rest
    if not c.character or runs_on:
        hint = m(
            "add '{closing}'; if '{opening}' is part of a text, {quote}", closing=closing, opening=opening, quote=_QUOTE
        )
        return c.since, m("the bracket '{opening}' is not closed", opening=opening), hint
    if c.character == ":":
        return _colon_in_brackets(c)
    if c.character in "]}":
        return (
            c.at,
            m("'{character}' cannot close '{opening}'", character=c.character, opening=opening),
            m("write '{closing}'", closing=closing),
        )
    return (
        c.at,
        m("a comma or '{closing}' is expected here", closing=closing),
        m("separate values by commas, or {quote}", quote=_QUOTE),
    )


def _colon_in_brackets(c: _Complaint) -> Explained:
    left_out = _COMMA_LEFT_OUT.search(c.text, c.since, c.at)
    if left_out is None or "\n" in left_out[0]:
        return c.at, m("': ' inside a text without quotes"), _QUOTE
    key = excerpt(left_out["key"])
    return (
        left_out.start("key"),
        m("a comma is missing before '{key}'", key=key),
        m("write '{before}, {key}: …'", before=excerpt(left_out["before"]), key=key),
    )


def _by_note(c: _Complaint) -> Explained | None:
    """A # behind a bracket or a comma begins a note, which takes the closing bracket with it: [#Valencia]."""
    opening = c.since if c.text[c.since : c.since + 1] in {"[", "{"} else _last_opening(c.text, c.at)
    note = _NOTE_IN_BRACKETS.search(c.text, opening, c.at) if opening is not None else None
    if note is None:
        return None
    word = excerpt(note["note"].rstrip(), 30)
    if note["before"]:
        message = m("the text ends here: what follows ' #' is a note, and '{word}' is not read", word=word)
        return note.start("note"), message, joined(_QUOTE, f': "{excerpt(note["before"].rstrip(), 30)} {word}"')
    message = m("what begins with # is a note, up to the end of the line: '{word}' is not read", word=word)
    return note.start("note"), message, m('{quote}: "{word}" (a hashtag needs no #)', quote=_QUOTE, word=word)


def _typographic(found: re.Match[str]) -> Explained:
    text = found["text"]
    straight = excerpt(text[1:-1])
    return (
        found.start("text"),
        m("only straight quotes keep a text with a comma or a bracket together"),
        m('write "{straight}"', straight=straight),
    )


def _no_break_space(c: _Complaint) -> Explained | None:
    """A no-break space looks like a space, but separates nothing; texts copied from Word have them."""
    begin = c.text.rfind("\n", 0, min(c.since, c.previous_start if c.line_start else c.since)) + 1
    end = c.text.find("\n", c.at)
    for found in _NO_BREAK.finditer(c.text, begin, end if end >= 0 else len(c.text)):
        before = c.text[c.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not before.strip() or before.rstrip().endswith((":", "-", "{", "[", ",")):
            hint = m("replace it by an ordinary space: delete what stands there and type a space")
            return (
                found.start(),
                m(
                    "a no-break space (U+{code}) stands here, and YAML takes it for a letter",
                    code=f"{ord(found[0]):04X}",
                ),
                hint,
            )
    return None


def _last_opening(text: str, at: int) -> int | None:
    return max(text.rfind("[", 0, at), text.rfind("{", 0, at), -1) if set("[{") & set(text[:at]) else None


def _no_value(c: _Complaint) -> Explained:
    if noted := _by_note(c):
        return noted
    if not c.character:
        return (
            c.at,
            m("the text ends inside brackets"),
            m("close every bracket; if one is part of a text, {quote}", quote=_QUOTE),
        )
    return (
        c.at,
        m("'{character}' stands where a value is expected", character=excerpt(c.character)),
        m("if it is part of a text, {quote}", quote=_QUOTE),
    )


def _outside(c: _Complaint) -> Explained:
    hint = m("a document is one mapping: give all its keys the same indentation")
    return c.at, m("this does not belong to what stands above it"), hint


def _out_of_place(c: _Complaint) -> Explained:
    before = c.before.strip()
    if before:
        return _after_value(c, before[-1])
    if c.character == ":":
        return c.at, m("there is no key before the colon"), m("write 'key: value'")
    if without := item_without_hyphen(c.text, c.line_start, c.at):
        return without
    same_column = c.at - c.line_start == c.since - (c.text.rfind("\n", 0, c.since) + 1)
    is_item = bool(_ITEM.match(c.text[c.at : c.at + 2]))
    if is_item and same_column:
        return c.at, m("a list item stands among keys"), m("give the list a key, or indent it under its key")
    if same_column:
        return c.at, m("a key stands among list items"), m("indent it under its item, or begin the line with '- '")
    count = c.at - c.line_start
    message = m("the indentation of this line ({count}) fits no line above it", count=count)
    is_one_more = is_item and _ITEM.match(c.previous)  # its hyphen goes below that hyphen, not behind it
    spaces = len(c.previous) - len(c.previous.lstrip(" ")) if is_one_more else _key_column(c.previous)
    return c.at, message, m("{begin_with}, if it belongs with the line above", begin_with=_begin_with(spaces))


def _after_value(c: _Complaint, last: str) -> Explained:
    if last == "]" and (told := link_at(c.text, c.line_start, c.at) or box_at(c.text, c.line_start)):
        return told
    if last in "]}":
        return c.at, m("there is text after the closing '{last}'", last=last), m("put the whole value in quotes")
    if last not in "\"'":
        return c.at, m("this does not belong to the value before it"), _QUOTE
    close = c.text.rfind(last, 0, c.at)
    opening = c.text.rfind(last, 0, close)
    if "\n" in c.text[opening:close]:
        return (
            opening,
            m("the quote opened here is not closed on its line"),
            m("add {last} where the text ends", last=last),
        )
    end = c.text.find("\n", c.at)
    first = c.text[c.line_start :].find(last) + c.line_start
    value = c.text[first : end if end >= 0 else len(c.text)].strip()
    if _QUOTED_TEXTS.fullmatch(value) and len(value) <= _LONGEST_SUGGESTION:
        return c.at, m("several texts stand here, and brackets make a list of them"), m("write [{value}]", value=value)
    is_inside = c.text[close - 1].isspace() or not c.text[close + 1 : close + 2].isspace()  # "A "great" month"
    whole = in_quotes(value[1:-1] if value.endswith(last) and (value.count(last) % 2 or is_inside) else value)
    inside = '\\"' if last == '"' else "''"
    hint = (
        m("write {whole}", whole=whole)
        if whole and len(whole) <= _LONGEST_SUGGESTION
        else m("write {inside} for a quote inside the text", inside=inside)
    )
    return c.at, m("there is text after the closing quote"), hint


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


# The parser's message → its meaning; the first match counts.
_RULES: Final[tuple[tuple[str, Callable[[_Complaint], Explained]], ...]] = (
    ("cannot start any token", _bad_first_character),
    ("scanning a simple key", _missing_colon),
    ("mapping values", _unexpected_colon),
    ("sequence entries", _item_beside_key),
    ("mapping keys", _question_mark),
    ("quoted scalar.*(?:end of stream|document)", _unclosed_quote),
    ("escape|hexa?dec", _bad_escape),
    ("scanning a block scalar", _text_beside_block),
    ("scanning an (?:alias|anchor)", _bad_first_sign),
    ("directive|incompatible|duplicate tag", _directive),
    ("(?:scanning|parsing) a tag|tag handle", _bad_first_sign),
    ("',' or", _in_brackets),
    ("node content", _no_value),
    ("document start", _outside),
    ("parsing a block", _out_of_place),
)
