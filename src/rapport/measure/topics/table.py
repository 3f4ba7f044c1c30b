"""Conversations with the topic that each is about, as tables that metrics count."""

import ibis
import pyarrow
from django.db import connection
from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.standing import SILENT
from rapport.people.under_map import under_map

OTHER, UNREAD = "other", "unread"
"""About no topic; too few words, or not among those that were read."""
PLACED = {"id": "binary", "key": "int64", "topic": "int64"}


def begun(acts: Acts) -> Table:
    """One row a conversation that somebody began in words, with the columns of the acts and its first message's `id`
    and `channel`. Under the map of this state."""
    said = acts.followed("beginning").drop("month", "key")
    linked = under_map(said, acts.everybody, "identity").rename(first_at="at").mutate(n=ibis.literal(1, "int32"))
    return linked.filter(~linked.side.isin(SILENT))


def with_topic(acts: Acts, table: Table, begun_by: str = "id") -> Table:
    """With `topic`: the number of the topic that the conversation is about, OTHER, or UNREAD.

    `begun_by` is the column that names the message which begins it: its id, or its key where that is `root`.
    """
    acts.also("placed", _placed)
    which = "key" if begun_by == "root" else "id"
    placed = ibis.table(PLACED, name="placed").select(placed_by=which, placed_topic="topic")
    joined = table.left_join(placed, table[begun_by] == placed.placed_by)
    told = ibis.coalesce(joined.placed_topic.cast("string"), OTHER)
    return joined.mutate(topic=ibis.ifelse(joined.placed_by.isnull(), UNREAD, told)).drop("placed_by", "placed_topic")


def _placed() -> pyarrow.Table:
    with connection.cursor() as cursor:
        cursor.execute("SELECT activity, topic_id FROM measure_placed")
        rows = cursor.fetchall()
    columns = [
        [activity.bytes for activity, _ in rows],
        [activity.int >> 65 for activity, _ in rows],
        [topic for _, topic in rows],
    ]
    return pyarrow.table(columns, schema=ibis.schema(PLACED).to_pyarrow())
