"""A folder of a server by the program rsync, over SSH: it sends only those parts of a file that are new.

A run of rsync takes a connection, so what is put and deleted is collected, and goes out before the next of the deploy's
own files, which say what is there. Each file is written beside its place and renamed over the old one.
"""

from __future__ import annotations

import os
import posixpath
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from site_gen.builder.manifest import FOLDER
from site_gen.deploy.connection import Patience
from site_gen.deploy.store import LOST, AccessError, FileMeta, FullError, LostConnectionError, StoredFile, StoreError
from site_gen.deploy.stores.partial import folders
from site_gen.messages import joined, m
from site_gen.model.targets.rsync import RsyncTarget

_ATTEMPTS: Final = 4
_TIMEOUT: Final = 3600.0
_SILENCE: Final = 60
"""How many seconds a server may say nothing."""

_ENTRY: Final = re.compile(r"-\S+\s+(\d+) \d{4}/\d\d/\d\d \d\d:\d\d:\d\d (.+)")
_ESCAPED: Final = re.compile(r"\\#(\d{3})")
_MISSING: Final = re.compile(r"No such file or directory")
_FILE_ERROR: Final = 11
"""What rsync ends with when a write fails at the other end: the end of the connection may outrun its words."""

_BROKEN: Final = frozenset({10, 12, 30, 35, 255})
"""What rsync (or ssh, 255) ends with when the connection broke; the codes are those of its manual, EXIT VALUES."""

_KINDS: Final[tuple[tuple[re.Pattern[str], type[StoreError], str], ...]] = (
    (
        re.compile(r"host identification has changed", re.IGNORECASE),
        AccessError,
        m(
            "another may pretend to be it: only if the host renewed its key, change host_key or forget that in "
            "known_hosts"
        ),
    ),
    (
        re.compile(r"no space left|quota exceeded", re.IGNORECASE),
        FullError,
        m("make room there, or ask the host for more"),
    ),
    (
        re.compile(r"permission denied|host key verification|authentication|not permitted|read-only", re.IGNORECASE),
        AccessError,
        m("connect once with ssh by hand: the server's key must be known, and yours be allowed to write there"),
    ),
    (
        re.compile(r"(?:rsync|command):? not found|not found.*rsync", re.IGNORECASE),
        StoreError,
        m("is rsync installed on the server? Else write 'to: sftp'"),
    ),
    (
        re.compile(r"connect|timed? ?out|closed|broken pipe|could not resolve|error in socket", re.IGNORECASE),
        LostConnectionError,
        LOST,
    ),
)
"""What rsync and ssh say, what it means, and what to do."""

_NO_PLACE: Final = frozenset({3, 11, 23})
"""What rsync ends with where something isn't there."""


class RsyncStore:
    """A place on a server that has rsync. It keeps files' bytes alone: types and caching are the web server's."""

    def __init__(
        self, target: RsyncTarget, secrets: Mapping[str, str], sleep: Callable[[float], None] = time.sleep
    ) -> None:
        user = f"{target.user}@" if target.user else ""
        self.label = f"{user}{target.host}:{target.path}"
        self._target, self._patience = target, Patience(sleep)
        self._key = secrets.get("SITE_GEN_SSH_KEY", "")
        self._deleted: dict[str, None] = {}
        self._put: dict[str, None] = {}

    def tell(self, patience: Patience) -> None:
        """Wait, and tell how it goes, in this way from now on."""
        self._patience = patience

    def __enter__(self) -> Self:
        self._temporary = tempfile.TemporaryDirectory(prefix="site-gen-rsync-", ignore_cleanup_errors=True)
        self._folder = Path(self._temporary.name)
        self._number = 0
        self._clear()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._temporary.cleanup()

    def files(self) -> Iterator[StoredFile]:
        """Yield the files at the place."""
        self._flush()
        listed = self._rsync("-r", "--list-only", "--no-human-readable", "-8", self._at(""), missing_is_fine=True)
        for line in (listed or b"").decode("utf-8", "surrogateescape").splitlines():
            if entry := _ENTRY.fullmatch(line):
                yield StoredFile(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), entry[2]), int(entry[1]))

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where there is no such file."""
        self._flush()
        copy = self._folder / "read"
        copy.unlink(missing_ok=True)
        done = self._rsync("-I", self._at(path), str(copy), missing_is_fine=True)
        return None if done is None else copy.read_bytes()

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:  # noqa: ARG002  # rsync keeps no types
        """Write a file, with those that were put before it: at once where it is one of the deploy's own."""
        if path.startswith(f"{FOLDER}/"):
            self._flush()
        self._stage(path, content)
        if path.startswith(f"{FOLDER}/"):
            self._flush()

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that isn't there yet. rsync looks for it and then writes, so that of two who do this at the same
        moment both may write; who is second then reads what isn't theirs."""
        self._flush()
        self._stage(path, content)
        self._send("--ignore-existing")
        return self.read(path) == content

    def delete(self, path: str) -> None:
        """Remove a file, and folders that are empty by it, with those before it."""
        if self._put.pop(path, 0) is None:
            (self._staged / path).unlink()
        self._deleted[path] = None
        if path.startswith(f"{FOLDER}/"):
            self._flush()

    @property
    def _staged(self) -> Path:
        return self._folder / f"send-{self._number}"

    def _clear(self) -> None:
        """Begin a new folder for what is put next."""
        shutil.rmtree(self._staged, ignore_errors=True)
        self._number += 1
        self._staged.mkdir()
        self._staged.chmod(0o755)
        self._put = {}

    def _stage(self, path: str, content: bytes) -> None:
        file = self._staged / path
        for folder in reversed(list(folders(path))):
            (self._staged / folder).mkdir(mode=0o755, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o644)
        self._put[path] = None
        self._deleted.pop(path, None)

    def _flush(self) -> None:
        """Do what was collected: first what is deleted, which may be in the way of what is put."""
        if self._deleted:
            self._remove()
            self._deleted = {}
        if self._put:
            self._send()

    def _send(self, *options: str) -> None:
        self._rsync("-r", "-I", "-m", *options, f"{self._staged}/", self._at(""))
        self._clear()

    def _remove(self) -> None:
        """Remove files, and the folders that were theirs if they are empty: rsync leaves the others."""
        inner = {folder for path in self._deleted for folder in folders(path)}
        depths = sorted({folder.count("/") for folder in inner}, reverse=True)
        levels = [[folder for folder in inner if folder.count("/") == depth] for depth in depths]
        for number, paths in enumerate([list(self._deleted), *levels]):
            # What is named and isn't here, in folders that are, is removed there.
            here = self._folder / f"without-{self._number}-{number}"
            for path in paths:
                (here / path).parent.mkdir(parents=True, exist_ok=True)
            names = "\0".join(paths).encode("utf-8", "surrogateescape")
            self._rsync("-r", "-0", "--delete-missing-args", "--files-from=-", f"{here}/", self._at(""), given=names)

    def _at(self, path: str) -> str:
        host = f"{self._target.user}@{self._target.host}" if self._target.user else self._target.host
        return f"{host}:{posixpath.join(self._target.path, path)}"

    def _rsync(self, *words: str, given: bytes = b"", missing_is_fine: bool = False) -> bytes | None:
        """Return what rsync prints; None where what is asked for isn't there. Raises StoreError.

        It is tried again here: a store that is opened anew doesn't know any more what was collected."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._run(words, given, missing_is_fine=missing_is_fine)
            except LostConnectionError as error:
                if attempt == _ATTEMPTS - 1:
                    raise StoreError(str(error), error.hint) from error
                self._patience.waiting(2.0**attempt, str(error))
                self._patience.sleep(2.0**attempt)
        raise AssertionError

    def _run(self, words: tuple[str, ...], given: bytes, *, missing_is_fine: bool) -> bytes | None:
        command = ["rsync", "-s", f"--timeout={_SILENCE}", "-e", shlex.join(self._ssh()), *words]
        environment = {**os.environ, "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603  # the user's own rsync; names come after what ends its options
                command, input=given, capture_output=True, check=False, timeout=_TIMEOUT, env=environment
            )
        except FileNotFoundError as error:
            hint = m("install it, or write 'to: sftp', which needs no program")
            raise StoreError(m("there is no program 'rsync' here"), hint) from error
        except subprocess.TimeoutExpired as error:
            raise LostConnectionError(
                m("{label}: rsync took longer than {timeout} seconds", label=self.label, timeout=f"{_TIMEOUT:.0f}")
            ) from error
        if done.returncode == 0:
            return done.stdout
        said = done.stderr.decode(errors="replace")
        if missing_is_fine and done.returncode in _NO_PLACE and _MISSING.search(said):
            return None
        raise _failure(said, done.returncode, self.label)

    def _ssh(self) -> list[str]:
        """Return the words for ssh: it asks nothing, and talks to no server whose key isn't known."""
        target = self._target
        words = ["ssh", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", f"ConnectTimeout={_SILENCE}"]
        if target.port:
            words += ["-p", str(target.port)]
        if target.host_key:
            known = self._written("known_hosts", f"* {target.host_key}\n")
            words += ["-o", f"UserKnownHostsFile={known}", "-o", "GlobalKnownHostsFile=/dev/null"]
        if self._key:
            words += ["-i", str(self._written("key", f"{self._key.strip()}\n")), "-o", "IdentitiesOnly=yes"]
        elif target.key:
            words += ["-i", str(Path(target.key).expanduser())]
        return words

    def _written(self, name: str, text: str) -> Path:
        file = self._folder / name
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(text, encoding="utf-8")
        return file


def _failure(said: str, code: int, label: str) -> StoreError:
    for pattern, kind, hint in _KINDS:
        if found := next((line.strip(" @") for line in said.splitlines() if pattern.search(line)), None):
            return kind(f"{label}: {found}", hint)
    if code == _FILE_ERROR:
        return FullError(
            m("{label}: rsync can't write there (code {code})", label=label, code=code),
            m("is there room left? Make some, or ask the host"),
        )
    if code in _BROKEN:
        return LostConnectionError(m("{label}: rsync was broken off (code {code})", label=label, code=code), LOST)
    first = next(
        (line.strip() for line in said.splitlines() if line.strip()), m("rsync failed (code {code})", code=code)
    )
    return StoreError(joined(label, ": ", first), m("does the folder exist there? rsync makes none above it"))
