"""WebDAV: what servers answer is told apart, and nothing is sent in plain unasked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from pydantic import ValidationError

from site_gen.deploy.connection import Connection, Patience, Place
from site_gen.deploy.store import AccessError, BusyError, FullError, StoreError
from site_gen.deploy.stores.webdav import WebdavStore
from site_gen.model.targets.webdav import WebdavTarget
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.faulty import Answer, http_server
from tests.deploy.stores.places import PAGE
from tests.deploy.stores.proxy import Refusal, proxy_to
from tests.deploy.stores.servers import PASSWORD, USER, make_certificate, needs_root, small_disk

ANSWERS: Final = [
    (Answer(503, headers=(("Retry-After", "7"),)), BusyError, "later"),
    (Answer(429), BusyError, "later"),
    (Answer(423), BusyError, "later"),
    (Answer(507), FullError, "room"),
    (Answer(401), AccessError, "SITE_GEN_WEBDAV_PASSWORD"),
    (Answer(403), AccessError, "may this account write"),
    (Answer(302, headers=(("Location", "https://new.example/dav/"),)), StoreError, "https://new.example/dav/"),
    (Answer(405), StoreError, "WebDAV folder"),
]


def _store(url: str) -> WebdavStore:
    target = WebdavTarget.model_validate({"to": "webdav", "endpoint": url, "user": USER, "plain": True})
    return WebdavStore(target, {"SITE_GEN_WEBDAV_PASSWORD": PASSWORD})


@pytest.mark.parametrize(("answer", "kind", "hint"), ANSWERS)
def test_answers_of_servers_are_told_apart(answer: Answer, kind: type[StoreError], hint: str) -> None:
    """Each with what to do; a part that was perhaps written is taken away."""
    with http_server([answer, Answer(404)]) as url, _store(url) as store, pytest.raises(StoreError) as caught:
        store.put("index.html", b"1", PAGE)
    assert type(caught.value) is kind
    assert hint in caught.value.hint
    assert PASSWORD not in f"{caught.value}{caught.value.hint}"
    if isinstance(caught.value, BusyError):
        assert caught.value.wait == (7 if answer.headers else None)


def test_an_answer_that_is_no_listing_is_said() -> None:
    with http_server([Answer(207, "<html>hello")]) as url, _store(url) as store:
        with pytest.raises(StoreError, match="can't be read") as caught:
            list(store.files())
        assert "WebDAV" in caught.value.hint


def test_a_listing_goes_on_where_it_was_broken_off(start_place: StartPlace, folder: str) -> None:
    """A host that drops every third request would never be listed whole, and the owner could never deploy."""
    place = start_place("wsgidav")
    paths = {f"{name}/{inner}/index.html" for name in "abcd" for inner in "xy"}
    with place.store(folder) as store:
        for path in paths:
            store.put(path, b"1", PAGE)
    with proxy_to(place.server.port) as proxy:
        proxy.begin(lambda number: Refusal(503) if number % 3 == 2 else None)
        there = Place(lambda: place.store(folder, endpoint=f"http://127.0.0.1:{proxy.port}/"), "there")
        with Connection(there, Patience(lambda _seconds: None)) as connection:
            assert {file.path for file in connection.files(lambda _file: None)} == paths


def test_a_full_disk_leaves_the_old_file_and_no_part(start_place: StartPlace, folder: str) -> None:
    """This server says a fault of its own: so it is tried again, and the hint speaks of room."""
    needs_root()
    place = start_place("wsgidav")
    with small_disk(place.folder(folder)) as disk, place.store(folder) as store:
        store.put("index.html", b"old", PAGE)
        with pytest.raises(BusyError) as caught:
            store.put("index.html", os.urandom(5_000_000), PAGE)
        assert "room" in caught.value.hint
        assert store.read("index.html") == b"old"
        assert [path.name for path in disk.iterdir()] == ["index.html"]


def test_an_address_without_encryption_has_to_be_meant() -> None:
    with pytest.raises(ValidationError, match="everyone on the way can read the password"):
        WebdavTarget.model_validate({"to": "webdav", "endpoint": "http://dav.example.com/", "user": USER})


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with http_server([Answer(200)], make_certificate(tmp_path)) as url, _store(url) as store:
        with pytest.raises(AccessError, match="certificate is not trusted") as caught:
            store.read("index.html")
        assert caught.value.hint
