"""Request bodies become names with values, or are refused; a body has no other effect."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.inbox.form_body import FormBodyError, UnsupportedError, is_supported, read_posted
from tests.inbox.support import URLENCODED

JSON = "application/json"
MULTIPART = 'multipart/form-data; boundary="b"'


def part(name: str, value: str, more: str = "") -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'.encode()


READ: list[tuple[str, bytes, dict[str, list[str]]]] = [
    (URLENCODED, b"a=1&b=&a=2", {"a": ["1", "2"], "b": [""]}),
    (URLENCODED, b"name=Zo%C3%AB+%26+Co&x=%D0%B0", {"name": ["Zoë & Co"], "x": ["а"]}),
    (URLENCODED, b"bad=%FF%zz", {"bad": ["�%zz"]}),
    (URLENCODED, b"", {}),
    (f"{URLENCODED}; charset=utf-8", b"a=1", {"a": ["1"]}),
    ("Application/X-WWW-Form-Urlencoded", b"a=1", {"a": ["1"]}),
    (JSON, b'{"a": "1", "b": ["x", "y"]}', {"a": ["1"], "b": ["x", "y"]}),
    (JSON, b'{"c": true, "d": false, "e": null}', {"c": ["on"], "d": [""], "e": [""]}),
    (JSON, b'{"phone": 0.50, "big": 12345678901234567890}', {"phone": ["0.50"], "big": ["12345678901234567890"]}),
    (JSON, b'{"a": "\\ud83d\\ude00 \\ud83d"}', {"a": ["😀 ?"]}),
    (JSON, b"{}", {}),
    (MULTIPART, part("a", "1") + part("a", "2\r\n3") + b"--b--\r\n", {"a": ["1", "2\r\n3"]}),
    (MULTIPART, part("ü", "ñ") + b"--b--", {"ü": ["ñ"]}),
    (MULTIPART, b"--b--", {}),
    ("multipart/form-data; boundary=b", b"before\r\n" + part("a", "-b--b") + b"--b--", {"a": ["-b--b"]}),
]  # fmt: skip


@pytest.mark.parametrize(("content_type", "body", "posted"), READ)
def test_a_body_is_read(content_type: str, body: bytes, posted: dict[str, list[str]]) -> None:
    assert read_posted(content_type, body) == posted


UNREADABLE = [
    (JSON, b""),
    (JSON, b"{"),
    (JSON, b"[]"),
    (JSON, b'"text"'),
    (JSON, b'{"a": {"b": "c"}}'),
    (JSON, b'{"a": [["b"]]}'),
    (JSON, b'{"a": ' + b"[" * 60_000),
    (JSON, b"\xff\xfe"),
    (URLENCODED, b"&".join(b"a%d=1" % number for number in range(300))),
    (JSON, json.dumps({f"a{number}": "" for number in range(300)}).encode()),
    (JSON, json.dumps({"a": [""] * 300}).encode()),
    (MULTIPART, b"".join(part(f"a{number}", "") for number in range(300)) + b"--b--"),
    ("multipart/form-data", part("a", "1") + b"--b--"),
    (MULTIPART, part("a", "1")),
    (MULTIPART, b""),
    (MULTIPART, b"--b\r\n\r\nno name\r\n--b--"),
    (MULTIPART, b'--b\r\nContent-Disposition: form-data; name="a"\r\n--b--'),
    (MULTIPART, b'--bb\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--'),
]


@pytest.mark.parametrize(("content_type", "body"), UNREADABLE)
def test_a_broken_body_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(FormBodyError):
        read_posted(content_type, body)


UNSUPPORTED = ["", "text/plain", "text/xml", "application/octet-stream", "multipart/mixed; boundary=b", "json"]


@pytest.mark.parametrize("content_type", UNSUPPORTED)
def test_other_kinds_of_content_are_refused(content_type: str) -> None:
    assert not is_supported(content_type)
    with pytest.raises(UnsupportedError):
        read_posted(content_type, b"a=1")


def test_files_are_refused() -> None:
    with pytest.raises(UnsupportedError):
        read_posted(MULTIPART, part("a", "1", '; filename="x.exe"') + b"--b--")


PIECES = (
    *(b"--b", b"--", b"\r\n", b"\r\n\r\n", b'Content-Disposition: form-data; name="a"'),
    *(b"{", b'"a":', b"[", b"%", b"&", b"="),
)


@given(
    content_type=st.sampled_from([URLENCODED, JSON, MULTIPART, "multipart/form-data; boundary=--"]),
    body=st.binary(max_size=400) | st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join),
)
def test_any_bytes_are_read_or_refused(content_type: str, body: bytes) -> None:
    try:
        posted = read_posted(content_type, body)
    except (FormBodyError, UnsupportedError):
        return
    for name, values in posted.items():
        assert all(text.encode() for text in (f"{name}.", *(f"{value}." for value in values)))
