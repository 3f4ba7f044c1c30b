"""Whom a mention means: the identity of that handle, on the platform and in the place where it was written.

A forum's `ada` is not another forum's: ids that begin with a place (`forum.example/77`) are of that place, and so is
what is written by them. Where two could be meant, nobody is. Who comes later than the mention is found too, by a mark
of the name that is kept until then.
"""

from collections.abc import Collection, Sequence
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max

from rapport.ledger.locks import keep_appends_out, keep_erasure_out
from rapport.ledger.models import Identity, Met
from rapport.ledger.writing import array, touch_months

AT_ONCE = 2_000
BY_NAME = ("discord", "slack")
"""Platforms that mention people by the name they show, or by the account's id."""


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


def called(identity: Identity) -> set[str]:
    """All that a text may mention it by, in any case."""
    names = {(identity.handle or "").partition("#")[0]}
    if identity.platform in BY_NAME:
        names |= {identity.name or "", identity.native_id}
    return names - {""}


def identities(cursor: CursorWrapper, mentions: Collection[Mention]) -> dict[Mention, int]:
    """The dense keys of those whom the ledger knows. Of two accounts of one handle, the one seen with it last."""
    wanted = list(mentions)
    cursor.execute(_KNOWN, [[one[part] for one in wanted] for part in range(3)])
    return {wanted[number - 1]: key for number, key in cursor.fetchall()}


_HANDLE = "lower(split_part(i.handle, '#', 1))"
"""Discord's `ada#0042` is mentioned as `@ada`; other handles hold no such sign."""
_KNOWN = f"""
    WITH asked AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY
        AS asked (platform, place, name, number)),
    found AS (
        SELECT number, i.id, seen_at, lower(handle) AS who FROM asked JOIN ledger_identity i
            ON i.platform = asked.platform AND {_HANDLE} = lower(asked.name) AND i.handle IS NOT NULL
        WHERE {place_of("i.native_id")} = asked.place
        UNION ALL
        SELECT number, i.id, seen_at, i.native_id FROM asked JOIN ledger_identity i
            ON i.platform = asked.platform AND lower(i.name) = lower(asked.name) AND i.platform IN {BY_NAME}
        UNION ALL
        SELECT number, i.id, seen_at, i.native_id FROM asked JOIN ledger_identity i
            ON i.platform = asked.platform AND i.native_id = asked.name
        WHERE asked.platform IN {BY_NAME}
    )
    SELECT number, (array_agg(id ORDER BY seen_at DESC, id))[1] FROM found
    GROUP BY number HAVING count(DISTINCT id) = 1 OR count(DISTINCT who) = 1
"""


def catch_up() -> None:
    """Find who has come since the last time among the mentions that were understood by nobody."""
    met, _ = Met.objects.get_or_create(pk=1)
    newest = Identity.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if newest > met.identity:
        newest = _newest()
    while met.identity < newest:
        met.identity, mentions = _after(met.identity, newest)
        while _meet(mentions) == AT_ONCE:
            pass
        met.save()


@transaction.atomic
def _newest() -> int:
    """The highest key, at a moment at which no append holds a lower one that is yet to be seen."""
    with connection.cursor() as cursor:
        keep_appends_out(cursor)
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_identity")
        return int(cursor.fetchone()[0])


def _after(key: int, newest: int) -> tuple[int, set[Mention]]:
    """How some of those who came after a key are mentioned, and the last one's key."""
    came = list(Identity.objects.filter(pk__gt=key, pk__lte=newest).order_by("pk")[:AT_ONCE])
    places = [one.native_id.partition("/")[0] if "/" in one.native_id else "" for one in came]
    mentions = {
        Mention(one.platform, place, name) for one, place in zip(came, places, strict=True) for name in called(one)
    }
    return (came[-1].pk if len(came) == AT_ONCE else newest), mentions


@transaction.atomic
def _meet(mentions: Collection[Mention]) -> int:
    """Say of some of the texts that these stand in whom they mean; answers of how many, AT_ONCE at most."""
    with connection.cursor() as cursor:
        keep_erasure_out(cursor)
        keys = {mention.mark: key for mention, key in identities(cursor, mentions).items()}
        cursor.execute(
            """
            SELECT t.id, a.month, t.unmet, coalesce(t.mentions, '{}') FROM ledger_telling t
            JOIN ledger_activity a ON a.id = t.id WHERE t.unmet && %s::bigint[] LIMIT %s
            """,
            [list(keys), AT_ONCE],
        )
        found = cursor.fetchall()
        met = [
            (
                id_,
                array(str(mark) for mark in unmet if mark not in keys),
                array(map(str, {*there, *(keys[mark] for mark in unmet if mark in keys)})),
            )
            for id_, _, unmet, there in found
        ]
        cursor.execute(
            """
            UPDATE ledger_telling t SET unmet = met.unmet::bigint[], mentions = met.mentions::int[]
            FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS met (id, unmet, mentions) WHERE t.id = met.id
            """,
            [[row[column] for row in met] for column in range(3)],
        )
        touch_months(cursor, {month for _, month, *_ in found})
    return len(found)


def forget(cursor: CursorWrapper, keys: Sequence[int]) -> None:
    """Nobody is mentioned by these identities any more, in the caller's transaction.

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
