"""`_redirects`, which Cloudflare Pages, Netlify, GitLab Pages and others of their kind read."""

from __future__ import annotations

from itertools import islice
from typing import Final

from site_gen.model.host_rules import HostRules

MOST_RULES: Final = 1000
"""GitLab Pages takes no rule of a longer file, Cloudflare Pages 2,000 (docs of both); the pages do without."""
LONGEST_RULE: Final = 1000
"""In characters (docs of Cloudflare Pages)."""


def text(rules: HostRules) -> str:
    """Return the file, with as many rules as hosts take."""
    lines = (f"{rule.source_as_sent} {rule.target} {rule.status}\n" for rule in rules.redirects)
    return "".join(islice((line for line in lines if len(line) <= LONGEST_RULE), MOST_RULES))
