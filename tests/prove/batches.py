"""What the proof of the ledger's writers appends: batches of records that are always the same."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

BATCHES = 120
PER_BATCH = 60
POSTS, PER_THREAD = 600, 12
_BEGINNINGS = ("issue", "topic", "question", "message")
_KINDS = ("post", "post", "comment", "comment", "message", "answer", "close", "reopen", "merge", "star")


def batch(number: int) -> list[Any]:
    """The records of one batch: new ones, edits, deletions and corrected times, some of them old."""
    from rapport.words.records import Record

    dice = random.Random(number)
    return [
        Record(f"{number}", (post(dice.randrange(POSTS), 1 + number + dice.randrange(8)),)) for _ in range(PER_BATCH)
    ]


def post(place: int, revision: int) -> Any:
    """One revision has one content, whichever batch tells of it. Every other one says the same but for its text, so
    that what was changed, or deleted, often comes to be again what it was."""
    from rapport.words.activity import Activity
    from rapport.words.identity import Channel, Identity

    dice = random.Random(f"{place} {revision % 2}")
    begins = place % PER_THREAD == 0
    who = dice.randrange(200)
    return Activity(
        "forum",
        f"post/{place}",
        dice.choice(_BEGINNINGS if begins else _KINDS),
        datetime(2020, 1, 1, tzinfo=UTC)
        + timedelta(days=(place // PER_THREAD * 7 + revision % 2 * 13) % 300, minutes=place),
        Identity("forum", str(who), handle=f"user{who}") if dice.random() < 0.95 else None,
        Channel("forum", str(place % 20), f"channel {place % 20}"),
        revision,
        thread=None if dice.random() < 0.3 else f"post/{place - place % PER_THREAD}",
        parent=None if begins or dice.random() < 0.3 else f"post/{place - dice.randint(1, 3)}",
        title="a title" if begins else None,
        text=f"post {place} as of {revision}",
        deleted=dice.random() < 0.1,
    )


def expected(batches: Iterable[int]) -> dict[str, tuple[int, str | None]]:
    """What the ledger must hold after these batches, by a plain dictionary."""
    from rapport.words.activity import activity_id

    best: dict[str, Any] = {}
    for number in batches:
        for record in batch(number):
            (activity,) = record.activities
            if activity.native_id not in best or activity.revision > best[activity.native_id].revision:
                best[activity.native_id] = activity
    return {
        activity_id("forum", native_id).hex(): (a.revision, None if a.deleted else a.text)
        for native_id, a in best.items()
    }
