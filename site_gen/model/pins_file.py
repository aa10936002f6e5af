"""Where the record of pinned posts stands in a project; what its lines say is known to site_gen.social.pins."""

from __future__ import annotations

from typing import Final

PINS_FILE: Final = "offers/pins.jsonl"
