"""Small activities for the ledger's tests."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from rapport.ledger.append import Appended, Appender
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record

ADA = Identity("forum", "1", handle="ada", name="Ada", email="ada@example.org")
BOB = Identity("forum", "2", handle="bob")
TALK = Channel("forum", "talk", "Talk")


def post(number: int = 1, **changed: Any) -> Activity:
    given: dict[str, Any] = {
        "platform": "forum",
        "native_id": f"post/{number}",
        "kind": "post",
        "at": datetime(2020, 5, 17, 12, tzinfo=UTC),
        "author": ADA,
        "channel": TALK,
        "revision": 1,
        "text": f"word {number}",
    }
    return Activity(**given | changed)


def record(*activities: Activity) -> Record:
    return Record("line 1", activities)


def keep(*activities: Activity, appender: Appender | None = None) -> Appended:
    """Append each activity as a record of its own, in one transaction."""
    return keep_records([record(activity) for activity in activities], appender)


def keep_records(records: Iterable[Record], appender: Appender | None = None) -> Appended:
    with transaction.atomic():
        return (appender or Appender()).append(list(records))
