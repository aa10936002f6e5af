"""Drawings (SVG) are shown, and hold nothing that runs, leads elsewhere or loads another file."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.imaging.drawings import read_drawing
from site_gen.imaging.kinds import Kind, UnfitPictureError
from site_gen.imaging.opening import inspect

NS: Final = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawn(inner: str, attributes: str = 'viewBox="0 0 10 5"') -> bytes:
    return f"<svg {NS} {attributes}>{inner}</svg>".encode()


def test_what_draws_stays() -> None:
    inner = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient><style>.a{fill:#000}</style>'
        '</defs><path class="a" d="M0 0h8" fill="url(#g)" style="stroke:url(#g)"/><use xlink:href="#g"/>'
        '<text x="1">a <tspan>b</tspan> c</text><image href="data:image/png;base64,AAAA" width="1"/>'
    )
    made = read_drawing(b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">' + drawn(inner))
    text = made.content.decode()
    for part in ('fill="url(#g)"', 'href="#g"', ".a{fill:#000}", "data:image/png", ">b</tspan> c</text>"):
        assert part in text
    assert (made.width, made.height) == (10, 5)


SILENT: Final = {
    "a script": "<script>x()</script>",
    "a handler": '<rect onclick="x()" oNload="y()" width="1"/>',
    "an editor's notes": '<i:grid xmlns:i="http://inkscape.org" i:docname="C:/mara/x"/><metadata>Mara</metadata>',
    "a comment": "<!-- Mara --><?x y?>",
    "a link": '<a xlink:href="javascript:x()"><rect width="1"/></a>',
    "a name": '<g data-name="C:/mara"/>',
}


@pytest.mark.parametrize("inner", SILENT.values(), ids=SILENT)
def test_what_draws_nothing_is_left_out(inner: str) -> None:
    """A drawing's address can be opened, and a browser would run its scripts there."""
    text = read_drawing(drawn(inner)).content.decode().lower()
    assert not any(trace in text for trace in ("script", "onclick", "onload", "mara", "<!--", "<?", "x()"))


def repeated(reference: str) -> str:
    """Return parts that each repeat the one before them ten times: 64 kB that are a hundred billion rectangles."""
    groups = (f'<g id="a{n}">{reference.format(n - 1) * 10}</g>' for n in range(1, 12))
    return f'<defs><g id="a0"><rect/></g>{"".join(groups)}</defs><use href="#a11"/>'


def test_a_drawing_may_repeat_its_parts_even_in_a_circle() -> None:
    parts = '<g id="leaf"><path d="M0 0"/></g>' + '<use href="#leaf"/>' * 2000 + '<g id="me"><use href="#me"/></g>'
    assert read_drawing(drawn(parts)).content.count(b"<use") == 2001


@pytest.mark.parametrize("written", ["url(#a)", "url('#a')", "url( #a )", "URL( ' #a')"])
def test_a_paint_of_its_own_is_taken_however_it_is_written(written: str) -> None:
    paint = '<linearGradient id="a"><stop/></linearGradient>'
    assert b"#a" in read_drawing(drawn(f'{paint}<rect fill="{written}"/><rect style="fill:{written}"/>')).content


REFUSED: Final = {
    "an entity": (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawn("<text>&a;</text>"), "entities"),
    "another file": (drawn('<image href="http://a.example/x.png"/>'), "loads another file"),
    "another drawing": (drawn('<use href="other.svg#a"/>'), "loads another file"),
    "a drawing inside": (drawn('<image href="data:image/svg+xml;base64,AAAA"/>'), "loads another file"),
    "a paint elsewhere": (drawn('<rect fill="url(http://a.example/#a)"/>'), "loads another file"),
    "a style that imports": (drawn("<style>@import 'a.css';</style>"), "style may load"),
    "a style with an address": (drawn("<style>rect{fill:url( 'a.svg#b')}</style>"), "loads another file"),
    "a style with escapes": (drawn('<rect style="fill:u\\72l(a)"/>'), "style may load"),
    "HTML": (drawn("<foreignObject/>"), "foreignObject"),
    "animation": (drawn('<a><set attributeName="href" to="javascript:x()"/></a>'), "<set>"),
    "no size": (drawn("", ""), "no size"),
    "a cut": (drawn("<g>")[:-10], "damaged"),
    "too deep": (drawn("<g>" * 300 + "</g>" * 300), "too deep"),
    "parts that repeat parts": (drawn(repeated('<use href="#a{}"/>')), "more than 200,000 are drawn"),
    "paints of paints": (drawn(repeated("<rect fill=\"url( '#a{}' )\"/>")), "more than 200,000 are drawn"),
    "masks of masks": (
        drawn("".join(f'<mask id="m{n}"><rect mask="url(#m{n + 1})"/></mask>' for n in range(300))),
        "refer to each other too often",
    ),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_would_be_missed_in_the_picture_is_told(data: bytes, said: str) -> None:
    with pytest.raises(UnfitPictureError, match=said):
        read_drawing(data)


SIZES: Final = {
    'width="20" height="10"': (20, 10),
    'width="10mm" viewBox="0 0 10 5"': (38, 19),
    'width="100%" height="100%" viewBox="0 0 30 60"': (30, 60),
    'width="1e999" height="10" viewBox="0 0 20 10"': (20, 10),
    'width="20" height="10" viewBox="0 0 1e999 nan"': (20, 10),
}


@pytest.mark.parametrize(("attributes", "size"), SIZES.items())
def test_a_drawing_has_its_size(attributes: str, size: tuple[int, int]) -> None:
    facts = inspect(drawn("", attributes))
    assert (facts.kind, facts.width, facts.height) == (Kind.SVG, *size)


names = st.sampled_from(["svg", "g", "a", "rect", "script", "use", "style", "image", "set", "text", "x", "SCRIPT"])
keys = st.sampled_from(["onload", "href", "xlink:href", "style", "fill", "ONCLICK", "xml:base", "d"])
values = st.sampled_from(["#a", "javascript:x", "url(#a)", "url(b)", "//a.example", "data:text/html,x", "red"])


@given(st.recursive(st.just(""), lambda inner: st.builds(
    lambda name, key, value, child: f'<{name} {key}="{value}">{child}</{name}>', names, keys, values, inner
)))  # fmt: skip
def test_no_drawing_comes_through_with_something_that_runs_or_loads(inner: str) -> None:
    try:
        made = read_drawing(drawn(inner))
    except UnfitPictureError:
        return
    for element in ET.fromstring(made.content).iter():  # noqa: S314  # our own output
        assert "script" not in element.tag.lower()
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on")
            assert "url(b" not in value
            assert "href" not in key or value.startswith("#")
