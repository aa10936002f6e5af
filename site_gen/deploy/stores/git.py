"""A branch of a git repository as a place: what is put there is collected, and becomes one commit on leaving.

The git program does the work, with the keys and helpers that its user has. A branch moves forward alone: where somebody
else pushed meanwhile, the push is refused and nothing is lost.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from site_gen.builder.manifest import FOLDER
from site_gen.deploy.connection import Patience
from site_gen.deploy.store import AccessError, FileMeta, LostConnectionError, StoredFile, StoreError
from site_gen.deploy.stores.git_token import address_for_token, token_variables
from site_gen.messages import joined, m, plural

NO_JEKYLL: Final = ".nojekyll"
"""Without this file GitHub leaves out what begins with an underscore."""

_ATTEMPTS: Final = 4
_TIMEOUT: Final = 600.0
_REFUSED: Final = re.compile(
    r"permission denied|authentication failed|could not read (?:username|password)|access denied|"
    r"host key verification failed|not found|does not appear to be a git repository|403|401",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(r"non-fast-forward|fetch first|\[(?:remote )?rejected\]|stale info", re.IGNORECASE)
_EVERY_TIME: Final = re.compile(
    r"^(?:hint:|Please make sure|and the repository exists|To |@+)|Could not read from remote|failed to push some refs"
)
"""Lines of git and ssh that stand below every failure, and say nothing of it."""

_LOST: Final = re.compile(
    r"could not resolve|connection|timed out|early eof|unexpected disconnect|rpc failed|temporarily|hung up",
    re.IGNORECASE,
)

_ELSEWHERE: Final = frozenset(
    {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_NAMESPACE",
    }
)
"""Variables that git sets for its hooks, by which it would work on another repository."""


class GitStore:
    """A branch, as of when it was opened, with the changes that will be its next commit."""

    def __init__(
        self,
        remote: str,
        branch: str,
        author: tuple[str, str],
        sleep: Callable[[float], None] = time.sleep,
        *,
        token: str = "",
    ) -> None:
        self._remote, self._branch, self._author = remote, branch, author
        self._token = token if address_for_token(remote) else ""
        self._address = (token and address_for_token(remote)) or remote
        self._patience = Patience(sleep)
        self._folder = tempfile.TemporaryDirectory(prefix="site-gen-git-", ignore_cleanup_errors=True)
        self._tip = ""
        self._there: dict[str, tuple[str, int]] = {}
        self._changes: dict[str, bytes | None] = {}

    @property
    def label(self) -> str:
        return f"{self._remote} ({self._branch})"

    def tell(self, patience: Patience) -> None:
        """Wait, and tell how it goes, in this way from now on."""
        self._patience = patience

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def _open(self) -> None:
        self._git("init", "--quiet", "--bare", ".")
        heads = self._patiently("ls-remote", self._address, f"refs/heads/{self._branch}")
        if heads.strip():
            self._patience.doing(joined(self.label, ": ", m("git fetches what is there")))
            self._patiently("fetch", "--quiet", "--depth=1", "--no-tags", self._address, f"refs/heads/{self._branch}")
            self._tip = self._git("rev-parse", "FETCH_HEAD").decode().strip()
            self._there = dict(_entries(self._git("ls-tree", "-r", "-l", "-z", self._tip)))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        try:
            if kind is None and self._is_changed():
                self._publish()
        finally:
            self._folder.cleanup()

    def files(self) -> Iterator[StoredFile]:
        for path, (_, size) in self._there.items():
            if path != NO_JEKYLL and path not in self._changes:
                yield StoredFile(path, size)
        yield from (StoredFile(path, len(data)) for path, data in self._changes.items() if data is not None)

    def read(self, path: str) -> bytes | None:
        if path in self._changes:
            return self._changes[path]
        return self._git("cat-file", "blob", self._there[path][0]) if path in self._there else None

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:  # noqa: ARG002  # the host decides that
        self._changes[path] = content

    def put_new(self, path: str, content: bytes) -> bool:
        if self.read(path) is not None:
            return False
        self._changes[path] = content
        return True

    def delete(self, path: str) -> None:
        if path in self._there:
            self._changes[path] = None
        else:
            self._changes.pop(path, None)

    def _is_changed(self) -> bool:
        return any(
            (path in self._there) if data is None else (path not in self._there or self._git_read(path) != data)
            for path, data in self._changes.items()
        )

    def _git_read(self, path: str) -> bytes:
        return self._git("cat-file", "blob", self._there[path][0])

    def _publish(self) -> None:
        if NO_JEKYLL not in self._there:
            self._changes[NO_JEKYLL] = b""
        self._git("fast-import", "--quiet", "--force", given=b"".join(self._commit()))
        own = sum(path == NO_JEKYLL or path.startswith(f"{FOLDER}/") for path in self._changes)
        number = len(self._changes) - own
        pushing = plural(
            "git pushes {count:,} new, changed or removed file",
            "git pushes {count:,} new, changed and removed files",
            count=number,
        )
        self._patience.doing(joined(self.label, ": ", pushing))
        self._patiently("push", "--quiet", self._address, f"refs/heads/new:refs/heads/{self._branch}")

    def _commit(self) -> Iterator[bytes]:
        """Yield the next commit as git fast-import takes it; its time is when it is made."""
        name, email = (re.sub(r"[<>\n]", " ", text).strip() for text in self._author)
        yield f"commit refs/heads/new\ncommitter {name} <{email}> now\n".encode()
        yield _data(b"The site, published by site-gen\n")
        if self._tip:
            yield f"from {self._tip}\n".encode()
        for path, content in sorted(self._changes.items(), key=lambda change: change[1] is not None):
            yield (
                b"D " + _quoted(path) + b"\n"
                if content is None
                else (b"M 100644 inline " + _quoted(path) + b"\n" + _data(content))
            )

    def _patiently(self, *words: str) -> bytes:
        """Run git over the network, again where the connection broke."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._git(*words)
            except LostConnectionError as error:
                if attempt == _ATTEMPTS - 1:
                    raise
                seconds = 2.0**attempt
                self._patience.waiting(seconds, str(error))
                self._patience.sleep(seconds)
        raise AssertionError

    def _git(self, *words: str, given: bytes = b"") -> bytes:
        """Return what git prints. Raises StoreError."""
        environment = _environment(Path(self._folder.name))
        if self._token:
            environment |= token_variables(self._address, self._token, environment)
        try:
            done = subprocess.run(  # noqa: S603  # the words are ours; a remote is checked when it is read
                ["git", *_fast_import_date(words)],  # noqa: S607  # the user's own git
                cwd=self._folder.name,
                env=environment,
                input=given,
                capture_output=True,
                check=False,
                timeout=_TIMEOUT,
            )
        except FileNotFoundError as error:
            raise StoreError(
                m("there is no program 'git' here"), m("install git (git-scm.com), and deploy again")
            ) from error
        except subprocess.TimeoutExpired as error:
            raise LostConnectionError(
                m("{label}: git took longer than {timeout} seconds", label=self.label, timeout=f"{_TIMEOUT:.0f}")
            ) from error
        if done.returncode:
            raise self._failure(done.stderr.decode(errors="replace"))
        return done.stdout

    def _failure(self, said: str) -> StoreError:
        telling = [line.strip() for line in said.splitlines() if line.strip() and not _EVERY_TIME.search(line)]
        why = joined(self.label, ": ", telling[-1].removeprefix("fatal: ") if telling else m("git failed"))
        if _MOVED.search(said):
            return StoreError(
                m("{label}: somebody else pushed to this branch meanwhile, or it is protected", label=self.label),
                m("nothing was changed; deploy again, and what they did stays"),
            )
        if _REFUSED.search(said):
            hint = m("see that 'git push' to {remote} works here by itself", remote=self._remote)
            return AccessError(
                why, m("see that the token may write to {address}", address=self._address) if self._token else hint
            )
        if _LOST.search(said):
            return LostConnectionError(why, m("nothing was changed; try again later"))
        return StoreError(why, m("nothing was changed"))


def _fast_import_date(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words, "--date-format=now") if words[0] == "fast-import" else words


def quiet_environment() -> dict[str, str]:
    """Return the user's environment (keys, helpers, proxies), with git asking nothing, in English."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}


def _environment(folder: Path) -> dict[str, str]:
    return {**quiet_environment(), "GIT_DIR": str(folder)}


def _entries(listed: bytes) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield path, hash and size of each file; submodules have none."""
    for line in filter(None, listed.split(b"\0")):
        state, _, path = line.partition(b"\t")
        _, _, digest, size = state.split()
        if size != b"-":
            yield path.decode("utf-8", "surrogateescape"), (digest.decode(), int(size))


def _data(content: bytes) -> bytes:
    return b"data %d\n" % len(content) + content + b"\n"


def _quoted(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")
