"""Speak with a server that a stranger named, so that they cannot have us speak with anything else.

Only with https on port 443 of addresses of the public internet. They are looked up once and that very one is called,
so that no second answer of a name server leads elsewhere (DNS rebinding). No redirections, no proxy. An answer may
take ten seconds and 200 KB in all, and four are awaited at a time, so that nobody keeps our pages busy with slow ones.
Servers that the owner named (RAPPORT_NEAR_SERVERS) are called where the owner said.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Network, ip_address
from typing import Any
from urllib.parse import urlencode, urlsplit

import certifi
import orjson
from django.conf import settings

from rapport.people.mine.mastodon.hosts import origin_of

SECONDS, BYTES = 10.0, 200_000
_UNICAST = IPv6Network("2000::/3")
_CARRIES_IPV4 = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
"""Teredo and 6to4: a way around to an address that we would not call."""
_awaited = threading.BoundedSemaphore(4)


class NoAnswer(Exception):
    """The server cannot be called, is silent, or answers with something else than what is described."""


def ask(
    host: str, method: str, path: str, fields: Mapping[str, str] | None = None, *, token: str = ""
) -> dict[str, Any]:
    """The object that it answers with. `fields` are sent as a form. Raises NoAnswer."""
    headers = {"Host": host, "Accept": "application/json", "User-Agent": f"Rapport ({settings.PUBLIC_URL})"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if fields is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = urlencode(fields).encode() if fields is not None else None
    if not _awaited.acquire(timeout=SECONDS):
        raise NoAnswer("too many are waited for")
    try:
        with _connected(host) as line:
            line.request(method, path, body, headers)
            return _read(line)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
    finally:
        _awaited.release()


def _read(line: HTTPConnection) -> dict[str, Any]:
    answer = line.getresponse()
    if answer.status != 200:
        raise NoAnswer(f"status {answer.status}")
    data = answer.read(BYTES + 1)
    said = orjson.loads(data) if len(data) <= BYTES else None
    if not isinstance(said, dict):
        raise NoAnswer("no object of that size")
    return said


@contextmanager
def _connected(host: str) -> Iterator[HTTPConnection]:
    """A connection that is cut when its time is over, whatever is being read then."""
    began, there = time.monotonic(), urlsplit(origin_of(host))
    near = host in settings.NEAR_SERVERS
    secure = there.scheme == "https"
    address = there.hostname or "" if near else public_address(host)
    with socket.create_connection((address, there.port or (443 if secure else 80)), SECONDS / 2) as plain:
        other_end = plain.dup()  # to be cut by; TLS takes the first one over
        cut = threading.Timer(max(0.1, SECONDS - (time.monotonic() - began)), _cut, [other_end])
        cut.start()
        line = HTTPConnection(host)
        try:
            line.sock = _tls().wrap_socket(plain, server_hostname=there.hostname) if secure else plain
            yield line
        finally:
            cut.cancel()
            line.close()
            other_end.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


def public_address(host: str) -> str:
    """One of a host's addresses, all of which are of the public internet. Raises NoAnswer."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise NoAnswer("not on the public internet")
    return found[0]


def is_public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if address.version == 6 and (address not in _UNICAST or any(address in carries for carries in _CARRIES_IPV4)):
        return False
    return address.is_global and not address.is_multicast
