"""Nobody but the owner, at the editor's own page, changes or reads anything through the editor."""

from __future__ import annotations

import http.client
import os
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from PIL import Image

from site_gen.actions.editing.private_files import editor_folder
from site_gen.editor.screens import SCREENS
from site_gen.editor.server import FORM_LIMIT
from site_gen.editor.words import LANGUAGES, words_in
from tests.conftest import ProjectFactory
from tests.editor.browsing import Person, at_the_editor, changed

OFFER = "offers/audit.yaml"


def test_without_the_key_there_is_nothing(person: Person) -> None:
    person.cookie = ""
    for path in ("", "contents", "write?file=site.yaml", "leads"):
        assert person.see(path).status == 403
    wrong = person.running.ask("/_edit/start?key=guess", Host=person.host)
    assert wrong.status == 403
    assert "set-cookie" not in wrong.headers


def test_a_cookie_that_somebody_else_set_is_no_key(person: Person) -> None:
    """Session fixation: the key is this run's alone, whatever a browser brings along."""
    name = person.cookie.partition("=")[0]
    person.cookie = f"{name}=chosen-by-somebody"
    assert person.see("").status == 403


def test_the_cookie_is_for_this_site_and_no_script(person: Person) -> None:
    answer = person.running.ask(f"/_edit/start?key={person.key}", Host=person.host)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/_edit/" in cookie
    assert person.key not in answer.headers["location"]


def test_a_post_from_another_origin_changes_nothing(person: Person) -> None:
    path = person.running.project / OFFER
    before = path.read_bytes()
    form = changed(person.form(OFFER), title="Taken over")
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{person.running.port}"},
        {"Origin": f"http://localhost:{person.running.port + 1}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = person.send(f"write?file={OFFER}", [*form, ("do", "save-anyway")], **headers)
        assert answer.status == 403, headers
        assert "Nothing was changed" in answer.text
    without = [pair for pair in form if pair[0] != "token"]
    assert person.save(OFFER, without, "save-anyway").status == 403
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (f"rename?file={OFFER}", {"address": "taken-over"}),
        ("client?kind=audit", {"client": "Taken over"}),
        ("client?kind=proposal", {"client": "Taken over"}),
        ("changes", {"do": "commits", "on": "yes"}),
        ("changes", {"number": "1"}),
    ],
)
def test_no_change_is_made_from_another_origin_or_without_the_token(
    person: Person, path: str, values: dict[str, str]
) -> None:
    project = person.running.project
    before = {each: each.read_bytes() for each in project.rglob("*") if each.is_file()}
    token = person.token
    assert person.send(path, [("token", token), *values.items()], Origin="https://evil.example").status == 403
    assert person.send(path, [("token", "x" * len(token)), *values.items()]).status == 403
    assert person.send(path, [("token", token), *values.items()], Cookie="").status == 403
    assert {each: each.read_bytes() for each in project.rglob("*") if each.is_file()} == before


def test_the_table_of_requests_needs_the_key(person: Person) -> None:
    """Names and addresses of people, one click away for any page in the same browser."""
    answer = person.running.ask("/_edit/leads.csv", Host=person.host)
    assert answer.status == 403
    assert "received" not in answer.text
    assert "no-store" in person.see("leads.csv").headers["cache-control"]


def test_a_name_that_was_bent_to_this_machine_reaches_nothing(person: Person) -> None:
    """DNS rebinding: the browser then sends the attacker's name as host."""
    for host in (
        "evil.example",
        f"evil.example:{person.running.port}",
        f"localhost.evil.example:{person.running.port}",
    ):
        answer = person.running.ask("/_edit/contents", Host=host, Cookie=person.cookie)
        assert answer.status in {403, 404}
        assert "Contents" not in answer.text


def test_the_site_and_the_editor_share_no_origin(person: Person) -> None:
    """A theme's script in a page of the site could else do whatever the owner can."""
    at_site = person.running.ask("/_edit/contents", Cookie=person.cookie, Host=f"127.0.0.1:{person.running.port}")
    assert at_site.status == 302
    assert at_site.headers["location"] == f"http://{person.host}/_edit/contents"
    at_editor = person.running.ask("/offers/", Host=person.host)
    assert at_editor.headers["location"] == f"http://127.0.0.1:{person.running.port}/offers/"
    posted = person.running.ask("/_edit/delete", "POST", "", Host=f"127.0.0.1:{person.running.port}")
    assert posted.status in {403, 405}


BAD_PATHS: Final = [
    "../secret.yaml",
    "offers/../../secret.yaml",
    "offers/..%2f..%2fsecret.yaml",
    "/etc/passwd",
    "offers/ledger.jsonl",
    ".git/config",
    "site.yaml\x00.yaml",
    "offers\\audit.yaml",
    "themes/mine/theme.yaml",
    "offers/AUDIT.yaml",
    "offers/con/x.yaml",
    "",
    "offers/audit.xx.yaml",
    "offers/nothing.es.yaml",
]


def test_a_path_leads_nowhere_but_to_what_has_a_form(person: Person) -> None:
    (person.running.project.parent / "secret.yaml").write_text("secret: 1\n", encoding="utf-8")
    token = person.token
    for file in BAD_PATHS:
        for path in ("write", "choose", "draft", "rename"):
            answer = person.see(f"{path}?{urlencode({'file': file})}")
            assert answer.status == 404, (path, file)
            assert "secret: 1" not in answer.text
        for path in ("delete", "copy", f"rename?{urlencode({'file': file})}"):
            sent = [("token", token), ("file", file), ("address", "elsewhere")]
            assert person.send(path, sent).status == 404, (path, file)
    assert person.running.project.parent.joinpath("secret.yaml").exists()


def upload(person: Person, name: str, content: bytes, token: str) -> tuple[int, bytes]:
    boundary = "xxBOUNDARYxx"
    body = (
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="picture"; filename="{name}"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{boundary}--\r\n".encode()
    )
    connection = http.client.HTTPConnection("127.0.0.1", person.running.port, timeout=60)
    headers = {
        "Host": person.host,
        "Cookie": person.cookie,
        "Origin": f"http://{person.host}",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }
    connection.request("POST", "/_edit/pictures", body, headers)
    with connection.getresponse() as answer:
        found = answer.status, answer.read()
    connection.close()
    return found


def test_a_picture_that_is_none_is_refused_in_words(person: Person) -> None:
    status, said = upload(person, "x.jpg", b"<?php evil ?>", person.token)
    assert status == 422
    assert b"x.jpg" in said
    assert not list((person.running.project / "content").rglob("x*"))


def test_a_pictures_name_cant_lead_out_of_its_folder(person: Person, tmp_path: Path) -> None:
    stream = BytesIO()
    Image.new("RGB", (40, 30), "red").save(stream, "PNG")
    for name in ("../../../evil.php", "..\\\\..\\\\evil.jpg", "/etc/evil.png", "évil ☃.jpeg"):
        status, said = upload(person, name, stream.getvalue(), person.token)
        assert status == 303, said
    found = sorted(path.name for path in (person.running.project / "content/images").iterdir())
    assert found == ["evil.png"]  # the same picture is kept once, under what it is


def test_a_huge_body_is_refused_in_words_and_kept_nowhere(person: Person) -> None:
    path = person.running.project / OFFER
    before = path.read_bytes()
    form = changed(person.form(OFFER), title="x" * (FORM_LIMIT + 1))
    answer = person.save(OFFER, form)
    assert answer.status == 413
    assert "Nothing was changed" in answer.text
    assert path.read_bytes() == before


def test_what_is_sent_is_never_shown_as_markup(person: Person) -> None:
    form = changed(person.form(OFFER), title="<script>alert(1)</script>", call_to_action='"><img src=x>')
    answer = person.save(OFFER, form, "refresh")
    assert "<script>alert" not in answer.text
    assert "<img src=x>" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert person.key not in answer.text


def test_the_editor_speaks_its_five_languages_whole() -> None:
    english = words_in("en")
    for language in LANGUAGES:
        words = words_in(language)
        for part in ("texts", "labels", "choices"):
            assert getattr(words, part).keys() == getattr(english, part).keys(), (language, part)
        for name, text in words.texts.items():
            assert text.count("{") == english.texts[name].count("{"), (language, name)


SCREEN_PATHS: Final = tuple(sorted(SCREENS))
FORM: Final = "application/x-www-form-urlencoded"


def everything_kept(person: Person) -> dict[Path, bytes]:
    """Return all files of the project, and what was typed into forms."""
    assert person.running.editor is not None
    kept = editor_folder(person.running.editor.place.cache, person.running.project)
    drafts = (kept / "drafts").glob("*.json")
    return {path: path.read_bytes() for path in (*person.running.project.rglob("*"), *drafts) if path.is_file()}


def test_every_address_is_closed_to_whoever_is_not_the_owner_at_the_page(person: Person) -> None:
    """One screen that forgets the key, the origin or the host's name is enough to read or change everything."""
    token, port = person.token, person.running.port
    before = everything_kept(person)
    own = {"Host": person.host, "Cookie": person.cookie, "Origin": f"http://{person.host}", "Content-Type": FORM}
    body = urlencode([("token", token), ("file", OFFER), ("do", "save-anyway")])
    for path in (*SCREEN_PATHS, "language"):
        address = f"/_edit/{path}?file={OFFER}"
        for headers in (
            {"Host": person.host},
            {"Host": person.host, "Cookie": f"site-gen-edit-{port}=guess"},
            {"Host": f"evil.example:{port}", "Cookie": person.cookie},
            {"Host": f"evil.example:{port}", "Cookie": person.cookie, "Origin": f"http://evil.example:{port}"},
        ):
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
                answer = person.running.ask(address, method, body if method == "POST" else None, **headers)
                assert answer.status in {403, 404, 405}, (path, method, headers)
                assert token not in answer.text
        for other in ({"Origin": f"http://evil.example:{port}"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}):
            assert person.running.ask(address, "POST", body, **{**own, **other}).status == 403, (path, other)
        for type_ in ("text/plain", "application/json", "", "multipart/form-data", "application/x-www-form"):
            assert person.running.ask(address, "POST", body, **{**own, "Content-Type": type_}).status in {400, 403}
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"):
            assert person.running.ask(address, method, None, **own).status == 405, (path, method)
        spoilt = body.replace(token, token[::-1])
        assert person.running.ask(address, "POST", spoilt, **own).status == 403, path
    assert everything_kept(person) == before


def test_a_mere_link_to_a_screen_changes_nothing(person: Person) -> None:
    """A page of another program on this machine shows a picture from the editor's address, and the draft is gone."""
    form = changed(person.form(OFFER), title="Typed and not saved")
    assert person.send(f"draft?file={OFFER}", form).status == 200
    before = everything_kept(person)
    assert any(b"Typed and not saved" in content for content in before.values())
    for path in SCREEN_PATHS:
        for method in ("GET", "HEAD"):
            asked = f"/_edit/{path}?{urlencode({'file': OFFER, 'at': 'new', 'do': 'discard', 'number': 1})}"
            person.running.ask(asked, method, Host=person.host, Cookie=person.cookie)
    assert everything_kept(person) == before


@pytest.mark.parametrize("sent", ["9" * 5000, "x" * 5000, "a" * 300, "0-" + "9" * 5000, "../../x", "\0", "\x1b]0;x\a"])
def test_whatever_a_form_sends_is_answered_in_words(person: Person, sent: str) -> None:
    """What no browser sends ends in a page that says nothing, and in a report of a fault of the program."""
    pairs = [("token", person.token), ("do", "x")]
    pairs += [
        (name, sent) for name in ("base", "number", "at", "lead", "over", "address", "client", "language", "name")
    ]
    pairs += [("i:form.fields", sent), (f"y:form.fields.{sent}.name", "["), ("v:title", sent)]
    for path in SCREEN_PATHS:
        query = {"file": OFFER, "at": sent, "kind": "audit"}
        assert person.send(f"{path}?{urlencode(query)}", pairs).status < 500, path
        assert person.see(f"{path}?{urlencode({**query, 'weeks': sent, 'name': sent, 'id': sent})}").status < 500, path
    assert person.send("language", [("token", person.token), ("language", sent)]).status < 500


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes among files")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "huge", "circle"])
def test_what_is_no_file_in_a_files_place_stops_no_screen(project: ProjectFactory, cache: Path, kind: str) -> None:
    """A pipe was waited for, for ever, and every other screen behind it; a folder made the first page say nothing."""
    folder = project()
    path = folder / "content/plan.yaml"
    path.parent.mkdir(exist_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "device":
            path.symlink_to("/dev/zero")
        case "huge":
            with path.open("wb") as file:
                file.truncate(1 << 34)  # a hole: it takes no room
        case "circle":
            path.symlink_to(path.name)
    with at_the_editor(folder, cache) as person:
        assert person.see("").status == 200
        assert "content/plan.yaml" in person.see("").text
        for screen in (
            "contents",
            f"write?file={path.relative_to(folder)}",
            "plan",
            "topic?at=new",
            "month",
            "changes",
        ):
            answer = person.see(screen)
            assert answer.status == 200 or "content/plan.yaml" in answer.text or answer.status == 409, screen
