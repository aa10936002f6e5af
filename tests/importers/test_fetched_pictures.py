"""Pictures that an import fetches: a server that drips or swells holds up nothing and fills no memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from PIL import Image

from site_gen.actions import import_pictures
from site_gen.actions.import_pictures import fetch_pictures


def _picture() -> bytes:
    stream = BytesIO()
    Image.effect_noise((60, 60), 90).save(stream, "PNG")
    return stream.getvalue()


PICTURE = _picture()


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            if "drip" in self.path:
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            elif "zeros" in self.path:
                self.wfile.write(bytes(len(PICTURE)))
            else:
                self.wfile.write(PICTURE)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    found = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    worker = threading.Thread(target=found.serve_forever)
    worker.start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    worker.join()
    found.server_close()


def test_a_picture_that_drips_is_given_up(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte now and then keeps every time limit between two bytes, and an import at work for days."""
    monkeypatch.setattr(import_pictures, "LONGEST", 0.2)
    begun = time.monotonic()
    found = fetch_pictures([f"{server}/drip.png", f"{server}/good.png"])
    assert time.monotonic() - begun < 4
    assert found.pictures == {f"{server}/good.png": PICTURE}
    assert "longer than" in found.faults[f"{server}/drip.png"]


def test_pictures_take_a_bounded_memory_and_each_is_told(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of large photos end the import for want of memory, with nothing written."""
    monkeypatch.setattr(import_pictures, "MOST_BYTES", len(PICTURE) * 3 + 1)
    monkeypatch.setattr(import_pictures, "_MOST", 20)
    wanted = [f"{server}/{number}.png" for number in range(25)]
    told: list[int] = []
    found = fetch_pictures(wanted, told.append)
    assert list(found.pictures) == wanted[:3]
    assert set(found.faults) == set(wanted[3:])
    assert told == list(range(1, 21))


def test_what_is_no_picture_is_told(server: str) -> None:
    assert list(fetch_pictures([f"{server}/zeros.png"]).faults) == [f"{server}/zeros.png"]
