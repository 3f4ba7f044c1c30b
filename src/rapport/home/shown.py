"""Settings as they may be shown: on a page, in a terminal, in a report of a fault."""

from urllib.parse import urlsplit

ADDRESSES = ("DATABASE_URL", "RAPPORT_EMAIL_URL")
"""Settings that may carry a password."""


def shown(name: str, value: str) -> str:
    """A setting's value as anybody may see it."""
    return without_password(value) if name in ADDRESSES else value


def without_password(address: str) -> str:
    """The address without its password; without its query too, since that may hold one as well."""
    parts = urlsplit(address)
    if not parts.password and not parts.query:
        return address
    user, host = parts.username or "", parts.netloc.rpartition("@")[2]
    netloc = f"{user}:…@{host}" if parts.password else parts.netloc
    return f"{parts.scheme}://{netloc}{parts.path}{'?…' if parts.query else ''}"
