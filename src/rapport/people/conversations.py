"""Who waited for an answer, and who gave it: questions and the replies to them, worked out from the copy.

A question is whatever waits for an answer: what a question-and-answer site calls so, an issue, a pull request, and the
first message of a thread whose text asks (`text.questions`). When it is opened again, a new clock starts, whose asker
is who opened it again. A reply is what somebody else says in its thread, or merging what was asked to be merged; the
mark that accepts an answer is none, nor is a reaction. Closing ends the wait without an answer.
"""

import ibis
from ibis.expr.types import BooleanValue, Table

from rapport.words.kinds import BY_NAME


def _numbers(*names: str) -> tuple[int, ...]:
    return tuple(BY_NAME[name].number for name in names)


WAITING = _numbers("question", "issue", "pull_request")
"""They wait for an answer whatever they say."""
OPENING = _numbers("topic", "post", "message", "article", "comment", "video")
"""They wait where they begin a thread and their text asks."""
REPLYING = _numbers("post", "message", "comment", "response", "review", "review_comment", "merge")
ENDING = _numbers("close", "merge")
ACCEPTING = _numbers("answer")
REOPENING = _numbers("reopen")

EXCHANGE = {
    "start": "int64", "id": "binary", "at": "timestamp('UTC')", "until": "timestamp('UTC')",
    "accepted_at": "timestamp('UTC')", "again": "boolean", "platform": "string", "channel": "int32", "kind": "int16",
    "language": "string", "asker": "int32", "replier": "int32", "replied_at": "timestamp('UTC')", "replies": "int32",
}  # fmt: skip
"""One row a question × identity that replied, or one without a replier:
    start: the question's number in this state of the copy; one that was opened again has several
    id, at, platform, channel, kind, language: of what was asked, `at` of when this clock started
    until: when it was closed (null: never)
    accepted_at: when the first answer was accepted (null: none was)
    again: whether this clock started when it was opened again
    asker: the identity that asked, or opened again; null where the source names none
    replier, replied_at, replies: who replied before `until`, when first, how often; null where nobody did"""


WAIT = {
    "start": "int64", "id": "binary", "until": "timestamp('UTC')", "accepted_at": "timestamp('UTC')",
    "again": "boolean", "platform": "string", "channel": "int32", "kind": "int16", "language": "string",
    "member": "int64", "side": "string", "answered_at": "timestamp('UTC')", "team_at": "timestamp('UTC')",
    "community_at": "timestamp('UTC')", "repliers": "int64", "day": "date", "n": "int8", "identity": "int32",
    "first_at": "timestamp('UTC')",
}  # fmt: skip

ANSWER = {
    "start": "int64", "id": "binary", "channel": "int32", "platform": "string", "kind": "int16", "language": "string",
    "member": "int64", "side": "string", "asker": "int64", "replies": "int64", "day": "date", "n": "int8",
    "identity": "int32", "first_at": "timestamp('UTC')",
}  # fmt: skip


def exchange(activity: Table) -> Table:
    """EXCHANGE from the copy's `activity`."""
    said = activity.mutate(root=ibis.coalesce(activity.thread, activity.parent, activity.id))
    asked = _asked(said)
    starts = asked.mutate(again=False).union(_again(said, asked).mutate(again=True))
    ended = _ended(said, starts)
    numbered = ended.mutate(start=ibis.row_number().over(order_by=[ended.at, ended.id, ended.asker]))
    return _replied(said, numbered)


_QUESTION = ("root", "id", "at", "platform", "channel", "kind", "language", "asker")


def _asked(said: Table) -> Table:
    """What waits for an answer, each with the root of its thread."""
    first = said.filter(
        said.kind.isin(WAITING) | (said.kind.isin(OPENING) & said.asks.fill_null(ibis.literal(False)) & _begins(said))
    )
    return first.mutate(asker=first.identity, root=ibis.coalesce(first.thread, first.id)).select(_QUESTION)


def _begins(said: Table) -> BooleanValue:
    """Whether it is the first of its thread. Some platforms name a thread after a subject, which is no message:
    whoever asks there begins."""
    named = said.thread.isin(said.view().id).fill_null(False)  # a bare "not in" makes Spark compare all with all
    return said.parent.isnull() & (said.thread.isnull() | (said.thread == said.id) | ~named)


def _again(said: Table, asked: Table) -> Table:
    reopened = said.filter(said.kind.isin(REOPENING)).select("root", again_at="at", by="identity")
    found = reopened.join(asked.drop("asker"), "root")
    found = found.filter(found.again_at > found.at)
    return found.mutate(at=found.again_at, asker=found.by).select(_QUESTION)


def _ended(said: Table, starts: Table) -> Table:
    """With `until` and `accepted_at`: when first after it began."""
    ends = said.filter(said.kind.isin((*ENDING, *ACCEPTING))).select(
        "root", end="at", accepts=said.kind.isin(ACCEPTING)
    )
    joined = starts.left_join(ends, [starts.root == ends.root, ends.end > starts.at])
    return joined.aggregate(
        by=[starts[name] for name in (*_QUESTION, "again")],
        until=ends.end.min(where=~ends.accepts),
        accepted_at=ends.end.min(where=ends.accepts),
    )


def _replied(said: Table, starts: Table) -> Table:
    replies = said.filter(said.kind.isin(REPLYING) & said.identity.notnull()).select(
        "root", reply="id", replied_at="at", replier="identity"
    )
    # An outer join on more than equal roots would compare every question with every reply.
    joined = starts.join(replies, "root")
    fits = joined.filter(
        joined.replied_at >= joined.at,
        joined.reply != joined.id,
        (joined.replied_at <= joined.until) | joined.until.isnull(),
        (joined.replier != joined.asker) | joined.asker.isnull(),
    )
    given = fits.aggregate(by=["start", "replier"], replied_at=fits.replied_at.min(), replies=fits.count())
    found = starts.left_join(given, "start")
    found = found.mutate(replies=found.replies.fill_null(0))
    return found.select(**{name: found[name].cast(kind) for name, kind in EXCHANGE.items()})


_STARTED = tuple(name for name in EXCHANGE if name not in ("replier", "replied_at", "replies"))


def waits(exchange: Table, members: Table) -> Table:
    """One row a question, with the columns of the acts (`people.acts`; `member` and `side` are the asker's) and:
        start, id, channel, until, accepted_at, again: as in EXCHANGE
        answered_at, team_at, community_at: when a human other than the asker first replied, of any side, of the team,
            of the community; null where nobody did
        repliers: int64, how many different humans did

    `members` is the map with those whose data are limited: such an asker asks nothing here, such a reply is none.
    """
    both = _named(exchange, members)
    other = _other(both) & (both.by_side != "bot")
    grouped = both.filter(both.side != "limited").aggregate(
        by=[*_STARTED, "member", "side"],
        answered_at=both.replied_at.min(where=other),
        team_at=both.replied_at.min(where=other & (both.by_side == "team")),
        community_at=both.replied_at.min(where=other & (both.by_side == "community")),
        repliers=both.by.nunique(where=other),
    )
    return grouped.mutate(day=grouped["at"].date(), n=1, identity="asker", first_at="at").drop("asker", "at")


def answers(exchange: Table, members: Table) -> Table:
    """One row a question × human who replied to it, with the columns of the acts (`member`, `side`, `identity`, `day`
    and `first_at` are those of the reply, their first to it) and:
        start, id, channel, platform, kind, language: the question's, as in EXCHANGE
        asker: the member who asked; null where the source names none
        replies: how often this one replied to it

    As in `waits`, nobody answers themselves or somebody limited. What a bot says has side 'bot'; what a bot asks is no
    question, so that nobody answers it.
    """
    both = _named(exchange, members)
    given = both.filter(_other(both), ~both.side.isin(["bot", "limited"]))
    grouped = given.aggregate(
        by=["start", "id", "channel", "platform", "kind", "language", given.member.name("asking"), "by", "by_side"],
        first_at=given.replied_at.min(),
        replied=given.replies.sum(),
        identity=given.replier.min(),
    )
    told = grouped.rename(member="by", side="by_side", asker="asking", replies="replied")
    told = told.mutate(day=told.first_at.date(), n=1)
    return told.select(**{name: told[name].cast(kind) for name, kind in ANSWER.items()})


def _named(exchange: Table, members: Table) -> Table:
    """With whoever asked, `member` and `side`, and whoever replied, `by` and `by_side`."""
    asker, replier = members.view(), members.view()
    of_asker = exchange.left_join(asker, exchange.asker == asker.identity).select(
        *(exchange[name] for name in EXCHANGE),
        member=ibis.coalesce(asker.member, -exchange.asker.cast("int64")),
        side=ibis.ifelse(exchange.asker.isnull(), "unnamed", asker.side.cast("string").fill_null("community")),
    )
    return of_asker.left_join(replier, of_asker.replier == replier.identity).select(
        *of_asker.columns,
        by=ibis.coalesce(replier.member, -of_asker.replier.cast("int64")),
        by_side=replier.side.cast("string").fill_null("community"),
    )


def _other(both: Table) -> BooleanValue:
    """Whether somebody replied who is known not to have asked."""
    told = both.replier.notnull() & (both.by_side != "limited")
    return told & ((both.by != both.member) | both.member.isnull())
