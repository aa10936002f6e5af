"""deploy: {to: neocities} — a site at Neocities, over its API."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Name
from site_gen.model.targets.base import Target, host_name


def _read_site(value: Any) -> Any:
    name = host_name(value, m("the site's name at Neocities: mara for mara.neocities.org"))
    return name.removesuffix(".neocities.org")


class NeocitiesTarget(Target):
    """A site at Neocities. Its API key stands in the environment: NEOCITIES_API_KEY."""

    label: ClassVar[str] = m("A site at Neocities")
    extra: ClassVar[str | None] = "hosts"
    secrets: ClassVar[tuple[str, ...]] = ("NEOCITIES_API_KEY",)

    access_hint: ClassVar[str] = m(
        "Make a key at neocities.org (Settings, Manage Site Settings, API Key) and set it as NEOCITIES_API_KEY in the "
        "environment; never in a file of the project."
    )

    to: Literal["neocities"] = Field(description="neocities: Neocities")
    site: Annotated[Name, BeforeValidator(_read_site)] = Field(
        description="The site's name: mara for mara.neocities.org"
    )
