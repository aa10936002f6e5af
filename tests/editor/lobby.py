"""The questions for a new project, asked and answered without a browser; then the editor of it, at the same address."""

from __future__ import annotations

import asyncio
import http.client
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from site_gen.editor.run import EditorExtension
from site_gen.editor.screens.start import Surroundings
from site_gen.editor.starting import ask_for_project
from site_gen.preview.engine import PreviewedProject
from site_gen.preview.run import Options, PreviewListener, preview
from tests.preview.running import Answer
from tests.support import NOW

GOOD = {
    "language": "en",
    "name": "Mara Vidal",
    "role": "Social media for cafés",
    "email": "hello@mara.test",
    "networks.instagram": "@mara.vidal",
    "currency": "EUR",
    "time_zone": "Europe/Madrid",
    "offer": "A month of Instagram",
    "price": "290",
}


@dataclass
class Beginner:
    """Somebody at the questions, with the key of the start address."""

    start: str
    port: int
    cookie: str = ""

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def key(self) -> str:
        return self.start.partition("key=")[2]

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {"Host": self.host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            connection.request(method, path, body, named)
            found = connection.getresponse()
            sent = [(name.lower(), value) for name, value in found.getheaders()]
            return Answer(found.status, dict(sent), found.read())
        finally:
            connection.close()

    def come_in(self) -> None:
        answer = self.ask(f"/_edit/start?key={self.key}")
        assert answer.status == 303
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def see(self, path: str = "", **headers: str) -> Answer:
        return self.ask(f"/_edit/{path}", Cookie=self.cookie, **headers)

    @property
    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.see().text)
        assert found is not None
        return found[1]

    def answer(self, values: Mapping[str, str], do: str = "begin", **headers: str) -> Answer:
        pairs = {"token": self.token, **values, "do": do}
        named = {
            "Cookie": self.cookie,
            "Origin": f"http://{self.host}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.ask("/_edit/", "POST", urlencode(pairs), **{**named, **headers})


@contextmanager
def at_the_start(here: Path, cache: Path, zone: str = "Europe/Madrid") -> Iterator[Beginner]:
    """Run the questions in a folder, and then the editor of what was begun."""
    ready, end = threading.Event(), list[Callable[[], object]]()
    people: list[Beginner] = []
    failed: list[BaseException] = []

    def started(address: str, port: int) -> None:
        people.append(Beginner(address, port))
        ready.set()

    async def run() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        end.append(partial(loop.call_soon_threadsafe, stop.set))
        around = Surroundings(here, lambda: NOW, zone)
        begun = await ask_for_project(around, Options("127.0.0.1", 0, is_fixed=False), started, stop)
        if begun is not None:
            place = PreviewedProject(begun.project, cache)
            editor = EditorExtension(place, lambda: NOW, key=begun.key)
            options = Options("127.0.0.1", begun.port, is_fixed=True, listening=begun.listening)
            listener = PreviewListener(lambda *_: None, lambda _: None)
            await preview(place, options, lambda: NOW, listener, stop, editor.extension())

    def thread() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:  # noqa: BLE001  # told to the test, which is in another thread
            failed.append(error)
        finally:
            ready.set()

    worker = threading.Thread(target=thread, name="start")
    worker.start()
    try:
        assert ready.wait(60)
        assert not failed, failed
        people[0].come_in()
        yield people[0]
    finally:
        end[0]()
        worker.join(60)
        assert not worker.is_alive()
        assert not failed, failed
