"""The laws of every deploy, held by the stores that speak to a host's API."""

from __future__ import annotations

import multiprocessing
import os
import string
from contextlib import suppress
from typing import Final

import pytest

from site_gen.deploy.connection import Connection, Patience
from site_gen.deploy.guards import RefusedError
from site_gen.deploy.publish import Permission
from site_gen.deploy.store import FileMeta, LostConnectionError, StoredFile, StoreError
from tests.conftest import Cli, ProjectFactory
from tests.deploy.apis import neocities, netlify, vercel
from tests.deploy.apis.hosts import WHOLE, Tried, trying
from tests.deploy.apis.server import TOKEN, Answer, Asked, Fault
from tests.deploy.sites import CLIENT_PAGE, is_whole, small
from tests.support import SITE, tree, write_files

THEIRS: Final = {"robots.json": b"theirs", "theirs/file.txt": b"theirs"}
YES: Final = Permission(yes=True)
_META: Final = FileMeta("text/html")


def test_a_site_comes_whole_to_an_empty_place_and_nothing_is_sent_twice(host: Tried) -> None:
    one = small("one")
    host.send(one)
    assert host.site() == host.expected(one)
    host.log.asked.clear()
    assert host.send(one).plan.is_empty
    assert {asked.method for asked in host.log.asked} == {"GET"}


def test_of_a_change_that_file_alone_is_sent_beside_the_manifest(host: Tried) -> None:
    """Who pays by the byte, or waits for each one, would pay and wait for the whole site."""
    host.send(small("one"))
    host.log.asked.clear()
    changed = {**small("one"), "index.html": b"new"}
    host.send(changed)
    bodies = [asked.body for asked in host.uploads()]
    assert sum(b"new" in body for body in bodies) == 1
    own = sum(b'"format"' in body or b'"machine"' in body for body in bodies)
    assert len(bodies) == own + 1
    assert host.site() == host.expected(changed)


def test_what_is_over_is_removed_and_what_others_put_there_stays(host: Tried) -> None:
    host.rules.seed(THEIRS)
    host.send(small("one"), YES)
    host.send(small("two"))
    assert host.site() == {**host.expected(small("two")), **THEIRS}


def test_files_of_others_in_the_way_are_refused(host: Tried) -> None:
    host.rules.seed({"index.html": b"theirs"})
    with pytest.raises(RefusedError, match=r"in the way of the site: index\.html"):
        host.send(small("one"))
    assert host.site() == {"index.html": b"theirs"}


def test_a_page_for_one_client_goes_online_and_is_told_nowhere(host: Tried) -> None:
    page = {**small("one"), CLIENT_PAGE: b"for one"}
    host.send(page, unlisted=[CLIENT_PAGE])
    assert host.site()[CLIENT_PAGE] == b"for one"
    assert string.ascii_lowercase.encode() not in host.rules.online()[".site-gen/deploy.json"]
    host.log.asked.clear()
    assert host.send(page, unlisted=[CLIENT_PAGE]).plan.is_empty
    host.send(small("one"))
    assert CLIENT_PAGE not in host.site()


def test_names_with_spaces_signs_and_other_letters_stay_as_they_are(host: Tried) -> None:
    names = ("with space/two  spaces.html", "Привіт, світ/цена 100%.html", "plus+and&amp=.txt", "a/b/c/d.html")
    files = {**small("one"), **{name: name.encode() for name in names}, "empty.txt": b""}
    host.send(files)
    assert host.site() == host.expected(files)
    with host.store() as store:
        assert all(store.read(name) == name.encode() for name in names)


def test_a_store_reads_lists_and_looks_for_the_lock(host: Tried) -> None:
    host.send(small("one"))
    with host.store() as store:
        assert {file.path for file in store.files()} == host.rules.online().keys()
        assert store.read("nothing.html") is None
        assert not store.put_new("index.html", b"x")
        assert store.put_new("new.txt", b"x")
        assert StoredFile("new.txt", 1) in set(store.files())
        store.delete("new.txt")
        store.delete("nothing.html")
    assert "new.txt" not in host.rules.online()


# --- what may break off -----------------------------------------------------------------------------------------------


def requests_of_a_change(name: str) -> int:
    with trying(name) as host:
        host.send(small("one", pages=1))
        host.log.asked.clear()
        host.send(small("two", pages=1))
        return len(host.log.asked)


def cut_from(count: int) -> Fault:
    def fault(number: int, asked: Asked) -> Answer | None:
        if number >= count:
            raise ConnectionAbortedError
        return None

    return fault


@pytest.mark.parametrize("name", ["neocities", "netlify", "vercel"])
def test_a_deploy_that_is_cut_at_any_request_leaves_a_site_and_is_completed_by_the_next(name: str) -> None:
    """A visitor would get half a site, or the owner could not publish any more."""
    one, two = small("one", pages=1), small("two", pages=1)
    for count in range(requests_of_a_change(name)):
        with trying(name) as host:
            host.send(one)
            host.log.asked.clear()
            host.log.fault = cut_from(count)
            with suppress(LostConnectionError):
                host.send(two)
            host.rules.settle()
            if name in WHOLE:
                assert host.site() in (one, two)
            assert is_whole(host.site())
            host.log.fault = lambda _number, _asked: None
            host.send(two)
            assert host.site() == host.expected(two), count


@pytest.mark.parametrize("name", ["neocities", "netlify", "vercel"])
def test_one_lost_request_is_tried_again(name: str) -> None:
    for count in range(requests_of_a_change(name)):
        with trying(name) as host:
            host.send(small("one", pages=1))
            host.log.asked.clear()

            def fault(number: int, asked: Asked, count: int = count) -> Answer | None:
                if number == count:
                    raise ConnectionAbortedError
                return None

            host.log.fault = fault
            host.send(small("two", pages=1))
            assert host.site() == host.expected(small("two", pages=1)), count


def test_a_busy_host_is_given_the_time_it_asks_for(host: Tried) -> None:
    host.send(small("one"))
    host.log.asked.clear()
    host.waits.clear()
    busy = {7: Answer(429, {"message": "too many requests"}, headers={"Retry-After": "17"})}
    host.log.fault = lambda number, _asked: busy.pop(number, None)
    host.send(small("two"))
    assert 17 in host.waits
    assert host.site() == host.expected(small("two"))


def test_a_long_list_goes_on_where_a_busy_host_broke_it_off() -> None:
    """Netlify lists a hundred files at a time: to begin anew at each busy moment would never come to an end."""
    with trying("netlify") as host:
        host.send({**small("one"), **{f"n/{number}.html": b"x" for number in range(600)}})
        host.log.asked.clear()
        host.log.fault = lambda number, asked: (
            Answer(429) if number % 2 and "/files" in asked.path and asked.method == "GET" else None
        )
        with Connection(host.place(), Patience(host.waits.append)) as connection:
            listed = connection.call(lambda store: list(store.files()))
        assert len(listed) == len(small("one")) + 600 + 1
        assert len({file.path for file in listed}) == len(listed)


def _die(name: str, url: str, files: dict[str, bytes]) -> None:
    from tests.deploy.apis.hosts import RULES
    from tests.deploy.apis.server import Log

    rules = RULES[name]()
    rules.url = url
    Tried(name, rules, Log()).send(files)


@pytest.mark.parametrize("name", ["neocities", "netlify", "vercel"])
def test_a_deploy_that_is_killed_leaves_a_site_and_is_completed_by_the_next(name: str) -> None:
    one, two = small("one"), small("two")
    with trying(name) as host:
        host.send(one)
        host.log.asked.clear()
        process = multiprocessing.get_context("spawn").Process(target=_die, args=(name, host.rules.url, two))

        def kill(number: int, asked: Asked) -> Answer | None:
            if host.uploads():
                os.kill(process.pid or 0, 9)
                raise ConnectionAbortedError
            return None

        host.log.fault = kill
        process.start()
        process.join(60)
        assert process.exitcode == -9
        host.rules.settle()
        assert is_whole(host.site())
        if name in WHOLE:
            assert host.site() == one
        host.log.fault = lambda _number, _asked: None
        host.send(two)
        assert host.site() == host.expected(two)


# --- from the command -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "settings", "variable"),
    [
        ("netlify", f"to: netlify, site: {netlify.DOMAIN}", "NETLIFY_AUTH_TOKEN"),
        ("vercel", f"to: vercel, project: {vercel.NAME}, team: {vercel.TEAM}", "VERCEL_TOKEN"),
        ("neocities", f"to: neocities, site: {neocities.SITE}", "NEOCITIES_API_KEY"),
    ],
)
@pytest.mark.sampled(1)
def test_a_project_goes_online_by_the_command(
    name: str, settings: str, variable: str, project: ProjectFactory, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From site.yaml and the environment to what visitors get, and back; no page and no message holds the token."""
    folder = project({"site.yaml": f"{SITE}deploy: {{{settings}}}\n"})
    with trying(name) as host:
        monkeypatch.setattr(f"site_gen.deploy.stores.{name}.API", host.rules.url)
        monkeypatch.setattr("site_gen.deploy.stores.neocities.PUBLIC", f"{host.rules.url}/public")
        token = {variable: TOKEN}
        ran = cli("deploy", cwd=folder, env=token)
        assert ran.code == 0, ran.err
        first = host.site()
        built = {path: data for path, data in tree(folder / "output").items() if not path.startswith(".site-gen/")}
        assert first == host.expected(built)
        write_files(folder, {"content/profile.md": "---\ntitle: Other\n---\nOther.\n"})
        assert cli("deploy", cwd=folder, env=token).code == 0
        assert host.site() != first
        assert cli("deploy", "--rollback", cwd=folder, env=token).code == 0
        assert host.site() == first
        wrong = cli("deploy", cwd=folder, env={variable: f"wrong-{TOKEN}"})
        assert (wrong.code, variable in wrong.err) == (3, True)
        assert TOKEN not in ran.out + ran.err + wrong.out + wrong.err


# --- others who deploy ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WHOLE)
def test_a_deploy_of_somebody_else_in_between_is_noticed(name: str) -> None:
    """What they published would be gone without a word."""
    with trying(name) as host:
        host.send(small("one"))
        theirs = {**host.rules.online(), "theirs.html": b"theirs"}
        store = host.store()
        store.__enter__()
        store.put("index.html", b"mine", _META)
        host.rules.seed(theirs)
        with pytest.raises(StoreError, match="somebody else deployed meanwhile"):
            store.__exit__(None, None, None)
        assert host.rules.online() == theirs
        host.send(small("two"))
        assert host.site()["theirs.html"] == b"theirs"


@pytest.mark.parametrize("name", WHOLE)
def test_a_deploy_that_fails_here_changes_nothing_there(name: str) -> None:
    with trying(name) as host:
        host.send(small("one"))
        store = host.store()
        store.__enter__()
        store.put("index.html", b"half", _META)
        store.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
        assert host.site() == small("one")


# --- what is said meanwhile -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WHOLE)
def test_what_goes_on_while_the_host_takes_the_site_is_told(name: str) -> None:
    """Minutes of silence look like a crash, and whoever then ends it ends a deploy."""
    with trying(name) as host:
        host.send(small("one"))
        label, title = host.store().label, name.title()
        files = len(small("one")) + 1  # and the manifest
        assert host.told == [
            f"{label}: {title} compares {files} files",
            f"{label}: sending {files} files",
            *(f"{done}/{files}" for done in range(1, files + 1)),
            f"{label}: waiting until {title} has published it",
        ]


@pytest.mark.parametrize("name", WHOLE)
def test_that_a_host_is_busy_while_it_takes_the_site_is_told(name: str) -> None:
    """The waits come to minutes."""
    with trying(name) as host:
        host.send(small("one"))
        busy = iter([Answer(503)])
        host.log.fault = lambda _number, asked: next(busy, None) if asked.method == "POST" else None
        host.told.clear()
        host.send(small("two"))
        assert f"{host.store().label}: the host answers 503" in host.told


def test_neocities_counts_the_files_that_are_sent() -> None:
    with trying("neocities") as host:
        host.send(small("one"))
        files = len(host.expected(small("one")))
        assert host.told == [f"{done}/{files}" for done in range(1, files + 1)]
