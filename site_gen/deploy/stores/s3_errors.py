"""What the answers of S3 servers mean for who publishes: each vendor has codes of its own beside those of AWS."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from site_gen.deploy.store import LOST, AccessError, BusyError, FullError, LostConnectionError, StoreError
from site_gen.messages import joined, m

_REFUSED: Final = frozenset({
    "AccessDenied", "AccountProblem", "AllAccessDisabled", "AuthorizationHeaderMalformed", "ExpiredToken",
    "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "Unauthorized", "401", "403",
})  # fmt: skip
_FULL: Final = frozenset({
    "EntityTooLarge", "InsufficientStorage", "QuotaExceeded", "StorageQuotaExceeded", "TotalSizeLimitExceeded", "507",
})  # fmt: skip
_KEYS: Final = m(
    "are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY right, and may they read, list and write this bucket?"
)
_BUSY: Final = frozenset({"OperationAborted", "RequestTimeout", "SlowDown", "Throttling", "TooManyRequests"})


def code_of(error: Any) -> str:
    """Return the code of an answer that is an error; the status where the answer has no body, as to HEAD."""
    return str(error.response.get("Error", {}).get("Code", ""))


def store_error(error: Any, label: str) -> StoreError:
    """Return what an error of botocore means."""
    from botocore import exceptions

    if isinstance(error, exceptions.ClientError):
        return _answered(error, label)
    lost = (exceptions.ConnectionError, exceptions.HTTPClientError, exceptions.ResponseStreamingError)
    if isinstance(error, lost):
        return LostConnectionError(joined(label, ": ", str(error)), LOST)
    if isinstance(error, exceptions.NoRegionError):
        return StoreError(
            m("{label}: no region is given", label=label),
            m("write it into region: eu-central-1, or auto for Cloudflare R2"),
        )
    return _without_keys(error, label)


def _without_keys(error: Any, label: str) -> StoreError:
    from botocore import exceptions

    if isinstance(error, exceptions.NoCredentialsError | exceptions.PartialCredentialsError):
        hint = m("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write a profile of ~/.aws into profile")
        return AccessError(m("{label}: no keys were found", label=label), hint)
    if isinstance(error, exceptions.ProfileNotFound):
        return AccessError(joined(label, ": ", str(error)), m("is it the name of a profile in ~/.aws/config?"))
    if isinstance(error, exceptions.SSOError | exceptions.CredentialRetrievalError):
        return AccessError(joined(label, ": ", str(error)), m("log in again with AWS's own tool: aws sso login"))
    return StoreError(joined(label, ": ", str(error)))


_HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AuthorizationHeaderMalformed": m("the bucket is in another region: correct region"),
        "PermanentRedirect": m("the bucket is in another region: correct region"),
        "RequestTimeTooSkewed": m("the clock of this machine is wrong"),
        "NoSuchDistribution": m("write the ID of the distribution into cloudfront, as CloudFront's console shows it"),
        "NoSuchBucket": m("create the bucket at the host first, or correct bucket or endpoint"),
    }
)


def _answered(error: Any, label: str) -> StoreError:
    code, status = code_of(error), int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    said = m(
        "{label}: the server answers {code}: {why}",
        label=label,
        code=code or status,
        why=error.response.get("Error", {}).get("Message", ""),
    )
    if code in _FULL or status == 507:
        return FullError(said, m("make room there, or ask the host for more"))
    if code in _REFUSED or status in {401, 403}:
        return AccessError(said, _HINTS.get(code, _KEYS))
    if code in _BUSY or status == 429 or status >= 500:
        return BusyError(said, m("deploy again later"), wait=_wait(error))
    return StoreError(said, _HINTS.get(code, ""))


def _wait(error: Any) -> float | None:
    value = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("retry-after", "")
    return float(value) if str(value).isdecimal() else None
