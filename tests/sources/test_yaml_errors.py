"""Every error of either parser, in plain words and at the position of the mistake."""

from __future__ import annotations

import pytest
import yaml

from site_gen.sources.text import Lines
from site_gen.sources.yaml_reader import PARSER, Parser, YamlReader

TAB = "a tab is used for indentation: use spaces"
COLON = "': ' inside a text without quotes"
UNCLOSED = "the quote opened here is not closed"
OUTSIDE = "this does not belong to what stands above it"
DEEPER = "this line is indented deeper than the lines it belongs with"
DIRECTIVE = "a line that begins with '%' is an instruction to the YAML reader"
MISTAKES = {
    "a: 1\n\tb: 2": ("2:1", TAB),
    "a:\n\tb: 1": ("2:1", TAB),
    "a:\n  \tb: 1": ("2:3", TAB),
    "a: |\n x\n\ty": ("3:1", TAB),
    "a: 1\ntitle My\nb: 3": ("2:1", "there is no colon after 'title My'"),
    "title My title\nb: 3": ("1:1", "there is no colon after 'title My title'"),
    "a: 1\ntitle": ("2:1", "there is no colon after 'title'"),
    "a:1\nb: 2": ("1:3", "there is no space after the colon"),
    "a: 1\nb:2\nc: 3": ("2:3", "there is no space after the colon"),
    "a: Sale: 50%": ("1:8", COLON),
    "- a: b: c": ("1:7", COLON),
    "Привет: 😀 щ: x": ("1:12", COLON),
    "a: [b: c: d]": ("1:9", COLON),
    "a: 1\n  b: 2": ("2:3", DEEPER),
    "- a\n  b: 1": ("2:3", DEEPER),
    "a: long\n  more\n b: 2": ("3:2", DEEPER),
    "a:\n    b: 1\n  c: 2": ("3:3", "the indentation of this line (2) fits no line above it"),
    "a: >\n  x\n y: 1": ("3:2", "the indentation of this line (1) fits no line above it"),
    "  a: 1\n b: 2": ("2:2", OUTSIDE),
    "[a]\nb: 1": ("2:1", OUTSIDE),
    "- a\nb: 1": ("2:1", "a key stands among list items"),
    "a: 1\n- b": ("2:1", "a list item stands among keys"),
    ": x": ("1:1", "there is no key before the colon"),
    "a: @x": ("1:4", "a text cannot begin with '@' without quotes"),
    "a: `x`": ("1:4", "a text cannot begin with '`' without quotes"),
    "a: %x": ("1:4", "a text cannot begin with '%' without quotes"),
    "a: **b**": ("1:4", "a text cannot begin with '*' without quotes"),
    "a: & b": ("1:4", "a text cannot begin with '&' without quotes"),
    "a: !x!y z": ("1:4", "a text cannot begin with '!' without quotes"),
    "a: !<x": ("1:4", "a text cannot begin with '!' without quotes"),
    "a: ? b": ("1:4", "a text cannot begin with '? ' without quotes"),
    "a: - b": ("1:4", "a list cannot begin in the middle of a line"),
    "a: > text": ("1:4", "nothing can follow '>' on its line"),
    "a: |x": ("1:4", "nothing can follow '|' on its line"),
    'b: 1\na: "x\nc: 1': ("2:4", UNCLOSED),
    "a: 'x\n---\nb'": ("1:4", UNCLOSED),
    'a: "1\nb: "2"': ("1:4", "the quote opened here is not closed on its line"),
    "a: 'don't do'": ("1:9", "there is text after the closing quote"),
    'a: "x" y': ("1:8", "there is text after the closing quote"),
    "a: [x] y": ("1:8", "there is text after the closing ']'"),
    "b: &b 1\na: *b y": ("2:7", "this does not belong to the value before it"),
    "a: [1, 2": ("1:4", "the bracket '[' is not closed"),
    "a: [1, 2\nb: 3": ("1:4", "the bracket '[' is not closed"),
    "a: {x: 1": ("1:4", "the bracket '{' is not closed"),
    "a: [x,": ("1:7", "the text ends inside brackets"),
    "a: [1}": ("1:6", "'}' cannot close '['"),
    "a: [\n 'x' 'y'\n]": ("2:6", "a comma or ']' is expected here"),
    "a: [b,,c]": ("1:7", "',' stands where a value is expected"),
    "a: ]": ("1:4", "']' stands where a value is expected"),
    "%x: 1": ("1:1", DIRECTIVE),
    "%YAML 3.0\n---\na: 1": ("1:1", DIRECTIVE),
    "%TAG ! x\n%TAG ! y\n---\na: 1": ("2:1", DIRECTIVE),
    "a: x\u2028b: c: d": ("1:5", "an invisible line break stands in this line: U+2028"),
}


@pytest.mark.parametrize("parser", {PARSER, yaml.BaseLoader}, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_in_plain_words(text: str, parser: Parser) -> None:
    (problem,) = YamlReader(Lines(text, "f"), parser).problems
    place = f"{problem.location.line}:{problem.location.column}"
    assert (place, problem.message) == MISTAKES[text]
    assert problem.hint


HINTS = {
    "a: Sale: 50%": 'put the text in quotes: a: "Sale: 50%"',
    'a: Say "hi": 5': "put the text in quotes: a: 'Say \"hi\": 5'",
    'a: It\'s "x": 5': "put the text in quotes",
    "a: @x": 'put the text in quotes: a: "@x"',
    "- @x": 'put the text in quotes: - "@x"',
    "a: {b: @x y, c: 1}": 'put the text in quotes: "@x y"',
    "a: 'don't'": 'write "don\'t"',
    'a: "x" y': "write '\"x\" y'",
    'a: "it\'s" y': 'write \\" for a quote inside the text',
    "a: **b**": 'put the text in quotes: a: "**b**"',
    "a:\n  - b\n - c": "begin the line with 2 spaces, if it belongs with the line above",  # 4 would make it words of b
    "a: [1, 2": "add ']'; if '[' is part of a text, put the text in quotes",
}


@pytest.mark.parametrize(("text", "hint"), HINTS.items())
def test_a_hint_says_what_to_write(text: str, hint: str) -> None:
    (problem,) = YamlReader(Lines(text, "f")).problems
    assert problem.hint == hint


@pytest.mark.parametrize("text", [r'a: "C:\path"', r'a: "\xzz"', r'a: "\ud83d\ude00"', r'a: "\U00110000"'])
@pytest.mark.parametrize("parser", {PARSER, yaml.BaseLoader}, ids=lambda parser: parser.__name__)
def test_a_bad_escape_is_a_problem(text: str, parser: Parser) -> None:
    (problem,) = YamlReader(Lines(text, "f"), parser).problems
    assert "escape" in problem.message or "backslash" in problem.message


@pytest.mark.parametrize("parser", {PARSER, yaml.BaseLoader}, ids=lambda parser: parser.__name__)
def test_a_version_of_thousands_of_digits_is_a_problem(parser: Parser) -> None:
    assert len(YamlReader(Lines(f"%YAML 1.{'9' * 5000}\n---\na: 1", "f"), parser).problems) == 1
