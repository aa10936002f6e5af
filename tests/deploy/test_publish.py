"""Bringing a place to the state of a site, whatever happens on the way."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from dataclasses import replace

import pytest

from site_gen.deploy import target_manifest
from site_gen.deploy.connection import ATTEMPTS
from site_gen.deploy.guards import RefusedError
from site_gen.deploy.lock import LockedError
from site_gen.deploy.publish import DeployListener, Permission, look
from site_gen.deploy.store import AccessError, BusyError, FullError, LostConnectionError, StoreError
from tests.deploy.memory import Fault, Memory
from tests.deploy.sites import CLIENT_PAGE, ME, is_whole, later, send, site_of, small

MANIFEST = ".site-gen/deploy.json"


def cut_after(count: int) -> Fault:
    """The connection is cut for good after so many operations."""

    def fault(number: int, operation: str, path: str) -> None:
        if number >= count:
            raise LostConnectionError("cut")

    return fault


def test_a_site_comes_whole_to_an_empty_place() -> None:
    memory = Memory()
    found = send(memory, small("one"))
    assert memory.site == small("one")
    assert [upload.is_new for upload in found.plan.uploads] == [True] * len(small("one"))
    assert memory.opened == 0


def test_what_is_there_is_not_sent_again() -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.done.clear()
    found = send(memory, {**small("one"), "index.html": b"new"})
    assert [path for path in memory.names("put") if path != MANIFEST] == ["index.html"]
    assert (found.plan.same, found.plan.bytes) == (len(small("one")) - 1, 3)


def test_where_nothing_changed_nothing_is_written() -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.done.clear()
    send(memory, small("one"), release="r2")
    assert {name for name, _ in memory.done} == {"open", "files", "read"}


def test_looking_changes_nothing() -> None:
    memory = Memory()
    found = look(memory.place(), site_of(small("one")), Permission(), DeployListener())
    assert (memory.files, len(found.plan.uploads)) == ({}, len(small("one")))


def test_assets_come_before_pages_and_lists_and_removals_last() -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.done.clear()
    send(memory, small("two"))
    order = [path for name, path in memory.done if name in {"put", "delete"} and ".site-gen" not in path]
    kinds = ["asset" if p.startswith("assets/") else "list" if p == "sitemap.xml" else "page" for p in order]
    assert kinds == ["asset", *["page"] * 6, "list", "page", "asset"]
    assert order[-2:] == ["only-one/index.html", "assets/site-one.css"]


@pytest.mark.parametrize("parallel", [1, 3])
def test_a_visitor_always_gets_a_page_with_its_assets(parallel: int) -> None:
    memory = Memory()
    send(memory, small("one"))
    seen: list[bool] = []
    memory.watcher = lambda files: seen.append(is_whole(files))
    send(memory, small("two", pages=30), parallel=parallel)
    assert len(seen) > 30
    assert all(seen)


def count_of_operations() -> int:
    memory = Memory()
    send(memory, small("one"))
    memory.done.clear()
    send(memory, small("two"))
    return len(memory.done)


@pytest.mark.parametrize("count", range(count_of_operations() - 2))  # after that only the lock is left
def test_a_deploy_that_is_cut_off_leaves_a_site_and_is_completed_by_the_next(count: int) -> None:
    one, two = small("one"), small("two")
    memory = Memory({"CNAME": b"mara.example", "theirs/file.txt": b"theirs"})
    send(memory, one, permission=Permission(yes=True))
    memory.done.clear()
    memory.fault = cut_after(count)
    memory.watcher = lambda files: pytest.fail("not whole") if not is_whole(files) else None
    with pytest.raises(LostConnectionError):
        send(memory, two)
    assert all(
        content in {one.get(path), two.get(path)} for path, content in memory.site.items() if path in {**one, **two}
    )
    memory.fault = Memory().fault
    send(memory, two)
    assert memory.site == {**two, "CNAME": b"mara.example", "theirs/file.txt": b"theirs"}
    assert set(memory.files) - set(memory.site) == {MANIFEST}


def test_what_was_sent_before_the_cut_is_not_sent_again() -> None:
    memory = Memory()
    sent = {f"page-{n}/index.html": str(n).encode() for n in range(20)} | {"index.html": b"home"}
    memory.fault = cut_after(15)
    with pytest.raises(LostConnectionError):
        send(memory, sent)
    there = set(memory.site)
    memory.fault, memory.done = Memory().fault, []
    send(memory, sent)
    assert there
    assert there.isdisjoint(memory.names("put"))


def test_a_lost_connection_is_opened_anew() -> None:
    memory, waits, broken = Memory(), list[float](), [5, 9]

    def fault(number: int, operation: str, path: str) -> None:
        if number in broken:
            raise LostConnectionError("gone")

    memory.fault = fault
    send(memory, small("one"), waits=waits)
    assert memory.site == small("one")
    assert waits == [1.0, 1.0]
    assert memory.opened == 0


def test_a_busy_host_is_given_the_time_it_asks_for() -> None:
    memory, waits = Memory(), list[float]()

    def fault(number: int, operation: str, path: str) -> None:
        if number == 6:
            raise BusyError("too many requests", wait=17)

    memory.fault = fault
    send(memory, small("one"), waits=waits)
    assert waits == [17]
    assert memory.names("open") == [""]


def test_patience_ends() -> None:
    memory, waits = Memory(fault=cut_after(0)), list[float]()
    with pytest.raises(LostConnectionError):
        send(memory, small("one"), waits=waits)
    assert waits == [1, 2, 4, 8, 16]
    assert len(waits) == ATTEMPTS - 1


def test_a_full_disk_ends_the_deploy_and_room_completes_it() -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.room = sum(map(len, memory.files.values())) + 250
    with pytest.raises(FullError):
        send(memory, small("two"))
    assert is_whole(memory.files)
    memory.room = None
    send(memory, small("two"))
    assert memory.site == small("two")


def test_a_refusal_of_one_of_several_connections_is_told() -> None:
    def fault(number: int, operation: str, path: str) -> None:
        if operation == "put" and path == "page-1/index.html":
            raise AccessError("no rights")

    with pytest.raises(AccessError):
        send(Memory(fault=fault), small("one"), parallel=3)


# --- places that take long to list ------------------------------------------------------------------------------------


def test_a_place_that_takes_long_to_list_is_believed_its_manifest() -> None:
    """Else one changed price in a site of thousands of folders would take minutes."""
    memory = Memory()
    send(memory, small("one"), lists_quickly=False)
    memory.done.clear()
    changed = {**small("one"), "index.html": b"changed", "new/index.html": b"new"}
    del changed["page-0/index.html"]
    found = send(memory, changed, lists_quickly=False)
    assert memory.names("files") == []
    assert [(upload.path, upload.is_new) for upload in found.plan.uploads] == [
        ("index.html", False),
        ("new/index.html", True),
    ]
    assert memory.site == changed


def test_a_file_of_others_is_found_there_too_before_it_is_written_over() -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.files["new/index.html"] = b"theirs"
    with pytest.raises(RefusedError, match=r"in the way of the site: new/index\.html"):
        send(memory, {**small("one"), "new/index.html": b"ours"}, lists_quickly=False)
    assert memory.files["new/index.html"] == b"theirs"


@pytest.mark.parametrize("why", ["broken off", "a client's page is over", "much is new", "no manifest"])
def test_where_the_manifest_does_not_know_enough_all_is_listed(why: str) -> None:
    memory, site = Memory(), small("one")
    send(memory, {**site, CLIENT_PAGE: b"for one"}, unlisted=[CLIENT_PAGE])
    new = {**site, CLIENT_PAGE: b"for one"}
    if why == "broken off":
        memory.fault = lambda _number, _operation, path: _fail() if path == "index.html" else None
        with pytest.raises(LostConnectionError):
            send(memory, {**new, "index.html": b"new"}, unlisted=[CLIENT_PAGE])
        memory.fault = Memory().fault
    elif why == "a client's page is over":
        new = site
    elif why == "much is new":
        new |= {f"new-{number}/index.html": b"new" for number in range(60)}
    else:
        del memory.files[MANIFEST]
    memory.done.clear()
    send(memory, new, unlisted=[CLIENT_PAGE] if CLIENT_PAGE in new else [], lists_quickly=False)
    assert memory.names("files") == [""]
    assert memory.site == new


def test_a_lock_left_by_oneself_goes_there_too() -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.files[".site-gen/lock.json"] = ME.to_bytes()
    send(memory, small("one"), lists_quickly=False)
    assert ".site-gen/lock.json" not in memory.files


# --- what is refused --------------------------------------------------------------------------------------------------


def test_files_of_others_are_not_replaced_unless_that_is_said() -> None:
    memory = Memory({"index.html": b"theirs"})
    with pytest.raises(RefusedError, match=r"did not put there, in the way of the site: index.html") as refused:
        send(memory, small("one"))
    assert memory.files == {"index.html": b"theirs"}
    assert "--yes" in refused.value.hint
    send(memory, small("one"), permission=Permission(yes=True))
    assert memory.site == small("one")


def test_a_place_of_others_alone_is_refused_and_its_files_stay() -> None:
    memory = Memory({"shop/cart.php": b"theirs"})
    with pytest.raises(RefusedError, match=r"none of this site: shop/cart.php"):
        send(memory, small("one"))
    found = send(memory, small("one"), permission=Permission(yes=True))
    assert found.plan.others == ("shop/cart.php",)
    assert memory.site == {**small("one"), "shop/cart.php": b"theirs"}


@pytest.mark.parametrize("there", [".ssh/id_rsa", ".bashrc", "wp-config.php", "site.yaml"])
def test_some_places_are_refused_whatever_is_said(there: str) -> None:
    memory = Memory({there: b"x"})
    with pytest.raises(RefusedError, match="lies in it"):
        send(memory, small("one"), permission=Permission(yes=True))
    assert memory.files == {there: b"x"}


def test_the_site_of_another_address_is_refused_whatever_is_said() -> None:
    memory = Memory()
    send(memory, small("one"), url="https://other.example/")
    with pytest.raises(RefusedError, match=r"holds the site https://other.example/"):
        send(memory, small("one"), permission=Permission(yes=True))


@pytest.mark.parametrize("damaged", [None, b"", b"{", b"[]", b'{"format": 99}'])
def test_without_its_manifest_a_place_is_read(damaged: bytes | None) -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.files.pop(MANIFEST)
    if damaged is not None:
        memory.files[MANIFEST] = damaged
    memory.done.clear()
    send(memory, small("one"))
    assert memory.names("put") == [MANIFEST, MANIFEST]
    memory.done.clear()
    assert send(memory, small("one")).plan.is_empty


def test_many_removals_are_refused_with_their_names() -> None:
    memory, pages = Memory(), {f"old-{n}/index.html": b"x" for n in range(25)}
    send(memory, {**small("one"), **pages})
    with pytest.raises(RefusedError, match="25 of 34 files would be removed") as refused:
        send(memory, small("one"))
    assert set(refused.value.paths) == set(pages)
    assert pages.items() <= memory.files.items()
    with pytest.raises(RefusedError):
        send(memory, small("one"), permission=Permission(yes=True, max_deletes=24))
    send(memory, small("one"), permission=Permission(max_deletes=25))
    assert memory.site == small("one")


def test_a_file_that_vanished_or_got_another_size_is_sent_again() -> None:
    memory = Memory()
    send(memory, small("one"))
    memory.files.pop("index.html")
    memory.files["_headers"] = b"cut"[:1]
    found = send(memory, small("one"))
    assert [(upload.path, upload.is_new) for upload in found.plan.uploads] == [
        ("_headers", False),
        ("index.html", True),
    ]
    assert memory.site == small("one")


def test_a_file_takes_the_place_of_a_folder_and_the_other_way_round() -> None:
    memory = Memory()
    send(memory, {"index.html": b"x", "a": b"file", "b/index.html": b"page"})
    memory.done.clear()
    send(memory, {"index.html": b"x", "a/index.html": b"page", "b": b"file"})
    order = [(name, path) for name, path in memory.done if path in {"a", "b", "a/index.html", "b/index.html"}]
    assert [name for name, _ in order] == ["delete", "delete", "put", "put"]


def test_pages_for_one_client_are_removed_and_told_nowhere() -> None:
    memory, page = Memory(), CLIENT_PAGE
    send(memory, {**small("one"), page: b"for one"}, unlisted=[page])
    assert memory.site[page] == b"for one"
    assert string.ascii_lowercase not in memory.files[MANIFEST].decode()
    send(memory, small("one"))
    assert memory.site == small("one")


# --- the lock ---------------------------------------------------------------------------------------------------------


def test_a_lock_of_another_machine_is_respected_and_named() -> None:
    other = replace(ME, who="Pau on laptop", machine="machine-2")
    memory = Memory({".site-gen/lock.json": other.to_bytes()})
    with pytest.raises(LockedError, match="locked by Pau on laptop since 2026-11-23T12:00"):
        send(memory, small("one"))
    assert memory.site == {}


def test_a_forgotten_lock_is_taken_over() -> None:
    other = replace(ME, who="Pau on laptop", machine="machine-2")
    memory = Memory({".site-gen/lock.json": other.to_bytes()})
    send(memory, small("one"), holder=replace(ME, since=later(3)))
    assert memory.site == small("one")
    assert ".site-gen/lock.json" not in memory.files


def test_a_lock_that_could_not_be_taken_away_is_by_the_next_deploy_from_there() -> None:
    memory = Memory()
    memory.fault = lambda _number, operation, _path: _fail() if operation == "delete" else None
    send(memory, small("one"))
    assert ".site-gen/lock.json" in memory.files
    memory.fault = Memory().fault
    send(memory, small("one"), holder=replace(ME, machine="machine-2"))
    assert ".site-gen/lock.json" in memory.files
    send(memory, small("one"))
    assert ".site-gen/lock.json" not in memory.files


def _fail() -> None:
    raise LostConnectionError("gone")


def test_the_lock_is_there_while_files_are_sent() -> None:
    memory, held = Memory(), list[str]()
    memory.watcher = lambda files: held.append(json.loads(files[".site-gen/lock.json"])["who"])
    memory.watcher = _while_locked(memory.watcher)
    send(memory, small("one"))
    assert set(held) == {"Mara on desk"}


def test_a_deploy_that_was_taken_for_dead_stops_where_another_took_its_lock() -> None:
    """What it believes of the place is no longer so: it would mix its files with those of the one that follows."""
    memory, other = Memory(), replace(ME, run="another").to_bytes()

    def taken_over(_number: int, operation: str, path: str) -> None:
        if (operation, path) == ("put", "index.html"):
            memory.files[".site-gen/lock.json"] = other

    memory.fault = taken_over
    with pytest.raises(LockedError, match="another deploy took memory over meanwhile"):
        send(memory, small("one"))
    manifest = json.loads(memory.files[MANIFEST])
    assert not manifest["complete"]
    assert memory.files[".site-gen/lock.json"] == other, "the lock of the other one was taken away"
    memory.fault = Memory().fault
    send(memory, small("one"))
    assert memory.site == small("one")


def _while_locked(watcher: Callable[[dict[str, bytes]], None]) -> Callable[[dict[str, bytes]], None]:
    def watch(files: dict[str, bytes]) -> None:
        if ".site-gen/lock.json" in files:
            watcher(files)

    return watch


def test_an_error_is_one_of_a_store() -> None:
    assert issubclass(RefusedError, StoreError)
    assert issubclass(LockedError, StoreError)


def test_each_file_is_sent_with_what_the_files_of_headers_say_of_it() -> None:
    """A bucket would keep feeds and pages in another way than every other host, and verify would find that wrong."""
    memory = Memory()
    files = {**small("one"), "es/feed.xml": b"<rss/>", CLIENT_PAGE: b"for one"}
    send(memory, files, unlisted=[CLIENT_PAGE])
    told = {path: (meta.content_type, meta.cache_control) for path, meta in memory.metas.items()}
    assert told["es/feed.xml"] == ("application/xml; charset=utf-8", "public, max-age=600")
    assert told["index.html"] == ("text/html; charset=utf-8", "no-cache")
    assert told["assets/fixed.js"][1] == "public, max-age=31536000, immutable"
    assert {told[path][1] for path in (CLIENT_PAGE, target_manifest.PATH)} == {"private, no-store"}
