"""What every store does, each on its real server."""

from __future__ import annotations

import os
from typing import Final

import pytest

from site_gen.deploy.store import Store, StoredFile
from tests.deploy.stores.places import PAGE, Place

NAMES: Final = (
    "index.html",
    ".well-known/security.txt",
    "a/b/c/d/e.html",
    "with space/two  spaces.html",
    "Привіт, світ/цена 100%.html",
    "plus+and&amp/#[1]='.txt",  # without ? and ;, at which WsgiDAV cuts names when it moves files
    "no-extension",
    "à/é.html",
    "a/b.html",
)


def test_a_place_that_is_not_there_has_no_files(store: Store) -> None:
    assert list(store.files()) == []
    assert store.read("index.html") is None
    store.delete("a/index.html")


def test_what_is_put_can_be_read_listed_and_deleted(store: Store) -> None:
    for name in NAMES:
        store.put(name, name.encode(), PAGE)
    assert {store.read(name) for name in NAMES} == {name.encode() for name in NAMES}
    assert set(store.files()) == {StoredFile(name, len(name.encode())) for name in NAMES}
    for name in NAMES:
        store.delete(name)
    assert list(store.files()) == []


def test_a_file_is_written_over(store: Store) -> None:
    store.put("index.html", b"a long old page", PAGE)
    store.put("index.html", b"new", PAGE)
    assert store.read("index.html") == b"new"
    assert list(store.files()) == [StoredFile("index.html", 3)]


@pytest.mark.parametrize("size", [0, 1, 5_000_000])
def test_files_of_any_size_stay_as_they_are(store: Store, size: int) -> None:
    content = os.urandom(size)
    store.put("a/file.bin", content, PAGE)
    assert store.read("a/file.bin") == content
    assert list(store.files()) == [StoredFile("a/file.bin", size)]


def test_a_new_file_is_written_once(store: Store) -> None:
    assert store.put_new("deploy/lock.json", b"first")
    assert not store.put_new("deploy/lock.json", b"second")
    assert store.read("deploy/lock.json") == b"first"
    store.delete("deploy/lock.json")
    assert store.put_new("deploy/lock.json", b"third")
    assert [file.path for file in store.files()] == ["deploy/lock.json"]


def test_of_two_stores_one_writes_a_new_file(place: Place, store: Store, folder: str) -> None:
    with place.store(folder) as other:
        assert sorted((store.put_new("lock", b"1"), other.put_new("lock", b"2"))) == [False, True]


def test_deleting_leaves_no_empty_folder_and_nothing_else_undone(store: Store, place: Place, folder: str) -> None:
    store.put("a/b/c.html", b"1", PAGE)
    store.put("a/d.html", b"2", PAGE)
    store.delete("a/b/c.html")
    store.delete("a/b/c.html")
    assert [file.path for file in store.files()] == ["a/d.html"]
    assert not (place.folder(folder) / "a" / "b").exists()


@pytest.mark.laws
def test_three_hundred_files(store: Store) -> None:
    wanted = {f"cases/{number % 7}/case-{number}.html": b"x" * number for number in range(300)}
    for path, content in wanted.items():
        store.put(path, content, PAGE)
    assert {file.path: file.size for file in store.files()} == {path: len(content) for path, content in wanted.items()}


def test_a_folder_is_not_a_file(store: Store) -> None:
    store.put("a/b.html", b"1", PAGE)
    assert store.read("A/b.html") is None


def test_places_side_by_side_know_nothing_of_each_other(place: Place, store: Store, folder: str) -> None:
    store.put("index.html", b"1", PAGE)
    with place.store(f"{folder}2") as other:
        assert list(other.files()) == []
        other.put("other.html", b"2", PAGE)
    assert [file.path for file in store.files()] == ["index.html"]


def test_a_label_says_where_without_saying_secrets(place: Place, folder: str) -> None:
    store = place.store(folder)
    assert folder in store.label
    assert not any(secret in store.label for secret in place.secrets.values())
