"""Encrypts pages and files with a password; the theme's unlock.js decrypts them in the browser.

An envelope, version 1, is these bytes, one after another:

    "SGL" 0x01    4   what this is, and its version
    iterations    4   of PBKDF2, big-endian
    salt         16
    IV           12
    ciphertext        AES-256-GCM, its tag of 16 bytes at the end; the first 24 bytes are its additional data

The key is PBKDF2-HMAC-SHA-256 of the password (NFKC, without white space around it, UTF-8). The salt is a hash of the
page's token, so it is another for each page and the same in each build.

The IV is the beginning of an HMAC of the content under a key derived from the page's key, so that the same content
gives the same bytes in every build. GCM requires that two different contents under one key never have the same IV.
Here two contents get the same 96 bits with a probability of 2^-96, less than for random IVs and the same as for the
synthetic IVs of RFC 5297. Two envelopes only reveal whether their content is the same; that a page didn't change is
no secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from site_gen.messages import m

MAGIC: Final = b"SGL\x01"
ITERATIONS: Final = 600_000
"""Recommended by the OWASP Password Storage Cheat Sheet for PBKDF2-HMAC-SHA-256 (read in 2026; since 2023)."""

SHORTEST: Final = 12
"""The minimum length of a password: anyone with the address can try passwords offline without limit."""

_DISTINCT: Final = 6


def seal(content: bytes, password: str, token: str) -> bytes:
    """Return the envelope of some content. The first call for each page takes a fifth of a second, like every guess."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = hashlib.sha256(b"site-gen locked salt\0" + token.encode()).digest()[:16]
    key = _key(normal(password), salt)
    header = MAGIC + struct.pack(">I", ITERATIONS) + salt
    iv = hmac.digest(hmac.digest(key, b"site-gen locked iv", "sha256"), content, "sha256")[:12]
    return header + iv + AESGCM(key).encrypt(iv, content, header)


@cache
def _key(password: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)


def normal(password: str) -> str:
    """Return a normalised password: composed accents (NFKC), without surrounding white space."""
    return unicodedata.normalize("NFKC", password).strip()


def weakness(password: str) -> str | None:
    """Return why a password is too easy to guess, or None."""
    password = normal(password)
    if len(password) < SHORTEST:
        return m("is shorter than {count} characters", count=SHORTEST)
    if len(set(password.casefold())) < _DISTINCT:
        return m("repeats a few characters")
    return m("has digits alone") if password.isdecimal() and len(password) < 2 * SHORTEST else None


def with_envelope(view: Mapping[str, Any], envelope: bytes) -> dict[str, Any]:
    """Return a shell's view with the envelope in its `lock`, as base64."""
    return {**view, "lock": {**view["lock"], "envelope": base64.b64encode(envelope).decode()}}
