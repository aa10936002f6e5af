"""Vercel's REST API as vercel.com/docs/rest-api describes it: nothing is taken that it doesn't allow."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any, Final

from tests.deploy.apis.server import TOKEN, Answer, Asked, sha1

PROJECT: Final = "prj_12HKQaOmR5t5Uy6vdcQsNIiZgHGB"
NAME: Final = "mara"
TEAM: Final = "team_1a2b3c4d5e6f7g8h9i0j1k2l"
_KEYS: Final = {"name", "project", "target", "files", "projectSettings"}
_SETTINGS: Final = {"framework", "buildCommand", "installCommand", "outputDirectory", "devCommand", "rootDirectory"}
_STEPS: Final = ("QUEUED", "BUILDING", "READY", "READY")


@dataclass
class Deployment:
    id: str
    files: dict[str, str]
    step: int = 0
    failure: str = ""

    def data(self) -> dict[str, Any]:
        if self.failure and self.step:
            return {"id": self.id, "readyState": "ERROR", "errorMessage": self.failure, "aliasAssigned": None}
        assigned = 1540257589405 if self.step == len(_STEPS) - 1 else None
        return {"id": self.id, "readyState": _STEPS[self.step], "aliasAssigned": assigned}


@dataclass
class Vercel:
    """A project of a team, its deployments, and the bytes that are known. `fails` is what the next ones come to."""

    url: str = ""
    blobs: dict[str, bytes] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    live: str | None = None
    fails: str = ""
    rolled_back: bool = False

    def online(self) -> dict[str, bytes]:
        """Return what visitors get."""
        if self.live is None:
            return {}
        return {path: self.blobs[sha] for path, sha in self.deployments[self.live].files.items()}

    def seed(self, files: dict[str, bytes]) -> None:
        """Publish files as somebody else does."""
        made = Deployment(f"dpl_{len(self.deployments)}", {path: sha1(data) for path, data in files.items()}, 3)
        self.blobs |= {sha1(data): data for data in files.values()}
        self.deployments[made.id], self.live = made, made.id

    def settle(self) -> None:
        """Let what is under way come to its end."""
        for made in self.deployments.values():
            for _ in _STEPS:
                self._advance(made)

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(403, "forbidden", f"Not authorized: {asked.headers.get('authorization')}")
        if asked.query.get("teamId") != TEAM:
            return _error(404, "not_found", "Project not found.")
        words = asked.path.strip("/").split("/")
        if asked.method == "GET":
            return self._read(asked, words)
        if (asked.method, words) == ("POST", ["v2", "files"]):
            return self._upload(asked)
        return self._create(asked) if (asked.method, words) == ("POST", ["v13", "deployments"]) else _missing()

    def _read(self, asked: Asked, words: list[str]) -> Answer:
        match words:
            case ["v9", "projects", name] if name in {NAME, PROJECT}:
                return Answer(200, {"id": PROJECT, "name": NAME})
            case ["v6", "deployments"]:
                wanted = (asked.query.get("projectId"), asked.query.get("target"), asked.query.get("state"))
                if wanted != (PROJECT, "production", "READY"):
                    return _error(400, "bad_request", "unexpected filter")
                return Answer(200, {"deployments": [{"uid": self.live, "state": "READY"}] if self.live else []})
            case ["v6", "deployments", id_, "files"] if id_ in self.deployments:
                tree = _tree(self.deployments[id_].files)
                return Answer(200, [{"name": "src", "type": "directory", "mode": 16877, "children": tree}])
        return self._deployment(words)

    def _deployment(self, words: list[str]) -> Answer:
        match words:
            case ["v8", "deployments", id_, "files", uid] if uid in self.deployments[id_].files.values():
                return Answer(200, {"data": base64.b64encode(self.blobs[uid]).decode()})
            case ["v13", "deployments", id_] if id_ in self.deployments:
                self._advance(self.deployments[id_])
                return Answer(200, self.deployments[id_].data())
        return _missing()

    def _upload(self, asked: Asked) -> Answer:
        digest = asked.headers.get("x-vercel-digest", "")
        if sha1(asked.body) != digest:
            return _error(400, "invalid_digest", "the digest is not that of the body")
        self.blobs[digest] = asked.body
        return Answer(200, {})

    def _create(self, asked: Asked) -> Answer:
        body = asked.json
        if body.keys() - _KEYS or body["projectSettings"].keys() - _SETTINGS:
            return _error(400, "bad_request", "Invalid request: should NOT have additional property")
        if (body["project"], body["target"]) != (PROJECT, "production"):
            return _error(404, "not_found", "Project not found.")
        files = {file["file"]: file["sha"] for file in body["files"]}
        missing = sorted(set(files.values()) - self.blobs.keys())
        if missing:
            error = {"code": "missing_files", "message": "Missing files", "missing": missing}
            return Answer(400, {"error": error})
        for file in body["files"]:
            if file.keys() - {"file", "sha", "size"} or file.get("size", len(self.blobs[file["sha"]])) != len(
                self.blobs[file["sha"]]
            ):
                return _error(400, "bad_request", "Invalid request: `files`")
        made = Deployment(f"dpl_{len(self.deployments)}", files, failure=self.fails)
        self.deployments[made.id] = made
        return Answer(200, made.data())

    def _advance(self, made: Deployment) -> None:
        made.step = min(made.step + 1, len(_STEPS) - (2 if self.rolled_back else 1))
        order = list(self.deployments)
        if not made.failure and made.data()["aliasAssigned"]:
            newer = self.live is None or order.index(made.id) > order.index(self.live)
            self.live = made.id if newer else self.live


def _tree(files: dict[str, str]) -> list[dict[str, Any]]:
    tree: list[dict[str, Any]] = []
    for path, sha in files.items():
        level = tree
        *folders, name = path.split("/")
        for folder in folders:
            found = next((entry for entry in level if entry["name"] == folder), None)
            if found is None:
                found = {"name": folder, "type": "directory", "mode": 16877, "children": []}
                level.append(found)
            level = found["children"]
        level.append({"name": name, "type": "file", "mode": 33188, "uid": sha, "contentType": "text/plain"})
    return tree


def _error(status: int, code: str, message: str) -> Answer:
    return Answer(status, {"error": {"code": code, "message": message}})


def _missing() -> Answer:
    return _error(404, "not_found", "Not Found")
