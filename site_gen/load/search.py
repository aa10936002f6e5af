"""Whether a theme has what site.yaml asks of the search."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.rules import Finding
from site_gen.model.settings import Settings
from site_gen.model.site import ThemeFiles

TEMPLATE = "search.html"


def check_search(settings: Settings, theme: ThemeFiles) -> Iterator[Finding]:
    """Find a search that is asked for in a theme without a page for it."""
    if settings.search and TEMPLATE not in theme.template_names:
        message = f"the theme '{theme.name}' has no page for a search"
        hint = (
            f"write themes/{theme.name}/templates/{TEMPLATE} (site-gen help search says what it needs), or take it out"
        )
        yield Finding("site.yaml", ("search",), message, hint)
