"""Whose export it is, and the members it tells of.

No table holds a member's id. A member is known by the name in the profile's address where a table has it, else by the
e-mail address or the name.
"""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO

from rapport.platforms import tables
from rapport.platforms.linkedin.links import member_in
from rapport.words.identity import Channel, Identity
from rapport.words.records import Unreadable

BESIDE = frozenset({"Profile.csv", "Email Addresses.csv", "Invitations.csv"})

PLACE = Channel("linkedin", "linkedin.com", "LinkedIn", "https://www.linkedin.com/")
"""A member's feed: the export does not say in which group or on which page something was said."""

_PROFILE = frozenset({"first name", "last name", "headline"})
_ADDRESSES = frozenset({"email address", "confirmed", "primary"})


def member(name: str | None, link: str = "", email: str = "") -> Identity | None:
    """A member, or None where nothing tells who it is."""
    handle = member_in(link)
    address = email.strip().lower() if "@" in email else None
    name = " ".join(name.split()) if name and name.strip() else None
    key = handle or (f"email:{address}" if address else None) or (f"name:{name.casefold()}" if name else None)
    if key is None:
        return None
    url = f"https://www.linkedin.com/in/{handle}" if handle else None
    return Identity("linkedin", key, handle=handle, name=name, email=address, url=url)


def owner_of(beside: Mapping[str, bytes]) -> Identity | None:
    """From Profile.csv; the address of the profile from invitations, which are the only table to hold it."""
    return _owner(*(beside.get(name, b"") for name in ("Profile.csv", "Email Addresses.csv", "Invitations.csv")))


@lru_cache(maxsize=4)
def _owner(profile: bytes, addresses: bytes, invitations: bytes) -> Identity | None:
    row = next(iter(_rows(profile, _PROFILE)), {})
    name = full_name(row)
    emails = _rows(addresses, _ADDRESSES)
    primary = next((row for row in emails if row.get("primary", "").casefold() == "yes"), next(iter(emails), {}))
    link = row.get("public profile url") or _own_link(invitations)
    return member(name, link, primary.get("email address", ""))


def full_name(row: Mapping[str, str]) -> str:
    return f"{row.get('first name', '')} {row.get('last name', '')}".strip()


def _own_link(invitations: bytes) -> str:
    for row in _rows(invitations, frozenset({"direction", "inviterprofileurl", "inviteeprofileurl"})):
        outgoing = row.get("direction", "").casefold() == "outgoing"
        if link := row.get("inviterprofileurl" if outgoing else "inviteeprofileurl"):
            return link
    return ""


def _rows(data: bytes, known: frozenset[str]) -> list[tables.Named]:
    return [row for _, row in tables.rows(BytesIO(data), known) if not isinstance(row, Unreadable)]
