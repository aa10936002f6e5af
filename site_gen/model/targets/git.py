"""deploy: {to: git} — a branch of a git repository, as GitHub, GitLab and Codeberg Pages serve it."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Name, mistake, shown
from site_gen.model.targets.base import Target

_BRANCH: Final = re.compile(r"(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[A-Za-z0-9_][A-Za-z0-9._/-]*")

_WEB: Final = re.compile(r"(?i)(https?)://([^/]+)/(.+)")
_SSH: Final = re.compile(r"(?i)(?:git\+)?ssh://(?:[^/@]+@)?([^/:]+)(?::\d+)?/(.+)")
_SCP: Final = re.compile(r"(?:[^/:@]+@)?([^/:@]{2,}):(?!/?/)(.+)")
"""user@host:path; a single letter before the colon is a drive of Windows."""


def _read_remote(value: Any) -> Any:
    text = value.strip() if isinstance(value, str) else ""
    if not text or text.startswith("-") or "::" in text:
        raise mistake(
            m("'{value}' is no address of a git repository", value=shown(value)),
            m("write git@github.com:NAME/SITE.git, https://… or the path of a repository"),
        )
    return text


def _read_branch(value: Any) -> Any:
    if isinstance(value, str) and _BRANCH.fullmatch(value):
        return value
    raise mistake(
        m("'{value}' can't be a branch's name", value=shown(value)), m("GitHub uses gh-pages, Codeberg pages")
    )


Remote = Annotated[Name, BeforeValidator(_read_remote)]
"""The address of a repository, as git takes it."""

Branch = Annotated[str, BeforeValidator(_read_branch)]
"""The name of a branch."""


class GitTarget(Target):
    """A branch that site-gen adds commits to, over ssh, https or a path, with the git program.

    It has the keys and helpers of whoever runs it. Where SITE_GEN_GIT_TOKEN is in the environment, as on the machines
    of hosts, it goes by https with that token, also where `remote` says ssh.
    """

    label: ClassVar[str] = m("GitHub, GitLab or Codeberg Pages (a git branch)")
    secrets: ClassVar[tuple[str, ...]] = ("SITE_GEN_GIT_TOKEN",)
    access_hint: ClassVar[str] = m(
        "It pushes as you do: see that 'git push' to that address works here (a key for ssh, or a helper for https). "
        "Where you can't be asked, set SITE_GEN_GIT_TOKEN in the environment; never in a file of the project."
    )

    to: Literal["git"] = Field(description="git: GitHub, GitLab or Codeberg Pages, by a git branch")
    remote: Remote = Field(description="The repository, such as git@github.com:NAME/SITE.git")
    branch: Branch = Field(
        "gh-pages", description="The branch that the host serves: gh-pages at GitHub, pages at Codeberg"
    )

    @property
    def is_local(self) -> bool:
        return web_address(self.remote) is None


def web_address(remote: str) -> tuple[str, str, str] | None:
    """Return scheme, host (with user and port, as written) and path by which a repository is reached over https.

    From git@host:path and ssh://user@host/path the user and ssh's port are taken away; None for a path of this machine.
    """
    if match := _WEB.fullmatch(remote):
        return match[1].lower(), match[2], match[3]
    if match := _SSH.fullmatch(remote) or _SCP.fullmatch(remote):
        return "https", match[1], match[2].lstrip("/")
    return None
