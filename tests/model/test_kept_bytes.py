"""Bytes apart from Python's objects are what they were, in each process."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.connection import Connection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.kept_bytes import KeptBytes
from site_gen.model.own_pickles import dumped, loaded


@given(st.lists(st.binary(max_size=3000)))
def test_all_that_was_kept_is_found_again(contents: list[bytes]) -> None:
    """Lost otherwise: a text has a part of the text that was read after it."""
    kept = [KeptBytes.of(content) for content in contents]
    assert [each.content for each in kept] == contents
    assert [loaded(dumped(each)).content for each in kept] == contents
    assert kept == [KeptBytes.of(content) for content in contents]
    assert set(kept) == {loaded(dumped(each)) for each in kept}


@pytest.mark.parametrize("size", [0, 1, 2**18, 2**18 + 1, 3 * 2**20])
def test_bytes_of_any_length_are_kept(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    before, kept, after = KeptBytes.of(b"before"), KeptBytes.of(content), KeptBytes.of(b"after")
    assert (before.content, kept.content, after.content) == (b"before", content, b"after")


def _keep_more(kept: KeptBytes, answer: Connection) -> None:
    own = [KeptBytes.of(b"the child's, number %d" % number) for number in range(1000)]
    answer.send((kept.content, [each.content for each in own]))


@pytest.mark.skipif(sys.platform == "win32", reason="no process is forked there")
def test_a_forked_process_writes_into_none_of_its_parents() -> None:
    """Lost otherwise: the text of one page stands on another, or a build ends with an error, now and then."""
    kept = KeptBytes.of(b"the parent's")
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_keep_more, args=(kept, there))
    child.start()
    later = [KeptBytes.of(b"the parent's, number %d" % number) for number in range(1000)]
    seen, own = here.recv()
    child.join()
    assert seen == kept.content == b"the parent's"
    assert own == [b"the child's, number %d" % number for number in range(1000)]
    assert [each.content for each in later] == [b"the parent's, number %d" % number for number in range(1000)]
