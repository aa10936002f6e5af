"""The work of site-gen deploy in words: questions, progress, what is done, and what was."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from site_gen.actions.deploy import Deployed, DeployRequest, deploy
from site_gen.actions.deploy_target import Publisher, unlock_target
from site_gen.actions.rollback import rollback
from site_gen.actions.verify import Verified, VerifyListener, VerifyRequest, address_of, verify_published
from site_gen.builder.request import BuildRequest
from site_gen.cli.build import say_answered
from site_gen.cli.deploy_text import deployed_data, deployed_lines, history_data, history_lines
from site_gen.cli.machine import who
from site_gen.cli.options import cache_folder
from site_gen.cli.problem_list import show_build_warnings
from site_gen.cli.progress import activity, asking, building
from site_gen.cli.refusals import as_usage_errors
from site_gen.cli.terminal import counted, moment, print_json, say, window
from site_gen.cli.verify_text import show, verified_data
from site_gen.deploy.lock import Holder
from site_gen.deploy.publish import DeployListener, Permission
from site_gen.deploy.releases import Releases
from site_gen.load import load_settings
from site_gen.messages import m
from site_gen.processes import available_cores


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: project, target, the instant that the site shows, the time on the clock, what may be, and how
    many processes build (None: one for each core)."""

    folder: Path
    target: str | None
    now: datetime
    clock: datetime
    max_deletes: int | None = None
    jobs: int | None = None
    yes: bool = False
    placeholders: bool = False
    dry_run: bool = False
    full: bool = False
    verify: bool = False

    def request(self) -> DeployRequest:
        build = BuildRequest(
            project=self.folder,
            output=self.folder / "output",
            now=self.now,
            jobs=self.jobs or available_cores(),
            cache=cache_folder(self.folder),
            secrets=os.environ,
        )
        permission = Permission(self.yes, self.placeholders, self.max_deletes)
        return DeployRequest(
            build, _publisher(self.folder, self.clock), self.target, permission, self.dry_run, self.full
        )


def run(wanted: Wanted, release: str | None, *, as_json: bool) -> None:
    """Deploy, or bring a release back ('' for the one before), and say what was done."""
    with building() as builds, activity(m("Sending")) as sending, as_usage_errors():
        listener = DeployListener(
            progress=sending.progress,
            doing=sending.doing,
            waiting=lambda seconds, why: say(
                m("{why}; trying again in {seconds} s …", why=why, seconds=f"{seconds:.0f}")
            ),
            took_over=_say_whose_lock,
        )
        if wanted.verify:
            address_of(load_settings(wanted.folder), wanted.target)  # before anything is sent
        if release is not None:
            done = rollback(wanted.request(), release or None, listener)
        else:
            done = deploy(wanted.request(), listener, builds)
    show_build_warnings(done.warnings)
    say_answered(done.answers, wanted.folder)
    if not as_json:
        for line in deployed_lines(deployed_data(done, dry_run=wanted.dry_run), window()):
            click.echo(line)
        _say_what_was_done(done, dry_run=wanted.dry_run)
    verified = _verified(wanted, done) if wanted.verify else None
    if as_json:
        more = {"verified": verified_data(verified)} if verified else {}
        print_json(deployed_data(done, dry_run=wanted.dry_run) | more)
    elif verified:
        show(verified, as_json=False)
    if verified and not verified.inspection.is_good:
        sys.exit(1)


def _verified(wanted: Wanted, done: Deployed) -> Verified:
    """Ask the live site about what was just put there."""
    with asking() as asked, as_usage_errors():
        waiting = lambda: say(m("looking whether the public gets it …"))  # noqa: E731
        listener = VerifyListener(asked, waiting)
        request = VerifyRequest(wanted.request().build, wanted.clock, wanted.target)
        return verify_published(request, done.site, {upload.path for upload in done.plan.uploads}, listener)


def show_history(folder: Path, target: str | None, *, as_json: bool) -> None:
    """Print the releases that are kept, the latest first."""
    releases = [release for release in Releases(folder).all() if target in {None, release.target}]
    if as_json:
        print_json(history_data(releases))
        return
    if not releases:
        say(m("no release is kept yet"))
        return
    for line in history_lines(releases, load_settings(folder).zone, window()):
        click.echo(line)


def unlock(folder: Path, target: str | None, clock: datetime, *, as_json: bool) -> None:
    """Take a lock away, and say whose it was."""
    with as_usage_errors():
        label, holder = unlock_target(_publisher(folder, clock), target)
    if as_json:
        print_json({"label": label, "who": holder.who if holder else None})
    elif holder is None:
        say(m("{label} is not locked", label=label))
    else:
        say(
            m(
                "{label} is free again: the lock was of {who}, since {moment}",
                label=label,
                who=holder.who,
                moment=moment(holder.since),
            )
        )


def _publisher(folder: Path, clock: datetime) -> Publisher:
    return Publisher(folder, who(), clock, os.environ)


def _say_whose_lock(holder: Holder) -> None:
    say(m("took over the forgotten lock of {who}, since {moment}", who=holder.who, moment=moment(holder.since)))


def _say_what_was_done(done: Deployed, *, dry_run: bool) -> None:
    plan = done.plan
    if dry_run:
        say(m("nothing was changed: this is what would be done"))
    elif plan.is_empty:
        say(m("{label} is as it should be: {counted}", label=done.label, counted=counted(plan.same, "file")))
    else:
        say(m("{label} is up to date", label=done.label))
    if done.recorded:
        say(
            m(
                "{counted} of offers recorded; commit offers/ledger.jsonl",
                counted=counted(len(done.recorded), "new state"),
            )
        )
    if done.changes_at:
        say(
            m(
                "next change: {moment}; deploy again then, or let 'site-gen schedule' see to it",
                moment=moment(done.changes_at),
            )
        )
