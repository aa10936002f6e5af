"""Whether a theme has what site.yaml asks of the search."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.messages import m
from site_gen.model.rules import Finding
from site_gen.model.settings import Settings
from site_gen.model.site import ThemeFiles

TEMPLATE = "search.html"


def check_search(settings: Settings, theme: ThemeFiles) -> Iterator[Finding]:
    """Find a search that is asked for in a theme without a page for it."""
    if settings.search and TEMPLATE not in theme.template_names:
        message = m("the theme '{name}' has no page for a search", name=theme.name)
        hint = m(
            "write themes/{name}/templates/{template} (site-gen help search says what it needs), or take it out",
            name=theme.name,
            template=TEMPLATE,
        )
        yield Finding("site.yaml", ("search",), message, hint)
