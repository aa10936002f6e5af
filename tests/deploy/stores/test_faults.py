"""What stores say and leave behind when something fails, each on its real server."""

from __future__ import annotations

import builtins
import os
import threading
import time
import traceback
from typing import Any, Final

import pytest

from benchmarks.ports import free_port
from site_gen.deploy.store import AccessError, FullError, LostConnectionError, StoreError
from site_gen.distribution import install_line
from tests.deploy.stores.places import PAGE, PLACES, WRONG_PASSWORD, Place
from tests.deploy.stores.servers import kill, needs_root, small_disk

AT_ONCE: Final = [name for name in PLACES if name != "rsync"]
"""Stores that do at once what they are asked; what differs with others is in test_rsync."""

ON_DISK: Final = [name for name in AT_ONCE if name not in {"rclone", "seaweedfs", "wsgidav"}]
"""Servers from which one learns that a disk is full; others know a fault of their own alone."""


def assert_silent(error: BaseException, place: Place) -> None:
    """No secret stands in a message, nor in those of the errors behind it."""
    text = "".join(traceback.format_exception(error)) + str(getattr(error, "hint", ""))
    assert not any(secret.strip() in text for secret in place.secrets.values())


@pytest.mark.parametrize("place", [*PLACES], indirect=True)
def test_a_wrong_password_is_refused_and_not_repeated(place: Place, folder: str) -> None:
    wrong = place.with_secrets({name: _wrong(name, value) for name, value in place.secrets.items()})
    with pytest.raises(AccessError) as caught, wrong.store(folder) as store:
        store.put("index.html", b"1", PAGE)
    assert caught.value.hint
    assert_silent(caught.value, wrong)
    assert_silent(caught.value, place)


@pytest.mark.parametrize("place", ["pyftpdlib", "wsgidav"], indirect=True)
def test_a_password_that_is_not_set_is_asked_for_by_name(place: Place, folder: str) -> None:
    """Else a newcomer looks for a mistake in a password that was never sent."""
    [variable] = place.secrets
    with pytest.raises(AccessError, match=f"{variable} is not set") as caught, place.with_secrets({}).store(folder):
        pass
    assert f"{variable}=" in caught.value.hint


def _wrong(name: str, value: str) -> str:
    return value if name == "AWS_ACCESS_KEY_ID" else WRONG_PASSWORD


@pytest.mark.parametrize("place", AT_ONCE, indirect=True)
def test_nobody_at_home_is_a_lost_connection(place: Place, folder: str) -> None:
    elsewhere = f"http://127.0.0.1:{free_port()}"
    nobody: dict[str, object] = {name: elsewhere for name in ("endpoint", "url") if name in place.settings}
    store = place.store(folder, **(nobody or {"port": free_port()}))
    with pytest.raises(LostConnectionError) as caught, store:
        store.put("index.html", b"1", PAGE)
    assert_silent(caught.value, place)


@pytest.mark.parametrize("new_place", AT_ONCE, indirect=True)
def test_a_server_killed_in_mid_transfer_leaves_the_old_file(new_place: Place, folder: str) -> None:
    content = os.urandom(64_000_000)
    with new_place.store(folder) as store:
        store.put("index.html", b"old", PAGE)
        killer = threading.Thread(target=_kill_when_busy, args=(new_place, folder))
        killer.start()
        with pytest.raises(LostConnectionError) as caught:
            store.put("index.html", content, PAGE)
        killer.join()
    assert_silent(caught.value, new_place)
    if (new_place.folder(folder) / "index.html").exists():
        assert (new_place.folder(folder) / "index.html").read_bytes() == b"old"


def _kill_when_busy(place: Place, folder: str) -> None:
    """Kill the server once a part of the file lies there, or soon where its parts can't be seen."""
    until = time.monotonic() + (0.1 if "endpoint" in place.settings else 30)
    while time.monotonic() < until and not any(part.stat().st_size for part in place.folder(folder).glob(".*.part")):
        time.sleep(0.001)
    kill(place.server.process)


@pytest.mark.parametrize("place", ON_DISK, indirect=True)
def test_a_full_disk_is_said_and_leaves_the_old_file(place: Place, folder: str) -> None:
    needs_root()
    with small_disk(place.folder(folder)) as disk, place.store(folder) as store:
        store.put("index.html", b"old", PAGE)
        with pytest.raises(FullError) as caught:
            store.put("index.html", os.urandom(5_000_000), PAGE)
        assert_silent(caught.value, place)
        assert store.read("index.html") == b"old"
        assert [path.name for path in disk.iterdir()] == ["index.html"]
        store.put("index.html", b"new", PAGE)
        assert store.read("index.html") == b"new"


LIBRARIES: Final = {"sftp": "asyncssh", "s3": "botocore", "webdav": "webdav4"}


@pytest.mark.parametrize("place", [*PLACES], indirect=True)
def test_a_missing_library_is_named_with_the_extra_to_install(
    place: Place, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = str(place.settings["to"])
    if extra not in LIBRARIES:
        pytest.skip("needs the standard library alone")
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == LIBRARIES[extra]:
            raise ModuleNotFoundError(f"No module named '{name}'", name=LIBRARIES[extra])
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StoreError, match=LIBRARIES[extra]) as caught, place.store(folder):
        pass
    assert caught.value.hint == install_line(extra)
