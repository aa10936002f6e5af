"""What a deploy refuses: places that belong to something else, files of others, and more removals than are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from site_gen.builder.manifest import UNLISTED_FOLDERS
from site_gen.deploy.plan import DeployPlan
from site_gen.deploy.site_files import SiteFiles, told
from site_gen.deploy.store import StoreError
from site_gen.deploy.target_manifest import TargetManifest
from site_gen.messages import joined, listed, m

_SHOWN: Final = 10

_FOREIGN: Final = {
    ".ssh": m("somebody's home folder"),
    ".bashrc": m("somebody's home folder"),
    ".bash_profile": m("somebody's home folder"),
    ".profile": m("somebody's home folder"),
    ".zshrc": m("somebody's home folder"),
    "wp-config.php": m("a site of WordPress"),
    "site.yaml": m("the sources of a project"),
}
"""Names at the top of a place that say what it is."""

_HARMLESS: Final = frozenset(
    {"CNAME", ".nojekyll", ".domains", ".gitignore", ".gitattributes", "README.md", "LICENSE", ".htaccess"}
)
"""Files that lie at a new place before its first site."""

LEAST_DELETES: Final = 20
SHARE_OF_DELETES: Final = 0.1


class Way(StrEnum):
    """What a refusal is about, and so which permission goes on."""

    OTHERS = "others"
    """Files of others at the place; `yes` goes on."""
    OVER = "over"
    """An offer that is over; `yes` goes on."""
    REMOVALS = "removals"
    """`max_deletes` goes on."""
    PLACEHOLDERS = "placeholders"
    NONE = "none"
    """The place is another one than is meant: nothing goes on."""


class RefusedError(StoreError):
    """A deploy that would do what is perhaps not meant; nothing was changed. `paths` are all the files it is about."""

    def __init__(self, message: str, hint: str, paths: Iterable[str] = (), way: Way = Way.NONE) -> None:
        super().__init__(message, hint)
        self.paths = tuple(paths)
        self.way = way


def refuse_foreign_place(label: str, path: str) -> None:
    """Raise RefusedError where a file says that its place is something else than a site, whatever may be allowed."""
    top = path.partition("/")[0]
    if top in _FOREIGN:
        raise RefusedError(
            m("{label} is {foreign}: {top} lies in it", label=label, foreign=_FOREIGN[top], top=top),
            m("nothing was changed; name a folder for the site alone"),
            [top],
        )


def refuse_other_site(label: str, site: SiteFiles, ours: TargetManifest | None) -> None:
    """Raise RefusedError for a place with the site of another address."""
    if ours is not None and ours.url.rstrip("/") != site.url.rstrip("/"):
        raise RefusedError(
            m("{label} holds the site {other}, not {url}", label=label, other=ours.url, url=site.url),
            m(
                "nothing was changed; name another place, or where the site has moved to a new address, remove "
                ".site-gen/deploy.json there"
            ),
        )


def refuse_others_files(label: str, plan: DeployPlan, ours: TargetManifest | None) -> None:
    """Raise RefusedError where files that aren't ours would be replaced, or a place has theirs and none of ours."""
    hint = m("nothing was changed; look at them, and go on with --yes (what the site doesn't need stays)")
    if plan.clashes:
        raise RefusedError(
            m(
                "{label} has files that site-gen did not put there, in the way of the site: {names}",
                label=label,
                names=shown(names(plan.clashes)),
            ),
            m("nothing was changed; look at them, and go on with --yes, which replaces them"),
            names(plan.clashes),
            Way.OTHERS,
        )
    strange = [path for path in plan.others if path not in _HARMLESS and not path.startswith(".well-known/")]
    if ours is None and not plan.same and strange:
        raise RefusedError(
            m("{label} has files of others and none of this site: {names}", label=label, names=shown(names(strange))),
            hint,
            names(strange),
            Way.OTHERS,
        )


def refuse_many_removals(label: str, plan: DeployPlan, ours: TargetManifest | None, most: int | None) -> None:
    """Raise RefusedError where more files would be removed than `most`, or without it than is usual."""
    count = len(ours.files) + len(ours.unlisted) if ours else 0
    limit = max(LEAST_DELETES, int(count * SHARE_OF_DELETES)) if most is None else most
    if len(plan.removed) > limit:
        raise RefusedError(
            m(
                "{count:,} of {all:,} files would be removed from {label}, more than {limit:,}: {names}",
                count=len(plan.removed),
                all=count,
                label=label,
                limit=limit,
                names=shown(names(plan.removed)),
            ),
            m("nothing was changed; where that is meant, go on with --max-deletes {count}", count=len(plan.removed)),
            names(plan.removed),
            Way.REMOVALS,
        )


def names(paths: Iterable[str]) -> tuple[str, ...]:
    """Return paths at a place as messages may name them: what may be a page of one client, by its folder."""
    return tuple(path if frozenset(UNLISTED_FOLDERS).isdisjoint(path.split("/")[:-1]) else told(path) for path in paths)


def shown(paths: Collection[str]) -> str:
    """Return the first of some paths, and how many more there are."""
    first = list(paths)[:_SHOWN]
    more: str = m(" and {number:,} more", number=len(paths) - _SHOWN) if len(paths) > _SHOWN else ""
    return joined(listed(first), more)
