"""Forms are accepted only from the site's own pages, or from programs that are no browser."""

from __future__ import annotations

import pytest

from site_gen.inbox.addresses import ascii_url, normal_origin
from site_gen.inbox.origin_check import is_welcome

ALLOWED = {"https://mara.example"}

CASES = [
    ({"origin": "https://mara.example"}, True),
    ({"origin": "https://MARA.example:443"}, True),
    ({"origin": "https://mara.example", "sec-fetch-site": "cross-site"}, True),  # an inbox on another host
    ({"origin": "http://mara.example"}, False),
    ({"origin": "https://mara.example:8443"}, False),
    ({"origin": "https://mara.example.evil.example"}, False),
    ({"origin": "https://evil.example", "sec-fetch-site": "same-origin"}, False),
    ({"origin": ""}, False),
    ({"origin": "null"}, False),
    ({"origin": "null", "sec-fetch-site": "cross-site"}, False),
    ({"origin": "null", "sec-fetch-site": "same-site"}, False),
    ({"origin": "null", "sec-fetch-site": "none"}, False),
    ({"origin": "null", "sec-fetch-site": "same-origin"}, True),  # a page that sends no referrer
    ({"origin": "null", "referer": "https://mara.example/x"}, False),
    ({"referer": "https://mara.example/offers/audit/?utm_source=vk"}, True),
    ({"referer": "https://evil.example/https://mara.example"}, False),
    ({"referer": ""}, False),
    ({"referer": "https://mara.example@evil.example/"}, False),
    ({"referer": "https://[broken"}, False),
    ({"sec-fetch-site": "cross-site", "referer": "https://mara.example/"}, False),
    ({"sec-fetch-site": "none"}, True),
    ({}, True),  # a program, not a browser
]


@pytest.mark.parametrize(("headers", "welcome"), CASES)
def test_a_form_is_taken_from_its_own_site(headers: dict[str, str], welcome: bool) -> None:
    assert is_welcome(headers, ALLOWED) is welcome


ORIGINS = [
    ("https://mara.example/a/b?c#d", "https://mara.example"),
    ("HTTP://Mara.Example:80", "http://mara.example"),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
    ("http://[::1]:8000/", "http://[::1]:8000"),
    ("https://кафе.example/", "https://xn--80akn5b.example"),
    ("https://" + "a" * 70 + ".example", "https://" + "a" * 70 + ".example"),
    ("null", None),
    ("file:///etc", None),
    ("https://", None),
    ("https://a:b/", None),
]


@pytest.mark.parametrize(("url", "origin"), ORIGINS)
def test_an_origin_is_written_in_one_way(url: str, origin: str | None) -> None:
    assert normal_origin(url) == origin


def test_an_address_in_a_header_is_ascii() -> None:
    assert ascii_url("https://mara.example/a?b=c%20d#e") == "https://mara.example/a?b=c%20d#e"
    found = ascii_url("https://кафе.example/папка/thanks/?q=ü%20x")
    assert found == "https://xn--80akn5b.example/%D0%BF%D0%B0%D0%BF%D0%BA%D0%B0/thanks/?q=%C3%BC%20x"
