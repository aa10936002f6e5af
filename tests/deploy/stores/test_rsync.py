"""rsync: what is collected goes out whole or is said not to have; servers that aren't known get nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from benchmarks.ports import free_port
from site_gen.deploy.connection import Patience
from site_gen.deploy.store import AccessError, FullError, LostConnectionError, StoreError
from site_gen.deploy.stores.rsync import RsyncStore, _failure
from site_gen.model.targets.rsync import RsyncTarget
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.places import PAGE
from tests.deploy.stores.servers import make_key, needs_root, small_disk

MANIFEST = ".site-gen/deploy.json"


def test_what_was_put_goes_out_before_the_deploys_own_files(start_place: StartPlace, folder: str) -> None:
    """Else the manifest would speak of files that aren't there."""
    place = start_place("rsync")
    with place.store(folder) as store:
        store.put("a/index.html", b"1", PAGE)
        assert not place.folder(folder).exists()
        store.put(MANIFEST, b"{}", PAGE)
        assert (place.folder(folder) / "a/index.html").read_bytes() == b"1"
        store.delete("a/index.html")
        store.put("a", b"a file now", PAGE)
        store.put(MANIFEST, b"{1}", PAGE)
        assert (place.folder(folder) / "a").read_bytes() == b"a file now"


def test_a_file_of_the_same_size_and_time_is_sent_all_the_same(
    start_place: StartPlace, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rsync by itself takes such a file for the same: the old price would stay."""
    place = start_place("rsync")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with place.store(folder) as store:
        store.put("index.html", b"price: 290", PAGE)
        store.put(MANIFEST, b"{}", PAGE)
        there = place.folder(folder) / "index.html"
        store.put("index.html", b"price: 320", PAGE)
        [staged] = tmp_path.glob("site-gen-rsync-*/send-*/index.html")
        os.utime(staged, ns=(0, 10**18))
        os.utime(there, ns=(0, 10**18))
        store.put(MANIFEST, b"{}", PAGE)
    assert there.read_bytes() == b"price: 320"


def test_files_can_be_read_by_a_web_server(start_place: StartPlace, folder: str) -> None:
    place = start_place("rsync")
    with place.store(folder) as store:
        store.put("a/index.html", b"1", PAGE)
    modes = [
        oct(path.stat().st_mode)[-3:] for path in (place.folder(folder) / "a", place.folder(folder) / "a/index.html")
    ]
    assert modes == ["755", "644"]


def test_a_full_disk_is_said_and_leaves_the_old_file(start_place: StartPlace, folder: str) -> None:
    needs_root()
    place = start_place("rsync")
    with small_disk(place.folder(folder)), place.store(folder) as store:
        store.put(MANIFEST, b"{}", PAGE)
        store.put("index.html", os.urandom(5_000_000), PAGE)
        with pytest.raises(FullError) as caught:  # by rsync's words, or by its code where those are lost
            store.put(MANIFEST, b"{1}", PAGE)
        assert "room" in caught.value.hint
        assert (place.folder(folder) / MANIFEST).read_bytes() == b"{}"
        store.delete("index.html")


@pytest.mark.parametrize(
    ("said", "code", "kind"),
    [("", 11, FullError), ("", 12, LostConnectionError), ("", 255, LostConnectionError), ("", 1, StoreError)],
)
def test_where_rsync_says_nothing_its_code_does(said: str, code: int, kind: type[StoreError]) -> None:
    """Else a full disk is a riddle whenever the connection ends before the words come."""
    failure = _failure(said, code, "here")
    assert type(failure) is kind
    assert failure.hint


def test_a_server_with_another_key_than_before_is_told_apart() -> None:
    """Who is told to connect once by hand might say yes to somebody who pretends to be the host."""
    said = f"{'@' * 59}\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\n"
    failure = _failure(said, 255, "here")
    assert type(failure) is AccessError
    assert str(failure) == "here: WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!"
    assert "pretend" in failure.hint


def test_a_server_that_is_not_known_gets_nothing(start_place: StartPlace, folder: str, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other").with_suffix(".pub").read_text().strip()
    place = start_place("rsync")
    with (
        pytest.raises(AccessError, match="IDENTIFICATION HAS CHANGED") as caught,
        place.store(folder, host_key=other) as store,
    ):
        store.read("index.html")
    assert "known" in caught.value.hint


def test_nobody_at_home_is_tried_again_and_then_said(start_place: StartPlace, folder: str) -> None:
    """Not as a lost connection: a store that is opened anew wouldn't know what was collected."""
    place, waits, said = start_place("rsync"), list[float](), list[str]()
    target = RsyncTarget.model_validate({**place.target(folder).model_dump(), "port": free_port()})
    opened = RsyncStore(target, place.secrets)
    opened.tell(Patience(waits.append, lambda _seconds, why: said.append(why)))
    with pytest.raises(StoreError, match="refused") as caught, opened as store:
        store.put(MANIFEST, b"{}", PAGE)
    assert type(caught.value) is StoreError
    assert waits == [1, 2, 4]
    assert said == [str(caught.value)] * 3


def test_a_machine_without_rsync_is_told_of_sftp(
    start_place: StartPlace, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = start_place("rsync")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="no program 'rsync'") as caught, place.store(folder) as store:
        store.read("index.html")
    assert "to: sftp" in caught.value.hint
