"""The work of publishing, by the same use cases as the command line, and what it says as plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from site_gen.actions.deploy import Deployed, DeployRequest, deploy, placeholders_left
from site_gen.actions.deploy_changes import public_changes
from site_gen.actions.deploy_target import Publisher, chosen, unlock_target
from site_gen.actions.errors import ActionError, NoAddressError
from site_gen.actions.rollback import rollback
from site_gen.actions.verify import Verified, VerifyListener, VerifyRequest, address_of, verify, verify_published
from site_gen.builder.request import BuildListener, BuildRequest
from site_gen.deploy.guards import RefusedError, Way
from site_gen.deploy.leaks import LeakError
from site_gen.deploy.lock import LockedError
from site_gen.deploy.publish import DeployListener
from site_gen.deploy.releases import Release, Releases
from site_gen.editor.publishing import Order, Progress, Publishing, Report, State, Work
from site_gen.load import load_settings
from site_gen.model.settings import Settings
from site_gen.problems import Problem, ProjectError, Severity, WorldError
from site_gen.processes import available_cores


def do(order: Order, progress: Progress, around: Publishing) -> Report:
    """Do a piece of work. Nothing is raised that was to be expected: a refusal is told."""
    try:
        return {"state": State.DONE.value, **_WORKS[order.work](_Doing(order, progress, around))}
    except ProjectError as error:
        return _failed("problems", problems=[_problem(each) for each in error.problems])
    except RefusedError as error:
        is_sample, site = error.way is Way.PLACEHOLDERS, around.site()
        left = placeholders_left(around.project, site) if is_sample and site else ()
        return _failed(error.way.value, error, problems=[_problem(each) for each in left])
    except WorldError as error:
        return _failed(next((way for kind, way in _WAYS if isinstance(error, kind)), "world"), error)
    except ActionError:
        return _failed("action")


_WAYS: Final = ((LeakError, "leak"), (LockedError, "locked"))


class _Doing:
    """A piece of work with all that it needs."""

    def __init__(self, order: Order, progress: Progress, around: Publishing) -> None:
        self.order, self.progress, self.around = order, progress, around
        self.clock: datetime = around.clock().replace(microsecond=0)
        self.settings: Settings = load_settings(around.project)

    @property
    def target(self) -> str:
        return chosen(self.settings, self.order.target)

    def build(self) -> BuildRequest:
        around = self.around
        return BuildRequest(
            project=around.project,
            output=around.project / "output",
            now=self.clock,
            jobs=available_cores(),
            cache=around.cache,
            secrets=around.secrets,
        )

    def publisher(self) -> Publisher:
        return Publisher(self.around.project, self.around.who, self.clock, self.around.secrets)

    def request(self, *, dry_run: bool) -> DeployRequest:
        return DeployRequest(self.build(), self.publisher(), self.target, self.order.permission, dry_run)

    def before(self) -> Release | None:
        """Return the release that the public sees at the target."""
        return next((each for each in Releases(self.around.project).all() if each.target == self.target), None)

    def listener(self) -> DeployListener:
        progress = self.progress

        def waits(_seconds: float, why: str) -> None:
            progress.said = why

        def does(what: str) -> None:
            progress.said = what

        return DeployListener(progress.at("send"), does, waits, sleep=self.around.sleep)

    def build_listener(self) -> BuildListener:
        return BuildListener(self.progress.at("build"), lambda holder: self.progress.begin("build", holder))

    def verify_listener(self) -> VerifyListener:
        def waits(seconds: float) -> None:
            self.around.hurry.wait(seconds)

        return VerifyListener(self.progress.at("ask"), lambda: self.progress.begin("ask"), waits)


def _look(doing: _Doing) -> Report:
    before = doing.before()
    return _told(doing, deploy(doing.request(dry_run=True), doing.listener(), doing.build_listener()), before)


def _publish(doing: _Doing) -> Report:
    before = doing.before()
    done = deploy(doing.request(dry_run=False), doing.listener(), doing.build_listener())
    told = _told(doing, done, before)
    if doing.order.verifies:
        told |= _asked(doing, lambda request, listener: verify_published(
            request, done.site, {upload.path for upload in done.plan.uploads}, listener
        ))  # fmt: skip
    return told


def _back(doing: _Doing) -> Report:
    before = doing.before()
    done = rollback(doing.request(dry_run=False), doing.order.release or None, doing.listener())
    return _told(doing, done, before)


def _verify(doing: _Doing) -> Report:
    told = _asked(doing, lambda request, listener: verify(request, listener, doing.build_listener()))
    return {"target": doing.target if doing.settings.targets else None, **told}


def _unlock(doing: _Doing) -> Report:
    label, holder = unlock_target(doing.publisher(), doing.target)
    return {"label": label, "holder": holder.who if holder else ""}


_WORKS = {Work.LOOK: _look, Work.PUBLISH: _publish, Work.BACK: _back, Work.VERIFY: _verify, Work.UNLOCK: _unlock}


# --- as plain data ----------------------------------------------------------------------------------------------------


def _told(doing: _Doing, done: Deployed, before: Release | None) -> Report:
    site, plan = doing.around.site(), done.plan
    changes = public_changes(plan, done.site, site, doing.clock, doing.around.project, before) if site else None
    return {
        "target": done.target,
        "label": done.label,
        "address": _address(doing),
        "release": done.release.id if done.release else "",
        "is_first": before is None,
        "new": sum(upload.is_new for upload in plan.uploads),
        "changed": sum(not upload.is_new for upload in plan.uploads),
        "removed": len(plan.removed),
        "same": plan.same,
        "others": len(plan.others),
        "bytes": plan.bytes,
        "turns": [asdict(turn) for turn in changes.turns] if changes else [],
        "things": [asdict(thing) for thing in changes.things] if changes else [],
        "changes_at": done.changes_at.isoformat() if done.changes_at else "",
        "warnings": [_problem(each) for each in done.warnings],
    }


def _address(doing: _Doing) -> str:
    """Return where the public finds the target; '' where site.yaml doesn't say."""
    try:
        return address_of(doing.settings, doing.target)
    except NoAddressError:
        return ""


def _asked(doing: _Doing, ask: Callable[[VerifyRequest, VerifyListener], Verified]) -> Report:
    """Ask the public site; that it can't be reached makes what was published no failure."""
    doing.progress.begin("ask")
    where = doing.target if doing.order.target is not None else None
    request = VerifyRequest(doing.build(), doing.clock, where)
    try:
        found = ask(request, doing.verify_listener())
    except (WorldError, NoAddressError) as error:
        hint = error.hint if isinstance(error, WorldError) else ""
        said = str(error) if isinstance(error, WorldError) else ""
        return {
            "verified": {"is_good": False, "unreached": said, "hint": hint, "address": _address(doing), "findings": []}
        }
    findings = [
        {**asdict(each), "level": each.level.value, "fault": each.fault.value} for each in found.inspection.findings
    ]
    looked = {"files": found.inspection.files, "offers": found.inspection.offers}
    told = {"is_good": found.inspection.is_good, "unreached": "", "hint": "", "address": found.address}
    return {"verified": {**told, **looked, "findings": findings}}


def _failed(way: str, error: WorldError | None = None, **more: Any) -> Report:
    refusal = {"way": way, "message": str(error or ""), "hint": error.hint if error else ""}
    return {"state": State.FAILED.value, "refusal": refusal, **more}


def _problem(problem: Problem) -> dict[str, Any]:
    place = problem.location
    return {
        "file": place.file, "line": place.line, "column": place.column, "message": problem.message,
        "hint": problem.hint, "is_error": problem.severity is Severity.ERROR,
    }  # fmt: skip
