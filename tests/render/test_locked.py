"""The envelope of locked pages, read here by its description alone, as a browser does."""

from __future__ import annotations

import hashlib
import struct
import unicodedata

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.render.locked import normal, seal, weakness
from tests.support_audit import OTHER_TOKEN, PASSWORD, TOKEN


def opened(envelope: bytes, password: str) -> bytes:
    """Read an envelope of version 1."""
    assert envelope[:4] == b"SGL\x01"
    (iterations,) = struct.unpack(">I", envelope[4:8])
    salt, iv, ciphertext = envelope[8:24], envelope[24:36], envelope[36:]
    secret = unicodedata.normalize("NFKC", password).strip().encode()
    key = hashlib.pbkdf2_hmac("sha256", secret, salt, iterations)
    return AESGCM(key).decrypt(iv, ciphertext, envelope[:24])


@settings(deadline=None, max_examples=15)
@given(content=st.binary(max_size=5000))
def test_a_sealed_content_comes_out_as_it_went_in(content: bytes) -> None:
    assert opened(seal(content, PASSWORD, TOKEN), PASSWORD) == content


def test_another_password_opens_nothing() -> None:
    envelope = seal(b"content", PASSWORD, TOKEN)
    with pytest.raises(InvalidTag):
        opened(envelope, PASSWORD + "x")


@pytest.mark.parametrize("byte", [4, 8, 23, 24, 36, -1])
def test_a_changed_byte_anywhere_is_found_out(byte: int) -> None:
    envelope = bytearray(seal(b"content", PASSWORD, TOKEN))
    envelope[byte] ^= 1
    with pytest.raises(InvalidTag):
        opened(bytes(envelope), PASSWORD)


def test_the_key_is_stretched_as_owasp_advises() -> None:
    assert struct.unpack(">I", seal(b"", PASSWORD, TOKEN)[4:8]) == (600_000,)


def test_the_same_content_gives_the_same_bytes_so_that_builds_can_be_compared() -> None:
    assert seal(b"content", PASSWORD, TOKEN) == seal(b"content", PASSWORD, TOKEN)


@settings(deadline=None, max_examples=30)
@given(contents=st.sets(st.binary(max_size=60), min_size=2, max_size=8))
def test_two_contents_never_share_an_iv_under_one_key(contents: set[bytes]) -> None:
    ivs = {seal(content, PASSWORD, TOKEN)[24:36] for content in contents}
    assert len(ivs) == len(contents)


def test_each_page_has_a_salt_of_its_own_that_does_not_tell_its_token() -> None:
    one, other = seal(b"content", PASSWORD, TOKEN), seal(b"content", PASSWORD, OTHER_TOKEN)
    assert one[8:24] != other[8:24]
    assert one[36:] != other[36:]
    assert TOKEN.encode() not in one


TYPED = ["  Cafè amb llet 12 ", "Cafe\u0300 amb llet 12", "Cafè amb llet 12\n"]


@pytest.mark.parametrize("typed", TYPED)
def test_a_password_counts_the_same_however_the_keyboard_writes_it(typed: str) -> None:
    assert opened(seal(b"content", "Cafè amb llet 12", TOKEN), typed) == b"content"
    assert normal(typed) == "Cafè amb llet 12"


WEAK = {
    "": "is shorter than 12 characters",
    "short": "is shorter than 12 characters",
    "  elevenchars  ": "is shorter than 12 characters",
    "aaaaaaaaaaaaaaaa": "repeats a few characters",
    "AbAbAbAbAbAbAbAb": "repeats a few characters",
    "1234567890123456": "has digits alone",
}
GOOD = ("four-random-words-42", "пароль из четырёх слов", "1234567890123456789012345", "contrasenya llarga")


@pytest.mark.parametrize(("password", "why"), WEAK.items())
def test_a_password_that_can_be_guessed_is_told_with_the_reason(password: str, why: str) -> None:
    assert weakness(password) == why


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_has_no_weakness(password: str) -> None:
    assert weakness(password) is None
