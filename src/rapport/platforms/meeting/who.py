"""Who a row is about: an address, an account, or only a name."""

import re
from hashlib import blake2b

from rapport.platforms.meeting.report import Table
from rapport.platforms.meeting.sheet import Row
from rapport.words.identity import Identity

_ADDRESS = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}")
# Zoom: “Shown name (name of the account)”. People write their pronouns there too, so it tells nothing for certain.
_ORIGINAL = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def identity_of(table: Table, row: Row, place: str) -> Identity | None:
    """By address; by Meetup's account; by the name within one series of meetings (`place`); None for nobody."""
    name, address = _name(table, row), _address(table, row)
    if not address and (number := re.search(r"\d+", table.cell(row, "account"))):
        page = table.cell(row, "profile")
        return Identity(
            "meeting", f"meetup/{number[0]}", name=name, url=page if page.startswith(("https://", "http://")) else None
        )
    return one_called(name or "", address or "", place)


def one_called(name: str, address: str, place: str) -> Identity | None:
    """By address, else by the name within one series of meetings; None for nobody."""
    name, address = " ".join(name.split())[:200], address.strip().lower()
    if _ADDRESS.fullmatch(address):
        return Identity("meeting", address, name=name or None, email=address)
    return Identity("meeting", f"{place}/{name.casefold()}", name=name) if name else None


def key_of(who: Identity) -> str:
    """What stands for somebody in an activity's id, which must not tell an address."""
    return blake2b(who.native_id.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _name(table: Table, row: Row) -> str | None:
    whole = " ".join(filter(None, (table.cell(row, "first"), table.cell(row, "last"))))
    shown = table.cell(row, "name")
    return " ".join((_ORIGINAL.sub("", shown) or shown or whole).split())[:200] or None


def _address(table: Table, row: Row) -> str | None:
    for field in ("email", "upn"):
        if _ADDRESS.fullmatch(address := table.cell(row, field)):
            return address.lower()
    return None
