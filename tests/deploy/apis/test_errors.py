"""What hosts answer is told apart, each with what to do, and never with the token."""

from __future__ import annotations

import builtins
import json
import threading
import traceback
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import ValidationError

from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.publish import Permission
from site_gen.deploy.store import AccessError, BusyError, FileMeta, FullError, LostConnectionError, StoreError
from site_gen.deploy.stores.http_api import Hints, HttpApi, asked_wait
from site_gen.deploy.stores.logins import netlify_token, vercel_token
from site_gen.deploy.stores.netlify import NetlifyStore
from site_gen.distribution import install_line
from site_gen.model.targets import TARGETS
from tests.deploy.apis.hosts import Tried, trying
from tests.deploy.apis.neocities import Neocities
from tests.deploy.apis.netlify import Netlify
from tests.deploy.apis.server import TOKEN, Answer
from tests.deploy.apis.vercel import Vercel
from tests.deploy.sites import CLIENT_PAGE, small

PAGE: Final = FileMeta("text/html")
ANSWERS: Final = [
    (Answer(402, {"message": "Payment Required"}), StoreError, "Billing|supporter"),
    (Answer(404, {"message": "Not Found"}), StoreError, "correct|right"),
    (Answer(422, {"errors": {"files": "are wrong"}}), StoreError, "stays"),
    (Answer(301, headers={"Location": "https://elsewhere.example/"}), StoreError, "proxy"),
    (Answer(408), BusyError, "later"),
    (Answer(429, {"error": {"code": "rate_limited", "message": "slow down"}}), BusyError, "later"),
    (Answer(500, body=b"<html>oops"), BusyError, "later"),
    (Answer(503, headers={"Retry-After": "7"}), BusyError, "later"),
    (Answer(507), FullError, "Billing|supporter"),
    (Answer(200, body=b"<html>please log in"), StoreError, "proxy"),
]


def assert_silent(error: BaseException) -> None:
    """No token stands in a message, nor in those of the errors behind it."""
    assert TOKEN not in "".join(traceback.format_exception(error)) + str(getattr(error, "hint", ""))


@pytest.mark.parametrize(("answer", "kind", "hint"), ANSWERS)
def test_answers_are_told_apart(host: Tried, answer: Answer, kind: type[StoreError], hint: str) -> None:
    host.log.fault = lambda _number, _asked: answer
    with pytest.raises(StoreError) as caught, host.store() as store:
        list(store.files())
    assert type(caught.value) is kind
    assert any(word in caught.value.hint for word in hint.split("|"))
    assert host.store().label in str(caught.value)
    assert_silent(caught.value)
    if isinstance(caught.value, BusyError):
        assert caught.value.wait == (7 if answer.headers else None)


def test_a_wrong_token_is_refused_and_not_repeated(host: Tried) -> None:
    """The host's own words repeat it: they are shown without."""
    host.token = f"wrong-{TOKEN}"
    with pytest.raises(AccessError) as caught, host.store():
        pass
    assert len(host.log.asked) == 1
    assert_silent(caught.value)


def test_without_a_token_nobody_is_asked(host: Tried) -> None:
    host.token = ""
    with pytest.raises(AccessError, match="there is no token") as caught, host.store():
        pass
    assert host.log.asked == []
    assert any(name in caught.value.hint for name in ("NETLIFY_AUTH_TOKEN", "VERCEL_TOKEN", "NEOCITIES_API_KEY"))


@pytest.mark.parametrize("data", [[], "fine", 7, True])
def test_an_answer_of_another_shape_is_said_and_no_traceback(host: Tried, data: object) -> None:
    """Networks with a page of their own answer anything; the owner can't read a traceback."""
    host.log.fault = lambda _number, _asked: Answer(200, data)
    with pytest.raises(StoreError, match="lacks what it should have") as caught, host.store() as store:
        list(store.files())
    assert "proxy" in caught.value.hint


def test_an_unknown_site_is_named(host: Tried) -> None:
    with pytest.raises(StoreError, match="other") as caught, host.store(site="other"):
        pass
    assert "site" in caught.value.hint or "project" in caught.value.hint


def test_nobody_at_home_is_a_lost_connection() -> None:
    with trying("netlify") as host:
        url = host.rules.url
    with pytest.raises(LostConnectionError) as caught, NetlifyStore("mara", TOKEN, host.waits.append, url):
        pass
    assert_silent(caught.value)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "12"}, 12),
        ({"Retry-After": "Mon, 23 Nov 2026 12:00:30 GMT", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 30),
        ({"X-RateLimit-Reset": "1795435245", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 45),
        ({"X-RateLimit-Reset": "1", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 0),
        ({"X-RateLimit-Reset": "1795435245"}, None),
        ({"Retry-After": "soon", "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, None),
    ],
)
def test_the_time_that_a_host_asks_to_wait_is_read_by_its_own_clock(
    headers: dict[str, str], seconds: float | None
) -> None:
    """This machine's clock may be wrong, and a wait of days would be the end of the deploy."""
    assert asked_wait(headers) == seconds


# --- one host's own ---------------------------------------------------------------------------------------------------


def test_a_deploy_that_netlify_or_vercel_can_not_finish_is_said_and_the_old_site_stays() -> None:
    for name in ("netlify", "vercel"):
        with trying(name) as host:
            host.send(small("one"))
            assert isinstance(host.rules, Netlify | Vercel)
            host.rules.fails = "Build credits are used up"
            with pytest.raises(StoreError, match="Build credits are used up"):
                host.send(small("two"))
            assert host.site() == small("one")


def test_netlify_with_publishing_locked_is_told() -> None:
    """Otherwise the owner believes that the new price is public."""
    with trying("netlify") as host:
        host.send(small("one"))
        assert isinstance(host.rules, Netlify)
        host.rules.locked = True
        with pytest.raises(StoreError, match="didn't publish it") as caught:
            host.send(small("two"))
        assert "locked" in caught.value.hint


def test_vercel_that_stays_with_an_earlier_deployment_is_told() -> None:
    """Otherwise the owner waits for ever, or believes that the new price is public."""
    with trying("vercel") as host:
        host.send(small("one"))
        assert isinstance(host.rules, Vercel)
        host.rules.rolled_back = True
        with pytest.raises(StoreError, match="doesn't give it to visitors"):
            host.send(small("two"))
        assert host.site() == small("one")
        assert sum(host.waits) < 180


def test_netlify_compares_many_files_after_it_has_answered() -> None:
    with trying("netlify") as host:
        host.send({**small("one"), **{f"n/{number}.html": str(number).encode() for number in range(600)}})
        assert len(host.site()) == 600 + len(small("one"))
        assert len(host.log.names("POST", "/sites/")) == 1


def test_netlify_takes_no_sign_of_addresses_in_a_name() -> None:
    with trying("netlify") as host:
        with pytest.raises(StoreError, match=r"# or \? in its name: a#1\.html"):
            host.send({**small("one"), "a#1.html": b"x"})
        assert host.site() == {}


def test_vercel_is_sent_what_it_forgot_of_files_that_stay() -> None:
    """It may let go of bytes that it hasn't for long: what is still online is read there and sent again."""
    with trying("vercel") as host:
        host.rules.seed({"theirs.txt": b"theirs"})
        host.send(small("one"), Permission(yes=True))
        rules = host.rules
        assert isinstance(rules, Vercel)
        forgotten = [sha for sha, data in rules.blobs.items() if data in {b"theirs", b"same"}]
        kept = {sha: rules.blobs[sha] for sha in forgotten}
        read = rules._read  # noqa: SLF001  # bytes of deployments stay readable

        def remembering(asked: Any, words: list[str]) -> Answer:
            missing = {sha: data for sha, data in kept.items() if sha not in rules.blobs}
            rules.blobs |= missing
            answer = read(asked, words)
            for sha in missing:
                del rules.blobs[sha]
            return answer

        rules._read = remembering  # type: ignore[method-assign]  # noqa: SLF001
        for sha in forgotten:
            del rules.blobs[sha]
        host.send(small("two"))
        assert host.site() == {**small("two"), "theirs.txt": b"theirs"}


def test_neocities_says_which_file_a_free_account_refuses() -> None:
    with trying("neocities") as host:
        with pytest.raises(StoreError, match=r"calendar\.ics: a free account takes no such files \(ics\)") as caught:
            host.send({**small("one"), "calendar.ics": b"x"})
        assert "supporter" in caught.value.hint


def test_neocities_names_no_page_of_one_client() -> None:
    with trying("neocities") as host, host.store() as store:
        path = CLIENT_PAGE.replace("index.html", "plan.pptx")
        with pytest.raises(StoreError) as caught:
            store.put(path, b"x", PAGE)
        assert path not in str(caught.value)


def test_no_more_of_a_public_address_is_read_than_a_file_there_may_have() -> None:
    """Whoever answers there may send without end: the machine's memory would fill, and the deploy never end."""

    class Endless(BaseHTTPRequestHandler):
        sent = 0

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while Endless.sent < 300_000_000:
                    Endless.sent += self.wfile.write(bytes(65_536))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the library has it
            pass

    with HTTPServer(("127.0.0.1", 0), Endless) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with HttpApi("", "none", "there", Hints("", "", "")) as api:
            assert api.public(f"http://127.0.0.1:{server.server_port}/", 1_000_000) is None
        thread.join()
    assert Endless.sent < 100_000_000


def test_neocities_without_room_is_full() -> None:
    with trying("neocities") as host:
        assert isinstance(host.rules, Neocities)
        host.rules.room = 10
        with pytest.raises(FullError):
            host.send(small("one"))


def test_neocities_with_the_key_of_another_site_is_refused() -> None:
    """A key alone says where files go: the wrong one would replace another site."""
    with trying("neocities") as host:
        with pytest.raises(StoreError, match="is that of the site 'mara'"), host.store(site="pau"):
            pass
        assert {asked.method for asked in host.log.asked} == {"GET"}


def test_neocities_is_waited_for_while_visitors_get_an_older_manifest() -> None:
    with trying("neocities") as host:
        host.send(small("one"))
        assert isinstance(host.rules, Neocities)
        host.rules.old = {".site-gen/deploy.json": b"{}"}
        with pytest.raises(LostConnectionError, match="still has an older"):
            host.send(small("two"))
        host.rules.old = {}
        host.send(small("two"))
        assert host.site() == host.expected(small("two"))


# --- settings and logins ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "label"),
    [
        ({"to": "netlify", "site": "https://mara.netlify.app/"}, "netlify mara.netlify.app"),
        ({"to": "netlify", "site": "mara"}, "netlify mara.netlify.app"),
        ({"to": "netlify", "site": "mara.example"}, "netlify mara.example"),
        ({"to": "vercel", "project": "mara"}, "vercel mara"),
        ({"to": "vercel", "project": "mara", "team": "studio"}, "vercel studio/mara"),
        ({"to": "neocities", "site": "mara.neocities.org"}, "mara.neocities.org"),
        ({"to": "cloudflare-pages", "project": "mara.pages.dev"}, "cloudflare-pages mara (main)"),
    ],
)
def test_a_target_becomes_a_place_without_asking_anybody(settings: dict[str, str], label: str, tmp_path: Path) -> None:
    target = TARGETS[settings["to"]].model_validate(settings)
    place = place_of(target, Surroundings(tmp_path, ("Mara", "mara@mara.example"), {}))
    assert place.label == label
    assert place.whole == (settings["to"] != "neocities")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"to": "netlify", "site": "my site"}, "is no name of a site"),
        ({"to": "netlify", "site": "mara", "token": TOKEN}, "'token' never stands in a file"),
        ({"to": "vercel", "project": "../x"}, "is no name of a site"),
        ({"to": "neocities", "site": ""}, "is no name of a site"),
        ({"to": "cloudflare-pages", "project": "mara", "account": "mine"}, "is no account ID"),
        ({"to": "cloudflare-pages", "project": "mara", "branch": "--force"}, "can't be a branch's name"),
    ],
)
def test_wrong_settings_are_refused(settings: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        TARGETS[settings["to"]].model_validate(settings)


def test_the_logins_of_the_hosts_own_programs_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert (netlify_token(tmp_path), vercel_token(tmp_path)) == ("", "")
    logins = {
        ".config/netlify/config.json": {"userId": "u1", "users": {"u1": {"auth": {"token": "one"}}}},
        ".local/share/com.vercel.cli/auth.json": {"token": "two"},
    }
    for path, data in logins.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(data), encoding="utf-8")
    assert (netlify_token(tmp_path), vercel_token(tmp_path)) == ("one", "two")
    (tmp_path / ".config/netlify/config.json").write_text("{", encoding="utf-8")
    assert netlify_token(tmp_path) == ""


def test_a_missing_library_is_named_with_what_to_install(host: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "httpx":
            raise ModuleNotFoundError("No module named 'httpx'", name="httpx")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StoreError, match="httpx") as caught, host.store():
        pass
    assert caught.value.hint == install_line("hosts")
