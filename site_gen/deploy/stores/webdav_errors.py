"""What the answers of WebDAV servers mean for who publishes."""

from __future__ import annotations

import ssl
from typing import Any

from site_gen.deploy.store import LOST, AccessError, BusyError, FullError, LostConnectionError, StoreError
from site_gen.messages import joined, m


def answered(response: Any, label: str, method: str, path: str) -> StoreError:
    """Return what an answer means that is none of success."""
    status = int(response.status_code)
    said = m(
        "{label}: the server answers {status} {reason} to {method} {path}",
        label=label,
        status=status,
        reason=response.reason_phrase,
        method=method,
        path=path,
    )
    if status == 507:
        return FullError(said, m("make room there, or ask the host for more"))
    if status in {401, 403}:
        return AccessError(said, m("are user and SITE_GEN_WEBDAV_PASSWORD right, and may this account write there?"))
    if response.is_redirect:
        return StoreError(
            said,
            m("write the address that it names into endpoint: {address}", address=response.headers.get("Location", "")),
        )
    if status in {405, 501}:
        return StoreError(said, m("is this the address of a WebDAV folder? Ask the host for it"))
    if status in {423, 429} or status >= 500:
        wait = response.headers.get("Retry-After", "")
        return BusyError(
            said,
            m("deploy again later; is there room left at the host?"),
            wait=float(wait) if wait.isdecimal() else None,
        )
    return StoreError(said)


def failed(error: Exception, label: str) -> StoreError:
    """Return what it means that no answer came, or none that can be read."""
    import httpx

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            hint = m("is the host of endpoint the name that the certificate is for? Ask the host for it")
            return AccessError(
                m(
                    "{label}: the server's certificate is not trusted: {verify_message}",
                    label=label,
                    verify_message=cause.verify_message,
                ),
                hint,
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TransportError):
        said = str(error) or type(error).__name__
        return LostConnectionError(joined(label, ": ", said), LOST)
    return StoreError(
        m("{label}: the server's answer can't be read: {error}", label=label, error=error),
        m("is endpoint that of a WebDAV folder?"),
    )
