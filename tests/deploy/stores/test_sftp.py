"""SFTP: host keys are checked, and who logs in is known in several ways."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.ports import HOST
from site_gen.deploy.store import AccessError, StoreError
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.places import PAGE, Place
from tests.deploy.stores.servers import make_key


@pytest.fixture
def place(start_place: StartPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The place on OpenSSH, with a home of the test's own: nothing is known there."""
    (tmp_path / ".ssh").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SSH_AUTH_SOCK", "")
    return start_place("openssh")


def test_an_unknown_host_key_is_refused_with_what_to_do(place: Place, folder: str) -> None:
    with pytest.raises(AccessError, match="not known") as caught, place.store(folder):
        pass
    assert f"ssh -p {place.server.port} nobody@{HOST}" in caught.value.hint
    assert not place.folder(folder).exists()


def test_a_changed_host_key_is_refused_with_what_to_do(place: Place, folder: str, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other").with_suffix(".pub").read_text()
    (tmp_path / ".ssh" / "known_hosts").write_text(f"[{HOST}]:{place.server.port} {other}", encoding="utf-8")
    with pytest.raises(AccessError, match="changed") as caught, place.store(folder):
        pass
    assert f"ssh-keygen -R '[{HOST}]:{place.server.port}'" in caught.value.hint


def test_no_setting_of_ssh_switches_the_check_off(place: Place, folder: str, tmp_path: Path) -> None:
    config = "Host *\n  StrictHostKeyChecking no\n  UserKnownHostsFile none\n"
    (tmp_path / ".ssh" / "config").write_text(config, encoding="utf-8")
    with pytest.raises(AccessError, match="not known"), place.store(folder):
        pass


def test_a_host_key_can_stand_in_the_settings(place: Place, folder: str, tmp_path: Path) -> None:
    key = (place.server.client / "host_key.pub").read_text()
    with place.store(folder, host_key=key) as store:
        store.put("index.html", b"1", PAGE)
    other = make_key(tmp_path / "other").with_suffix(".pub").read_text()
    with pytest.raises(AccessError, match="host_key"), place.store(folder, host_key=other):
        pass


def test_a_key_is_found_in_the_home_or_in_a_named_file(place: Place, folder: str, tmp_path: Path) -> None:
    host_key = (place.server.client / "host_key.pub").read_text()
    named = place.with_secrets({})
    with named.store(folder, host_key=host_key, key=str(place.server.client / "key")) as store:
        assert list(store.files()) == []
    with pytest.raises(AccessError, match="refuses"), named.store(folder, host_key=host_key):
        pass
    shutil.copy(place.server.client / "key", tmp_path / ".ssh" / "id_ed25519")
    with named.store(folder, host_key=host_key) as store:
        assert list(store.files()) == []


def test_a_place_without_rights_is_an_access_error(place: Place) -> None:
    host_key = (place.server.client / "host_key.pub").read_text()
    with place.store("", host_key=host_key, path="/elsewhere") as store, pytest.raises(AccessError) as caught:
        store.put("index.html", b"1", PAGE)
    assert caught.value.hint


def test_a_folder_in_the_way_is_said_and_kept(place: Place, folder: str) -> None:
    host_key = (place.server.client / "host_key.pub").read_text()
    with place.store(folder, host_key=host_key) as store:
        store.put("a/index.html", b"1", PAGE)
        with pytest.raises(StoreError, match="a can't be written"):
            store.put("a", b"2", PAGE)
        assert [file.path for file in store.files()] == ["a/index.html"]


def test_what_a_killed_upload_left_is_hidden_and_written_over(place: Place, folder: str) -> None:
    host_key = (place.server.client / "host_key.pub").read_text()
    with place.store(folder, host_key=host_key) as store:
        store.put("index.html", b"1", PAGE)
        (place.folder(folder) / f".{'0' * 16}.part").write_bytes(b"half")
        assert [file.path for file in store.files()] == ["index.html"]
