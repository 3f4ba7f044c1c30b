"""How conversations go: which belong to one thread, who spoke in it, how far answers follow upon answers.

A thread is what its source calls one. Where a source names none, it is whatever hangs together by answers. The first
message opens it: the one that the thread is named after, else the earliest. Only what is said counts. A thread is
looked at over its first seven days, so that an old one and a young one can be compared.
"""

import ibis
from ibis.expr.types import Table

from rapport.ledger.threads.parts import month_of, named_after
from rapport.words.kinds import BY_NAME

SAID = tuple(
    BY_NAME[name].number
    for name in (
        "topic", "post", "review", "review_comment", "issue", "pull_request", "comment", "message", "question",
        "response", "article",
    )
)  # fmt: skip
"""What somebody says to others; commits, stars, votes and the like say nothing."""
_MESSAGE = BY_NAME["message"].number
DAYS = 7
DOUBLINGS = 7
"""A chain of answers is followed over 2 to the power of this; what is deeper counts as so deep."""

OPENING = {
    "month": "int32", "key": "int64", "id": "binary", "at": "timestamp('UTC')", "day": "date", "platform": "string",
    "channel": "int32", "kind": "int16", "language": "string", "chat": "boolean", "opener": "int32",
    "replies": "int32", "own": "int32", "people": "int32", "depth": "int16",
}  # fmt: skip
"""One row a thread; a line of a chat that nobody follows up in its thread is none:
    month, key, id, at, day (in UTC), platform, channel, kind, language: of its first message
    chat: whether that is a line of a chat, which has no title; the next line answers it without saying so
    opener: the identity that wrote it; null where the source names none
    replies: how many messages follow it in seven days, by anybody; own: by the opener
    people: how many identities spoke in these days, the opener among them
    depth: of the deepest message, as in VOICE"""

VOICE = {"month": "int32", "key": "int64", "identity": "int32", "n": "int32", "depth": "int16"}
"""One row a thread × identity that spoke in its first seven days, or null for those whom the source does not name:
    month, key: of the thread's first message
    n: how many messages of this identity follow the first one (0: it only opened the thread)
    depth: of the deepest of all these; the first message has 0, an answer one more than what it answers"""

PLACED = {
    "key": "int64", "id": "binary", "at": "timestamp('UTC')", "platform": "string", "channel": "int32",
    "kind": "int16", "language": "string", "identity": "int32", "chat": "boolean", "root": "int64", "top": "int64",
    "steps": "int64",
}  # fmt: skip
"""One row a message: the root of its thread, the top of its chain of answers and the steps to there."""


def placed(activity: Table) -> Table:
    """PLACED from the copy's `activity`."""
    said = activity.filter(activity.kind.isin(SAID))
    linked = said.left_join(_chains(said), "key")
    found = linked.mutate(
        chat=(linked.kind == _MESSAGE) & linked.title.isnull(),
        root=ibis.coalesce(linked.within, linked.named, linked.above, linked.key),
        top=ibis.coalesce(linked.top, linked.key),
        steps=linked.steps.fill_null(0),
    )
    return found.select(**{name: found[name].cast(kind) for name, kind in PLACED.items()})


def _chains(said: Table) -> Table:
    """One row a message that answers another of its thread: the top of its chain, and how many steps it is to there.

    Each round follows as many steps as all rounds before it together.
    """
    others = said.select(top="key", inside=ibis.coalesce(said.within, said.key), named=named_after(said))
    joined = said.select("key", "above", "within").join(others, [("above", "top")])
    same = joined.within.isnull() | (joined.within == joined.inside)
    chains = joined.filter(same, joined.key != joined.top).select("key", "named", "top", steps=ibis.literal(1))
    for _ in range(DOUBLINGS):
        nearer, further = chains.view(), chains.view()
        joined = nearer.left_join(further, nearer.top == further.key, rname="next_{name}")
        chains = joined.select(
            "key",
            named=ibis.coalesce(joined.next_named, joined.named),
            top=ibis.coalesce(joined.next_top, joined.top),
            steps=joined.steps + joined.next_steps.fill_null(0),
        )
    return chains


def openings(placed: Table) -> Table:
    """OPENING from PLACED: the first message of each thread is the one that it is named after, else the earliest."""
    spoken = _spoken(placed)
    counted = spoken.aggregate(
        by="opening",
        replies=spoken.reply.sum(),
        own=spoken.reply.sum(where=spoken.identity == spoken.opener).fill_null(0),
        people=spoken.identity.nunique(),
        depth=spoken.level.max(),
    )
    opened = _opened(placed)
    told = opened.join(counted, opened.key == counted.opening)
    told = told.filter(~told.chat | (told.replies > 0))
    found = told.mutate(month=month_of(told["at"]), day=told["at"].date(), opener=told.identity)
    return found.select(**{name: found[name].cast(kind) for name, kind in OPENING.items()})


def voices(placed: Table) -> Table:
    """VOICE from PLACED."""
    spoken = _spoken(placed)
    found = spoken.group_by("month", "identity", key="opening").aggregate(
        n=spoken.reply.sum(), depth=spoken.level.max()
    )
    return found.select(**{name: found[name].cast(kind) for name, kind in VOICE.items()})


def _spoken(placed: Table) -> Table:
    """What was said in the first seven days of each thread."""
    opened = _opened(placed).select("root", opening="key", opener="identity", began="at")
    joined = placed.view().join(opened, "root")
    late = joined["at"].epoch_seconds() - joined.began.epoch_seconds() > DAYS * 86400
    first = joined.key == joined.opening
    return joined.filter(~late).select(
        "identity",
        "opening",
        "opener",
        month=month_of(joined.began),
        reply=ibis.ifelse(first, 0, 1),
        level=ibis.ifelse(first, 0, joined.steps + ibis.ifelse(joined.top == joined.opening, 0, 1)),
    )


def _opened(placed: Table) -> Table:
    named = placed.filter(placed.key == placed.root)
    others = placed.view().anti_join(named, "root")
    order = ibis.row_number().over(group_by="root", order_by=["at", "key"])
    earliest = others.mutate(place=order).filter(lambda table: table.place == 0).drop("place")
    return named.union(earliest)
