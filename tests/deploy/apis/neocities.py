"""Neocities' API as neocities.org/api and the program itself have it, and the public site beside it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs

from tests.deploy.apis.server import TOKEN, Answer, Asked, sha1

SITE: Final = "mara"
_FREE: Final = frozenset({"html", "css", "js", "json", "xml", "txt", "png", "svg", "webp", "woff2", "webmanifest"})


@dataclass
class Neocities:
    """The files of a site with a free account. `old` are files of which visitors still get an older copy."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    old: dict[str, bytes] = field(default_factory=dict)
    room: int = 1_000_000

    def online(self) -> dict[str, bytes]:
        """Return what visitors get."""
        return dict(self.files)

    def seed(self, files: dict[str, bytes]) -> None:
        self.files |= files

    def settle(self) -> None:
        """Nothing is under way here."""

    def answer(self, asked: Asked) -> Answer:
        if asked.path.startswith("/public/"):
            path = asked.path.removeprefix("/public/")
            content = self.old.get(path, self.files.get(path))
            return Answer(404, body=b"<html>Not found") if content is None else Answer(200, body=content)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(403, "invalid_auth", "invalid credentials - please check your username and password")
        calls: dict[str, Callable[[], Answer]] = {
            "GET /info": lambda: Answer(200, {"result": "success", "info": {"sitename": SITE}}),
            "GET /list": self._list,
            "POST /upload": lambda: self._upload(asked),
            "POST /delete": lambda: self._delete(parse_qs(asked.body.decode()).get("filenames[]", [])),
        }
        unknown = _error(404, "not_found", "the requested api call does not exist")
        return calls.get(f"{asked.method} {asked.path}", lambda: unknown)()

    def _list(self) -> Answer:
        folders = {path[:i] for path in self.files for i in range(len(path)) if path[i] == "/"}
        found: list[dict[str, object]] = [{"path": folder, "is_directory": True} for folder in sorted(folders)]
        for path, content in self.files.items():
            found.append({"path": path, "is_directory": False, "size": len(content), "sha1_hash": sha1(content)})
        return Answer(200, {"result": "success", "files": found})

    def _upload(self, asked: Asked) -> Answer:
        head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + asked.body, policy=email.policy.HTTP)
        sent: dict[str, bytes] = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            sent[str(name)] = content if isinstance(content, bytes) else b""
        if not sent:
            return _error(400, "missing_files", "you must provide files to upload")
        if sum(map(len, [*self.files.values(), *sent.values()])) > self.room:
            return _error(400, "too_large", "files are too large to fit in your space")
        for name in sent:
            if name.rpartition(".")[2].lower() not in _FREE:
                return _error(400, "invalid_file_type", f"{name} is not a valid file type for this site")
        self.files |= sent
        return Answer(200, {"result": "success", "message": "your file(s) have been successfully uploaded"})

    def _delete(self, names: list[str]) -> Answer:
        for name in names:
            if name not in self.files:
                return _error(400, "missing_files", f"{name} was not found on your site, canceled deleting")
            if name == "index.html":
                return _error(400, "cannot_delete_index", "you cannot delete your index.html file, canceled deleting")
        for name in names:
            del self.files[name]
        return Answer(200, {"result": "success", "message": "file(s) have been deleted"})


def _error(status: int, kind: str, message: str) -> Answer:
    return Answer(status, {"result": "error", "error_type": kind, "message": message})
