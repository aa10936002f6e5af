"""FTPS: certificates are checked, and servers of all kinds are understood."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from ftplib import FTP
from pathlib import Path

import pytest

from site_gen.deploy.connection import Connection, Patience, Place
from site_gen.deploy.store import AccessError, StoreError
from site_gen.deploy.stores.ftp_connection import Entry, entry_of
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.places import PAGE


def test_a_certificate_that_nobody_vouches_for_is_refused(start_place: StartPlace, folder: str) -> None:
    with pytest.raises(AccessError, match="certificate") as caught, start_place("pyftpdlib").store(folder):
        pass
    assert caught.value.hint


def test_a_certificate_of_another_host_is_refused(
    start_place: StartPlace, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = start_place("pyftpdlib")
    monkeypatch.setenv("SSL_CERT_FILE", place.environment["SSL_CERT_FILE"])
    with pytest.raises(AccessError, match="certificate"), place.store(folder, host="localhost"):
        pass


def test_nothing_is_sent_in_plain_where_nothing_was_said_of_it(start_place: StartPlace, folder: str) -> None:
    store = start_place("plain_ftp").store(folder, plain=False)
    with pytest.raises(StoreError, match="refuses to encrypt") as caught, store:
        pass
    assert "plain: true" in caught.value.hint


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("-rw-r--r--    1 99       99            12 Nov 29 03:24 index.html", Entry("index.html", False, 12)),
        ("-rw-r--r--   1 u  g  5000000 Feb  3  2025 two  words.pdf", Entry("two  words.pdf", False, 5_000_000)),
        ("drwxr-xr-x    2 99       99          4096 Nov 29 03:24 .well-known", Entry(".well-known", True, 4096)),
        ("-rw-r--r--+   1 u  g  7 Feb  3  2025 a", Entry("a", False, 7)),
        ("11-29-26  03:24AM       <DIR>          cases", Entry("cases", True)),
        ("11-29-2026  03:24PM                 1234 my page.html", Entry("my page.html", False, 1234)),
        ("lrwxrwxrwx    1 0        0               7 Nov 29 03:24 www -> /etc", None),
        ("total 12", None),
        ("", None),
    ],
)
def test_listings_of_unix_and_of_windows_are_read(line: str, entry: Entry | None) -> None:
    assert entry_of(line) == entry


def test_a_listing_goes_on_where_it_was_broken_off(
    start_place: StartPlace, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that lets go of a connection after a few commands would never be listed whole."""
    place = start_place("plain_ftp")
    paths = {f"{name}/{inner}/index.html" for name in "abcd" for inner in "xy"}
    with place.store(folder) as store:
        for path in paths:
            store.put(path, b"1", PAGE)
    asked, real = list[str](), FTP.mlsd

    def mlsd(self: FTP, path: str = "") -> Iterable[tuple[str, dict[str, str]]]:
        asked.append(path)
        if len(asked) % 3 == 0:
            self.close()
            raise EOFError
        return real(self, path)

    monkeypatch.setattr(FTP, "mlsd", mlsd)
    there = Place(lambda: place.store(folder), "there")
    with Connection(there, Patience(lambda _seconds: None)) as connection:
        assert {file.path for file in connection.files(lambda _file: None)} == paths
    assert len(asked) > len(paths)


def test_a_folder_in_the_way_is_said_and_kept(
    start_place: StartPlace, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = start_place("pyftpdlib")
    monkeypatch.setenv("SSL_CERT_FILE", place.environment["SSL_CERT_FILE"])
    with place.store(folder) as store:
        store.put("a/index.html", b"1", PAGE)
        with pytest.raises(StoreError):
            store.put("a", b"2", PAGE)
        assert [file.path for file in store.files()] == ["a/index.html"]


def test_a_place_can_be_named_from_the_root_and_from_the_login(start_place: StartPlace, folder: str) -> None:
    place = start_place("plain_ftp")
    with place.store(f"/{folder}/www") as store:
        store.put("index.html", b"1", PAGE)
    with place.store(f"{folder}/www") as store:
        assert store.read("index.html") == b"1"
    shutil.rmtree(place.server.root / folder)
    assert not Path(place.server.root / folder).exists()
