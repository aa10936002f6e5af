"""Tokens and passwords of clients' pages: guessable ones and published ones are refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from site_gen.model.unlisted import ALPHABET, LENGTH, Unlisted, new_token
from tests.support_audit import TOKEN


def test_a_new_token_has_at_least_96_random_bits_and_is_a_valid_one() -> None:
    assert math.log2(len(set(ALPHABET))) * LENGTH >= 96
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(Unlisted(token=token).token == token for token in tokens)


BAD = {
    "missing": (None, "a token is needed"),
    "a number": (123456789012345678901234, "a token is a text"),
    "a name": ("casa-blau", "'casa-blau' is not a token"),
    "too short": (TOKEN[:23], f"'{TOKEN[:23]}' is not a token"),
    "capitals": (TOKEN.upper(), f"'{TOKEN.upper()}' is not a token"),
    "one letter again and again": ("a" * 26, f"'{'a' * 26}' can be guessed"),
    "a path": ("../" * 9, f"'{'../' * 9}' is not a token"),
}


@pytest.mark.parametrize(("token", "message"), BAD.values(), ids=BAD)
def test_a_token_that_is_none_is_refused_and_a_good_one_offered(token: object, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Unlisted.model_validate({"token": token})
    (error,) = caught.value.errors()
    assert error["msg"] == message
    offered = str(error["ctx"]["hint"]).rpartition(" ")[2]
    if isinstance(token, str | None):
        assert Unlisted(token=offered).token == offered


@given(password=st.text(max_size=40).filter(lambda text: not text.isupper()))
def test_a_password_in_a_file_is_refused_without_being_repeated(password: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Unlisted.model_validate({"token": TOKEN, "password": password})
    (error,) = caught.value.errors()
    assert error["msg"] == "a password never stands in a file"
    assert len(password) < 5 or password not in error["msg"] + str(error["ctx"]["hint"])
