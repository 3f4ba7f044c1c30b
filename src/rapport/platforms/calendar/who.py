"""Organisers and attendees → identities. Pure. RFC 5545, 3.3.3 and 3.2."""

import re
from hashlib import blake2b
from typing import Any

from rapport.words.identity import Identity

_NO_PERSON = frozenset({"ROOM", "RESOURCE", "GROUP"})
_CALENDAR = re.compile(r".*@(?:group|resource|import)\.calendar\.google\.com|unknownorganizer@calendar\.google\.com")
"""A calendar's own address, and what Google writes where it knows nobody."""
_SHARED = re.compile(r"calendar-invite@(?:lu\.ma|luma\.com)|(?:no|do-?not)[-_.]?reply(?:[-+_.][^@]*)?@.*")
"""Luma gives every organiser one address, others one at which nobody reads. Who it is, the name says."""
_NO_ADDRESS = frozenset({"invalid:nomail", "mailto:", "mailto:invalid:nomail"})
"""What Outlook writes for somebody without an address."""


def parameter(address: Any, name: str) -> str | None:
    value = getattr(address, "params", {}).get(name)
    value = value[0] if isinstance(value, list) and value else value
    return (str(value).strip() or None) if isinstance(value, str) else None


def identity_of(address: Any) -> Identity | None:
    """Whom a calendar address means: by the e-mail address, else by the address as it stands, and where many share one
    or there is none, by the name. No rooms, no groups, no calendars."""
    written = str(address).strip() if isinstance(address, str) else ""
    if (parameter(address, "CUTYPE") or "").upper() in _NO_PERSON or not written:
        return None
    plain = written[7:] if written[:7].lower() == "mailto:" else ""
    email = (plain if "@" in plain else parameter(address, "EMAIL") or "").strip().lower()
    email = email if "@" in email and " " not in email and not email.endswith((".invalid", "@invalid")) else ""
    if _CALENDAR.fullmatch(email):
        return None
    name = " ".join((parameter(address, "CN") or "").strip('"').split())
    name = name if name.lower() != email else ""
    if _SHARED.fullmatch(email) or (not email and written.lower() in _NO_ADDRESS):
        return Identity("calendar", f"{name} <{email}>".removesuffix(" <>"), name=name) if name else None
    return Identity("calendar", email or written, name=name or None, email=email or None)


def short(who: Identity) -> str:
    """Stands for somebody inside an activity's id, so that the id holds no address."""
    return blake2b(who.native_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
