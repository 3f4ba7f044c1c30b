"""A platform that signs people in, as GitHub and a server of OpenID Connect describe it, on this machine.

GitHub: docs.github.com, "Authorizing OAuth apps" (web application flow, PKCE), "Get the authenticated user", "List
email addresses for the authenticated user". OpenID Connect: Core 1.0 (3.1, 5.3) and Discovery 1.0. What these say
must be refused is refused: another redirect, a code used twice, another client's secret, a verifier that does not fit.
"""

import hashlib
import json
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "client-1", "secret-1"


class Platform:
    """Whoever comes to sign in is `person`, and agrees, unless `refuses`."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.addresses: list[dict[str, Any]] = []
        """As GitHub lists them."""
        self.subject = ""
        """Of whom the token tells, where that is not the person."""
        self.refuses = False
        self.redirects: set[str] = set()
        """The addresses that the application has registered."""
        self.url = ""
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: set[str] = set()

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent; ValueError for what must be shown to the person instead."""
        if not self.is_redirect(asked.get("client_id", ""), asked.get("redirect_uri", "")):
            raise ValueError("The redirect_uri is not associated with this application.")
        assert asked["response_type"] == "code"
        back = {"state": asked["state"]}
        if self.refuses:
            back |= {"error": "access_denied", "error_description": "The user has denied your application access."}
        else:
            code = secrets.token_hex(10)
            self._codes[code] = asked
            back["code"] = code
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, asked: dict[str, str], authorization: str) -> dict[str, Any]:
        client, secret = asked.get("client_id"), asked.get("client_secret")
        if authorization.startswith("Basic "):
            client, _, secret = b64decode(authorization[6:]).decode().partition(":")
        if not self.is_client(client, secret):
            return {"error": "incorrect_client_credentials"}
        given = self._codes.pop(asked.get("code", ""), None)
        if given is None or given["redirect_uri"] != asked.get("redirect_uri"):
            return {"error": "bad_verification_code"}
        if challenge := given.get("code_challenge"):
            digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
            if urlsafe_b64encode(digest).rstrip(b"=").decode() != challenge:
                return {"error": "bad_verification_code"}
        token = f"gho_{secrets.token_hex(18)}"
        self._tokens.add(token)
        answer = {"access_token": token, "token_type": "bearer", "scope": given.get("scope", "")}
        if "openid" in given.get("scope", "").split():
            now = int(time.time())
            claims = {
                "iss": self.url,
                "aud": CLIENT,
                "sub": self.subject or self.person["sub"],
                "iat": now,
                "exp": now + 300,
            }
            answer["id_token"] = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return answer

    def is_client(self, client: str | None, secret: str | None) -> bool:
        return (client, secret) == (CLIENT, SECRET)

    def is_redirect(self, client: str, address: str) -> bool:
        return client == CLIENT and address in self.redirects

    def known(self, authorization: str) -> bool:
        return authorization.partition(" ")[2] in self._tokens

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/login/oauth/authorize",
            "token_endpoint": f"{self.url}/login/oauth/access_token",
            "userinfo_endpoint": f"{self.url}/user",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


@contextmanager
def platform() -> Iterator[Platform]:
    """It listens until the block ends."""
    stands = Platform()
    with listening(_handler(stands)) as port:
        stands.url = f"http://127.0.0.1:{port}"
        yield stands


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """On a port of this machine, which it gives, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _handler(stands: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            asked = dict(parse_qsl(where.query))
            if where.path == "/login/oauth/authorize":
                return self._send_to(asked)
            if where.path == "/.well-known/openid-configuration":
                return self._say(stands.discovery())
            if not stands.known(self.headers.get("Authorization", "")):
                return self._say({"message": "Requires authentication"}, 401)
            if where.path == "/user":
                return self._say(stands.person)
            return self._say(stands.addresses)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            answer = stands.token(asked, self.headers.get("Authorization", ""))
            if "id_token" in answer or "application/json" in self.headers.get("Accept", ""):
                return self._say(answer)
            return self._reply(200, "application/x-www-form-urlencoded", urlencode(answer).encode())  # GitHub's default

        def _send_to(self, asked: dict[str, str]) -> None:
            try:
                there = stands.authorize(asked)
            except ValueError as error:
                self._reply(400, "text/plain", str(error).encode())
            else:
                self.send_response(302)
                self.send_header("Location", there)
                self.end_headers()

        def _say(self, answer: object, status: int = 200) -> None:
            self._reply(status, "application/json", json.dumps(answer).encode())

        def _reply(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
            pass

    return Handler
