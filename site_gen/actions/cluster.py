"""Several projects on the workers of a Dask cluster, one after another on each of their threads.

What goes over the wire are a command's words and where a project is; back come its exit code and what it printed. The
workers read, build and deploy with their own git, their own keys and their own environment.

Dask gives a task whose worker is lost to another one, as often as the scheduler's `allowed-failures` says. Nothing goes
online twice by that: the command of a lost worker ends with it (`Children.run`), its lock is known by the one that
follows (`ProjectTask.identity`), and a place that is as it should be is left alone.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from site_gen import __version__
from site_gen.actions.several import ProjectOutcome, ProjectTask, as_data, failed, run_task, task_of
from site_gen.distribution import install_line, requirement
from site_gen.messages import m
from site_gen.problems import WorldError
from site_gen.processes import available_cores

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT: Final = 30.0
"""Seconds within which the scheduler has to answer."""

NO_WORKER: Final = 60.0
"""Seconds after which a cluster without a worker is given up."""

_LOOK_EVERY: Final = 2.0


def run_on_cluster(
    address: str, tasks: Sequence[ProjectTask], wait_for_worker: float = NO_WORKER
) -> Generator[tuple[int, ProjectOutcome]]:
    """Run tasks on the cluster of a scheduler, and yield each one's number with its outcome as it ends.

    A project whose workers were lost too often has exit code 3, like those that are left when no worker is. Raises
    WorldError where the library is missing, or the scheduler doesn't answer.
    """
    with _client(address) as client:
        run = secrets.token_hex(8)
        futures = {
            client.submit(run_here, as_data(task), key=f"site-gen-{task.name}-{run}-{number}", pure=False): number
            for number, task in enumerate(tasks)
        }
        try:
            yield from _outcomes(client, futures, wait_for_worker, tasks[0].language)
        finally:  # what hasn't begun is taken back
            client.cancel(list(futures))


def _client(address: str) -> Client:
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        message = m("{name}, which --scheduler needs, is not installed", name=error.name or "a library")
        raise WorldError(message, install_line("cluster")) from error
    dask.config.set({"distributed.comm.timeouts.connect": CONNECT})
    try:
        return Client(address, timeout=CONNECT)
    except (OSError, ValueError) as error:  # a timeout is an OSError
        raise WorldError(
            m(
                "the scheduler {address} doesn't answer: {error}",
                address=address,
                error=str(error) or m("nothing came back"),
            ),
            m("write its address as it says when it starts, such as tcp://10.0.0.5:8786 (site-gen help agency)"),
        ) from error


def _outcomes(
    client: Client, futures: Mapping[Future[dict[str, Any]], int], patience: float, language: str
) -> Iterator[tuple[int, ProjectOutcome]]:
    """Yield outcomes as they come; of those that can't come any more, why."""
    from distributed import wait

    left, alone = set(futures), 0.0
    while left and alone < patience:
        try:
            done = wait(left, timeout=_LOOK_EVERY, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            done = set()
        except CancelledError:
            hint = m("look at the scheduler, and start this again: what is online by then is not sent again")
            yield from _given_up(
                left, futures, WorldError(m("the connection to the scheduler was lost"), hint), language
            )
            return
        for future in done:
            yield futures[future], _outcome(future, language)
        left -= done
        alone = 0.0 if done or client.scheduler_info()["workers"] else alone + _LOOK_EVERY
    hint = m("start one: dask worker ADDRESS; what went online is online")
    yield from _given_up(left, futures, WorldError(m("the cluster has no worker"), hint), language)


def _given_up(
    left: Collection[Future[dict[str, Any]]],
    futures: Mapping[Future[dict[str, Any]], int],
    why: WorldError,
    language: str,
) -> Iterator[tuple[int, ProjectOutcome]]:
    yield from ((futures[future], failed(why, language)) for future in left)


def _outcome(future: Future[dict[str, Any]], language: str) -> ProjectOutcome:
    from distributed.scheduler import KilledWorker

    error = future.exception()
    if error is None:
        return ProjectOutcome(**future.result())
    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        hint = m("see the log of the workers; a deploy that was begun is completed by the next one")
        return failed(WorldError(m("its worker was lost {times} times", times=times), hint), language)
    if isinstance(error, ImportError):
        hint = m(
            'install the same version on every worker: pip install "{requirement}"',
            requirement=requirement("cluster", version=__version__),
        )
        return failed(
            WorldError(m("a worker has no site-gen, or another version: {error}", error=error), hint), language
        )
    return failed(
        WorldError(
            m("the cluster could not run it: {name}: {error}", name=type(error).__name__, error=error), m("see its log")
        ),
        language,
    )


def run_here(data: dict[str, Any]) -> dict[str, Any]:
    """Run a task on the worker that was given it; both are plain data, so that versions may differ and say so."""
    machine = socket.gethostname()
    if data.get("version") != __version__:
        wrong = m(
            "the worker on {machine} has site-gen {version}, and {asked} is asked for",
            machine=machine,
            version=__version__,
            asked=data.get("version"),
        )
        return _told(
            failed(WorldError(wrong, m("install the same version on every worker")), str(data.get("language"))), machine
        )
    task = task_of(data)
    return _told(run_task(task if task.jobs else replace(task, jobs=_share())), machine)


def _told(outcome: ProjectOutcome, machine: str) -> dict[str, Any]:
    return {
        "code": outcome.code,
        "output": outcome.output,
        "messages": outcome.messages,
        "seconds": outcome.seconds,
        "machine": machine,
    }


def _share() -> int:
    """Return how many processes a task may have: the cores of this machine, shared by the worker's threads."""
    from distributed import get_worker

    return max(1, available_cores() // max(1, get_worker().state.nthreads))
