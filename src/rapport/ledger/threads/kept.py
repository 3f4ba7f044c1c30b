"""Which tables follow from whole threads, and in which order they are worked out."""

from collections.abc import Mapping
from functools import cache

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from rapport.ledger.engines.delta import ACTIVITY
from rapport.ledger.threads.beginnings import BEGUN, beginnings
from rapport.ledger.threads.hours import HOUR, hours
from rapport.ledger.threads.questions import ASKED, QUESTION, REPLY, asked, questions, replies
from rapport.ledger.threads.voices import OPENING, PLACED, VOICE, openings, placed, voices

READ = (
    "id", "key", "above", "within", "at", "month", "identity", "channel", "platform", "kind", "zone", "title",
    "language", "asks",
)  # fmt: skip
"""What is read of an activity."""
ACTIVITIES = ibis.table(
    ibis.Schema.from_pyarrow(pa.schema([ACTIVITY.field(column) for column in READ])), name="activity"
)
SHAPES: Mapping[str, Mapping[str, str]] = {
    "question": QUESTION, "reply": REPLY, "opening": OPENING, "voice": VOICE, "beginning": BEGUN, "hour": HOUR,
}  # fmt: skip

RESTED_ON = {"asked": "question", "reply": "question", "placed": "voice"}
"""The steps on which others rest, and the last of these."""


@cache
def steps() -> Mapping[str, Table]:
    """Each from the copy's `activity` and those before it, by name."""
    waits, given = ibis.table(ASKED, name="asked"), ibis.table(REPLY, name="reply")
    said = ibis.table(PLACED, name="placed")
    following = _from(waits, given, said)
    of_questions = {"asked": asked(ACTIVITIES), **{name: following[name] for name in ("reply", "question")}}
    return {**of_questions, "placed": placed(ACTIVITIES), **following}


@cache
def at_once() -> Mapping[str, Table]:
    """The same from `activity` alone, for a ledger so small that nobody keeps them.

    To put these together takes longer than many a question to be answered.
    """
    waits = asked(ACTIVITIES)
    return _from(waits, replies(ACTIVITIES, waits), placed(ACTIVITIES))


def _from(waits: Table, given: Table, said: Table) -> Mapping[str, Table]:
    return {
        "reply": replies(ACTIVITIES, waits),
        "question": questions(waits, given),
        "opening": openings(said),
        "voice": voices(said),
        "beginning": beginnings(ACTIVITIES),
        "hour": hours(ACTIVITIES),
    }


def schema(name: str) -> pa.Schema:
    """Raises KeyError of a name that is none of SHAPES."""
    return ibis.schema(SHAPES[name]).to_pyarrow()
