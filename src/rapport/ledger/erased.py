"""Marks of the people who asked to be forgotten.

A mark is an HMAC of an identity's key (or e-mail address) under a salt that lies beside the other keys, outside the
database: it recognises a person who comes back with the next sync, and tells a thief of the database nothing.
"""

import hmac
import os
import re
import secrets
from hashlib import sha256

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from rapport.ledger.keys import key
from rapport.ledger.named import beginning, phrase, says, spoken
from rapport.ledger.prepare import clean
from rapport.words.identity import Identity

SALT_FILE = settings.HOME / "keys" / "erased.salt"


def salt() -> bytes:
    """The salt of the marks, made once. Losing it would let erased people come back, so backups hold it."""
    try:
        return SALT_FILE.read_bytes()
    except FileNotFoundError:
        SALT_FILE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = SALT_FILE.with_name(f"{SALT_FILE.name}.{os.getpid()}")
        fresh.write_bytes(secrets.token_bytes(32))
        fresh.chmod(0o600)
        try:
            os.link(fresh, SALT_FILE)  # the first of two processes wins; both then read the same salt
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return SALT_FILE.read_bytes()


def mark(platform: str, native_id: str) -> bytes:
    """The mark of one identity; for an e-mail address the platform is `email`."""
    return _digest(salt(), platform, native_id)


def marks_of_name(name: str) -> set[bytes]:
    """The marks by which `named_in` knows a name or handle again: of all its words, and of the first one alone."""
    said = phrase(name)
    return {mark("name", said), mark("name begins", beginning(said))} if said else set()


def _digest(salted: bytes, platform: str, native_id: str) -> bytes:
    return hmac.digest(salted, f"{platform}\0{native_id}".encode("utf-8", "surrogatepass"), sha256)


class Marks:
    """The erased list as one thread last saw it."""

    def __init__(self) -> None:
        self._marks: frozenset[bytes] = frozenset()

    def reload(self, cursor: CursorWrapper) -> bool:
        """Read the list anew if it has grown; say whether it had. It never shrinks."""
        cursor.execute("SELECT count(*) FROM ledger_erased")
        if cursor.fetchone()[0] == len(self._marks):
            return False
        cursor.execute("SELECT mark FROM ledger_erased")
        self._marks = frozenset(bytes(row[0]) for row in cursor.fetchall())
        return True

    def __contains__(self, identity: Identity) -> bool:
        if not self._marks:
            return False
        kept = clean(key(identity.native_id))  # as the table held it when it was marked
        if mark(identity.platform, kept) in self._marks:
            return True
        return bool(identity.email) and mark("email", str(identity.email).lower()) in self._marks

    def named_in(self, raw: bytes) -> bool:
        """Whether a record that could not be read holds the address, handle or name of somebody who was erased.

        Takes 1 µs for each different word of it, and nothing while nobody was erased.
        """
        if not self._marks:
            return False
        text, salted = spoken(raw), salt()

        def known(platform: str, said: str) -> bool:
            return _digest(salted, platform, said) in self._marks

        addresses = {address.lower() for address in _ADDRESS.findall(text)}
        return any(known("email", address) for address in addresses) or says(
            text, begins=lambda word: known("name begins", word), is_name=lambda name: known("name", name)
        )


_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
