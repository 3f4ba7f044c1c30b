"""How conversations go: which belong to one thread, who spoke in it, how far answers follow upon answers.

A thread is what its source calls one. Where a source names none, it is whatever hangs together by answers. The first
message opens it: the one that the thread is named after, else the earliest. Only what is said counts. A thread is
looked at over its first seven days, so that an old one and a young one can be compared.
"""

import ibis
from ibis.expr.types import Table

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

VOICE = {
    "id": "binary", "at": "timestamp('UTC')", "platform": "string", "channel": "int32", "kind": "int16",
    "language": "string", "chat": "boolean", "opener": "int32", "identity": "int32", "n": "int32", "depth": "int16",
}  # fmt: skip
"""One row a thread × identity that spoke in its first seven days, or null for those whom the source does not name:
    id, at, platform, channel, kind, language: of the thread's first message
    chat: whether that is a line of a chat, which has no title; the next line answers it without saying so
    opener: the identity that wrote it; null where the source names none
    n: how many messages of this identity follow the first one (0: it only opened the thread)
    depth: of the deepest of all these; the first message has 0, an answer one more than what it answers"""

THREAD = {
    "id": "binary", "platform": "string", "channel": "int32", "kind": "int16", "language": "string", "chat": "boolean",
    "member": "int64", "side": "string", "replies": "int64", "others": "int64", "people": "int64", "depth": "int16",
    "day": "date", "n": "int8", "identity": "int32", "first_at": "timestamp('UTC')",
}  # fmt: skip


def voices(activity: Table) -> Table:
    """VOICE from the copy's `activity`."""
    said = activity.filter(activity.kind.isin(SAID))
    placed = _placed(said, _chains(said))
    opened = _opened(placed)
    joined = placed.view().join(opened, "root")
    late = joined["at"].epoch_seconds() - joined.began.epoch_seconds() > DAYS * 86400
    first = joined.id == joined.opening
    counted = joined.filter(~late).select(
        "opening",
        "identity",
        reply=ibis.ifelse(first, 0, 1),
        level=ibis.ifelse(first, 0, joined.steps + ibis.ifelse(joined.top == joined.opening, 0, 1)),
    )
    grouped = counted.aggregate(by=["opening", "identity"], n=counted.reply.sum(), depth=counted.level.max())
    found = opened.join(grouped, "opening")
    found = found.mutate(id=found.opening, at=found.began)
    return found.select(**{name: found[name].cast(kind) for name, kind in VOICE.items()})


def _chains(said: Table) -> Table:
    """One row a message that answers another of its thread: the top of its chain, and how many steps it is to there.

    Each round follows as many steps as all rounds before it together.
    """
    others = said.select(above="id", within="thread", named=ibis.coalesce(said.thread, said.parent, said.id))
    joined = said.join(others, [("parent", "above")])
    same = joined.thread.isnull() | (joined.thread == joined.within) | (joined.thread == joined.above)
    chains = joined.filter(same, joined.id != joined.above).select("id", "named", top="above", steps=ibis.literal(1))
    for _ in range(DOUBLINGS):
        nearer, further = chains.view(), chains.view()
        joined = nearer.left_join(further, nearer.top == further.id, rname="next_{name}")
        chains = joined.select(
            "id",
            named=ibis.coalesce(joined.next_named, joined.named),
            top=ibis.coalesce(joined.next_top, joined.top),
            steps=joined.steps + joined.next_steps.fill_null(0),
        )
    return chains


def _placed(said: Table, chains: Table) -> Table:
    """With the root of its thread, the top of its chain and the steps to there."""
    linked = said.left_join(chains, "id")
    return linked.select(
        "id", "at", "platform", "channel", "kind", "language", "identity",
        chat=(linked.kind == _MESSAGE) & linked.title.isnull(),
        root=ibis.coalesce(linked.thread, linked.named, linked.parent, linked.id),
        top=ibis.coalesce(linked.top, linked.id),
        steps=linked.steps.fill_null(0),
    )  # fmt: skip


def _opened(placed: Table) -> Table:
    """The first message of each thread: the one that it is named after, else the earliest."""
    named = placed.filter(placed.id == placed.root)
    others = placed.view().anti_join(named, "root")
    order = ibis.row_number().over(group_by="root", order_by=["at", "id"])
    earliest = others.mutate(place=order).filter(lambda table: table.place == 0).drop("place")
    return named.union(earliest).select(
        "root", "platform", "channel", "kind", "language", "chat", opening="id", began="at", opener="identity"
    )


_OPENED = ("id", "at", "platform", "channel", "kind", "language", "chat", "opener")


def threads(voices: Table, members: Table) -> Table:
    """One row a thread, with the columns of the acts (`people.acts`; `member` and `side` are the opener's) and:
        id, channel, chat: of its first message
        replies: messages after the first, by anybody
        others: those by anybody but the opener
        people: how many different people spoke, the opener among them
        depth: how many answers follow upon one another in its longest chain

    Bots say nothing here. `members` is the map with those whose data are limited: their threads are not there, and
    what they say in others' is not counted. A line of a chat that nobody follows up in its thread is no thread.
    """
    opener, speaker = members.view(), members.view()
    opened = voices.left_join(opener, voices.opener == opener.identity).select(
        *(voices[name] for name in VOICE),
        member=ibis.coalesce(opener.member, -voices.opener.cast("int64")),
        side=ibis.ifelse(voices.opener.isnull(), "unnamed", opener.side.cast("string").fill_null("community")),
    )
    both = opened.left_join(speaker, opened.identity == speaker.identity).select(
        *opened.columns,
        by=ibis.coalesce(speaker.member, -opened.identity.cast("int64")),
        by_side=speaker.side.cast("string").fill_null("community"),
    )
    human = ~both.by_side.isin(["bot", "limited"])
    other = human & ((both.by != both.member) | both.by.isnull() | both.member.isnull())
    grouped = both.filter(both.side != "limited").aggregate(
        by=[*_OPENED, "member", "side"],
        replies=both.n.sum(where=human).fill_null(0),
        others=both.n.sum(where=other).fill_null(0),
        people=both.by.nunique(where=human),
        depth=both.depth.max(where=human).fill_null(0),
    )
    threads = grouped.filter(~grouped.chat | (grouped.replies > 0))
    told = threads.mutate(day=threads["at"].date(), n=1, identity="opener", first_at="at")
    return told.select(**{name: told[name].cast(kind) for name, kind in THREAD.items()})
