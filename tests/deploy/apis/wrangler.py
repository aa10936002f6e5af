"""A stand-in for wrangler: asks Cloudflare's API for what wrangler asks, in its order, and gives up at the first fault.

The real one starts in seconds and tries again for a minute; with this one a deploy can be cut at each of its requests.
As a program of its own (`install`) it takes the words that site-gen gives to wrangler.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import itertools
import json
import os
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

_BOUNDARY: Final = "--------stand-in"
_FOR_CLOUDFLARE: Final[tuple[str, ...]] = ("_headers", "_redirects")


def install(folder: Path) -> Path:
    """Put it into a folder as the program `wrangler`."""
    program = folder / "wrangler"
    root = Path(__file__).parents[3]
    words = f'cd "$PWD" && PYTHONPATH={root} exec {sys.executable} -m tests.deploy.apis.wrangler "$@"'
    program.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


class _Api:
    """The API, asked with the token of the environment or, for files, another."""

    def __init__(self) -> None:
        self._base = urlsplit(os.environ["CLOUDFLARE_API_BASE_URL"])
        self._project = f"/accounts/{os.environ['CLOUDFLARE_ACCOUNT_ID']}/pages/projects/"

    def project(self, method: str, name: str, rest: str, body: bytes = b"", content_type: str = "") -> Any:
        token = os.environ["CLOUDFLARE_API_TOKEN"]
        return self.ask(method, f"{self._project}{name}{rest}", token, body, content_type)

    def ask(self, method: str, path: str, token: str, body: bytes = b"", content_type: str = "") -> Any:
        connection = http.client.HTTPConnection(str(self._base.hostname), self._base.port or 80, timeout=30)
        headers = {"Authorization": f"Bearer {token}", "User-Agent": f"stand-in/{os.getpid()}"}
        connection.request(method, f"{self._base.path}{path}", body, headers | {"Content-Type": content_type})
        answer = json.loads(connection.getresponse().read())
        if not answer["success"]:
            error = answer["errors"][0]
            said = f"{error['message']} [code: {error['code']}]"
            raise SystemExit(f"✘ [ERROR] A request to the Cloudflare API failed.\n  {said}")
        return answer["result"]


def _list(api: _Api, project: str) -> None:
    rows = api.project("GET", project, "/deployments")
    found = [
        {
            "Id": row["id"],
            "Branch": row["deployment_trigger"]["metadata"]["branch"],
            "Deployment": row["url"],
            "Status": "a minute ago",
        }
        for row in rows
    ]
    print(json.dumps(found))  # noqa: T201  # a program


def _deploy(api: _Api, folder: Path, project: str, branch: str) -> None:
    api.project("GET", project, "")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    own: dict[str, bytes] = {str(name): files.pop(name) for name in _FOR_CLOUDFLARE if name in files}
    keys = {path: hashlib.md5(content, usedforsecurity=False).hexdigest() for path, content in files.items()}
    jwt = api.project("GET", project, "/upload-token")["jwt"]
    hashes = json.dumps({"hashes": sorted(set(keys.values()))}).encode()
    missing = api.ask("POST", "/pages/assets/check-missing", jwt, hashes, "application/json")
    for number, key in enumerate(missing):
        content = next(files[path] for path in files if keys[path] == key)
        file = {"key": key, "value": base64.b64encode(content).decode(), "base64": True}
        body = json.dumps([file | {"metadata": {"contentType": "text/plain"}}]).encode()
        api.ask("POST", "/pages/assets/upload", jwt, body, "application/json")
        print(f"Uploading... ({number + 1}/{len(missing)})", flush=True)  # noqa: T201
    api.ask("POST", "/pages/assets/upsert-hashes", jwt, hashes, "application/json")
    manifest = json.dumps({f"/{path}": key for path, key in keys.items()}).encode()
    parts = {"manifest": manifest, "branch": branch.encode(), **own}
    body = b"".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in parts.items()
    )
    end = f"--{_BOUNDARY}--\r\n".encode()
    api.project("POST", project, "/deployments", body + end, f"multipart/form-data; boundary={_BOUNDARY}")


def main(words: list[str]) -> None:
    """Do what wrangler does with these words."""
    options = dict(itertools.pairwise(words))
    project = options["--project-name"]
    try:
        if words[:3] == ["pages", "deployment", "list"]:
            _list(_Api(), project)
        else:
            _deploy(_Api(), Path(words[2]), project, options["--branch"])
    except (OSError, http.client.HTTPException) as error:
        raise SystemExit(f"✘ [ERROR] fetch failed: {error}") from error


if __name__ == "__main__":
    main(sys.argv[1:])
