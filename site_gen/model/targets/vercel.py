"""deploy: {to: vercel} — a project at Vercel, over its API."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Name
from site_gen.model.targets.base import Target, host_name


def _read_project(value: Any) -> Any:
    return host_name(value, m("the project's name at Vercel, such as mara"))


def _read_team(value: Any) -> Any:
    return host_name(value, m("the team's name in its address at Vercel, or its ID (team_…)"))


class VercelTarget(Target):
    """A project at Vercel. The token stands in the environment, or where Vercel's own program keeps it."""

    label: ClassVar[str] = m("A project at Vercel")
    extra: ClassVar[str | None] = "hosts"
    secrets: ClassVar[tuple[str, ...]] = ("VERCEL_TOKEN",)

    access_hint: ClassVar[str] = m(
        "Make a token at vercel.com (Account Settings, Tokens) and set it as VERCEL_TOKEN in the environment, never in "
        "a file of the project; or log in once with 'vercel login'."
    )

    to: Literal["vercel"] = Field(description="vercel: Vercel")
    project: Annotated[Name, BeforeValidator(_read_project)] = Field(description="The project's name, or its ID")
    team: Annotated[Name, BeforeValidator(_read_team)] | None = Field(
        None, description="The team that it belongs to: its name in the address, or its ID; if not given, your own"
    )
