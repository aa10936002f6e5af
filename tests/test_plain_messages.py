"""Where texts for people are still written as plain strings, which can't be translated: fewer and fewer modules.

Run this file as a program to write the list anew, after modules were converted: python -m tests.test_plain_messages
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROGRAM: Final = Path(__file__).parents[1] / "site_gen"
LIST: Final = Path(__file__).with_name("plain_messages.txt")

_TOLD: Final = {
    "Problem": (1, 2), "Finding": (2, 3), "mistake": (0, 1), "breach": (3, 4), "Missing": (0, 1), "say": (0,),
    "UsageError": (0,), "BadParameter": (0,), "WorldError": (0, 1), "StoreError": (0, 1), "UnfitPictureError": (0, 1),
    "RefusedError": (0, 1), "FontError": (1, 2), "_report": (1, 2), "_refuse": (1, 2), "fail": (0,),
}  # fmt: skip
"""What takes texts for people, and which of its arguments they are."""

_NAMES: Final = frozenset({"message", "hint"})
"""What texts for people are called before they are told, and as arguments."""


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is a text with words in it that was not made by `m`."""
    if isinstance(node, ast.JoinedStr):
        parts = (str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        return _has_words("".join(parts))
    if isinstance(node, ast.IfExp):
        return _is_text(node.body) or _is_text(node.orelse)
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and _has_words(node.value)


def _has_words(text: str) -> bool:
    return " " in text.strip() and sum(map(str.isalpha, text)) > 2


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def plain_texts(code: str) -> Iterator[int]:
    """Yield the lines of a module's code with texts for people that can't be translated."""
    tree = ast.parse(code)
    constants = {
        node.target.id: node.lineno
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value and _is_text(node.value)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            told = [arg for at, arg in enumerate(node.args) if at in _TOLD.get(_name(node.func), ())]
            told += [keyword.value for keyword in node.keywords if keyword.arg in _NAMES]
            yield from (each.lineno for each in told if _is_text(each))
            yield from (constants[each.id] for each in told if isinstance(each, ast.Name) and each.id in constants)
        elif isinstance(node, ast.Assign) and _is_text(node.value):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            yield from [node.lineno] if names & _NAMES else []


def modules() -> list[str]:
    """Return the modules of the program that have such texts."""
    files = sorted(PROGRAM.rglob("*.py"))
    return [
        file.relative_to(PROGRAM).as_posix() for file in files if any(plain_texts(file.read_text(encoding="utf-8")))
    ]


def test_converted_modules_stay_converted() -> None:
    """What was translated would be English again."""
    known = LIST.read_text(encoding="utf-8").split()
    assert [module for module in modules() if module not in known] == []


def test_the_list_is_not_longer_than_needed() -> None:
    """A module that was converted could fall back unseen."""
    assert LIST.read_text(encoding="utf-8").split() == modules()


def test_plain_texts_are_seen() -> None:
    """A check that sees nothing holds nothing."""
    told = [
        'Problem(place, "a text", hint)',
        'mistake(f"{b} is bad", m("d e"))',
        'say("to say" if c else d)',
        'hint = "a hint"',
    ]
    fine = ['Problem(place, m("a text"), hint)', "say(text)", 'say("--json")', 'hint = m("a b")', 'name = "a b"']
    assert [list(plain_texts(code)) for code in (*told, *fine)] == [[1]] * len(told) + [[]] * len(fine)


if __name__ == "__main__":
    LIST.write_text("".join(f"{module}\n" for module in modules()), encoding="utf-8")
