"""Organisers and attendees → identities. Pure. RFC 5545, 3.3.3 and 3.2."""

from hashlib import blake2b
from typing import Any

from rapport.words.identity import Identity

_NO_PERSON = frozenset({"ROOM", "RESOURCE", "GROUP"})


def parameter(address: Any, name: str) -> str | None:
    value = getattr(address, "params", {}).get(name)
    value = value[0] if isinstance(value, list) and value else value
    return (str(value).strip() or None) if isinstance(value, str) else None


def identity_of(address: Any) -> Identity | None:
    """Whom a calendar address means: by the e-mail address, else by the address as it stands. No rooms, no groups."""
    written = str(address).strip() if isinstance(address, str) else ""
    if (parameter(address, "CUTYPE") or "").upper() in _NO_PERSON or not written:
        return None
    plain = written[7:] if written[:7].lower() == "mailto:" else ""
    email = (plain if "@" in plain else parameter(address, "EMAIL") or "").strip().lower()
    email = email if "@" in email and " " not in email and not email.endswith((".invalid", "@invalid")) else ""
    name = " ".join((parameter(address, "CN") or "").strip('"').split())
    return Identity(
        "calendar", email or written, name=name if name and name.lower() != email else None, email=email or None
    )


def short(who: Identity) -> str:
    """Stands for somebody inside an activity's id, so that the id holds no address."""
    return blake2b(who.native_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
