"""The hash that identifies contents. Uses the standard library only."""

from __future__ import annotations

import hashlib


def content_hash(content: bytes, *, size: int = 16) -> str:
    """Return a hash of these bytes as twice `size` hexadecimal digits.

    The manifest, the cache and the names of assets store it, so its values must never change. Hashes that others may
    check, or that a format prescribes (the ledger, pins, a page's security policy), are SHA-256 instead.
    """
    return hashlib.blake2b(content, digest_size=size).hexdigest()
