"""Questions and the answers to them, under the map of members. `ledger.threads.questions` says what they are."""

import ibis
from ibis.expr.types import Table

from rapport.people.standing import BOT, COMMUNITY, LIMITED, TEAM
from rapport.people.under_map import under_map

WAIT = {
    "key": "int64", "turn": "int16", "id": "binary", "until": "timestamp('UTC')", "accepted_at": "timestamp('UTC')",
    "again": "boolean", "platform": "string", "channel": "int32", "kind": "int16", "language": "string",
    "member": "int64", "side": "string", "answered_at": "timestamp('UTC')", "team_at": "timestamp('UTC')",
    "community_at": "timestamp('UTC')", "repliers": "int64", "day": "date", "n": "int8", "identity": "int32",
    "first_at": "timestamp('UTC')",
}  # fmt: skip

REWAITED = {
    "key": "int64", "turn": "int16", "answered_at": "timestamp('UTC')", "team_at": "timestamp('UTC')",
    "community_at": "timestamp('UTC')", "repliers": "int64",
}  # fmt: skip

ANSWER = {
    "key": "int64", "turn": "int16", "id": "binary", "channel": "int32", "platform": "string", "kind": "int16",
    "language": "string", "member": "int64", "side": "string", "asker": "int64", "replies": "int64", "day": "date",
    "n": "int8", "identity": "int32", "first_at": "timestamp('UTC')",
}  # fmt: skip


def waits(questions: Table, retold: Table, members: Table) -> Table:
    """One row a question, with the columns of the acts (`people.acts`; `member` and `side` are the asker's) and:
        key, turn, id, channel, until, accepted_at, again: as in QUESTION
        answered_at, team_at, community_at: when a human other than the asker first replied, of any side, of the team,
            of the community; null where nobody did
        repliers: int64, how many different humans did

    From `ledger.threads.questions`, and what `retold` says instead. `members` is the map with those whose data are
    limited: such an asker asks nothing here, such a reply is none.
    """
    told = questions.mutate(team_at=ibis.null("timestamp('UTC')"), community_at=questions.answered_at)
    joined = told.left_join(retold, ["key", "turn"], rname="new_{name}")
    anew = joined.new_key.notnull()
    names = [name for name in REWAITED if name not in ("key", "turn")]
    figures = {name: ibis.ifelse(anew, joined[f"new_{name}"], joined[name]) for name in names}
    asked = joined.select(*(name for name in told.columns if name not in figures), **figures)
    named = under_map(asked, members, "asker")
    found = named.mutate(n=ibis.literal(1), identity="asker", first_at="at").filter(named.side != LIMITED)
    return found.select(**{name: found[name].cast(kind) for name, kind in WAIT.items()})


def rewaited(replies: Table, members: Table, uncommon: Table) -> Table:
    """REWAITED: the figures of the questions to which a bot replied, somebody of the team or limited, or perhaps one
    person with two accounts. To all others the community replied, as many people as identities."""
    keys = replies.semi_join(uncommon, replies.replier == uncommon.identity).select("key", "turn").distinct()
    given = _given(replies.semi_join(keys, ["key", "turn"]), members)
    given = given.mutate(human=(given.by_side != BOT) & given.counts)
    # In two steps: counting distinct repliers takes three times as long.
    each = given.group_by("key", "turn", "by", "by_side", "human").aggregate(at=given.replied_at.min())
    moment = each["at"]
    found = each.aggregate(
        by=["key", "turn"],
        answered_at=moment.min(where=each.human),
        team_at=moment.min(where=each.human & (each.by_side == TEAM)),
        community_at=moment.min(where=each.human & (each.by_side == COMMUNITY)),
        repliers=each.human.sum(),
    )
    return found.select(**{name: found[name].cast(kind) for name, kind in REWAITED.items()})


def answers(replies: Table, members: Table, uncommon: Table) -> Table:
    """One row a question × human who replied to it, with the columns of the acts (`member`, `side`, `identity`, `day`
    and `first_at` are those of the reply, their first to it) and:
        key, turn, id, channel, platform, kind, language: the question's, as in QUESTION
        asker: the member who asked; null where the source names none
        replies: how often this one replied to it

    As in `waits`, nobody answers themselves or somebody limited. What a bot says has side 'bot'; what a bot asks is no
    question, so that nobody answers it.
    """
    given = _given(replies, members)
    given = given.filter(given.counts, given.asker_side.fill_null(COMMUNITY) != BOT)
    twins = uncommon.filter(uncommon.twin).select("identity")
    alone = given.anti_join(twins, given.replier == twins.identity)
    several = given.semi_join(twins, given.replier == twins.identity)
    about = ["key", "turn", "id", "channel", "platform", "kind", "language", "asking", "by", "by_side"]
    together = several.aggregate(
        by=about, replied_at=several.replied_at.min(), replies=several.replies.sum(), replier=several.replier.min()
    )
    together = together.mutate(day=together.replied_at.date())
    columns = [*about, "replied_at", "replies", "replier", "day"]
    each = alone.mutate(replies=alone.replies.cast("int64")).select(columns).union(together.select(columns))
    told = each.mutate(
        member="by", side="by_side", asker="asking", n=ibis.literal(1), identity="replier", first_at="replied_at"
    )
    return told.select(**{name: told[name].cast(kind) for name, kind in ANSWER.items()})


def _given(replies: Table, members: Table) -> Table:
    """With whoever replied, `by` and `by_side`, whoever asked, `asking` and `asker_side`, and whether it `counts`:
    neither is limited, and they are two people as far as is known."""
    repliers, askers = members, members.view()
    told = replies.left_join(repliers, replies.replier == repliers.identity).select(
        *replies.columns,
        by=ibis.coalesce(repliers.member, -replies.replier.cast("int64")),
        by_side=repliers.side.cast("string").fill_null(COMMUNITY),
    )
    both = told.left_join(askers, told.asker == askers.identity).select(
        *told.columns,
        asking=ibis.coalesce(askers.member, -told.asker.cast("int64")),
        asker_side=askers.side.cast("string"),
    )
    limited = (both.by_side == LIMITED) | (both.asker_side.fill_null(COMMUNITY) == LIMITED)
    # In one: of two conditions the engine would guess that they leave little, and join the wrong way round.
    counts = ibis.ifelse(limited, False, (both.by != both.asking) | both.asking.isnull())
    return both.mutate(counts=counts)
