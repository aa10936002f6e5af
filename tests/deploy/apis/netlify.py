"""Netlify's API as docs.netlify.com and netlify/open-api describe it: nothing is taken that they don't allow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tests.deploy.apis.server import TOKEN, Answer, Asked, sha1

SITE: Final = "3970e0fe-8564-4903-9a55-c5f8de49fb8b"
DOMAIN: Final = "mara.netlify.app"
_SHA: Final = re.compile(r"[0-9a-f]{40}")
_PAGE: Final = 5
"""How many files a page of the list has; few, so that there are several."""


@dataclass
class Deploy:
    id: str
    files: dict[str, str]
    required: set[str]
    state: str
    message: str = ""

    def data(self) -> dict[str, Any]:
        found = {"id": self.id, "site_id": SITE, "state": self.state, "error_message": self.message or None}
        return found if self.state == "preparing" else {**found, "required": sorted(self.required)}


@dataclass
class Netlify:
    """A site, its deploys, and the bytes that are known. `fails` is what the next deploys come to."""

    url: str = ""
    blobs: dict[str, bytes] = field(default_factory=dict)
    deploys: dict[str, Deploy] = field(default_factory=dict)
    published: str | None = None
    locked: bool = False
    fails: str = ""

    def online(self) -> dict[str, bytes]:
        """Return what visitors get."""
        if self.published is None:
            return {}
        return {path[1:]: self.blobs[sha] for path, sha in self.deploys[self.published].files.items()}

    def seed(self, files: dict[str, bytes]) -> None:
        """Publish files as somebody else does."""
        deploy = Deploy(
            f"d{len(self.deploys)}", {f"/{path}": sha1(data) for path, data in files.items()}, set(), "ready"
        )
        self.blobs |= {sha1(data): data for data in files.values()}
        self.deploys[deploy.id], self.published = deploy, deploy.id

    def settle(self) -> None:
        """Let what is under way come to its end."""
        for deploy in self.deploys.values():
            while deploy.state == "processing":
                self._advance(deploy)

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Answer(401, {"code": 401, "message": f"Access Denied to {asked.headers.get('authorization')}"})
        words = asked.path.strip("/").split("/")
        if words[0] == "sites":
            return self._site(asked, words[1:])
        return self._deploy(asked, words[1:]) if words[0] == "deploys" else _missing()

    def _site(self, asked: Asked, words: list[str]) -> Answer:
        if words[0] not in {SITE, DOMAIN}:
            return _missing()
        if (asked.method, words[1:]) == ("GET", []):
            live = self.deploys[self.published].data() if self.published else None
            return Answer(200, {"id": SITE, "name": "mara", "published_deploy": live})
        if (asked.method, words[1:]) == ("GET", ["files"]):
            return self._files(int(asked.query.get("page", "1")))
        if asked.method == "GET" and words[1] == "files":
            return self._file(asked, "/" + "/".join(words[2:]))
        return self._create(asked) if (asked.method, words[1:]) == ("POST", ["deploys"]) else _missing()

    def _files(self, page: int) -> Answer:
        found = [
            {"id": path, "path": path, "sha": sha, "mime_type": "text/plain", "size": len(self.blobs[sha])}
            for path, sha in (self.deploys[self.published].files if self.published else {}).items()
        ]
        following = {"Link": f'<{self.url}/sites/{SITE}/files?page={page + 1}>; rel="next"'}
        more = len(found) > page * _PAGE
        return Answer(200, found[(page - 1) * _PAGE : page * _PAGE], headers=following if more else {})

    def _file(self, asked: Asked, path: str) -> Answer:
        sha = self.deploys[self.published].files.get(path) if self.published else None
        if sha is None:
            return _missing()
        if asked.headers.get("content-type") == "application/vnd.bitballoon.v1.raw":
            return Answer(200, body=self.blobs[sha])
        return Answer(200, {"id": path, "path": path, "sha": sha})

    def _create(self, asked: Asked) -> Answer:
        body = asked.json
        files = body.get("files", {})
        wrong = [path for path in files if not path.startswith("/") or "#" in path or "?" in path]
        if wrong or body.keys() - {"files", "async", "draft", "branch"} or not all(map(_SHA.fullmatch, files.values())):
            return Answer(422, {"code": 422, "errors": {"files": "are not a digest of paths"}})
        required = set(files.values()) - self.blobs.keys()
        state = "preparing" if body.get("async") else "uploading" if required else "processing"
        deploy = Deploy(f"d{len(self.deploys)}", files, required, state)
        self.deploys[deploy.id] = deploy
        return Answer(200, deploy.data())

    def _deploy(self, asked: Asked, words: list[str]) -> Answer:
        deploy = self.deploys.get(words[0])
        if deploy is None:
            return _missing()
        if (asked.method, words[1:]) == ("GET", []):
            self._advance(deploy)
            return Answer(200, deploy.data())
        if (asked.method, words[1:]) == ("POST", ["cancel"]):
            deploy.state, deploy.message = "error", "Canceled"
            return Answer(201, deploy.data())
        if asked.method == "PUT" and words[1] == "files":
            return self._upload(asked, deploy, "/" + "/".join(words[2:]))
        return _missing()

    def _upload(self, asked: Asked, deploy: Deploy, path: str) -> Answer:
        sha = sha1(asked.body)
        refused = {
            "the deploy takes no files now": deploy.state not in {"uploading", "prepared"},
            "no such file is in the deploy": path not in deploy.files,
            "the bytes don't have the file's digest": deploy.files.get(path) != sha,
            "this file is not required": sha not in deploy.required,
            "the type must be application/octet-stream": asked.headers.get("content-type")
            != "application/octet-stream",
        }
        for why, holds in refused.items():
            if holds:
                return Answer(422, {"code": 422, "message": why})
        self.blobs[sha] = asked.body
        deploy.required.discard(sha)
        if not deploy.required:
            deploy.state = "processing"
        return Answer(200, {"id": path, "path": path, "sha": sha})

    def _advance(self, deploy: Deploy) -> None:
        if deploy.state == "preparing":
            deploy.state = "prepared" if deploy.required else "processing"
        elif deploy.state == "processing" and self.fails:
            deploy.state, deploy.message = "error", self.fails
        elif deploy.state == "processing":
            deploy.state = "ready"
            if not self.locked:
                self.published = deploy.id


def _missing() -> Answer:
    return Answer(404, {"code": 404, "message": "Not Found"})
