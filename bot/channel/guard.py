"""Only the chat is public: an allow-list of paths, and the headers every answer carries."""

from __future__ import annotations

from collections.abc import Mapping

from sanic import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, empty, json, raw

from bot.channel.faults import Fault, error_body
from bot.channel.pages import Page

CHAT_PREFIX = "/webhooks/chat/"
_CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Request and response middleware for Rasa's Sanic app. `pages` are the files served besides the chat's own paths."""

    def __init__(self, pages: Mapping[str, Page], origins: frozenset[str]) -> None:
        self._pages, self._origins = pages, origins
        ancestors = " ".join(["'self'", *sorted(origins)])
        self._security = _CONTENT_SECURITY.format(ancestors=ancestors)

    async def admit(self, request: Request) -> HTTPResponse | None:
        """Answer at once whatever is not ours; Rasa's own "/" among them."""
        page = self._pages.get(request.path)
        if page is not None and request.method in ("GET", "HEAD"):
            return raw(page.body, content_type=page.content_type)
        if not request.path.startswith(CHAT_PREFIX):
            return json(error_body(Fault.NOT_FOUND), status=404)
        if request.method == "OPTIONS":
            return empty()
        return None

    async def dress(self, request: Request, response: BaseHTTPResponse) -> None:
        """Headers of our own choosing, never with anything in them that came from outside but an allowed origin."""
        for name in [n for n in response.headers if n.lower().startswith("access-control-")]:
            del response.headers[name]
        response.headers.update(_HEADERS)
        response.headers["Content-Security-Policy"] = self._security
        origin = request.headers.get("origin") if request is not None else None
        if origin in self._origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
            response.headers["Access-Control-Allow-Headers"] = "content-type"
            response.headers["Access-Control-Max-Age"] = "600"
            response.headers["Vary"] = "Origin"
