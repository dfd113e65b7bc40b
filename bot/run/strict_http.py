"""Refuses requests whose body Sanic 21.12 cannot read safely; every process that serves calls `install`.

A negative Content-Length with a byte behind it makes Sanic read for ever, and nobody else is answered any more: found by
`make fuzz`. A body in chunks is never sent by our pages; refused, it cannot smuggle a second request behind a first one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Sanic
from sanic.exceptions import InvalidUsage
from sanic.http import Http

_NO_LENGTH = "the length of the body must be told, and be a length"
Read = Callable[[Http], Awaitable[None]]


def install(app: Sanic) -> None:
    """Takes effect when `app` starts: before that Sanic compiles its methods anew and would undo it."""
    app.register_listener(begin, "before_server_start")


def begin(_app: Sanic, _loop: Any) -> None:
    """The listener itself, for an app that is starting."""
    if not getattr(Http.http1_request_header, "is_strict", False):
        Http.http1_request_header = _strict(Http.http1_request_header)  # type: ignore[method-assign]


def _strict(read_header: Read) -> Any:
    async def read_strictly(http: Http) -> None:
        try:
            await read_header(http)
        except (ValueError, KeyError):  # of Sanic's own reading of a length that is none
            _read_no_further(http)
            raise InvalidUsage(_NO_LENGTH) from None
        headers = http.request.headers if http.request is not None else {}
        lengths = headers.getall("content-length", []) if headers else []
        if (headers and "transfer-encoding" in headers) or len(lengths) > 1 or not all(map(str.isdigit, lengths)):
            _read_no_further(http)
            raise InvalidUsage(_NO_LENGTH)

    read_strictly.is_strict = True  # type: ignore[attr-defined]
    return read_strictly


def _read_no_further(http: Http) -> None:
    """Nothing of the body is read, not even to throw it away: the connection ends with the answer."""
    http.request_body, http.request_bytes_left, http.keep_alive = None, 0, False
