"""Forget people for good: their words and names leave the table and the copy, and no later sync brings them back."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import import_string

from rapport.ledger import journal, mentioned
from rapport.ledger.erased import mark, marks_of_name
from rapport.ledger.locks import keep_appends_out
from rapport.ledger.models import Identity

FOR_GOOD = 1 << 62
"""The revision of an erased activity: higher than any a source can give, so nothing revives it."""


Forgetter = Callable[[Sequence[str]], int]
"""Gets the names, handles and addresses of the erased; forgets what a room holds of them, says how many things."""
Teller = Callable[[Sequence[str]], list[dict[str, object]]]
"""Gets the same of somebody who asks, and tells what a room would forget."""

_elsewhere: list[str] = []
_tellers: list[str] = []
_NUMBER = re.compile(r"(?=\w*\d)\w{7,}")
"""What a platform calls an account, where it is nothing else by chance: `U024BE7LH`, but not `77`."""


def elsewhere(forgetter: str, teller: str = "") -> None:
    """Have this Forgetter called in the transaction of every erasure, by a room that keeps words of its own.

    It is named by its import path: every command starts the rooms, few erase.
    """
    _elsewhere.append(forgetter)
    if teller:
        _tellers.append(teller)


def told_elsewhere(identities: Sequence[Identity], addresses: Sequence[str] = ()) -> list[dict[str, object]]:
    """What rooms hold that names these and belongs to nobody: records set aside. Reads all of them."""
    words = sorted({*_words(identities), *addresses})
    tellers: Iterator[Teller] = map(import_string, _tellers)
    return [one for teller in tellers for one in teller(words)] if words else []


def _words(identities: Sequence[Identity]) -> list[str]:
    called = {word for each in identities for word in (each.handle, each.name, each.email) if word}
    return sorted(called | {each.native_id for each in identities if _NUMBER.fullmatch(each.native_id)})


class Erasure(NamedTuple):
    """What was forgotten; `marks` now keep it from coming back."""

    identities: int
    activities: int
    marks: int
    elsewhere: int
    """Things that other rooms held: records set aside."""


def erase(identities: Sequence[int], addresses: Sequence[str] = ()) -> Erasure:
    """Forget these identities (their dense keys) in the tables and in other rooms, in one transaction; and `addresses`,
    in lower case, which no identity that stays may have.

    Their activities keep their id alone, without author, text or address. An e-mail address is marked too, unless an
    identity that stays uses it. `sweep` then takes them out of the copy and the disk.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        keep_appends_out(cursor)
        chosen = list(Identity.objects.filter(pk__in=identities, erased=False).order_by("pk"))
        marks = _marks(cursor, chosen) | {mark("email", address) for address in addresses}
        keys = [identity.pk for identity in chosen]
        words = sorted({*_words(chosen), *addresses})
        forgetters: Iterator[Forgetter] = map(import_string, _elsewhere)
        others = sum(forgetter(words) for forgetter in forgetters)
        activities = _blank_activities(cursor, keys)
        mentioned.forget(cursor, keys)
        cursor.execute(
            "INSERT INTO ledger_erased (mark) SELECT unnest(%s::bytea[]) ON CONFLICT DO NOTHING", [sorted(marks)]
        )
        cursor.execute(
            """
            UPDATE ledger_identity SET native_id = 'erased:' || id, handle = NULL, name = NULL, email = NULL,
                url = NULL, avatar = NULL, erased = true WHERE id = ANY(%s)
            """,
            [keys],
        )
        transaction.on_commit(journal.keep, robust=True)  # what it misses now the hourly sweep makes up for
    return Erasure(len(keys), activities, len(marks), others)


def sweep() -> None:
    """Take what was erased or deleted out of the copy, remove its old files, and let PostgreSQL reuse its space."""
    from rapport.ledger import copy  # Arrow and Delta take a second to load, and every process loads this file

    copy.refresh()
    copy.tidy(hours=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ledger_activity, ledger_identity, ledger_telling, ledger_meaning")


def _marks(cursor: CursorWrapper, identities: Sequence[Identity]) -> set[bytes]:
    addresses = {identity.email.lower() for identity in identities if identity.email}
    cursor.execute(
        "SELECT DISTINCT lower(email) FROM ledger_identity WHERE lower(email) = ANY(%s) AND id <> ALL(%s)",
        [sorted(addresses), [identity.pk for identity in identities]],
    )
    shared = {row[0] for row in cursor.fetchall()}
    names = {name for name in _words(identities) if "@" not in name}
    return (
        {mark(identity.platform, identity.native_id) for identity in identities}
        | {mark("email", address) for address in addresses - shared}
        | {each for name in names for each in marks_of_name(name)}
    )


def _blank_activities(cursor: CursorWrapper, keys: Sequence[int]) -> int:
    cursor.execute(
        """
        WITH blanked AS (
            UPDATE ledger_activity SET deleted = true, revision = %s, identity_id = NULL, native_id = NULL,
                title = NULL, text = NULL, url = NULL, facts = NULL
            WHERE identity_id = ANY(%s) RETURNING id, month
        ), touched AS (
            INSERT INTO ledger_month AS m (month, touched, copied) SELECT DISTINCT month, 1, 0 FROM blanked ORDER BY 1
            ON CONFLICT (month) DO UPDATE SET touched = m.touched + 1
        ), silenced AS (DELETE FROM ledger_telling WHERE id IN (SELECT id FROM blanked)
        ), unread AS (DELETE FROM ledger_meaning WHERE id IN (SELECT id FROM blanked))
        SELECT count(*) FROM blanked
        """,
        [FOR_GOOD, list(keys)],
    )
    return int(cursor.fetchone()[0])
