"""A stand-in for api.github.com on loopback: pages, limits its rate, forgets tokens, fails, hangs and hangs up as told.

`tests/live/test_github_described.py` holds its answers against GitHub's own description.
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.stand_ins.github.shown import answer
from tests.stand_ins.github.world import Json, World

TOKEN = "github_pat_stand_in"  # of nothing real


class GitHub:
    """One world, and how it behaves to who asks."""

    def __init__(self, world: World, limit: int = 5_000) -> None:
        self.world = world
        self.limit = limit
        self.used: Counter[str] = Counter()
        self.anew_at = time.time() + 3_600
        self.tokens = {TOKEN}
        self.asked: list[str] = []
        """Each request, as `GET /repos/…`."""
        self.faults: list[str] = []
        """What happens to the next requests, one each: `500`, `hang`, `cut`, `rubbish`, `secondary`, or empty."""
        self.hang_seconds = 2.0
        self.gone = False
        """Whether all nodes that GraphQL is asked for by id are gone."""
        self.deepest = 1_000
        """How many pages of a list are told; 422 for those behind."""
        self.address = ""

    def lists(self) -> dict[str, Sequence[Json]]:
        world = self.world
        return {
            "issues": world.issues, "issues/comments": world.comments, "pulls/comments": world.remarks,
            "issues/events": world.events, "releases": world.releases, "forks": world.forks,
        }  # fmt: skip

    def renew(self) -> None:
        """The hour is over."""
        self.used.clear()
        self.anew_at = time.time() + 3_600


@contextmanager
def serving(github: GitHub) -> Iterator[str]:
    """The address at which it answers."""
    handler = type("Handler", (_Handler,), {"github": github})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    github.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield github.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    github: GitHub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"{}"))

    def _answer(self, body: Json) -> None:
        github, parts = self.github, urlsplit(self.path)
        github.asked.append(f"{self.command} {self.path}")
        fault = github.faults.pop(0) if github.faults else ""
        if fault == "hang":
            time.sleep(github.hang_seconds)
        if fault in ("cut", "hang"):
            self.close_connection = True
            self.connection.close()
            return None
        if fault == "500":
            return self._send(500, {"message": "Server Error"})
        if fault == "rubbish":
            return self._send(200, None, raw=b'{"this is": "cut o')
        if fault == "secondary":
            return self._send(403, {"message": "You have exceeded a secondary rate limit."}, {"Retry-After": "30"})
        token = (self.headers.get("Authorization") or "").partition(" ")[2]
        if token not in github.tokens:
            return self._send(401, {"message": "Bad credentials"})
        resource = "graphql" if parts.path == "/graphql" else "core"
        known = self.headers.get("If-None-Match")
        if github.used[resource] >= github.limit:
            return self._send(403, {"message": "API rate limit exceeded"}, self._quota(resource))
        status, told, headers = self._told(parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}, body)
        etag = f'W/"{sha256(json.dumps(told).encode()).hexdigest()[:32]}"'
        if known == etag:
            return self._send(304, None, self._quota(resource) | {"ETag": etag})
        github.used[resource] += 1
        self._send(status, told, headers | self._quota(resource) | {"ETag": etag})
        return None

    def _quota(self, resource: str) -> dict[str, str]:
        used, limit = self.github.used[resource], self.github.limit
        return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(max(limit - used, 0)),
                "X-RateLimit-Used": str(used), "X-RateLimit-Reset": str(ceil(self.github.anew_at)),
                "X-RateLimit-Resource": resource}  # fmt: skip

    def _told(self, path: str, params: dict[str, str], body: Json) -> tuple[int, Any, dict[str, str]]:
        world = self.github.world
        if path == "/graphql" and self.github.gone and "id" in body["variables"]:
            missing = {"type": "NOT_FOUND", "message": "Could not resolve to a node."}
            return 200, {"data": {"node": None}, "errors": [missing]}, {}
        if path == "/graphql":
            return 200, answer(world, body["query"], body["variables"]), {}
        if path == "/user":
            return 200, world.person("ana"), {"github-authentication-token-expiration": "2027-01-31 10:00:00 UTC"}
        own = f"/repos/{world.name}"
        if path.startswith(f"/repositories/{world.id}"):
            path = path.replace(f"/repositories/{world.id}", own, 1)
        if path == own:
            return 200, world.repository, {}
        if path == f"/users/{world.name.partition('/')[0]}/repos":
            return 200, [world.repository] if params.get("page", "1") == "1" else [], {}
        found = self.github.lists().get(path.removeprefix(f"{own}/")) if path.startswith(own) else None
        if found is None:
            return 404, {"message": "Not Found"}, {}
        return self._page(path, list(found), params)

    def _page(self, path: str, items: list[Json], params: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        since = params.get("since", "")
        items = [item for item in items if item.get("updated_at", "9") >= since]
        rising = params.get("direction") == "asc"
        by: Callable[[Json], Any] = (
            (lambda one: (one["updated_at"], one["id"]))
            if params.get("sort") == "updated"
            else lambda one: (one["created_at"], one["id"])
        )
        items.sort(key=by, reverse=not rising)
        if int(params.get("page", "1")) > self.github.deepest and params.get("per_page") != "1":
            return 422, {"message": "In order to keep the API fast, pagination is limited for this resource."}, {}
        per, page = int(params.get("per_page", "30")), int(params.get("page", "1"))
        last = max(ceil(len(items) / per), 1)
        headers = {}
        if page < last:
            address = f"{self.github.address}{path}?"
            urls = {"next": page + 1, "last": last}
            links = [f'<{address}{urlencode(params | {"page": str(n)})}>; rel="{rel}"' for rel, n in urls.items()]
            headers["Link"] = ", ".join(links)
        return 200, items[(page - 1) * per : page * per], headers

    def _send(self, status: int, told: Any, headers: dict[str, str] | None = None, raw: bytes | None = None) -> None:
        body = raw if raw is not None else b"" if status == 304 else json.dumps(told).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
