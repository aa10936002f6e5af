"""Publishing: what the public would get of it, the work itself, whether it is there, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from site_gen.actions.deploy import placeholders_left
from site_gen.deploy.guards import Way
from site_gen.deploy.publish import Permission
from site_gen.deploy.releases import Release, Releases
from site_gen.deploy.stores.logins import has_login
from site_gen.editor.desk import Desk
from site_gen.editor.publishing import Order, Report, Work
from site_gen.editor.screens.place import needs_login
from site_gen.editor.screens.problem_links import problem_views
from site_gen.editor.things import thing_of
from site_gen.editor.web import Answer, Asked, as_json, redirect
from site_gen.editor.words import words_in
from site_gen.messages import said, size_of
from site_gen.model.settings import Settings
from site_gen.model.site import Site
from site_gen.problems import Location, Problem, Severity
from site_gen.render.localize import Localizer
from site_gen.verify.findings import Fault

_OLD: Final = timedelta(days=1)
"""After this time a look at the public site says little."""

SHOWN: Final = 12
"""Problems, pages and findings that are listed of each."""

_MOST_REMOVALS: Final = 1_000_000
"""What is allowed where somebody looked at a plan that removes much, and says that it is meant."""


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show where the site goes and what happened last; begin what is asked for."""
    site = desk.site
    if site is None:
        return desk.message(asked, 409, "broken")
    if not site.main.targets:
        return redirect("place")
    if asked.method == "POST":
        return _begin(desk, asked, site.main)
    return _show(desk, asked, site)


def progress(desk: Desk, asked: Asked) -> Answer:
    """Tell the page's script how far the work is."""
    found, is_running = desk.publishing.progress, desk.publishing.is_running
    return as_json(
        {
            "running": is_running,
            "waits": found.step == "ask",
            "step": words_in(asked.language).say(f"step_{found.step}"),
            "done": found.done,
            "total": found.total,
            "said": said(found.said, asked.language),
        }
    )


def _begin(desk: Desk, asked: Asked, main: Settings) -> Answer:
    do, target = asked.field("do"), asked.field("target")
    work = next((each for each in Work if each.value == do), None)
    if target not in main.targets or (work is None and do not in _ASIDE):
        return desk.message(asked, 404, "missing")
    if work is None:
        _do_aside(desk, asked, main.targets[target].secrets)
        return redirect("publish", target=target)
    allowed = asked.field("allow")
    permission = Permission(
        yes=allowed in {Way.OTHERS.value, Way.OVER.value},
        placeholders=work is Work.LOOK or allowed == Way.PLACEHOLDERS.value,
        max_deletes=_MOST_REMOVALS if allowed == Way.REMOVALS.value else None,
    )
    order = Order(work, target, permission, asked.field("release"), verifies=asked.field("verifies") == "yes")
    if not desk.publishing.start(order):
        return _show(desk, asked, _site(desk), 409, busy=True)
    desk.publishing.wait(_AT_ONCE)
    return redirect("publish", target=target)


_ASIDE: Final = frozenset({"secret", "forget", "hurry"})
"""What can be done beside the work: a secret given, the last work forgotten, a host no longer waited for."""


def _do_aside(desk: Desk, asked: Asked, secrets: Iterable[str]) -> None:
    match asked.field("do"):
        case "secret":
            _take_secret(desk, asked, secrets)
        case "hurry":
            desk.publishing.hurry.set()
            desk.publishing.wait(_AT_ONCE)
        case _:
            desk.publishing.forget()


_AT_ONCE: Final = 0.3
"""Seconds in which small work is done, so that nobody sees progress flash by."""


def _site(desk: Desk) -> Site:
    site = desk.site
    assert site is not None  # noqa: S101  # asked by screen
    return site


def _take_secret(desk: Desk, asked: Asked, known: Iterable[str]) -> None:
    """Keep a secret in memory, or let it go; it is never shown, and never in a file."""
    name, value = asked.field("variable"), asked.field("secret")
    if name not in known:
        return
    if value:
        desk.publishing.typed[name] = value[:20_000]
    else:
        desk.publishing.typed.pop(name, None)


# --- what is shown ----------------------------------------------------------------------------------------------------


def _show(desk: Desk, asked: Asked, site: Site, status: int = 200, *, busy: bool = False) -> Answer:
    main, publishing = site.main, desk.publishing
    names = list(main.targets)
    name = asked.field("target") or asked.query.get("target", "")
    name = name if name in main.targets else names[0]
    target, is_running = main.targets[name], publishing.is_running
    words = Localizer(asked.language, main.time_zone, {})
    last = publishing.last()
    releases = [each for each in Releases(desk.work.project).all() if each.target == name]
    left = placeholders_left(desk.work.project, site)
    problems = [*desk.session.problems]
    return desk.page(
        asked,
        "publish.html",
        status,
        target=name,
        targets=names,
        kind=target.kind,
        place=_place(target),
        address=target.url or (main.url if name == names[0] else ""),
        secrets=_secrets(desk, target.secrets),
        needs_login=needs_login(target.kind),
        has_login=has_login(target.kind, Path.home()),
        is_running=is_running,
        is_busy=busy,
        progress=publishing.progress,
        last=_last(desk, last, words) if last else None,
        online=_release(releases[0], words) if releases else None,
        releases=[_release(each, words) for each in releases[1:]],
        placeholders=problem_views(desk, left[:SHOWN]),
        placeholder_count=len(left),
        problems=problem_views(desk, problems[:SHOWN]),
        problem_count=len(problems),
        verified=verified_view(desk, name, asked.language),
        shown=SHOWN,
    )


def _place(target: Any) -> str:
    """Return what a target is, in its own settings: nothing in them is secret."""
    shown = ("host", "path", "remote", "branch", "bucket", "prefix", "site", "project", "endpoint")
    return " · ".join(str(value) for key in shown if (value := getattr(target, key, None)))


def _secrets(desk: Desk, names: Iterable[str]) -> list[dict[str, str]]:
    """Return which secrets a target may need, and where each comes from; never a value."""
    typed, environment = desk.publishing.typed, desk.publishing.environment
    return [
        {"name": name, "from": "typed" if name in typed else "environment" if environment.get(name) else ""}
        for name in names
    ]


def _last(desk: Desk, last: Report, words: Localizer) -> dict[str, Any]:
    """Return the last piece of work as it is shown."""
    ended = last.get("ended") or last.get("began", "")
    problems = [_problem(each) for each in last.get("problems", ())]
    things = [_thing(each) for each in last.get("things", ())]
    return {
        "work": last["work"],
        "state": last["state"],
        "when": words.instant_short(ended),
        "refusal": last.get("refusal"),
        "way_on": last.get("refusal", {}).get("way", "") in {"others", "over", "removals", "placeholders"},
        "problems": problem_views(desk, problems[:SHOWN]),
        "problem_count": len(problems),
        "things": things,
        "turns": last.get("turns", []),
        "total": sum(last.get(key, 0) for key in ("new", "changed", "removed")),
        "size": size_of(last.get("bytes", 0)),
        **{key: last.get(key, "") for key in ("label", "address", "release", "is_first", "others", "same", "holder")},
        "changes_at": words.instant_short(last["changes_at"]) if last.get("changes_at") else "",
        "verified": _linked(last["verified"], desk.site) if last.get("verified") else None,
    }


def _thing(thing: Mapping[str, Any]) -> dict[str, Any]:
    counts = [(what, thing[what]) for what in ("new", "changed", "removed") if thing[what]]
    return {
        "kind": thing["kind"],
        "title": thing["title"],
        "file": thing["file"] if thing_of(thing["file"]) else "",
        "counts": counts,
    }


def _problem(data: Mapping[str, Any]) -> Problem:
    severity = Severity.ERROR if data["is_error"] else Severity.WARNING
    return Problem(Location(data["file"], data["line"], data["column"]), data["message"], data["hint"], severity)


def _release(release: Release, words: Localizer) -> dict[str, Any]:
    return {
        "id": release.id,
        "when": words.instant_short(release.time.isoformat()),
        "who": release.who,
        "files": len(release.files),
        "offers": list(release.ends),
        "is_back": bool(release.of),
    }


def verified_view(desk: Desk, target: str, language: str) -> dict[str, Any] | None:
    """Return what the last look at what the public gets of a target found, with when that was; None if nobody has
    looked yet."""
    found, site = desk.publishing.verified(target), desk.site
    if found is None or site is None:
        return None
    words = Localizer(language, site.main.time_zone, {})
    is_old = desk.work.clock() - datetime.fromisoformat(found["at"]) > _OLD
    return {**_linked(found, site), "when": words.instant_short(found["at"]), "is_old": is_old}


def _linked(verified: Report, site: Site | None) -> Report:
    """Return what was found, each finding with the file of the thing that it is about."""
    findings = [{**each, "link": _thing_link(each, site) if site else ""} for each in verified.get("findings", ())]
    return {**verified, "findings": findings}


def _thing_link(finding: Mapping[str, Any], site: Site) -> str:
    """Return the file of the offer or case whose page a finding is about, '' where a form mends nothing of it."""
    if finding.get("fault") not in _OF_THINGS:
        return ""
    for place in finding.get("places", ()):
        for source in (*site.offers, *site.cases, *site.articles):
            if f"/{source.slug}/" in place and thing_of(source.file):
                return source.file
    return ""


_OF_THINGS: Final = frozenset(
    {Fault.OFFER_STATE, Fault.PRICE, Fault.DEADLINE, Fault.DIFFERENT, Fault.MISSING, Fault.LEFT_OVER}
)
"""What may be wrong with a page because of its file; all else is the host's."""
