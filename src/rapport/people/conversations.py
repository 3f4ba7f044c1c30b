"""Questions and the answers to them, under the map of members. `ledger.threads.questions` says what they are."""

import ibis
from ibis.expr.types import Table

WAIT = {
    "key": "int64", "turn": "int16", "id": "binary", "until": "timestamp('UTC')", "accepted_at": "timestamp('UTC')",
    "again": "boolean", "platform": "string", "channel": "int32", "kind": "int16", "language": "string",
    "member": "int64", "side": "string", "answered_at": "timestamp('UTC')", "team_at": "timestamp('UTC')",
    "community_at": "timestamp('UTC')", "repliers": "int64", "day": "date", "n": "int8", "identity": "int32",
    "first_at": "timestamp('UTC')",
}  # fmt: skip

ANSWER = {
    "key": "int64", "turn": "int16", "id": "binary", "channel": "int32", "platform": "string", "kind": "int16",
    "language": "string", "member": "int64", "side": "string", "asker": "int64", "replies": "int64", "day": "date",
    "n": "int8", "identity": "int32", "first_at": "timestamp('UTC')",
}  # fmt: skip


def waits(questions: Table, replies: Table, members: Table) -> Table:
    """One row a question, with the columns of the acts (`people.acts`; `member` and `side` are the asker's) and:
        key, turn, id, channel, until, accepted_at, again: as in QUESTION
        answered_at, team_at, community_at: when a human other than the asker first replied, of any side, of the team,
            of the community; null where nobody did
        repliers: int64, how many different humans did

    `members` is the map with those whose data are limited: such an asker asks nothing here, such a reply is none.
    """
    asked = _asked(questions, members)
    given = _given(asked, replies, members).filter(lambda found: found.by_side != "bot")
    # In two steps: counting distinct repliers takes three times as long.
    each = given.aggregate(by=["key", "turn", "by", "by_side"], at=given.replied_at.min())
    first = each.aggregate(
        by=["key", "turn"],
        answered_at=each["at"].min(),
        team_at=each["at"].min(where=each.by_side == "team"),
        community_at=each["at"].min(where=each.by_side == "community"),
        repliers=each.count(),
    )
    told = asked.left_join(first, ["key", "turn"])
    found = told.mutate(
        repliers=told.repliers.fill_null(0), day=told["at"].date(), n=1, identity="asker", first_at="at"
    )
    return found.select(**{name: found[name].cast(kind) for name, kind in WAIT.items()})


def answers(questions: Table, replies: Table, members: Table) -> Table:
    """One row a question × human who replied to it, with the columns of the acts (`member`, `side`, `identity`, `day`
    and `first_at` are those of the reply, their first to it) and:
        key, turn, id, channel, platform, kind, language: the question's, as in QUESTION
        asker: the member who asked; null where the source names none
        replies: how often this one replied to it

    As in `waits`, nobody answers themselves or somebody limited. What a bot says has side 'bot'; what a bot asks is no
    question, so that nobody answers it.
    """
    asked = _asked(questions, members).filter(lambda found: found.side != "bot")
    given = _given(asked, replies, members)
    each = given.aggregate(
        by=["key", "turn", "by", "by_side"],
        first_at=given.replied_at.min(),
        replied=given.replies.sum(),
        identity=given.replier.min(),
    )
    about = asked.select("key", "turn", "id", "channel", "platform", "kind", "language", asking="member")
    joined = each.join(about, ["key", "turn"])
    told = joined.mutate(
        member="by", side="by_side", asker="asking", replies="replied", day=joined.first_at.date(), n=1
    )
    return told.select(**{name: told[name].cast(kind) for name, kind in ANSWER.items()})


def _asked(questions: Table, members: Table) -> Table:
    """With whoever asked, `member` and `side`; without those who are limited."""
    named = questions.left_join(members, questions.asker == members.identity)
    told = named.select(
        *questions.columns,
        member=ibis.coalesce(named.member, -named.asker.cast("int64")),
        side=ibis.ifelse(named.asker.isnull(), "unnamed", named.side.cast("string").fill_null("community")),
    )
    return told.filter(told.side != "limited")


def _given(asked: Table, replies: Table, members: Table) -> Table:
    """Replies to what was asked, with whoever replied, `by` and `by_side`: whoever is known not to have asked, and is
    not limited."""
    named = replies.left_join(members, replies.replier == members.identity)
    told = named.select(
        *replies.columns,
        by=ibis.coalesce(named.member, -named.replier.cast("int64")),
        by_side=named.side.cast("string").fill_null("community"),
    )
    both = told.join(asked.select("key", "turn", "member"), ["key", "turn"])
    return both.filter(both.by_side != "limited", (both.by != both.member) | both.member.isnull())
