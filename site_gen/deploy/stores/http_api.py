"""An API of a host over HTTPS: requests with a token, and what its answers mean for who publishes."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from types import MappingProxyType, TracebackType
from typing import Any, Final, Self, TypeVar

from site_gen import __version__
from site_gen.deploy.connection import ATTEMPTS, Patience, wait_after
from site_gen.deploy.store import AccessError, BusyError, FullError, LostConnectionError, StoreError
from site_gen.deploy.stores.extra import imports_of
from site_gen.messages import joined, m

T = TypeVar("T")

_SECONDS: Final = 60
"""How long a host may say nothing."""

_LONGEST_SAID: Final = 300
_UNPACKED: Final = MappingProxyType({"Accept-Encoding": "identity"})
_LATER: Final = m("the site that is online stays; deploy again later")
_UNREADABLE: Final = m("is it a proxy or a log-in page of the network that answers?")


@dataclass(frozen=True, slots=True)
class Hints:
    """What to do where a host refuses the token, doesn't know the site, or wants to be paid."""

    access: str
    missing: str
    plan: str


@dataclass
class HttpApi:
    """A host's API. `label` names the place in messages; the token stands in none of them."""

    base: str
    token: str = field(repr=False)
    label: str
    hints: Hints
    _client: Any = field(default=None, init=False, repr=False)

    def __enter__(self) -> Self:
        with imports_of("hosts"):
            import httpx
        if not self.token:
            raise AccessError(m("{label}: there is no token", label=self.label), self.hints.access)
        agent = {"User-Agent": f"site-gen/{__version__}"}
        self._client = httpx.Client(timeout=_SECONDS, headers=agent, verify=_trusted())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._client.close()

    def ask(self, method: str, path: str, *, fine: tuple[int, ...] = (), **sent: Any) -> Any:
        """Return an answer: one that is a success, or has a status that is `fine` here. Raises StoreError."""
        headers = {"Authorization": f"Bearer {self.token}", **sent.pop("headers", {})}
        url = path if path.startswith(self.base) else f"{self.base}{path}"
        return self._answered(method, url, fine, headers=headers, **sent)

    def public(self, url: str, most: int) -> bytes | None:
        """Return what everybody gets at an address; None where nothing is, or more than `most` bytes, of which no more
        are read: whoever answers there may send without end. Raises StoreError."""
        import httpx

        body = bytearray()
        try:
            with self._client.stream("GET", url, follow_redirects=True, headers=_UNPACKED) as response:
                if response.status_code == 404:
                    return None
                if not response.is_success:
                    raise self._refused(response, "")
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > most:
                        return None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failed(error) from error
        return bytes(body)

    def json(self, method: str, path: str, **sent: Any) -> Any:
        """Return the data of an answer. Raises StoreError."""
        return self.data(self.ask(method, path, **sent))

    def table(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        """Return the data of an answer that is to have names and values. Raises StoreError."""
        found = self.json(method, path, **sent)
        if not isinstance(found, dict):
            raise self.unexpected()
        return found

    def data(self, response: Any) -> Any:
        try:
            return response.json()
        except (ValueError, RecursionError) as error:
            raise StoreError(m("{label}: the host's answer can't be read", label=self.label), _UNREADABLE) from error

    def unexpected(self) -> StoreError:
        """Return the error for an answer that lacks what its documentation promises."""
        return StoreError(m("{label}: the host's answer lacks what it should have", label=self.label), _UNREADABLE)

    def _answered(self, method: str, url: str, fine: tuple[int, ...], **sent: Any) -> Any:
        import httpx

        try:
            response = self._client.request(method, url, **sent)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failed(error) from error
        if not response.is_success and response.status_code not in fine:
            raise self._refused(response, _said(response))
        return response

    def _failed(self, error: Exception) -> StoreError:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return AccessError(
                    m(
                        "{label}: the host's certificate is not trusted: {verify_message}",
                        label=self.label,
                        verify_message=cause.verify_message,
                    ),
                    _UNREADABLE,
                )
            cause = cause.__cause__ or cause.__context__
        said = self._clean(str(error)) or type(error).__name__
        return LostConnectionError(joined(self.label, ": ", said), _LATER)

    def _refused(self, response: Any, said: str) -> StoreError:
        status, said = int(response.status_code), self._clean(said)
        why = m("{label}: the host answers {status}", label=self.label, status=status)
        if said:
            why = joined(why, ": ", said)
        if status == 507:
            return FullError(why, self.hints.plan)
        if status in {408, 429} or status >= 500:
            return BusyError(why, _LATER, wait=asked_wait(response.headers))
        if status in {401, 403}:
            return AccessError(why, self.hints.access)
        hints = {402: self.hints.plan, 404: self.hints.missing}
        stays = _UNREADABLE if response.is_redirect else m("the site that is online stays as it is")
        return StoreError(why, hints.get(status, stays))

    def _clean(self, text: str) -> str:
        """Return a host's words on one line, without the token that it may repeat."""
        return " ".join(text.replace(self.token, "…").split())[:_LONGEST_SAID] if self.token else ""


@cache
def _trusted() -> ssl.SSLContext:
    """Return whose certificates are trusted, which takes a while to read: once for all connections."""
    import httpx

    return httpx.create_ssl_context()


def _said(response: Any) -> str:
    """Return a host's own words for an error, which each host writes in another place."""
    with suppress(ValueError, RecursionError):
        data = response.json()
        if isinstance(data, dict):
            inner = data.get("error")
            found = inner.get("message") if isinstance(inner, dict) else data.get("message") or inner
            errors = data.get("errors")
            if isinstance(errors, dict) and not found:
                found = "; ".join(f"{name} {text}" for name, text in errors.items())
            return str(found or "")
    return ""


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds a host asks to wait: by Retry-After (seconds or an instant), or where that is missing by
    X-RateLimit-Reset (seconds since 1970), both against the host's own clock."""
    after = headers.get("Retry-After", "")
    if after.isdecimal():
        return float(after)
    try:
        now = parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError):
        return None
    if after:
        with suppress(ValueError):
            return max(0.0, (parsedate_to_datetime(after) - now).total_seconds())
    reset = headers.get("X-RateLimit-Reset", "")
    return max(0.0, float(reset) - now.timestamp()) if reset.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and with what waits an operation is tried again that no connection is opened anew for."""

    patience: Patience

    @property
    def sleep(self) -> Callable[[float], None]:
        return self.patience.sleep

    def call(self, operation: Callable[[], T]) -> T:
        """Return what an operation returns, trying it again where that may help. Raises StoreError."""
        for attempt in range(ATTEMPTS):
            try:
                return operation()
            except LostConnectionError as error:
                if attempt == ATTEMPTS - 1:
                    raise
                seconds = wait_after(error, attempt)
                self.patience.waiting(seconds, str(error))
                self.sleep(seconds)
        raise AssertionError
