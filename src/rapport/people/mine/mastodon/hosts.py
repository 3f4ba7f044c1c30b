"""Which server somebody means who types an address of the Fediverse."""

import re

from django.conf import settings

from rapport.people.mine.proof import netloc_of

_HOST = re.compile(
    r"(?=.{4,190}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.ASCII
)


def host_of(written: str) -> str:
    """`ada@example.social`, `https://example.social/@ada` and `example.social` mean `example.social`. Empty for what
    names no server of the public internet: a number, a port, a name without a dot.
    """
    text = written.strip().lower()
    if "://" in text:
        text = netloc_of(text)
    host = text.partition("/")[0].rpartition("@")[2].rstrip(".")
    if host in settings.NEAR_SERVERS:
        return host
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return ""
    return host if _HOST.fullmatch(host) else ""


def origin_of(host: str) -> str:
    return str(settings.NEAR_SERVERS.get(host, f"https://{host}"))
