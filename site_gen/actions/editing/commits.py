"""A git commit for each save of the editor, where the project is a repository and its owner wants it.

A commit has the saved files alone, as they were saved. It is made beside the index (gitcore-tutorial(7), commit-tree),
so that what somebody has staged, or is about to commit, stays as it is; no hooks run.

A project may come from somebody else, repository and all, and its configuration may name programs for whatever git
does. None of them is run: not hooks, not a monitor of files, not what would fetch missing objects; a repository with
filters of its own gets no commits.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from site_gen.actions.editing.history import FileChange

SWITCH: Final = "site-gen.commitsaves"
"""The key in the repository's own configuration (.git/config), which no one else gets."""

_TIMEOUT: Final = 20
_BUSY: Final = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_LOG")
_HARMLESS: Final = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
_NO_NETWORK: Final = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
_FILTERS: Final = r"^filter\..*\.(clean|process)$"
_OWN_SCOPES: Final = frozenset({"local", "worktree"})
_NEW: Final = "100644"
_NONE: Final = "0" * 40


class NotCommitted(StrEnum):
    """Why a save has no commit of its own."""

    BUSY = "busy"
    STAGED = "staged"
    FAILED = "failed"


class _GitError(Exception):
    pass


class _RefusedError(Exception):
    def __init__(self, reason: NotCommitted) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Commits:
    """The commits of a project's saves. `problem` says why the last save has none, and what git said."""

    project: Path
    problem: tuple[NotCommitted, str] | None = field(default=None)

    @property
    def is_possible(self) -> bool:
        """Whether the project lies in a git repository, and there is a git."""
        return self._says("rev-parse", "--is-inside-work-tree")

    @property
    def is_on(self) -> bool:
        """Whether the owner wants a commit for each save."""
        return self._says("config", "--local", "--type=bool", "--get", SWITCH)

    def _says(self, *words: str) -> bool:
        """Whether git answers 'true'. It isn't asked where there can be no repository."""
        if not any((folder / ".git").exists() for folder in (self.project, *self.project.parents)):
            return False
        try:
            return self._git(*words).strip() == b"true"
        except _GitError:
            return False

    def switch(self, *, on: bool) -> None:
        """Remember whether the owner wants commits. Does nothing where the project is in no repository."""
        if self.is_possible:
            self.problem = None
            try:
                self._git("config", "--local", "--type=bool", SWITCH, "true" if on else "false")
            except _GitError as error:
                self.problem = NotCommitted.FAILED, str(error)

    def commit(self, what: str, changes: Sequence[FileChange]) -> None:
        """Commit what a save changed, if the owner wants that. What goes wrong is in `problem`; the save is done."""
        if not self.is_on:
            return
        self.problem = None
        try:
            self._commit(what, changes)
        except _RefusedError as error:
            self.problem = error.reason, ""
        except (_GitError, OSError) as error:
            self.problem = NotCommitted.FAILED, str(error)

    def _commit(self, what: str, changes: Sequence[FileChange]) -> None:
        folder = Path(os.fsdecode(self._git("rev-parse", "--absolute-git-dir").rstrip(b"\n")))
        if any((folder / name).exists() for name in _BUSY):
            raise _RefusedError(NotCommitted.BUSY)
        for name in self._own_filters():
            raise _GitError(f"{name} in .git/config runs a program")
        prefix = os.fsdecode(self._git("rev-parse", "--show-prefix").rstrip(b"\n"))
        head = self._head()
        names = [prefix + change.file for change in changes]
        before = (
            _entries(self._git("--literal-pathspecs", "ls-tree", "-z", "--full-tree", head, "--", *names))
            if head
            else {}
        )
        index = _entries(
            self._git(
                "--literal-pathspecs", "ls-files", "-s", "-z", "--full-name", "--", *(change.file for change in changes)
            )
        )
        kept = self._kept(changes, prefix, before)
        if not kept:
            return
        if any(before.get(name) != index.get(name) for name, _ in kept):
            raise _RefusedError(NotCommitted.STAGED)
        after = {name: self._stored(change, before.get(name)) for name, change in kept}
        tree = self._tree(head, after)
        self._git("update-index", "-z", "--index-info", given=_info(after))
        try:
            parent = ("-p", head) if head else ()
            message = _message(what, [change.file for _, change in kept])
            commit = self._git("commit-tree", tree, *parent, "-F", "-", given=message).decode().strip()
            self._git("update-ref", "-m", "site-gen edit", "HEAD", commit, head or _NONE)
        except _GitError:
            self._git("update-index", "-z", "--index-info", given=_info({name: before.get(name) for name in after}))
            raise

    def _own_filters(self) -> list[str]:
        """Return the filters that the repository itself names; those of the user's own configuration, such as Git LFS,
        are the user's."""
        try:
            listed = self._git("config", "-z", "--show-scope", "--name-only", "--get-regexp", _FILTERS)
        except _GitError:  # there are none
            return []
        words = os.fsdecode(listed).split("\0")
        return [name for scope, name in zip(words[::2], words[1::2], strict=False) if scope in _OWN_SCOPES]

    def _kept(
        self, changes: Sequence[FileChange], prefix: str, before: Mapping[str, tuple[str, str]]
    ) -> list[tuple[str, FileChange]]:
        """Return the changes that belong into the repository: not those of files that it ignores."""
        new = [change.file for change in changes if prefix + change.file not in before]
        try:
            found = self._git("check-ignore", "-z", "--stdin", given="\0".join(new).encode()) if new else b""
        except _GitError:  # none is ignored
            found = b""
        ignored = set(os.fsdecode(found).split("\0"))
        pairs = [(prefix + change.file, change) for change in changes if change.file not in ignored]
        return [(name, change) for name, change in pairs if change.after is not None or name in before]

    def _stored(self, change: FileChange, before: tuple[str, str] | None) -> tuple[str, str] | None:
        """Keep a file's bytes in the repository; return its mode and its hash, None for one that was taken away."""
        if change.after is None:
            return None
        hash_ = self._git("hash-object", "-w", "--stdin", "--path", change.file, given=change.after).decode().strip()
        return (before[0] if before else _NEW), hash_

    def _tree(self, head: str, after: Mapping[str, tuple[str, str] | None]) -> str:
        """Return the tree of HEAD with other files in it, by an index of its own."""
        with tempfile.TemporaryDirectory(prefix="site-gen-") as folder:
            own = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            if head:
                self._git("read-tree", head, own=own)
            self._git("update-index", "-z", "--index-info", own=own, given=_info(after))
            return self._git("write-tree", own=own).decode().strip()

    def _head(self) -> str:
        """Return the last commit; '' where there is none yet."""
        try:
            return self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
        except _GitError:
            return ""

    def _git(self, *words: str, own: Mapping[str, str] | None = None, given: bytes = b"") -> bytes:
        from site_gen.deploy.stores.git import quiet_environment

        try:
            done = subprocess.run(  # noqa: S603  # the words are ours; files are named below the project
                ["git", *_HARMLESS, *words],  # noqa: S607  # the user's own git
                cwd=self.project,
                env={**quiet_environment(), **_NO_NETWORK, **(own or {})},
                input=given,
                capture_output=True,
                check=False,
                timeout=_TIMEOUT,
            )
        except (FileNotFoundError, subprocess.TimeoutExpired) as error:
            raise _GitError(str(error)) from error
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise _GitError(next((line for line in said if line.startswith(("fatal", "error"))), " ".join(said[:1])))
        return done.stdout


def _entries(listed: bytes) -> dict[str, tuple[str, str]]:
    """Return mode and hash of each file, of what ls-tree or ls-files -s prints; a file with conflicts has none."""
    found: dict[str, tuple[str, str]] = {}
    for line in filter(None, os.fsdecode(listed).split("\0")):
        about, _, name = line.partition("\t")
        mode, *rest = about.split()
        is_tree = rest[0] == "blob"
        found[name] = (mode, rest[1]) if is_tree else (mode, rest[0]) if rest[1:] == ["0"] else ("", "")
    return found


def _info(entries: Mapping[str, tuple[str, str] | None]) -> bytes:
    """Return what update-index --index-info reads."""
    lines = (f"{entry[0]} {entry[1]}\t{name}" if entry else f"0 {_NONE}\t{name}" for name, entry in entries.items())
    return os.fsencode("".join(f"{line}\0" for line in lines))


def _message(what: str, files: Iterable[str]) -> bytes:
    names = sorted(files)
    first = f"{what.capitalize()} {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
    listed = "".join(f"- {name}\n" for name in names) if len(names) > 1 else ""
    return f"{first}\n\nBy site-gen edit.\n{listed}".encode()
