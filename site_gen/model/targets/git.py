"""deploy: {to: git} — a branch of a git repository, as GitHub, GitLab and Codeberg Pages serve it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from site_gen.model.base import Name, mistake, shown
from site_gen.model.targets.base import Target

_BRANCH: Final = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[A-Za-z0-9_][A-Za-z0-9._/-]*")


def _read_remote(value: Any) -> Any:
    text = value.strip() if isinstance(value, str) else ""
    if not text or text.startswith("-") or "::" in text:
        raise mistake(
            f"'{shown(value)}' is no address of a git repository",
            "write git@github.com:NAME/SITE.git, https://… or the path of a repository",
        )
    return text


def _read_branch(value: Any) -> Any:
    if isinstance(value, str) and _BRANCH.fullmatch(value):
        return value
    raise mistake(f"'{shown(value)}' can't be a branch's name", "GitHub uses gh-pages, Codeberg pages")


class GitTarget(Target):
    """A branch that site-gen adds commits to, over ssh, https or a path, with the git program and its own keys."""

    to: Literal["git"]
    remote: Annotated[Name, BeforeValidator(_read_remote)] = Field(
        description="The repository, such as git@github.com:NAME/SITE.git"
    )
    branch: Annotated[str, BeforeValidator(_read_branch)] = Field(
        "gh-pages", description="The branch that the host serves: gh-pages at GitHub, pages at Codeberg"
    )
