"""What people began to talk about: worked out from the copy."""

from ibis.expr.types import Table

from rapport.ledger.threads.parts import month_of
from rapport.ledger.threads.questions import begins
from rapport.words.kinds import BY_NAME

BEGINNING = tuple(
    BY_NAME[name].number
    for name in ("topic", "post", "message", "question", "issue", "pull_request", "article", "video", "comment")
)
"""The kinds that may begin a conversation in words."""

BEGUN = {
    "month": "int32", "key": "int64", "id": "binary", "at": "timestamp('UTC')", "day": "date", "platform": "string",
    "channel": "int32", "kind": "int16", "language": "string", "identity": "int32",
}  # fmt: skip
"""One row a message that is the first of its thread and answers nothing; `day` is in UTC."""


def beginnings(activity: Table) -> Table:
    """BEGUN from the copy's `activity`."""
    said = begins(activity)
    said = said.filter(said.kind.isin(BEGINNING))
    found = said.mutate(month=month_of(said["at"]), day=said["at"].date())
    return found.select(**{name: found[name].cast(kind) for name, kind in BEGUN.items()})
