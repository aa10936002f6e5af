"""Projects on a real Dask cluster: a scheduler and two workers, each a process, one of them killed in the midst."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from unittest.mock import Mock

import pytest
from distributed.scheduler import KilledWorker

from site_gen import __version__
from site_gen.actions import cluster
from site_gen.actions.cluster import run_here, run_on_cluster
from site_gen.actions.several import ProjectTask, as_data
from site_gen.distribution import install_line
from site_gen.model.project_list import ProjectPlace
from site_gen.problems import WorldError
from tests.support import BASE, NOW, SITE, write_files

T = TypeVar("T")

_HOOK: Final = """\
#!/bin/sh
echo began >> "{folder}/began"
while [ ! -e "{folder}/go" ]; do sleep 0.05; done
"""
"""Holds a push until the file `go` is there."""

_ME: Final = ("-c", "user.name=Mara", "-c", "user.email=mara@localhost")


def git(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run(["git", *_ME, *map(str, words)], cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def repository(folder: Path, name: str, target: str) -> Path:
    """Make a bare repository whose branch `main` has a project in `site/`, and return its path."""
    work, bare = folder / f"{name}-work", folder / f"{name}.git"
    write_files(work / "site", {**BASE, "site.yaml": SITE + f"deploy: {target}\n"})
    git("init", "--quiet", "--initial-branch=main", cwd=work)
    git("add", ".", cwd=work)
    git("commit", "--quiet", "--message=one", cwd=work)
    git("clone", "--quiet", "--bare", work, bare, cwd=folder)
    return bare


@dataclass
class Cluster:
    """A scheduler and its workers, each a process; `copies` is where workers copy projects to."""

    folder: Path
    cache: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def copies(self) -> Path:
        return self.folder / "copies"

    def _start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        self.copies.mkdir(exist_ok=True)
        environment = os.environ | {
            "SITE_GEN_CACHE": str(self.cache),
            "TMPDIR": str(self.copies),
            "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--no-dashboard"],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def start(self, workers: int) -> str:
        """Start all, and return the scheduler's address."""
        self._start("scheduler", "scheduler", "--host=127.0.0.1", "--port=0")
        log = self.folder / "scheduler.log"
        address = wait_for(lambda: re.search(r"Scheduler at:\s+(tcp://[\d.:]+)", log.read_text()))[1]
        for number in range(workers):
            self._start(f"worker-{number}", "worker", address, "--nthreads=1", "--no-nanny", f"--name=w{number}")
        wait_for(lambda: all("Registered to" in self._log(number) for number in range(workers)))
        return address

    def _log(self, number: int) -> str:
        return (self.folder / f"worker-{number}.log").read_text()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def wait_for(found: Callable[[], T | None], seconds: float = 150) -> T:
    """Return what is found, as soon as it is."""
    until = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)
    return result


@pytest.fixture
def processes(tmp_path: Path, cache: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path, cache)
    yield made
    made.stop()


def worker_of(cluster: Cluster, mark: str) -> tuple[subprocess.Popen[bytes], int]:
    """Return the worker whose command is for the project with a mark in its site.yaml, and that command's number."""
    for process in cluster.processes[1:]:
        for children in Path(f"/proc/{process.pid}/task").glob("*/children"):
            for child in children.read_text().split():
                words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
                project = next((word.partition("=")[2] for word in words if word.startswith("--project=")), None)
                if project and mark in Path(project, "site.yaml").read_text(encoding="utf-8"):
                    return process, int(child)
    raise AssertionError(f"no worker has {mark}")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_worker_that_is_killed_is_replaced_and_nothing_goes_online_twice(processes: Cluster, tmp_path: Path) -> None:
    """A machine that fails at night would leave a client's closed offer online, or deploy it twice."""
    online = tmp_path / "online.git"
    git("init", "--quiet", "--bare", online, cwd=tmp_path)
    hook = online / "hooks" / "pre-receive"
    hook.write_text(_HOOK.format(folder=tmp_path))
    hook.chmod(0o700)
    slow = repository(tmp_path, "slow", f"{{to: git, remote: {online}}}")
    quick = repository(tmp_path, "quick", f"{{to: folder, path: {tmp_path}/quick-online}}")
    write_files(tmp_path / "shared", {**BASE, "site.yaml": SITE + "deploy: {to: folder, path: ../shared-online}\n"})
    (tmp_path / "list.yaml").write_text(
        f"- {{git: {slow}, path: site, name: slow}}\n"
        f"- {{git: {quick}, path: site, branch: main, name: quick}}\n"
        "- {path: shared}\n"
    )
    address = processes.start(2)
    environment = os.environ | {"SITE_GEN_GIT_TOKEN": "not-for-workers"}
    command = [sys.executable, "-m", "site_gen", "deploy", "--json", "--projects", "list.yaml", "--scheduler", address]
    client = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    wait_for((tmp_path / "began").exists)
    worker, child = worker_of(processes, str(online))
    worker.kill()
    worker.wait()
    wait_for(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text())
    assert git("for-each-ref", cwd=online) == "", "it was not killed in the midst"
    (tmp_path / "go").touch()
    printed, said = client.communicate(timeout=120)

    assert client.returncode == 0, said.decode()
    results = {each["name"]: each for each in json.loads(printed)["projects"]}
    assert {name: each["code"] for name, each in results.items()} == {"slow": 0, "quick": 0, "shared": 0}
    assert (tmp_path / "began").read_text().split() == ["began", "began"]
    assert git("log", "--format=%s", "gh-pages", cwd=online) == "The site, published by site-gen"
    assert "index.html" in git("ls-tree", "--name-only", "gh-pages", cwd=online)
    for name in ("quick", "shared"):
        assert (tmp_path / f"{name}-online" / "index.html").is_file()
        assert not (tmp_path / f"{name}-online" / ".site-gen" / "lock.json").exists()
    for source in (slow, quick):
        ledger = git("show", "main:site/offers/ledger.jsonl", cwd=source).splitlines()
        assert sorted(json.loads(line)["offer"] for line in ledger) == ["audit", "month", "plan"]
        assert git("log", "--format=%s", "main", cwd=source).splitlines()[0] == "What is offered in public [skip ci]"
    left = [path.name for path in processes.copies.glob("site-gen-copy-*")]
    assert left == [], "copies of clients' projects stay on the workers"


_CLIENT: Final = """\
import sys
from site_gen.actions import cluster
from tests.actions.test_cluster import task
cluster.CONNECT = 20.0
for _, outcome in cluster.run_on_cluster(sys.argv[1], [task("x"), task("y")], float(sys.argv[2])):
    print(outcome.code, outcome.messages.splitlines()[0], flush=True)
"""


@pytest.mark.laws
def test_without_a_worker_and_without_a_scheduler_the_command_ends(processes: Cluster, tmp_path: Path) -> None:
    """A command of cron would wait for ever, and the next one beside it."""
    address = processes.start(0)
    with_patience = subprocess.Popen([sys.executable, "-c", _CLIENT, address, "900"], stdout=subprocess.PIPE, text=True)
    done = subprocess.run([sys.executable, "-c", _CLIENT, address, "2"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["3 error: the cluster has no worker"] * 2
    wait_for(lambda: (tmp_path / "scheduler.log").read_text().count("Receive client connection") >= 2)
    processes.processes[0].kill()
    said, _ = with_patience.communicate(timeout=200)
    assert said.splitlines() == ["3 error: the connection to the scheduler was lost"] * 2


def task(path: str, version: str = __version__) -> ProjectTask:
    return ProjectTask(ProjectPlace("x", path), "build", ("--json",), jobs=1, version=version)


def test_a_worker_with_another_version_says_so() -> None:
    """Its pages would be those of another program."""
    told = run_here(as_data(task("x", "0.0.1")))
    assert told["code"] == 3
    assert f"has site-gen {__version__}, and 0.0.1 is asked for" in told["messages"]


def test_a_project_that_is_not_there_is_the_workers_answer(tmp_path: Path) -> None:
    """A list with another machine's folders would look like a mistake of the program."""
    told = run_here(as_data(task(str(tmp_path / "x"))))
    assert told["code"] == 2
    assert "does not exist" in told["messages"]


FAILURES: Final = {
    "lost": (KilledWorker("key", Mock(), 3), "its worker was lost 4 times"),
    "without site-gen": (ModuleNotFoundError("No module named 'site_gen'"), "a worker has no site-gen"),
    "another": (RuntimeError("out of pipes"), "RuntimeError: out of pipes"),
}


@pytest.mark.parametrize(("error", "said"), FAILURES.values(), ids=FAILURES)
def test_what_the_cluster_can_not_do_is_that_projects_failure(error: Exception, said: str) -> None:
    """The other projects would be without a result."""
    outcome = cluster._outcome(Mock(exception=lambda: error), "en")  # noqa: SLF001  # what Dask gives
    assert outcome.code == 3
    assert said in outcome.messages


def test_the_library_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback would be all that one gets."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorldError) as caught:
        next(iter(run_on_cluster("tcp://127.0.0.1:1", [task("x")])))
    assert caught.value.hint == install_line("cluster")


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    """Nobody would know which of the addresses is wrong."""
    command = (
        "from site_gen.actions import cluster; cluster.CONNECT = 0.5\n"
        "try: next(iter(cluster.run_on_cluster('tcp://127.0.0.1:1', [])))\n"
        "except cluster.WorldError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True, timeout=200)
    assert "the scheduler tcp://127.0.0.1:1 doesn't answer" in done.stdout
