"""deploy: {to: netlify} — a site at Netlify, over its API."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Name
from site_gen.model.targets.base import Target, host_name


def _read_site(value: Any) -> Any:
    return host_name(value, m("the site's address at Netlify, such as mara.netlify.app, or its project ID"))


class NetlifyTarget(Target):
    """A site at Netlify. The token stands in the environment, or where Netlify's own program keeps it."""

    label: ClassVar[str] = m("A site at Netlify")
    extra: ClassVar[str | None] = "hosts"
    secrets: ClassVar[tuple[str, ...]] = ("NETLIFY_AUTH_TOKEN",)

    access_hint: ClassVar[str] = m(
        "Make a token at app.netlify.com (User settings, Applications) and set it as NETLIFY_AUTH_TOKEN in the "
        "environment, never in a file of the project; or log in once with 'netlify login'."
    )

    to: Literal["netlify"] = Field(description="netlify: Netlify")
    site: Annotated[Name, BeforeValidator(_read_site)] = Field(
        description="The site: its address, such as mara.netlify.app, or its project ID"
    )
