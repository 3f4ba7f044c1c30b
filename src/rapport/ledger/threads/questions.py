"""Who waited for an answer, and who gave it: questions and the replies to them, worked out from the copy.

A question is whatever waits for an answer: what a question-and-answer site calls so, an issue, a pull request, and the
first message of a thread whose text asks (`text.questions`). When it is opened again, a new clock starts, whose asker
is who opened it again. A reply is what somebody else says in its thread, or merging what was asked to be merged; the
mark that accepts an answer is none, nor is a reaction. Closing ends the wait without an answer.
"""

import ibis
from ibis.expr.types import BooleanValue, Table

from rapport.ledger.threads.parts import month_of, named_after
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

QUESTION = {
    "month": "int32", "key": "int64", "turn": "int16", "root": "int64", "id": "binary", "at": "timestamp('UTC')",
    "day": "date", "until": "timestamp('UTC')", "accepted_at": "timestamp('UTC')", "again": "boolean",
    "platform": "string", "channel": "int32", "kind": "int16", "language": "string", "asker": "int32",
    "answered_at": "timestamp('UTC')", "repliers": "int32",
}  # fmt: skip
"""One row a question:
    month, day: of `at`, in UTC
    key, id, platform, channel, kind, language: of what was asked
    turn: 0, and 1, 2, … when it was opened again
    root: the key of its thread
    at: when this clock started
    until: when it was closed (null: never)
    accepted_at: when the first answer was accepted (null: none was)
    again: whether this clock started when it was opened again
    asker: the identity that asked, or opened again; null where the source names none
    answered_at, repliers: when another identity first replied, and how many did"""

ASKED = {name: kind for name, kind in QUESTION.items() if name not in ("answered_at", "repliers")}
"""The same before it is known who replied."""

REPLY = {
    "month": "int32", "key": "int64", "turn": "int16", "id": "binary", "platform": "string", "channel": "int32",
    "kind": "int16", "language": "string", "asker": "int32", "replier": "int32", "replied_at": "timestamp('UTC')",
    "day": "date", "replies": "int32",
}  # fmt: skip
"""One row a question × identity other than the asker that replied before `until`:
    month, key, turn, id, platform, channel, kind, language, asker: the question's
    replied_at, day, replies: when first, its day in UTC, how often"""


def questions(asked: Table, replies: Table) -> Table:
    """QUESTION from ASKED and REPLY."""
    first = replies.aggregate(by=["key", "turn"], answered_at=replies.replied_at.min(), repliers=replies.count())
    told = asked.left_join(first, ["key", "turn"])
    found = told.mutate(repliers=told.repliers.fill_null(0))
    return found.select(**{name: found[name].cast(kind) for name, kind in QUESTION.items()})


def asked(activity: Table) -> Table:
    """ASKED from the copy's `activity`."""
    said = activity.mutate(root=named_after(activity))
    first = _asked(said)
    starts = first.mutate(again=False).union(_again(said, first).mutate(again=True))
    ended = _ended(said, starts)
    order = ibis.row_number().over(group_by="key", order_by=[ended.again, ended["at"], ended.asker])
    found = ended.mutate(turn=order, month=month_of(ended["at"]), day=ended["at"].date())
    return found.select(**{name: found[name].cast(kind) for name, kind in ASKED.items()})


def begins(activity: Table) -> Table:
    """What of it is the first of its thread, and answers nothing."""
    return activity.filter(_begins(activity))


_SAID = ("root", "key", "id", "at", "platform", "channel", "kind", "language", "asker")


def _asked(said: Table) -> Table:
    """What waits for an answer, each with the root of its thread."""
    first = said.filter(
        said.kind.isin(WAITING) | (said.kind.isin(OPENING) & said.asks.fill_null(ibis.literal(False)) & _begins(said))
    )
    return first.mutate(asker=first.identity, root=ibis.coalesce(first.within, first.key)).select(_SAID)


def _begins(said: Table) -> BooleanValue:
    """Whether it is the first of its thread. Some platforms name a thread after a subject, which is no message:
    whoever asks there begins."""
    named = said.within.isin(said.view().key).fill_null(False)  # a bare "not in" makes Spark compare all with all
    return said.above.isnull() & (said.within.isnull() | (said.within == said.key) | ~named)


def _again(said: Table, asked: Table) -> Table:
    reopened = said.filter(said.kind.isin(REOPENING)).select("root", again_at="at", by="identity")
    found = reopened.join(asked.drop("asker"), "root")
    found = found.filter(found.again_at > found["at"])
    return found.mutate(at=found.again_at, asker=found.by).select(_SAID)


def _ended(said: Table, starts: Table) -> Table:
    """With `until` and `accepted_at`: when first after it began."""
    ends = said.filter(said.kind.isin((*ENDING, *ACCEPTING))).select(
        "root", end="at", accepts=said.kind.isin(ACCEPTING)
    )
    joined = starts.left_join(ends, [starts.root == ends.root, ends.end > starts["at"]])
    return joined.aggregate(
        by=[starts[name] for name in (*_SAID, "again")],
        until=ends.end.min(where=~ends.accepts),
        accepted_at=ends.end.min(where=ends.accepts),
    )


def replies(activity: Table, asked: Table) -> Table:
    """REPLY from the copy's `activity` and its ASKED."""
    said = activity.filter(activity.kind.isin(REPLYING) & activity.identity.notnull())
    said = said.select(root=named_after(said), reply="key", replied_at="at", replier="identity")
    # An outer join on more than equal roots would compare every question with every reply.
    joined = asked.join(said, "root")
    fits = joined.filter(
        joined.replied_at >= joined["at"],
        joined.reply != joined.key,
        (joined.replied_at <= joined.until) | joined.until.isnull(),
        (joined.replier != joined.asker) | joined.asker.isnull(),
    )
    about = ["month", "key", "turn", "id", "platform", "channel", "kind", "language", "asker", "replier"]
    counted = fits.aggregate(by=about, replied_at=fits.replied_at.min(), replies=fits.count())
    found = counted.mutate(day=counted.replied_at.date())
    return found.select(**{name: found[name].cast(kind) for name, kind in REPLY.items()})
