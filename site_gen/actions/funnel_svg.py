"""Draws the funnel as one self-contained SVG file, in light and dark, with a description for screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

from site_gen.actions.funnel_drawing import Box, FunnelDrawing, FunnelGroup, FunnelRow, notes
from site_gen.messages import Message, joined, m

_BOX: Final = 232
_GAP: Final = 44
_LEFT: Final = 44
_PAD: Final = 14
_LINE: Final = 20
_FONT: Final = 14
_ROW_GAP: Final = 22
_PART_GAP: Final = 18
_WIDTH: Final = _LEFT + 3 * _BOX + 2 * _GAP + 44
_MARKS: Final = {"live": "●", "waiting": "○", "broken": "×", "plain": ""}

_STYLE: Final = """
svg{color-scheme:light dark;--paper:#fff;--ink:#1d2129;--soft:#5c6470;--line:#b9c0ca;--card:#f6f7f9;
--live:#1b7a45;--waiting:#96600a;--broken:#b3261e}
@media (prefers-color-scheme:dark){svg{--paper:#14171c;--ink:#e9ecf1;--soft:#a3acb8;--line:#4a525e;--card:#1d2229;
--live:#5fce8d;--waiting:#e3b057;--broken:#ff8a80}}
.paper{fill:var(--paper)}
text{fill:var(--ink);font:14px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.title{font-size:18px;font-weight:650}
.label{fill:var(--soft);font-size:12px;font-weight:600;letter-spacing:.02em}
.soft{fill:var(--soft)}
.first{font-weight:650}
.box{fill:var(--card);stroke:var(--line);stroke-width:1.25}
.live .box{stroke:var(--live)}.waiting .box{stroke:var(--waiting)}
.broken .box{stroke:var(--broken);stroke-dasharray:5 3}
.live .mark{fill:var(--live)}.waiting .mark{fill:var(--waiting)}.broken .mark{fill:var(--broken)}
.mark{font-weight:700}
.way{fill:none;stroke:var(--soft);stroke-width:1.5}
.tip{fill:var(--soft)}
.note{font-weight:650}
""".strip()


def funnel_svg(picture: FunnelDrawing) -> str:
    """Return the drawing as an SVG document."""
    drawing = _Drawing()
    drawing.draw(picture)
    height = drawing.y + 12
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    names = 'role="img" aria-labelledby="funnel-title funnel-desc"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {names}>',
            f'<title id="funnel-title">{escape(picture.title)}</title>',
            f'<desc id="funnel-desc">{escape(" ".join(_description(picture)))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" width="{_WIDTH}" height="{height}"/>',
            *drawing.parts,
            "</svg>",
            "",
        ]
    )


def _description(picture: FunnelDrawing) -> Iterator[str]:
    """Yield the drawing in sentences."""
    places, site = picture.entry.lines[0], picture.entry.lines[-1]
    yield m("Visitors come from {places} of {site}.", places=places, site=site).said(picture.language)
    for part in picture.parts:
        for way in part.ways:
            steps = _told(way)
            no_further = m("{steps}, and no further.", steps=steps)
            told = m("{steps}, leading on.", steps=steps) if part.onward else no_further
            yield told.said(picture.language)
        if part.onward:
            yield joined(_told(part.onward), ".").said(picture.language)
    for title, lines in notes(picture):
        yield " ".join([title, *(f"{line}." for line in lines)])


def _told(way: FunnelRow) -> Message:
    first, second, third = (f"{box.label}: {', '.join(box.lines)}" for box in way.boxes)
    return m("{first}, then {second}, then {third}", first=first, second=second, third=third)


@dataclass
class _Drawing:
    """Collects elements from top to bottom; `y` is the position of the next one."""

    parts: list[str] = field(default_factory=list)
    y: int = 0

    def draw(self, picture: FunnelDrawing) -> None:
        self._text(20, 36, picture.title, "title")
        self.y = 58
        if not picture.parts:
            nothing = m("There is no first step and no second step yet.")
            self._text(20, self.y + 18, nothing.said(picture.language), "soft")
            self.y += 34
            return
        trunk_from = self._entry(picture.entry)
        trunk_to = trunk_from
        for index, part in enumerate(picture.parts):
            self.y += _PART_GAP if index else 0
            trunk_to = self._part(part)
        self._line(f"M{_LEFT // 2} {trunk_from}V{trunk_to}")
        for title, lines in notes(picture):
            self.y += 34
            self._text(20, self.y, title, "note")
            for line in lines:
                for index, piece in enumerate(_wrapped(line, _WIDTH - 60)):
                    self.y += _LINE
                    self._text(36 if index == 0 else 52, self.y, piece, "")
        self.y += 10

    def _entry(self, box: Box) -> int:
        text = " · ".join(box.lines)
        width = min(round(_measure(text)) + 2 * _PAD, _WIDTH - 16)
        size = f'x="8" y="{self.y}" width="{width}" height="58" rx="8"'
        self.parts.append(f'<g class="{box.tone}"><rect class="box" {size}/>')
        self._text(8 + _PAD, self.y + 22, box.label, "label")
        self._text(8 + _PAD, self.y + 43, text, "")
        self.parts.append("</g>")
        self.y += 58
        return self.y

    def _part(self, part: FunnelGroup) -> int:
        """Draw a group; return the y at which the line on the left must end."""
        reach, joints = self.y, []
        right = _LEFT + 3 * _BOX + 2 * _GAP
        for way in part.ways:
            self.y += _ROW_GAP
            top, height = self._row(way)
            reach = top + 30
            self._arrow(_LEFT // 2, _LEFT, reach)
            if part.onward:
                joints.append(reach)
                self._line(f"M{right} {reach}h22")
            self.y = top + height
        if part.onward is None:
            return reach
        if joints:
            bend = self.y + 16
            into = _LEFT + _BOX // 2
            self._line(f"M{right + 22} {joints[0]}V{bend}H{into}V{bend + 12}")
            self.parts.append(f'<path class="tip" d="M{into} {bend + 20}l-5 -9h10z"/>')
            self.y = bend + 20
        else:
            self.y += _ROW_GAP
        top, height = self._row(part.onward)
        if not joints:
            reach = top + 30
            self._arrow(_LEFT // 2, _LEFT, reach)
        self.y = top + height
        return reach

    def _row(self, way: FunnelRow) -> tuple[int, int]:
        """Draw three boxes with the arrows between them; return their top and height."""
        texts = [list(_box_lines(box)) for box in way.boxes]
        top, height = self.y, 34 + _LINE * max(map(len, texts)) + 8
        for column, (box, lines) in enumerate(zip(way.boxes, texts, strict=True)):
            x = _LEFT + column * (_BOX + _GAP)
            self.parts.append(f'<g class="{box.tone}">')
            self.parts.append(f'<rect class="box" x="{x}" y="{top}" width="{_BOX}" height="{height}" rx="8"/>')
            self._text(x + _PAD, top + 23, box.label, "label")
            if _MARKS[box.tone]:
                self._text(x + _BOX - _PAD, top + 23, _MARKS[box.tone], "mark", end=True)
            for row, (piece, style) in enumerate(lines):
                self._text(x + _PAD, top + 46 + row * _LINE, piece, style)
            self.parts.append("</g>")
            if column:
                self._arrow(x - _GAP, x, top + 30)
        return top, height

    def _arrow(self, start: int, end: int, y: int) -> None:
        self._line(f"M{start} {y}H{end - 8}")
        self.parts.append(f'<path class="tip" d="M{end} {y}l-9 -5v10z"/>')

    def _line(self, path: str) -> None:
        self.parts.append(f'<path class="way" d="{path}"/>')

    def _text(self, x: int, y: int, text: str, style: str, *, end: bool = False) -> None:
        anchor = ' text-anchor="end"' if end else ""
        kind = f' class="{style}"' if style else ""
        self.parts.append(f'<text x="{x}" y="{y}"{kind}{anchor}>{escape(text)}</text>')


# --- how wide a text will be ------------------------------------------------------------------------------------------

_NARROW: Final = frozenset("iljtfrI.,:;'’|!()[]/ ·-")
_WIDE: Final = frozenset("mwMWщшжюыфЩШЖЮЫФ@%—")
_BOLD: Final = 1.12
"""How much wider a bold letter is."""


def _measure(text: str) -> float:
    """Return the maximum width of a text in pixels: fonts differ between machines."""
    return sum(_share(character) for character in text) * _FONT


def _share(character: str) -> float:
    if character in _NARROW:
        return 0.38
    if character in _WIDE:
        return 0.95
    if ord(character) > 0x2E00:
        return 1.05
    return 0.75 if character.isupper() else 0.63 if ord(character) < 0x400 else 0.66


def _box_lines(box: Box) -> Iterator[tuple[str, str]]:
    """Yield the lines of a box with their style: the first text is bold."""
    room = _BOX - 2 * _PAD
    for number, text in enumerate(box.lines):
        for piece in _wrapped(text, room / _BOLD if number == 0 else room):
            yield piece, "first" if number == 0 else "soft"


def _wrapped(text: str, width: float) -> list[str]:
    lines, current = [], ""
    for piece in (part for word in text.split() for part in _pieces(f"{word} ", width)):
        if current and _measure((current + piece).rstrip()) > width:
            lines.append(current.rstrip())
            current = ""
        current += piece
    return [*lines, current.rstrip()]


def _pieces(word: str, width: float) -> Iterator[str]:
    """Yield a word in parts that fit, broken after one of / . - if it contains any."""
    rest = word
    while _measure(rest.rstrip()) > width:
        end = len(rest)
        while _measure(rest[:end]) > width:
            end -= 1
        marks = [rest.rfind(mark, 0, end) for mark in "/.-"]
        end = max(marks) + 1 if max(marks) > 0 else max(end, 1)
        yield rest[:end]
        rest = rest[end:]
    yield rest
