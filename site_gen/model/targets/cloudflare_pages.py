"""deploy: {to: cloudflare-pages} — a project of Cloudflare Pages, through Cloudflare's own program, wrangler."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Name, mistake, shown
from site_gen.model.targets.base import Target, host_name

_ACCOUNT: Final = re.compile(r"[0-9a-f]{32}")
_BRANCH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def _read_project(value: Any) -> Any:
    return host_name(value, m("the project's name at Cloudflare: mara for mara.pages.dev")).removesuffix(".pages.dev")


def _read_account(value: Any) -> Any:
    if isinstance(value, str) and _ACCOUNT.fullmatch(value):
        return value
    raise mistake(
        m("'{value}' is no account ID", value=shown(value)),
        m("it has 32 digits and letters a to f; see 'Account ID' there"),
    )


def _read_branch(value: Any) -> Any:
    if isinstance(value, str) and _BRANCH.fullmatch(value):
        return value
    raise mistake(
        m("'{value}' can't be a branch's name", value=shown(value)), m("write the project's production branch: main")
    )


class CloudflarePagesTarget(Target):
    """A project of Cloudflare Pages. wrangler takes the token from the environment or from its own login."""

    label: ClassVar[str] = m("A project of Cloudflare Pages")
    extra: ClassVar[str | None] = "hosts"
    programs: ClassVar[tuple[str, ...]] = ("wrangler",)
    secrets: ClassVar[tuple[str, ...]] = ("CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID")

    access_hint: ClassVar[str] = m(
        "Install wrangler (npm install --global wrangler), and log in once with 'wrangler login'. Where nobody can be "
        "asked, set CLOUDFLARE_API_TOKEN in the environment; never in a file of the project."
    )

    to: Literal["cloudflare-pages"] = Field(description="cloudflare-pages: Cloudflare Pages")
    project: Annotated[Name, BeforeValidator(_read_project)] = Field(
        description="The project's name: mara for mara.pages.dev"
    )
    account: Annotated[str, BeforeValidator(_read_account)] | None = Field(
        None, description="The account's ID; if not given, CLOUDFLARE_ACCOUNT_ID, or the only account that there is"
    )
    branch: Annotated[str, BeforeValidator(_read_branch)] = Field(
        "main", description="The project's production branch; another one's site gets an address of its own, for trying"
    )
