"""What the answers of WebDAV servers mean for who publishes."""

from __future__ import annotations

import ssl
from typing import Any

from site_gen.deploy.store import LOST, AccessError, BusyError, FullError, LostConnectionError, StoreError


def answered(response: Any, label: str, method: str, path: str) -> StoreError:
    """Return what an answer means that is none of success."""
    status = int(response.status_code)
    said = f"{label}: the server answers {status} {response.reason_phrase} to {method} {path}".rstrip()
    if status == 507:
        return FullError(said, "make room there, or ask the host for more")
    if status in {401, 403}:
        return AccessError(said, "are user and SITE_GEN_WEBDAV_PASSWORD right, and may this account write there?")
    if response.is_redirect:
        return StoreError(
            said, f"write the address that it names into endpoint: {response.headers.get('Location', '')}"
        )
    if status in {405, 501}:
        return StoreError(said, "is this the address of a WebDAV folder? Ask the host for it")
    if status in {423, 429} or status >= 500:
        wait = response.headers.get("Retry-After", "")
        return BusyError(
            said, "deploy again later; is there room left at the host?", wait=float(wait) if wait.isdecimal() else None
        )
    return StoreError(said)


def failed(error: Exception, label: str) -> StoreError:
    """Return what it means that no answer came, or none that can be read."""
    import httpx

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = "is the host of endpoint the name that the certificate is for? Ask the host for it"
            return AccessError(f"{label}: the server's certificate is not trusted: {cause.verify_message}", hint)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TransportError):
        said = str(error) or type(error).__name__
        return LostConnectionError(f"{label}: {said}", LOST)
    return StoreError(f"{label}: the server's answer can't be read: {error}", "is endpoint that of a WebDAV folder?")
