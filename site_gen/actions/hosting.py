"""What a web server must be told of a site, as text for its configuration."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from site_gen.builder.pipeline import load_strictly
from site_gen.pages.hosting import full_rules
from site_gen.pages.hosts import HOSTS
from site_gen.pages.kinds import site_plan


def hosting_text(project: Path, now: datetime, host: str) -> str:
    """Return the configuration of `host`, a name of HOSTS, for the site at `now`. Raises ProjectError."""
    site = load_strictly(project, strict=False).site
    return HOSTS[host].text(full_rules(site_plan(site, now, drafts=False)))
