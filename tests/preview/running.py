"""Preview running in a thread of the test's process, on a free port, with a clock of the test's own."""

from __future__ import annotations

import asyncio
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from site_gen.editor.run import EditorExtension
from site_gen.preview.engine import PreviewedProject
from site_gen.preview.run import Options, PreviewListener, Started, preview
from site_gen.preview.session import Rebuilt, Session
from tests.support import NOW


@dataclass
class Answer:
    """What preview answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Running:
    """A preview at work. `now` is what its clock shows; `rebuilt` what it reported."""

    project: Path
    now: datetime = NOW
    rebuilt: list[Rebuilt] = field(default_factory=list)
    port: int = 0
    loop: asyncio.AbstractEventLoop | None = None
    editor: EditorExtension | None = None
    _session: Session | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def session(self) -> Session:
        assert self._session is not None
        return self._session

    def started(self, found: Started, session: Session) -> None:
        self.port, self._session = found.port, session

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Answer:
        """Ask for a path exactly as written: no client tidies it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
            content = (body or "").encode()
            for name, value in {**named, **({"Content-Length": str(len(content))} if body is not None else {})}.items():
                connection.putheader(name, value)
            connection.endheaders(content if body is not None else None)
            found = connection.getresponse()
            return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
        finally:
            connection.close()

    def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it didn't come"
            time.sleep(0.01)

    def at_once(self, work: Callable[[], None]) -> None:
        """Do something to the files while preview does nothing: it sees no state in between, however slow we are."""
        assert self.loop is not None

        async def do() -> None:
            work()

        asyncio.run_coroutine_threadsafe(do(), self.loop).result(60)

    def shows(self, path: str, text: str) -> None:
        """Wait until a page shows a text."""
        self.until(lambda: text in self.ask(path).text)


@contextmanager
def previewing(
    project: Path, cache: Path, now: datetime = NOW, *, drafts: bool = False, with_editor: bool = False
) -> Iterator[Running]:
    """Run preview on a project, with or without the editor in it."""
    running = Running(project, now)
    ready = threading.Event()
    failed: list[BaseException] = []
    end: list[Callable[[], object]] = []

    def started(found: Started, session: Session) -> None:
        running.started(found, session)
        ready.set()

    async def run() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        running.loop = loop
        end.append(partial(loop.call_soon_threadsafe, stop.set))
        options = Options("127.0.0.1", 0, is_fixed=False)
        listener = PreviewListener(started, running.rebuilt.append)
        place = PreviewedProject(project, cache, drafts=drafts)
        running.editor = EditorExtension(place, lambda: running.now) if with_editor else None
        extension = running.editor.extension() if running.editor else None
        await preview(place, options, lambda: running.now, listener, stop, extension)

    def thread() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:  # noqa: BLE001  # told to the test, which is in another thread
            failed.append(error)
        finally:
            ready.set()

    worker = threading.Thread(target=thread, name="preview")
    worker.start()
    try:
        assert ready.wait(60)
        assert not failed, failed
        yield running
    finally:
        end[0]()
        worker.join(60)
        assert not worker.is_alive()
        assert not failed, failed
