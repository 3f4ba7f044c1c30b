"""Who wrote a message: the address, restored where an archive hid it, and the person behind a list's own address."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapport.platforms.email.charsets import decode_header
from rapport.platforms.email.headers import Headers
from rapport.platforms.email.hidden import restored
from rapport.words.identity import Identity

LONGEST = 1_000
"""Characters of a header that names people; what goes on beyond is passed over."""

_FIRST = re.compile(r"[^<>]*<[^<>]*@[^<>]*>(?=\s*,)")
_MAILTO = re.compile(r"(.*?)\s*\[(?:mailto:)?([^\]\s]+@[^\]\s]+)\]")  # as Outlook shows it
_BRACKETED = re.compile(r"(.*?)<\s*([^<>]*?)\s*>[^<>]*", re.DOTALL)
_COMMENTED = re.compile(r"([^()]*?)\s*\((.*)\)\s*", re.DOTALL)
_NAMED_BEFORE = re.compile(r"\(([^()]*)\)\s*([^()\s]+@[^()\s]+)")
_ADDRESS = re.compile(r"[^\s<>()\[\]\\,;:@\"|]+@[A-Za-z0-9\u0080-\uffff](?:[\w.-]*\w)?")
_AT_ITSELF = frozenset(("at", "a", "@"))

# stat.ethz.ch writes `sending from` for the @ and hides letters since 2019: `j@ne @end|ng |rom ex@mp|e@org`.
_MASKED = re.compile(r" @end[|i]ng [|f]rom ")
_MASK = str.maketrans({"a": "@", "s": "@", ".": "@", "i": "|", "l": "|", "f": "|"})

_VIA = re.compile(r"\s+(?:via|par|über|por)\s+[^@]{1,100}$", re.IGNORECASE)
_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|postmaster|mail[-_.]?delivery|bounces?|mdaemon)(?:[-+=].*)?@", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")


class Named(NamedTuple):
    who: Identity
    via: bool
    """Whether a list put its own address in the place of the author's."""
    daemon: bool


@lru_cache(maxsize=16_384)
def named(value: str) -> Named | None:
    """Whoever a From header names. `native_id` is the address, else what stands for it, else the name."""
    who = _identity(*_name_and_address(value))
    if who is None:
        return None
    return Named(who, bool(who.name and _VIA.search(who.name)), _DAEMON.match(who.native_id) is not None)


def author_of(headers: Headers, automatic: bool) -> Identity | None:
    """The author: not the list that passed it on, and not the person whose machine answered by itself."""
    value = headers.get("from") or headers.get("x-original-from") or headers.get("sender", "")
    found = named(value[:LONGEST])
    if found is None:
        return None
    who = _behind(found.who, headers) if found.via else found.who
    if automatic or found.daemon:
        return Identity("email", f"{who.native_id} (automatic)", name=who.name, bot=True)
    return who


def _behind(who: Identity, headers: Headers) -> Identity:
    """The person behind `Jane via list <list@…>`. Without an address of theirs the name alone tells who it is."""
    name = _VIA.sub("", who.name or "").strip("'\" ")
    for header in ("x-original-from", "x-original-sender", "reply-to"):
        told = named(headers.get(header, "")[:LONGEST])
        address = told.who.email if told else None
        if address and address != who.email and not _is_list(address, headers):
            return Identity("email", address, name=name or None, email=address)
    local, _, host = (who.email or "").partition("@")
    if host.endswith("groups.io") and "=" in local:  # jane=example.org@groups.io
        return _identity(name, "@".join(local.rsplit("=", 1))) or who
    return Identity("email", f"{name} via {who.native_id}", name=name or None)


def _is_list(address: str, headers: Headers) -> bool:
    return any(address in headers.get(header, "").lower() for header in ("list-post", "x-beenthere", "x-mailing-list"))


def _name_and_address(value: str) -> tuple[str, str]:
    """Divided before it is decoded: an encoded name may hold brackets and commas."""
    if found := _FIRST.match(value):  # of several authors the first
        value = found[0]
    found = _BRACKETED.fullmatch(value)
    if found and found[2].lower() not in _AT_ITSELF:
        return decode_header(found[1].strip().strip("\"'")), decode_header(found[2])
    if found := _NAMED_BEFORE.fullmatch(value) or _MAILTO.fullmatch(value):
        return decode_header(found[1].strip("\"' ")), found[2]
    if found := _COMMENTED.fullmatch(value):
        return decode_header(found[2]), decode_header(found[1])
    value = decode_header(value).strip("\"' ,;")
    plain = restored(value)
    found = _BRACKETED.fullmatch(value)  # all of it was encoded
    if found and found[2].lower() not in _AT_ITSELF:
        return found[1].strip("\"' "), found[2]
    return ("", plain) if _ADDRESS.fullmatch(plain) or _MASKED.search(value) else (value, "")


def _identity(name: str, address: str) -> Identity | None:
    name = _SPACE.sub(" ", name.replace('\\"', '"').replace("\0", "")).strip("\"', ")[:300]
    masked = address.lower()
    if _MASKED.search(masked):
        local, host = _MASKED.split(masked, maxsplit=1)
        masked = f"{local.translate(_MASK)} {host.translate(_MASK)}".strip()
        return Identity("email", masked[:300], name=name or None)
    address = restored(address.removeprefix("mailto:").strip("\"' .,;")).lower()
    if _ADDRESS.fullmatch(address) and "..." not in address and len(address) <= 320:
        name = "" if restored(name).lower() == address else name
        return Identity("email", address, name=name or None, email=address)
    known = _SPACE.sub(" ", address.replace("\0", "")).strip()[:300] or name
    return Identity("email", known, name=name or None) if known else None
