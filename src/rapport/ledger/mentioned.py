"""Whom a mention means: the identity of that handle, on the platform and in the place where it was written.

A forum's `ada` is not another forum's: ids that begin with a place (`forum.example/77`) are of that place, and so is
what is written by them. Who comes later than the mention is found too, by a mark of the name that is kept until then.
"""

from collections.abc import Collection, Sequence
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.ledger.locks import keep_appends_out, keep_erasure_out
from rapport.ledger.models import Met
from rapport.ledger.writing import touch_months

AT_ONCE = 2_000
BY_ID = ("discord", "slack")
"""Platforms that write a mention by the account's id where no name is known."""


class Mention(NamedTuple):
    platform: str
    place: str
    """What the author's native id begins with before a slash; empty where the platform is one place."""
    name: str

    @property
    def mark(self) -> int:
        """64 bits that stand for it: enough to know it again, and nobody's name."""
        said = f"{self.platform}\0{self.place}\0{self.name.lower()}".encode()
        return int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)


def place_of(native_id: str) -> str:
    """The SQL that takes the place from a column of native ids."""
    return f"CASE WHEN strpos({native_id}, '/') > 0 THEN split_part({native_id}, '/', 1) ELSE '' END"


def identities(cursor: CursorWrapper, mentions: Collection[Mention]) -> dict[Mention, int]:
    """The dense keys of those whom the ledger knows. Of two who had a handle, the one who was seen with it last."""
    wanted = list(mentions)
    cursor.execute(_KNOWN, [*([one[part] for one in wanted] for part in range(3)), list(BY_ID)])
    return {wanted[number - 1]: key for number, key in cursor.fetchall()}


_KNOWN = f"""
    WITH asked AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY
        AS asked (platform, place, name, number))
    SELECT DISTINCT ON (number) number, id FROM (
        SELECT number, i.id, seen_at FROM asked JOIN ledger_identity i
            ON i.platform = asked.platform AND lower(i.handle) = lower(asked.name) AND i.handle IS NOT NULL
        WHERE {place_of("i.native_id")} = asked.place
        UNION ALL
        SELECT number, i.id, 'infinity' FROM asked JOIN ledger_identity i
            ON i.platform = asked.platform AND i.native_id = asked.name
        WHERE asked.platform = ANY(%s)
    ) AS found ORDER BY number, seen_at DESC, id
"""


def catch_up() -> None:
    """Find who has come since the last time among the mentions that were understood by nobody."""
    newest = _newest()
    met, _ = Met.objects.get_or_create(pk=1)
    while met.identity < newest and (batch := _after(met.identity, newest)):
        met.identity = batch[-1][0]
        _meet(batch)
        met.save()
    Met.objects.filter(pk=1).update(identity=newest)


@transaction.atomic
def _newest() -> int:
    """The highest key, at a moment at which no append holds a lower one that is yet to be seen."""
    with connection.cursor() as cursor:
        keep_appends_out(cursor)
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_identity")
        return int(cursor.fetchone()[0])


def _after(key: int, newest: int) -> list[tuple[int, Mention]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id, platform, {place_of("native_id")}, handle, native_id FROM ledger_identity
            WHERE id > %s AND id <= %s AND NOT erased ORDER BY id LIMIT {AT_ONCE}
            """,
            [key, newest],
        )
        return [
            (id_, Mention(platform, place, name))
            for id_, platform, place, handle, native_id in cursor.fetchall()
            for name in (handle or native_id, native_id if platform in BY_ID else None)
            if name
        ]


@transaction.atomic
def _meet(batch: Sequence[tuple[int, Mention]]) -> None:
    keys = {mention.mark: key for key, mention in batch}
    with connection.cursor() as cursor:
        keep_erasure_out(cursor)
        cursor.execute("SELECT id, unmet FROM ledger_telling WHERE unmet && %s::bigint[]", [list(keys)])
        found = [(id_, mark, keys[mark]) for id_, unmet in cursor.fetchall() for mark in unmet if mark in keys]
        for id_, mark, key in found:
            cursor.execute(
                """
                UPDATE ledger_telling SET unmet = nullif(array_remove(unmet, %s), '{}'),
                    mentions = array_append(array_remove(mentions, %s), %s) WHERE id = %s
                """,
                [mark, key, key, id_],
            )
        if found:
            cursor.execute(
                "SELECT DISTINCT month FROM ledger_activity WHERE id = ANY(%s)", [[id_ for id_, _, _ in found]]
            )
            touch_months(cursor, [month for (month,) in cursor.fetchall()])


def forget(cursor: CursorWrapper, keys: Sequence[int]) -> None:
    """Nobody is mentioned by these identities any more, in the caller's transaction. Reads the whole table once.

    Texts that did so are told of anew, as if the ledger had never known these.
    """
    cursor.execute(
        """
        DELETE FROM ledger_telling t USING ledger_activity a WHERE t.mentions && %s::int[] AND a.id = t.id
        RETURNING a.month
        """,
        [list(keys)],
    )
    touch_months(cursor, {month for (month,) in cursor.fetchall()})
