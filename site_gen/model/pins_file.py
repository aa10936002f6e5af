"""The path of the record of pinned posts in a project. The format of its lines is in site_gen.social.pins."""

from __future__ import annotations

from typing import Final

PINS_FILE: Final = "offers/pins.jsonl"
