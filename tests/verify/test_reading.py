"""What is read of pages and headers, whatever they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.verify.findings import Fault, Level, LiveFinding, grouped
from site_gen.verify.headers import is_as_set
from site_gen.verify.reading import read_page, says_noindex

PIECES = st.sampled_from(
    ["<p>", "</p>", "<script type='application/ld+json'>", "</script>", "[1]", '{"@graph": 3}', "{",
     "<form", ' action="', ">",
     "<meta http-equiv=refresh content='0;url=/x'>", '<a href="/cdn-cgi/l/email-protection#zz">', "<time datetime=x>",
     '<span data-cfemail="a">', "<!--", "]]>", "&#0;", "\0"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=30))
def test_whatever_is_online_can_be_read(pieces: list[str]) -> None:
    """A page that can't be read must not end the report."""
    page = read_page("".join(pieces).encode("utf-8", "surrogatepass"))
    assert page.says_the_same(page)


@given(st.binary(max_size=200))
def test_what_is_no_page_can_be_read(content: bytes) -> None:
    read_page(content)


def test_a_page_is_read_as_it_is_meant() -> None:
    page = read_page(
        b'<title>One</title><link rel="canonical" href="https://a.example/x/"><meta name=robots content="noindex">'
        b'<meta http-equiv="refresh" content="0; url=/there/"><p>Two   <b>three</b></p>'
        b'<time datetime="2026-12-20">x</time>'
        b'<form action="/inbox/a" method=POST data-netlify=true></form><style>p {}</style>'
        b'<script type="application/ld+json">{"@graph": [{"@type": "Offer", "price": 290}]}</script>'
    )
    assert page.texts == ("One", "Two", "three", "x")
    assert (page.canonical, page.refresh, page.is_out_of_search) == ("https://a.example/x/", "/there/", True)
    assert [(form.action, form.method, form.data) for form in page.forms] == [
        ("/inbox/a", "post", frozenset({"data-netlify"}))
    ]
    assert page.pieces[-2:] == ("@type: Offer", "price: 290")


@pytest.mark.parametrize(
    ("rules", "out"), [("NOINDEX", True), ("none", True), ("googlebot: noindex", True), ("all", False)]
)
def test_what_keeps_pages_out_of_search_is_known(rules: str, out: bool) -> None:
    assert says_noindex(rules) is out


@pytest.mark.parametrize(
    ("name", "wanted", "sent", "right"),
    [
        ("Content-Security-Policy", "a 'self'; b c", "b c;a 'self'", True),
        ("Content-Security-Policy", "a 'self'; b c", "a 'self'", False),
        ("Cache-Control", "no-cache", "public, max-age=0, must-revalidate", True),
        ("Cache-Control", "no-cache", "max-age=60", False),
        ("Cache-Control", "private, no-store", "no-cache", False),
        ("Cache-Control", "public, max-age=31536000, immutable", "max-age=31536000", True),
        ("Cache-Control", "public, max-age=31536000, immutable", "max-age=60", False),
        ("Cache-Control", "public, max-age=600", "no-cache", True),
        ("Cache-Control", "public, max-age=600", "max-age=3600", False),
        ("Strict-Transport-Security", "max-age=31536000", "max-age=63072000; includeSubDomains; preload", True),
        ("Strict-Transport-Security", "max-age=31536000", "max-age=0", False),
        ("Referrer-Policy", "no-referrer", "strict-origin, no-referrer", True),
        ("Referrer-Policy", "no-referrer", "no-referrer, strict-origin", False),
        ("X-Robots-Tag", "noindex, nofollow", "nofollow, noindex, noarchive", True),
        ("X-Content-Type-Options", "nosniff", "NOSNIFF", True),
        ("X-Content-Type-Options", "nosniff", "", False),
    ],
)
def test_headers_are_compared_by_what_they_mean(name: str, wanted: str, sent: str, right: bool) -> None:
    """Hosts say the same in other words; a monitor must not cry at that, nor sleep at less."""
    assert is_as_set(name, wanted, sent) is right


def test_one_thing_at_many_addresses_is_one_finding_and_the_worst_comes_first() -> None:
    """A report of a thousand lines is read by nobody."""
    note = LiveFinding(Level.NOTE, Fault.REWRITTEN, "a", "", ("x",))
    errors = [LiveFinding(Level.ERROR, Fault.PRICE, "b", "", (f"y/{n}/token/z",)) for n in range(3)]
    found = grouped([note, *errors], {"token"})
    assert [(one.level, one.places) for one in found] == [
        (Level.ERROR, ("y/0/…", "y/1/…", "y/2/…")),
        (Level.NOTE, ("x",)),
    ]
