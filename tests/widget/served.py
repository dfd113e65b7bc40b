"""The real pages of the widget, served over HTTP with the real headers, and answers that a test writes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sanic.response import empty

from bot.channel.emergency import EmergencyReplies
from bot.channel.guard import Guard
from bot.channel.pages import Page, read_pages
from bot.services.notice import Notice

EMERGENCY = EmergencyReplies()
SERVICE: dict[str, Any] = {
    "id": "bris", "name": "Bris", "helps_with": "Barn och unga.", "phone": "116 111", "tel": "tel:116111", "phone_alt": None,
    "sms": None, "chat_url": "https://www.bris.se/chatt", "url": "https://www.bris.se", "hours": "dygnet runt", "open_now": True,
    "cost": "gratis", "anonymous": True, "on_phone_bill": False, "note": None, "verified_on": None, "why": "",
}  # fmt: skip


def _headers() -> dict[str, str]:
    """The headers of every answer of ours."""
    answer = empty()
    asyncio.run(Guard({}, frozenset()).dress(None, answer))  # type: ignore[arg-type]
    return dict(answer.headers)


HEADERS = _headers()


def reply(text: str = "Tack för att du berättar.", **more: Any) -> dict[str, Any]:
    return {"text": text, "lang": "sv", "dir": "ltr", "services": [], "choices": [], **more}


def answer(*replies: dict[str, Any], urgency: str = "support", token: str = "t1") -> dict[str, Any]:
    understood = {
        "topic": "stalking",
        "urgency": urgency,
        "who": "self",
        "confidence": 0.9,
        "language": "sv",
        "asked": None,
    }
    return {"conversation": token, "understood": understood, "replies": list(replies) or [reply()]}


@dataclass
class Server:
    """`script` is what the next messages are answered; the last of it stays. `down` breaks every connection to the API."""

    address: str
    script: list[dict[str, Any]] = field(default_factory=lambda: [answer(reply(services=[SERVICE]))])
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # (path, body) of every POST
    extra: dict[str, Page] = field(default_factory=dict)  # host pages of a test
    headers: dict[str, dict[str, str]] = field(default_factory=dict)  # path -> headers in place of ours
    down: bool = False
    slow: float = 0.0  # seconds before an answer

    def told(self, path: str) -> list[dict[str, Any]]:
        return [body for asked, body in self.asked if asked == f"/webhooks/chat{path}"]


@contextlib.contextmanager
def serve(exit_url: str = "https://www.smhi.se/", notice: Notice | None = None) -> Iterator[Server]:
    """Serve until the block ends, on a port of its own."""
    pages = read_pages(exit_url, EMERGENCY.card()["services"], EMERGENCY.others(), notice)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path == "/webhooks/chat/health":
                return self._json(200, {"status": "ok"})
            page = server.extra.get(path) or pages.get(path)
            if page is None:
                return self._send(404, b"", "text/plain")
            return self._send(200, page.body, page.content_type)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append((self.path, body))
            if not self.path.endswith("/message"):
                return self._send(204, b"", "application/json")
            time.sleep(server.slow)
            said = server.script[0] if len(server.script) == 1 else server.script.pop(0)
            return self._json(400 if "error" in said else 200, said)

        def _json(self, status: int, body: dict[str, Any]) -> None:
            if server.down:
                self.close_connection = True
                self.connection.close()
                return
            self._send(status, json.dumps(body).encode(), "application/json")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            with contextlib.suppress(OSError):
                self.send_response(status)
                for name, value in server.headers.get(self.path, HEADERS).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
