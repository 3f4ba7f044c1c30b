"""What other roads than imports have seen: a webhook, a connection, a vote. Forgetting an import leaves it there.

An import that is forgotten takes back what it alone had brought. Whatever else then sees one of these things must be
able to say so, as the ledger itself keeps no list of who told it what.
"""

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from rapport.ledger.append import Held

ACTIVITY, IDENTITY, CHANNEL = 1, 2, 3
"""What a claim is of. The numbers stand in the database."""


def claim(held: "Held") -> None:
    """Keep these from being taken back with an import, inside the caller's transaction; again and again is one claim.

    Every `Appender` that is not an import's does so by itself for what the ledger had already. What it adds needs no
    claim: no import has brought it.
    """
    rows = [
        (what, bytes(known[start : start + width]))
        for what, width, known in (
            (ACTIVITY, 16, held.activities.known),
            (IDENTITY, 4, held.identities.known),
            (CHANNEL, 4, held.channels.known),
        )
        for start in range(0, len(known), width)
    ]
    if rows:
        whats, keys = zip(*sorted(rows), strict=True)  # sorted, so that two writers never wait in a circle
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_claim (what, key) SELECT * FROM unnest(%s::smallint[], %s::bytea[])"
                " ON CONFLICT DO NOTHING",
                [list(whats), list(keys)],
            )
