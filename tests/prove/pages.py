"""Every page that links lead to, as the owner sees it and as a stranger does."""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin

from django.urls import Resolver404, resolve

MOST = 1_500
EACH = 3
"""So many addresses of each kind of page are read: three metrics, three people."""
_LINK = re.compile(rb"""(?:href|src|action)=["']([^"']+)["']""")
_LEFT_OUT = re.compile(r"^/(static|accounts/logout)|\.(css|js|woff2?|pdf|zip|png)$")
"""Pictures and packed files are made of what pages say."""


def visited(begin: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Each page that answers, with its address, from those that are given on."""
    from django.test import Client

    from rapport.accounts.models import Role, User

    logging.getLogger("django.request").setLevel(logging.ERROR)  # forms' addresses answer that they want to be sent
    owner, _ = User.objects.get_or_create(email="owner@team.example", role=Role.OWNER)
    client = Client(HTTP_HOST="localhost")
    client.force_login(owner)
    waiting = [*begin]
    found, known = set(waiting), Counter[str]()
    for _ in range(MOST):
        if not waiting:
            return
        address = waiting.pop(0)
        response = client.get(address)
        said = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        yield address, said + repr(response.headers).encode()
        for link in _LINK.findall(said) if "html" in response.get("Content-Type", "") else ():
            to = urldefrag(urljoin(address, unescape(link.decode()))).url
            kind = _kind(to)
            if kind and to not in found and known[kind] < EACH:
                found.add(to)
                known[kind] += 1
                waiting.append(to)
    raise SystemExit(f"FAILED: more than {MOST} pages, of which the others were not looked at")


def _kind(address: str) -> str:
    """The name of the page that an address of ours leads to, and whether it asks; "" of any other."""
    path, _, asked = address.partition("?")
    if not path.startswith("/") or path.startswith("//") or _LEFT_OUT.search(path):
        return ""
    try:
        return f"{resolve(path).view_name}{'?' if asked else ''}"
    except Resolver404:
        return ""


def as_a_stranger(addresses: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """What whoever has these addresses sees."""
    from django.test import Client

    for address in addresses:
        response = Client(HTTP_HOST="localhost").get(address)
        if response.status_code != 200:
            raise SystemExit(f"FAILED: {address} answers {response.status_code}")
        yield address, response.content
