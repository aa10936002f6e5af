"""What a deploy does, and what was done before, as tables and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.actions.deploy import Deployed
from site_gen.cli.language import in_words
from site_gen.cli.tables import cell, fixed, flexible, table_lines
from site_gen.cli.terminal import counted, moment
from site_gen.deploy.guards import names
from site_gen.deploy.releases import Release
from site_gen.messages import m, size_of

_SHOWN: Final = 12
"""Files that are named of each kind."""


def deployed_lines(data: Mapping[str, Any], width: int | None) -> Iterator[str]:
    """Yield a table of what is done at a place, with the first files of each kind, from `deployed_data`."""
    kinds = (
        (m("new"), data["new"]),
        (m("changed"), data["changed"]),
        (m("removed"), data["removed"]),
        (m("of others"), data["others"]),
    )
    rows = [
        (cell(kind), cell(f"{len(files):,}"), cell(", ".join(files[:_SHOWN]) + (" …" if len(files) > _SHOWN else "")))
        for kind, files in kinds
        if files
    ]
    rows.append((cell(m("same")), cell(f"{data['same']:,}"), cell("")))
    yield f"{data['target']}: {data['label']}"
    yield from table_lines((fixed(m("files")), fixed(m("count"), right=True), flexible(m("which"))), rows, width)
    files = counted(len(data["new"]) + len(data["changed"]), "file")
    yield in_words(m("to send: {files}, {size}", files=files, size=size_of(data["bytes"])))


def deployed_data(done: Deployed, *, dry_run: bool) -> dict[str, Any]:
    """Return what is done at a place as plain data; what is for one client alone is named by its folder."""
    return {
        "target": done.target,
        "label": done.label,
        "dry_run": dry_run,
        "new": _uploads(done, is_new=True),
        "changed": _uploads(done, is_new=False),
        "removed": names(done.plan.removed),
        "same": done.plan.same,
        "others": names(done.plan.others),
        "bytes": done.plan.bytes,
        "release": done.release.id if done.release else None,
        "recorded": len(done.recorded),
        "changes_at": done.changes_at.isoformat() if done.changes_at else None,
    }


def _uploads(done: Deployed, *, is_new: bool) -> list[str]:
    return [done.site.told(upload.path) for upload in done.plan.uploads if upload.is_new is is_new]


def history_lines(releases: Sequence[Release], zone: ZoneInfo, width: int | None) -> Iterator[str]:
    """Yield a table of releases; times are in the site's zone."""
    rows = [
        (
            cell(release.id),
            cell(moment(release.time.astimezone(zone))),
            cell(release.target),
            cell(f"{len(release.files):,}"),
            cell(release.who),
            cell(m("brings back {release}", release=release.of) if release.of else ", ".join(release.ends)),
        )
        for release in releases
    ]
    columns = (
        fixed(m("release")),
        fixed(m("online since")),
        fixed(m("target")),
        fixed(m("files"), right=True),
        flexible(m("by")),
        flexible(m("open offers")),
    )
    yield from table_lines(columns, rows, width)


def history_data(releases: Sequence[Release]) -> list[dict[str, Any]]:
    """Return releases as plain data."""
    return [
        {
            "release": release.id,
            "time": release.time.isoformat(),
            "who": release.who,
            "target": release.target,
            "label": release.label,
            "now": release.now.isoformat(),
            "changes_at": release.changes_at.isoformat() if release.changes_at else None,
            "files": len(release.files),
            "open": {name: end.isoformat() if end else None for name, end in release.ends.items()},
            "of": release.of,
        }
        for release in releases
    ]
