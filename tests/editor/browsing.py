"""A person with the editor's key, without a browser: asks for screens, and sends forms as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.preview.running import Answer, Running, previewing

Pairs = list[tuple[str, str]]


class _Fields(HTMLParser):
    """Collects the fields of the form with an id, as a browser would send them."""

    def __init__(self, id_: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: Pairs = []
        self._id, self._is_in, self._select, self._text = id_, False, "", ""
        self._chosen: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_in = named.get("id") == self._id
        if not self._is_in:
            return
        if tag == "textarea":
            self._area, self._text = named["name"], ""
        elif tag == "select":
            self._select, self._chosen = named["name"], None
        elif tag == "option" and (self._chosen is None or "selected" in named):
            self._chosen = named.get("value", "")
        elif tag == "input" and "name" in named:
            is_box = named.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in named:
                self.pairs.append((named["name"], named.get("value", "")))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            text = self._text.removeprefix("\n").replace("\n", "\r\n")
            self.pairs.append((self._area, text))
            self._area = None
        elif tag == "select" and self._select:
            self.pairs.append((self._select, self._chosen or ""))
            self._select = ""


@dataclass
class Person:
    """Somebody at the editor."""

    running: Running
    cookie: str = ""
    said: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"localhost:{self.running.port}"

    @property
    def key(self) -> str:
        assert self.running.editor is not None
        return self.running.editor.key

    def come_in(self) -> None:
        answer = self.running.ask(f"/_edit/start?key={self.key}", Host=self.host)
        assert answer.status == 303
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def see(self, path: str) -> Answer:
        return self.running.ask(f"/_edit/{path}", Host=self.host, Cookie=self.cookie)

    def send(self, path: str, pairs: Sequence[tuple[str, str]], **headers: str) -> Answer:
        named = {
            "Host": self.host,
            "Cookie": self.cookie,
            "Origin": f"http://{self.host}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.running.ask(f"/_edit/{path}", "POST", urlencode(pairs), **{**named, **headers})

    @property
    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.see("contents").text)
        assert found is not None
        return found[1]

    def form(self, file: str) -> Pairs:
        """Return what a browser would send of the form of a file."""
        answer = self.see(f"write?{urlencode({'file': file})}")
        assert answer.status == 200, answer.text
        return fields_in(answer.text)

    def save(self, file: str, pairs: Sequence[tuple[str, str]], do: str = "save") -> Answer:
        answer = self.send(f"write?{urlencode({'file': file})}", [*pairs, ("do", do)])
        if answer.status == 303:
            self.said.append(urlsplit(answer.headers["location"]).query)
        return answer


def fields_in(html: str, id_: str = "form") -> Pairs:
    parser = _Fields(id_)
    parser.feed(html)
    return parser.pairs


def changed(pairs: Pairs, **values: str) -> Pairs:
    """Return a form with other values; two underscores in a name stand for a point."""
    wanted = {f"v:{name.replace('__', '.')}": value for name, value in values.items()}
    assert wanted.keys() <= {name for name, _ in pairs}, wanted.keys() - {name for name, _ in pairs}
    return [(name, wanted.get(name, value)) for name, value in pairs]


@contextmanager
def at_the_editor(project: Path, cache: Path) -> Iterator[Person]:
    with previewing(project, cache, with_editor=True) as running:
        person = Person(running)
        person.come_in()
        yield person
