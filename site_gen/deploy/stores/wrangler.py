"""wrangler, Cloudflare's own program: how it is found and run, and what its messages mean for who publishes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from site_gen.deploy.store import AccessError, BusyError, LostConnectionError, StoreError
from site_gen.messages import joined, m

_TIMEOUT: Final = 900.0
_INSTALL: Final = m("install it: npm install --global wrangler (Node.js with npm is needed: nodejs.org)")
_STAYS: Final = m("the site that is online stays; deploy again later")
_ACCESS: Final = m(
    "set CLOUDFLARE_API_TOKEN to a token with the right 'Cloudflare Pages: Edit', made at dash.cloudflare.com, "
    "My Profile, API Tokens; or log in with: wrangler login"
)
_ACCOUNT: Final = m("write the account's ID, which dash.cloudflare.com shows under Workers & Pages, into 'account'")
_MISSING: Final = m("make it first: wrangler pages project create NAME; or correct 'project'")
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
_FRAME: Final = re.compile(r"^[^\w'\"]*(?:ERROR\]?)?\s*")

_KINDS: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    (r"code: (?:10000|10001|9106|9109|6003|8000013)\b|CLOUDFLARE_API_TOKEN|not logged in", AccessError, _ACCESS),
    (r"code: 8000007\b", StoreError, _MISSING),
    (r"more than one account|code: 7003\b", StoreError, _ACCOUNT),
    (r"only supports files", StoreError, m("make it smaller: Cloudflare Pages takes files of up to 25 MiB each")),
    (r"only supports up to", StoreError, m("a paid plan takes more files")),
    (r"code: (?:971|10429|8000000)\b|-> (?:429|5\d\d)\b|rate limit|too many requests", BusyError, _STAYS),
    (r"fetch failed|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|timed? ?out|terminated|socket", LostConnectionError, _STAYS),
)
"""What wrangler says, which error that is, and what to do; the first that fits."""


@dataclass(frozen=True, slots=True)
class Wrangler:
    """wrangler, run for a project of Cloudflare Pages. `secrets` are variables for it, and stand in no message."""

    project: Path
    label: str
    secrets: Mapping[str, str] = field(repr=False)

    def run(self, *words: str, folder: Path, line: Callable[[str], None] = lambda _text: None) -> str:
        """Return what wrangler prints; each line is also told at once. Raises StoreError.

        A project's own settings of wrangler, as those of its form functions are, are those of the deploy too.
        """
        own = any((self.project / f"wrangler.{ending}").exists() for ending in ("toml", "json", "jsonc"))
        try:
            done = self._ran(words, self.project if own else folder, line)
        except OSError as error:
            raise StoreError(
                m("{label}: wrangler can't be run: {strerror}", label=self.label, strerror=error.strerror), _INSTALL
            ) from error
        if done.returncode < 0:
            raise StoreError(
                m(
                    "{label}: wrangler was ended from outside (signal {signal})",
                    label=self.label,
                    signal=-done.returncode,
                ),
                _STAYS,
            )
        if done.returncode:
            raise self._failure(f"{done.stderr}\n{done.stdout}")
        return done.stdout

    def _ran(
        self, words: tuple[str, ...], folder: Path, line: Callable[[str], None]
    ) -> subprocess.CompletedProcess[str]:
        """Run wrangler to its end. Raises OSError, and LostConnectionError where it takes too long."""
        late = threading.Event()
        with tempfile.TemporaryFile() as errors, subprocess.Popen(  # noqa: S603  # the words are ours or were checked
            [self._program(), *words],
            cwd=folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        ) as process:  # fmt: skip
            timer = threading.Timer(_TIMEOUT, _end, (process, late))
            timer.start()
            try:
                printed = list(_heard(process, line))
                code = process.wait()
            except BaseException:
                _end(process, late)
                raise
            finally:
                timer.cancel()
            errors.seek(0)
            said = errors.read().decode(errors="replace")
        if late.is_set():
            raise LostConnectionError(
                m("{label}: wrangler took longer than {timeout} seconds", label=self.label, timeout=f"{_TIMEOUT:.0f}"),
                _STAYS,
            )
        return subprocess.CompletedProcess(words, code, "".join(printed), said)

    def _program(self) -> str:
        local = self.project / "node_modules" / ".bin" / ("wrangler.cmd" if os.name == "nt" else "wrangler")
        found = str(local) if local.exists() else shutil.which("wrangler")
        if found is None:
            raise StoreError(m("{label}: there is no program 'wrangler' here", label=self.label), _INSTALL)
        return found

    def _environment(self) -> Mapping[str, str]:
        quiet = {"CI": "1", "NO_COLOR": "1", "FORCE_COLOR": "0", "WRANGLER_SEND_METRICS": "false"}
        return {**os.environ, **self.secrets, **quiet, "WRANGLER_HIDE_BANNER": "true", "WRANGLER_LOG": "log"}

    def _failure(self, printed: str) -> StoreError:
        said = _COLOURS.sub("", printed)
        for secret in self.secrets.values():
            said = said.replace(secret, "…")
        lines = [_FRAME.sub("", line).strip() for line in said.splitlines()]
        first = next((i for i, line in enumerate(said.splitlines()) if "ERROR" in line), 0)
        told = [line for line in lines[first:] if line and not line.startswith(("Logs were", "If you think"))]
        why = joined(self.label, ": ", " ".join(told[:2])[:300] or m("wrangler failed"))
        for pattern, kind, hint in _KINDS:
            if re.search(pattern, said, re.IGNORECASE):
                return kind(why, hint)
        return StoreError(why, m("the site that is online stays"))


def _heard(process: subprocess.Popen[bytes], line: Callable[[str], None]) -> Iterator[str]:
    """Yield what a process prints, after telling each line."""
    for printed in process.stdout or ():
        text = printed.decode(errors="replace")
        line(text)
        yield text


def _end(process: subprocess.Popen[bytes], ended: threading.Event) -> None:
    """End a process, and those that it started: wrangler's own is a child of the one that is run."""
    ended.set()
    if os.name == "nt":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
