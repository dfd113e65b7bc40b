"""A small OpenID Connect provider on loopback: signs with a key of its own and checks code, client, PKCE and redirect."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "lotsen", "hemligt"


class Provider:
    """`claims` are what it says of whoever logs in; `key` signs, and may be swapped for one nobody published."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.published = RSAKey.generate_key(2048, {"kid": "1"})
        self.key = self.published
        self.claims: dict[str, Any] = {"sub": "1", "preferred_username": "Asa.Berg", "groups": ["lotsen-granskare"]}
        self.codes: dict[str, dict[str, str]] = {}

    def facts(self) -> dict[str, str]:
        paths = {"authorization_endpoint": "/go", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in paths.items()}}

    def authorise(self, asked: dict[str, str]) -> str:
        """Whoever comes is logged in at once; the address to send the browser back to."""
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, str] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or authorization != f"Basic {basic}" or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        if asked.get("code_challenge_method") != "S256" or asked.get("code_challenge") != challenge:
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims}
        token = jwt.encode({"alg": "RS256", "kid": "1"}, said, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}


@contextlib.contextmanager
def provider() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            if split.path == "/go":
                asked = {name: values[0] for name, values in parse_qs(split.query).items()}
                self.send_response(302)
                self.send_header("Location", held.authorise(asked))
                self.end_headers()
            elif split.path == "/keys":
                self._json({"keys": [held.published.as_dict(private=False)]})
            else:
                self._json(held.facts())

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            token = held.token(form, self.headers.get("authorization", ""))
            self._json(token or {"error": "invalid_grant"}, 200 if token else 400)

        def _json(self, content: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: Any) -> None:
            """Nothing on the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
