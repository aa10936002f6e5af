"""The one hash by which contents are told apart. Standard library alone."""

from __future__ import annotations

import hashlib


def content_hash(content: bytes, *, size: int = 16) -> str:
    """Return what stands for these bytes, as twice `size` hexadecimal digits; other bytes have another one.

    The manifest, the cache and the names of assets keep it, so its values must never change. Where somebody else may
    check a hash, or a format names it (the ledger, pins, a page's security policy), it is SHA-256 instead.
    """
    return hashlib.blake2b(content, digest_size=size).hexdigest()
