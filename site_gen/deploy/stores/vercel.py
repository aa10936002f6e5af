"""A project at Vercel: a deployment is made of digests; what Vercel says is missing is sent, and all goes live at once.

Files are deployed as they are, without a build; `vercel.json` among them is Vercel's configuration.
Source: vercel.com/docs/rest-api/deployments; that missing files are named in an error: vercel/vercel, packages/client.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from site_gen.deploy.store import BusyError, StoreError
from site_gen.deploy.stores.http_api import Hints, HttpApi
from site_gen.deploy.stores.whole import WholeStore, sha1
from site_gen.messages import joined, m, plural

API: Final = "https://api.vercel.com"

_POLLS: Final = 130
"""How often a deployment is asked for: about ten minutes."""

_POLLS_READY: Final = 24
"""How often one that is ready is, until visitors get it: about two minutes."""

_FAILED: Final = frozenset({"ERROR", "CANCELED", "BLOCKED", "DELETED"})
_STATIC: Final = {"framework": None, "buildCommand": None, "installCommand": None, "outputDirectory": None}
_SEE: Final = m("the site that is online stays; see Deployments at vercel.com")

_HINTS: Final = Hints(
    m(
        "set VERCEL_TOKEN to a token of vercel.com, Account Settings, Tokens, that reaches the project; where that "
        "belongs to a team, write 'team'"
    ),
    m("make the project at vercel.com/new first, or correct 'project' or 'team'"),
    m("look at Billing at vercel.com"),
)


class VercelStore(WholeStore):
    """The production deployment of a project, and the next one."""

    def __init__(
        self, project: str, team: str | None, token: str, sleep: Callable[[float], None], base: str = ""
    ) -> None:
        super().__init__(sleep)
        self._project = project
        self._team = {} if team is None else {"teamId" if team.startswith("team_") else "slug": team}
        self._name = f"{team}/{project}" if team else project
        self._api = HttpApi(base or API, token, self.label, _HINTS)
        self._id = ""
        self._live: str | None = None
        self._uids: dict[str, str] = {}

    @property
    def label(self) -> str:
        return f"vercel {self._name}"

    def _open(self) -> None:
        self._api.__enter__()
        try:
            self._id = self._ask_project()
            self._live = self._production()
        except BaseException:
            self._close()
            raise

    def _ask_project(self) -> str:
        project = self._asked("GET", f"/v9/projects/{quote(self._project, safe='')}")
        if "id" not in project:
            raise self._api.unexpected()
        return str(project["id"])

    def _close(self) -> None:
        self._api.__exit__(None, None, None)

    def _ask(self, method: str, path: str, **sent: Any) -> Any:
        return self._api.json(method, path, params={**self._team, **sent.pop("params", {})}, **sent)

    def _asked(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        return self._api.table(method, path, params={**self._team, **sent.pop("params", {})}, **sent)

    def _production(self) -> str | None:
        """Return the deployment that visitors get."""
        wanted = {"projectId": self._id, "target": "production", "state": "READY", "limit": "1"}
        found = self._asked("GET", "/v6/deployments", params=wanted).get("deployments", [])
        return str(found[0]["uid"]) if found else None

    def _list(self) -> Mapping[str, tuple[str, int | None]]:
        if self._live is None:
            return {}
        top = self._ask("GET", f"/v6/deployments/{self._live}/files")
        folders = {entry["name"]: entry for entry in top}
        if folders.keys() <= {"src", "out"} and "src" in folders:  # the sources, beside what a build made of them
            top = folders["src"].get("children", [])
        self._uids = dict(_files(top, ""))
        return {path: (uid, None) for path, uid in self._uids.items()}

    def _fetch(self, path: str) -> bytes | None:
        found = self._ask("GET", f"/v8/deployments/{self._live}/files/{quote(self._uids[path], safe='')}")
        try:
            return base64.b64decode(found["data"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._api.unexpected() from error

    def _publish(self, files: Mapping[str, tuple[str, int | None]]) -> None:
        self._refuse_other_deploy(self._live, self._retry.call(self._production))
        self._doing(plural("Vercel compares {count:,} file", "Vercel compares {count:,} files", count=len(files)))
        deployment = self._made(files)
        if isinstance(deployment, list):
            files = self._sent(deployment, files)
            deployment = self._made(files)
        if isinstance(deployment, list):
            raise StoreError(m("{label}: Vercel lacks files that were sent to it", label=self.label), _SEE)
        self._doing(m("waiting until Vercel has published it"))
        self._await(deployment)

    def _made(self, files: Mapping[str, tuple[str, int | None]]) -> Any:
        """Return the new deployment; a list of digests where Vercel lacks files."""
        body = {
            "name": self._project,
            "project": self._id,
            "target": "production",
            "files": [_entry(path, digest, size) for path, (digest, size) in sorted(files.items())],
            "projectSettings": _STATIC,
        }
        options = {**self._team, "forceNew": "1", "skipAutoDetectionConfirmation": "1"}
        response = self._retry.call(
            lambda: self._api.ask("POST", "/v13/deployments", json=body, params=options, fine=(400,))
        )
        data = self._api.data(response)
        if response.status_code == 400:
            error = data.get("error", {})
            if error.get("code") == "missing_files":
                return [str(digest) for digest in error.get("missing", [])]
            raise StoreError(
                m("{label}: Vercel refuses the deployment: {why}", label=self.label, why=error.get("message", "")), _SEE
            )
        if "id" not in data:
            raise self._api.unexpected()
        return data

    def _sent(
        self, missing: Iterable[str], files: Mapping[str, tuple[str, int | None]]
    ) -> Mapping[str, tuple[str, int | None]]:
        """Send the files that Vercel lacks; return all, those that had to be read from there with what they are."""
        result, contents = dict(files), dict[str, bytes]()
        paths = {digest: path for path, (digest, _) in files.items()}
        for wanted in missing:
            content = self._content(wanted)
            if content is None and wanted in paths:
                content = self._fetch(paths[wanted]) or b""
                result |= {
                    path: (sha1(content), len(content)) for path, (digest, _) in files.items() if digest == wanted
                }
            if content is not None:
                contents[sha1(content)] = content
        self._send_all(partial(self._send, digest, content) for digest, content in contents.items())
        return result

    def _send(self, digest: str, content: bytes) -> None:
        headers = {"x-vercel-digest": digest, "Content-Type": "application/octet-stream"}
        self._retry.call(
            lambda: self._api.ask("POST", "/v2/files", content=content, headers=headers, params=self._team)
        )

    def _await(self, deployment: Any) -> None:
        """Wait until a deployment is what visitors get. Raises StoreError where it fails."""
        address = f"/v13/deployments/{deployment['id']}"
        ready = 0
        for poll in range(_POLLS):
            state = deployment.get("readyState")
            ready += state == "READY"
            if state == "READY" and deployment.get("aliasAssigned"):
                return
            error = deployment.get("aliasError") or {}
            if state in _FAILED or error:
                said = (
                    deployment.get("errorMessage")
                    or error.get("message")
                    or m("the deployment's state is {state}", state=state)
                )
                raise StoreError(joined(self.label, ": ", said), _SEE)
            if ready > _POLLS_READY:
                raise StoreError(
                    m("{label}: the deployment is ready, but Vercel doesn't give it to visitors", label=self.label),
                    m(
                        "see Deployments at vercel.com: was an earlier one brought back there? Undo that, "
                        "and deploy again"
                    ),
                )
            self._retry.sleep(min(5.0, 0.5 * 1.2**poll))
            deployment = self._retry.call(lambda: self._ask("GET", address))
        raise BusyError(m("{label}: the deployment is not live yet", label=self.label), _SEE)


def _entry(path: str, digest: str, size: int | None) -> dict[str, object]:
    entry: dict[str, object] = {"file": path, "sha": digest}
    return entry if size is None else {**entry, "size": size}


def _files(entries: Iterable[Any], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield path and identifier of each file in a tree."""
    for entry in entries:
        path = f"{prefix}{entry['name']}"
        if entry.get("type") == "directory":
            yield from _files(entry.get("children") or (), f"{path}/")
        elif entry.get("type") == "file" and entry.get("uid"):
            yield path, str(entry["uid"])
