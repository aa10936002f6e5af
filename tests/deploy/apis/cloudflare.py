"""The part of Cloudflare's API that wrangler uses to deploy a folder to Pages, and the deployments' public addresses.

Source: wrangler itself (cloudflare/workers-sdk, packages/wrangler/src/pages), and developers.cloudflare.com/api for the
calls that are public.
"""

from __future__ import annotations

import base64
import email
import email.policy
import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from tests.deploy.apis.server import TOKEN, Answer, Asked

ACCOUNT: Final = "023e105f4ecef8ad9ca31a8372d0c353"
PROJECT: Final = "mara"
JWT: Final = ".".join(
    base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
    for part in ({"alg": "none"}, {"exp": 9999999999, "max_file_count_allowed": 20000}, {})
)
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_CREATED: Final = "2026-11-23T12:00:00.000000Z"
_API: Final = "/client/v4"


@dataclass
class Deployment:
    id: str
    branch: str
    manifest: dict[str, str]
    parts: dict[str, bytes]


@dataclass
class Cloudflare:
    """A project of an account, with the bytes that are known by hash."""

    url: str = ""
    blobs: dict[str, bytes] = field(default_factory=dict)
    deployments: list[Deployment] = field(default_factory=list)

    def online(self) -> dict[str, bytes]:
        """Return what visitors get, and the files that are for Cloudflare."""
        if not self.deployments:
            return {}
        last = self.deployments[-1]
        return {**{path[1:]: self.blobs[key] for path, key in last.manifest.items()}, **last.parts}

    def seed(self, files: dict[str, bytes]) -> None:
        """Publish files as somebody else does."""
        keys = {path: f"{number:032x}" for number, path in enumerate(files)}
        self.blobs |= {keys[path]: content for path, content in files.items()}
        manifest = {f"/{path}": key for path, key in keys.items()}
        self.deployments.append(Deployment(f"{len(self.deployments):08x}-seed", "main", manifest, {}))

    def answer(self, asked: Asked) -> Answer:
        if asked.path.startswith("/site/"):
            return self._public(asked.path.removeprefix("/site/"))
        path = asked.path.removeprefix(_API)
        token = JWT if path.startswith("/pages/assets/") else TOKEN
        if asked.headers.get("authorization") != f"Bearer {token}":
            return _error(403, 10000, "Authentication error")
        project = f"/accounts/{ACCOUNT}/pages/projects/{PROJECT}"
        if path.startswith("/accounts/") and not path.startswith(project):
            return _error(
                404, 8000007, "Project not found. The specified project name does not match any of your projects"
            )
        return (
            self._project(asked, path.removeprefix(project)) if path.startswith(project) else self._assets(asked, path)
        )

    def _public(self, path: str) -> Answer:
        id_, _, name = path.partition("/")
        found = next((made for made in self.deployments if made.id == id_), None)
        key = found.manifest.get(f"/{name}") if found else None
        return Answer(404, body=b"<html>Not found") if key is None else Answer(200, body=self.blobs[key])

    def _project(self, asked: Asked, rest: str) -> Answer:
        if (asked.method, rest) == ("GET", ""):
            settings = {"compatibility_date": "2026-01-01", "compatibility_flags": []}
            configs = {"production": settings, "preview": settings}
            return _fine({"name": PROJECT, "production_branch": "main", "deployment_configs": configs})
        if (asked.method, rest) == ("GET", "/upload-token"):
            return _fine({"jwt": JWT})
        if (asked.method, rest) == ("GET", "/deployments"):
            return _fine([self._data(made) for made in reversed(self.deployments)])
        if (asked.method, rest) == ("POST", "/deployments"):
            return self._create(asked)
        found = [made for made in self.deployments if rest == f"/deployments/{made.id}"]
        return _fine(self._data(found[0])) if found else _error(404, 8000009, "Deployment not found")

    def _assets(self, asked: Asked, path: str) -> Answer:
        if path == "/pages/assets/check-missing":
            return _fine([key for key in asked.json["hashes"] if key not in self.blobs])
        if path == "/pages/assets/upload":
            for file in asked.json:
                if not _KEY.fullmatch(file["key"]) or not file["base64"] or not file["metadata"]["contentType"]:
                    return _error(400, 8000000, "invalid file")
                self.blobs[file["key"]] = base64.b64decode(file["value"], validate=True)
            return _fine({"successful_key_count": len(asked.json)})
        return _fine(None) if path == "/pages/assets/upsert-hashes" else _error(404, 7000, "No route for that URI")

    def _create(self, asked: Asked) -> Answer:
        head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + asked.body, policy=email.policy.HTTP)
        parts: dict[str, bytes] = {}
        for part in message.iter_parts():
            content = part.get_payload(decode=True)
            parts[str(part.get_param("name", header="content-disposition"))] = (
                content if isinstance(content, bytes) else b""
            )
        manifest = json.loads(parts["manifest"])
        if any(not path.startswith("/") or key not in self.blobs for path, key in manifest.items()):
            return _error(400, 8000000, "the manifest names files that were not uploaded")
        own = {name: content for name, content in parts.items() if name.startswith("_")}
        made = Deployment(f"{len(self.deployments):08x}-made", parts["branch"].decode(), manifest, own)
        self.deployments.append(made)
        return _fine(self._data(made))

    def _data(self, made: Deployment) -> dict[str, Any]:
        return {
            "id": made.id,
            "project_name": PROJECT,
            "environment": "production" if made.branch == "main" else "preview",
            "url": f"{self.url}/site/{made.id}",
            "created_on": _CREATED,
            "aliases": None,
            "latest_stage": {"name": "deploy", "status": "success", "ended_on": _CREATED},
            "deployment_trigger": {"metadata": {"branch": made.branch, "commit_hash": ""}},
        }


def _fine(result: Any) -> Answer:
    return Answer(200, {"success": True, "errors": [], "messages": [], "result": result})


def _error(status: int, code: int, message: str) -> Answer:
    return Answer(status, {"success": False, "errors": [{"code": code, "message": message}], "result": None})
