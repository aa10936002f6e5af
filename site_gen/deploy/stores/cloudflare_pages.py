"""A project of Cloudflare Pages: wrangler sends a folder, without what Cloudflare has, and it goes live at once.

Cloudflare tells nobody which files a deployment has: what is known of them is the manifest, read from its address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from site_gen.deploy import target_manifest
from site_gen.deploy.store import StoreError
from site_gen.deploy.stores.http_api import Hints, HttpApi
from site_gen.deploy.stores.whole import WholeStore
from site_gen.deploy.stores.wrangler import Wrangler
from site_gen.foreign_json import read_json
from site_gen.messages import m, plural
from site_gen.model.targets.cloudflare_pages import CloudflarePagesTarget

_INDEX: Final = "index.html"
_LARGEST: Final = 25 * 1024 * 1024
"""How many bytes a file may have there (developers.cloudflare.com/pages/platform/limits, File size)."""

_BLOCKED: Final = m(
    "site-gen reads .site-gen/deploy.json at that address: is it behind Cloudflare Access, or did a rule block it?"
)


class CloudflarePagesStore(WholeStore):
    """The latest deployment of a project's branch, and the next one."""

    def __init__(
        self, target: CloudflarePagesTarget, project: Path, secrets: Mapping[str, str], sleep: Callable[[float], None]
    ) -> None:
        super().__init__(sleep)
        self._project, self._branch = target.project, target.branch
        account = {"CLOUDFLARE_ACCOUNT_ID": target.account} if target.account else {}
        self._wrangler = Wrangler(project, self.label, {**secrets, **account})
        self._public = HttpApi("", "public", self.label, Hints(_BLOCKED, _BLOCKED, _BLOCKED))
        self._live: tuple[str, str] | None = None

    @property
    def label(self) -> str:
        return f"cloudflare-pages {self._project} ({self._branch})"

    def _open(self) -> None:
        self._public.__enter__()
        try:
            self._live = self._latest()
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        self._public.__exit__(None, None, None)

    def _latest(self) -> tuple[str, str] | None:
        """Return identifier and address of the branch's latest deployment that went well."""
        words = ("pages", "deployment", "list", "--project-name", self._project, "--json")
        printed = self._wrangler.run(*words, folder=self._place)
        try:
            found: list[Any] = read_json(printed[printed.index("[") :])
            own = [row for row in found if row["Branch"] == self._branch and row["Status"] not in _NOT_LIVE]
            return (str(own[0]["Id"]), str(own[0]["Deployment"])) if own else None
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                m("{label}: wrangler's list can't be read", label=self.label), m("update it: npm install -g wrangler")
            ) from error

    def _list(self) -> Mapping[str, tuple[str, int | None]]:
        """Return what is certain to be there: a page, and our manifest where there is one."""
        if self._live is None:
            return {}
        return {_INDEX: ("", None), target_manifest.PATH: ("", None)}

    def _fetch(self, path: str) -> bytes | None:
        _, address = self._live or ("", "")
        return self._public.public(f"{address.rstrip('/')}/{quote(path)}", _LARGEST)

    def _publish(self, files: Mapping[str, tuple[str, int | None]]) -> None:
        self._refuse_other_deploy(*(live[0] if live else None for live in (self._live, self._retry.call(self._latest))))
        folder = self._place / "site"
        for path, (digest, _) in files.items():
            content = self._content(digest)
            if content is not None:
                place = folder / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        words = ("pages", "deploy", str(folder), "--project-name", self._project, "--branch", self._branch)
        note = ("--commit-dirty=true", "--commit-message", "Published by site-gen")
        self._doing(
            plural(
                "wrangler compares {count:,} file, and sends what Cloudflare lacks",
                "wrangler compares {count:,} files, and sends what Cloudflare lacks",
                count=len(files),
            )
        )
        self._retry.call(lambda: self._wrangler.run(*words, *note, folder=folder.parent, line=self._heard))

    def _heard(self, line: str) -> None:
        """Tell what a line of wrangler's says of how far it is."""
        sent = _UPLOADING.search(line)
        if sent:
            self._patience.progress(int(sent[1]), int(sent[2]))
        elif "Deploying" in line:
            self._doing(m("waiting until Cloudflare has published it"))


_UPLOADING: Final = re.compile(r"Uploading\D*\((\d+)/(\d+)\)")
_NOT_LIVE: Final = frozenset({"Failure", "Active", "Idle", "Canceled", "Skipped"})
"""The states of `wrangler pages deployment list` that aren't "live since"."""
