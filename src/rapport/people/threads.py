"""Threads and how many people spoke in them, under the map of members."""

import ibis
from ibis.expr.types import Table

from rapport.people.standing import COMMUNITY, LIMITED, SILENT
from rapport.people.under_map import under_map

THREAD = {
    "key": "int64", "id": "binary", "platform": "string", "channel": "int32", "kind": "int16", "language": "string",
    "chat": "boolean", "member": "int64", "side": "string", "replies": "int64", "others": "int64", "people": "int64",
    "depth": "int16", "day": "date", "n": "int8", "identity": "int32", "first_at": "timestamp('UTC')",
}  # fmt: skip
RETOLD = {"key": "int64", "replies": "int64", "own": "int64", "people": "int64", "depth": "int16"}


def threads(openings: Table, retold: Table, members: Table) -> Table:
    """One row a thread, with the columns of the acts (`people.acts`; `member` and `side` are the opener's) and:
        key, id, channel, chat: of its first message
        replies: messages after the first, by anybody
        others: those by anybody but the opener
        people: how many different people spoke, the opener among them
        depth: how many answers follow upon one another in its longest chain

    From `ledger.threads.voices`, and what `retold` says instead. Bots say nothing here. `members` is the map with those
    whose data are limited: their threads are not there, and what they say in others' is not counted. A line of a chat
    that nobody follows up in its thread is no thread.
    """
    told = under_map(openings, members, "opener")
    joined = told.left_join(retold, "key", rname="new_{name}")
    anew = joined.new_key.notnull()
    replies, own = (ibis.ifelse(anew, joined[f"new_{name}"], joined[name]) for name in ("replies", "own"))
    found = joined.select(
        *(name for name in THREAD if name in openings.columns and name not in RETOLD),
        "key",
        "member",
        "side",
        replies=replies,
        others=replies - own,
        people=ibis.ifelse(anew, joined.new_people, joined.people),
        depth=ibis.ifelse(anew, joined.new_depth, joined.depth),
        n=ibis.literal(1),
        identity="opener",
        first_at="at",
    )
    found = found.filter(found.side != LIMITED, ~found.chat | (found.replies > 0))
    return found.select(**{name: found[name].cast(kind) for name, kind in THREAD.items()})


def retold(openings: Table, voices: Table, members: Table, uncommon: Table) -> Table:
    """RETOLD: the figures of the threads in which a bot spoke, somebody limited, or perhaps one person with two
    accounts. In all others there are as many people as identities."""
    some = uncommon.filter(uncommon.twin | uncommon.side.isin(SILENT)).select("identity")
    keys = voices.semi_join(some, "identity").select("key").distinct()
    persons = _persons(voices.semi_join(keys, "key"), members)
    opened = openings.semi_join(keys, "key").select("key", "opener")
    opened = opened.left_join(members, opened.opener == members.identity).select(
        "key", opener=ibis.coalesce(members.member, -opened.opener.cast("int64"))
    )
    joined = opened.left_join(persons, "key", rname="said_{name}")
    found = joined.aggregate(
        by="key",
        replies=joined.said.sum().fill_null(0),
        own=joined.said.sum(where=joined.by == joined.opener).fill_null(0),
        people=joined.by.count(),
        depth=joined.deepest.max().fill_null(0),
    )
    return found.select(**{name: found[name].cast(kind) for name, kind in RETOLD.items()})


def _persons(voices: Table, members: Table) -> Table:
    """One row a thread × human who spoke in it. Counting persons so, in two steps, takes a third of the time that
    counting distinct ones takes."""
    named = voices.left_join(members, "identity")
    humans = named.filter(~named.side.cast("string").fill_null(COMMUNITY).isin(SILENT))
    by = ibis.coalesce(humans.member, -humans.identity.cast("int64"))
    told = humans.select("key", "n", "depth", by=by)
    return told.aggregate(by=["key", "by"], said=told.n.sum(), deepest=told.depth.max())
