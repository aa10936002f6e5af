"""The inbox as an ASGI application, for uvicorn behind nginx or Caddy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Asked
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.receive import Pending
from site_gen.inbox.service import Inbox
from site_gen.inbox.writer import BusyError
from site_gen.model.deliveries.base import LARGEST_SUBMISSION
from site_gen.problems import WorldError

BODY_SECONDS: Final = 15.0
"""Seconds that a body may take to arrive."""


class _TooLargeError(Exception):
    """The body is longer than any valid submission."""


class _Endpoint:
    """Answers every request; the receiver makes all decisions."""

    def __init__(self, inbox: Inbox, body_seconds: float) -> None:
        self._inbox = inbox
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Asked(scope, receive)
        try:
            answer = await self._answer(asked)
        except ClientDisconnect:  # nobody is waiting for an answer
            return
        await Response(answer.body, answer.status, dict(answer.headers))(scope, receive, send)

    async def _answer(self, asked: Asked) -> Answer:
        request = _head(asked)
        # As it was sent: what is written in another way (%68, %2f) may have passed a proxy's rules.
        own = self._inbox.own_answer(request)
        if own is not None and asked.scope.get("raw_path", request.path.encode()) == request.path.encode():
            return await asyncio.to_thread(own)
        receiver = self._inbox.receiver
        early = receiver.head(request)
        if early is not None:
            return early
        try:
            async with asyncio.timeout(self._body_seconds):
                request = replace(request, body=await _body(asked))
        except _TooLargeError:
            return receiver.too_large(request)
        except TimeoutError:
            return receiver.too_slow(request)
        found = receiver.read(request)
        return found if isinstance(found, Answer) else await self._store(request, found)

    async def _store(self, request: Request, pending: Pending) -> Answer:
        try:
            stored = await asyncio.wrap_future(self._inbox.writer.put(pending.lead))
        except (BusyError, WorldError):
            return self._inbox.receiver.failed(request)
        return self._inbox.receiver.stored(request, pending, stored)


def make_app(inbox: Inbox, body_seconds: float = BODY_SECONDS) -> Starlette:
    """Return the application; it starts the inbox when it starts, and stops it when it stops."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        inbox.start()
        yield
        await asyncio.to_thread(inbox.stop)

    app = Starlette(lifespan=lifespan)
    app.router.default = _Endpoint(inbox, body_seconds)
    return app


def _head(asked: Asked) -> Request:
    return Request(
        method=asked.method,
        path=asked.scope["path"],
        headers={name.decode("latin-1"): value.decode("latin-1") for name, value in asked.scope["headers"]},
        address=asked.client.host if asked.client else "",
    )


async def _body(asked: Asked) -> bytes:
    """Read a body, sent at once or in chunks, up to the allowed length."""
    body = bytearray()
    async for chunk in asked.stream():
        body += chunk
        if len(body) > LARGEST_SUBMISSION:
            raise _TooLargeError
    return bytes(body)
