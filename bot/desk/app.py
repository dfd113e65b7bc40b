"""The desk's application: every request is checked here, then handed to its page's handler in a thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, empty, json, raw, redirect, text
from sanic.response import html as html_response
from sqlalchemy.exc import SQLAlchemyError

from bot.desk import pages
from bot.desk.permissions import may
from bot.desk.routes import ROUTES, Route
from bot.desk.views.login import KOMMUN_COOKIE, SESSION_COOKIE
from bot.desk.visit import Desk, NotAllowed, NotThere, Refused, Reply, Visit

log = logging.getLogger(__name__)

MAX_BODY = 2_000_000  # bytes; a directory to import is the largest thing sent
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with none at all, browsers would not say which site a form came from
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_BROKEN = "Något gick fel hos oss. Inget har ändrats. Försök igen om en stund."
_NO_DATABASE = "Databasen svarar inte just nu. Inget har ändrats. Försök igen om en stund."
_NOT_FOUND = "Sidan finns inte."
_FOREIGN = "Begäran kom från en annan webbplats och har inte utförts."
_STALE = "Sidan har legat för länge. Ladda om den och försök igen. Inget har ändrats."
_NOT_YOURS = "Din roll får inte göra det här. Fråga den som sköter kontona."


def make_app(desk: Desk, name: str = "desk") -> Sanic:
    """An application for `desk`, one process, one worker."""
    app = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.FALLBACK_ERROR_FORMAT = "text"
    for route in ROUTES:
        app.add_route(_handler(desk, route), route.path, methods=[route.method], name=f"{route.method} {route.path}")
    app.add_route(_health, "/health", name="health")
    app.add_route(_no_icon, "/favicon.ico", name="icon")
    for file, content_type in pages.STATIC.items():
        app.add_route(_static(file, content_type), f"/static/{file}", name=file)

    async def seal(_request: Request, response: BaseHTTPResponse) -> None:
        response.headers.update(_HEADERS)
        if desk.settings.production:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"

    async def failed(request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException) and error.status_code < 500:
            return text(_NOT_FOUND if error.status_code == 404 else "Begäran gick inte att läsa.", error.status_code)
        log.error("desk failed: %s", type(error).__name__)
        return text(_BROKEN, 500)

    app.register_middleware(seal, "response")
    app.error_handler.add(Exception, failed)
    return app


def _handler(desk: Desk, route: Route) -> Callable[..., Coroutine[Any, Any, HTTPResponse]]:
    async def handle(request: Request, **args: str) -> HTTPResponse:
        session_id = request.cookies.get(SESSION_COOKIE)
        session = desk.sessions.get(session_id)
        visit = Visit(
            desk,
            session,
            session_id,
            request.path,
            args,
            {name: values[0] for name, values in request.args.items()},
            {name: values[0] for name, values in (request.form or {}).items()} if route.method == "POST" else {},
            dict(request.cookies),
        )
        try:
            if route.needs is not None and session is None:
                return _with_cookies(redirect("/login"), Reply(), desk)
            _check(route, visit, request)
            reply = await asyncio.get_running_loop().run_in_executor(None, route.handle, visit)
        except Refused as refused:
            reply = Reply("refused.html", {"said": refused.said}, status=refused.status)
        except SQLAlchemyError as error:
            log.error("desk: the database cannot be used: %s", type(error).__name__)
            reply = Reply("refused.html", {"said": _NO_DATABASE}, status=503)
        return _with_cookies(_response(visit, reply), reply, desk)

    return handle


def _check(route: Route, visit: Visit, request: Request) -> None:
    """Raises Refused: a visitor without the permission, a form that another site sent, or one of an ended session."""
    if route.needs is not None and not may(visit.who.role, route.needs):
        raise NotAllowed(_NOT_YOURS)
    if route.method == "GET":
        return
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if (site not in (None, "same-origin")) or (origin and origin.split("://", 1)[-1] != request.host):
        raise NotAllowed(_FOREIGN)
    if route.needs is not None and not visit.who.accepts(visit.form.get("csrf")):
        raise NotAllowed(_STALE)


def _response(visit: Visit, reply: Reply) -> HTTPResponse:
    if reply.go_to is not None:
        return redirect(reply.go_to, status=303)
    if reply.download is not None:
        name, content_type, content = reply.download
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return raw(content.encode("utf-8"), content_type=content_type, headers=headers)
    if reply.template is None:
        raise NotThere(_NOT_FOUND)
    return html_response(pages.html(visit, reply.template, reply.values), status=reply.status)


def _with_cookies(response: HTTPResponse, reply: Reply, desk: Desk) -> HTTPResponse:
    for name, value in reply.cookies.items():
        response.cookies[name] = value or ""
        cookie = response.cookies[name]
        # The kommun's login sends the browser back from another site; a strict cookie would stay away.
        cookie["httponly"], cookie["path"] = True, "/"
        cookie["samesite"] = "Lax" if name == KOMMUN_COOKIE else "Strict"
        cookie["secure"] = desk.settings.production
        if not value:
            cookie["max-age"] = 0
        elif name == KOMMUN_COOKIE:
            cookie["max-age"] = 10 * 60
        elif name != SESSION_COOKIE:
            cookie["max-age"] = 90 * 24 * 60 * 60
    return response


async def _no_icon(_request: Request) -> HTTPResponse:
    return empty()


async def _health(_request: Request) -> HTTPResponse:
    return json({"ready": True})


def _static(name: str, content_type: str) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse]]:
    content = pages.static(name)

    async def serve(_request: Request) -> HTTPResponse:
        return raw(content, content_type=content_type)

    return serve
