"""A server that speaks Mastodon's API as docs.joinmastodon.org describes it: methods/apps, methods/oauth,
methods/accounts#verify_credentials, spec/oauth. What these say must be refused is refused. `make prove-mine` does the
same sign-in with snac, a real server, which is too much to install for the tests of every day.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.people.mine.standin import Platform, listening


class Instance(Platform):
    """`person` is who signs in."""

    def __init__(self) -> None:
        super().__init__()
        self.applications: dict[str, dict[str, str]] = {}
        """By client id, as registered."""
        self.scopes = ["profile", "read", "read:accounts"]
        self.modern = True
        """4.3 or later, which describes itself."""
        self.revoked: list[str] = []
        self.asked: list[str] = []
        self.host = ""

    def register(self, told: dict[str, str]) -> dict[str, Any]:
        assert set(told["scopes"].split()) <= set(self.scopes)
        client = {"client_id": secrets.token_hex(8), "client_secret": secrets.token_hex(8)}
        self.applications[client["client_id"]] = told | client
        return {"id": "1", "name": told["client_name"], "redirect_uris": [told["redirect_uris"]], **client}

    def authorize(self, asked: dict[str, str]) -> str:
        known = self.applications[asked["client_id"]]
        assert asked["redirect_uri"] == known["redirect_uris"]
        assert asked["scope"] == known["scopes"]
        assert bool(asked.get("code_challenge")) == self.modern
        return super().authorize(asked)

    def is_client(self, client: str | None, secret: str | None) -> bool:
        known = self.applications.get(client or "")
        return known is not None and known["client_secret"] == secret

    def is_redirect(self, client: str, address: str) -> bool:
        return self.applications[client]["redirect_uris"] == address

    def answer(self, method: str, path: str, fields: dict[str, str], authorization: str) -> tuple[int, Any]:
        self.asked.append(path)
        if path == "/.well-known/oauth-authorization-server":
            told = {"scopes_supported": self.scopes, "code_challenge_methods_supported": ["S256"]}
            return (200, told) if self.modern else (404, {"error": "Not Found"})
        if (method, path) == ("POST", "/api/v1/apps"):
            return 200, self.register(fields)
        if (method, path) == ("POST", "/oauth/token"):
            said = self.token(fields, "")
            return (400 if "error" in said else 200), said
        if (method, path) == ("POST", "/oauth/revoke"):
            self.revoked.append(fields["token"])
            self._tokens.discard(fields["token"])
            return 200, {}
        if path == "/api/v1/accounts/verify_credentials" and self.known(authorization):
            return 200, self.person
        return 401, {"error": "The access token is invalid"}


@contextmanager
def instance() -> Iterator[Instance]:
    """It listens until the block ends."""
    stands = Instance()
    stands.person = {"username": "Ada", "acct": "Ada", "created_at": "2016-11-24T00:00:00.000Z"}
    with listening(_handler(stands)) as port:
        stands.host = f"127.0.0.1:{port}"
        stands.url = f"http://{stands.host}"
        yield stands


def _handler(stands: Instance) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            if where.path == "/oauth/authorize":
                self.send_response(302)
                self.send_header("Location", stands.authorize(dict(parse_qsl(where.query))))
                self.end_headers()
            else:
                self._say(*stands.answer("GET", where.path, {}, self.headers.get("Authorization", "")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*stands.answer("POST", self.path, dict(parse_qsl(body)), ""))

        def _say(self, status: int, answer: object) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
            pass

    return Handler
