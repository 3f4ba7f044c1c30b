"""What there is to thank somebody for, told from what they did. Pure.

A reason names the activities that it rests on: if one of them is gone, so is the reason.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from rapport.people.knowing.milestones import years_after
from rapport.words.kinds import BY_NAME
from rapport.words.span import Span

What = Literal["first", "answers", "gifts", "return", "years", "thread"]

PASSIVE = frozenset(
    BY_NAME[name].number
    for name in ("star", "follow", "fork", "reaction", "vote", "join", "leave", "rsvp", "member", "other", "repost")
)
"""Nobody is thanked, or written to, because they did one of these."""

ROUND = (10, 25, 50, 100, 250, 500, 1000)
AWAY_DAYS = 365
HELPED = 5
"""So often somebody wrote in a thread that another began."""


class Deed(NamedTuple):
    id: UUID
    at: datetime
    kind: int
    thread: UUID | None = None

    @property
    def day(self) -> date:
        return self.at.astimezone(UTC).date()


class Row(NamedTuple):
    """An activity as it stands in the ledger."""

    id: UUID
    at: datetime
    kind: int
    identity: int | None
    title: str
    url: str
    """Where it stands on its platform; empty where nobody knows."""
    platform: str
    channel: str


class Reason(NamedTuple):
    what: What
    n: int
    """Which contribution or answer it was; days away; years; how often they wrote."""
    shown: UUID
    """The activity that it is about; of a thread, the one that began it."""
    since: UUID
    """The last one before a return, the first one in a thread; else `shown`."""
    until: UUID
    """The last one in a thread; else `shown`."""
    rests_on: tuple[UUID, ...]
    day: date
    """When there came to be something to thank for, in UTC."""

    @property
    def key(self) -> str:
        """Names it among all reasons of one person: `answers-10`."""
        if self.what == "thread":
            return f"thread-{self.shown.hex[:12]}"
        return f"return-{self.day}" if self.what == "return" else f"{self.what}-{self.n}"


def reasons(
    deeds: Sequence[Deed],
    window: Span,
    *,
    giving: Collection[int],
    answering: Collection[int],
    others: Collection[UUID] = (),
) -> list[Reason]:
    """Those that came up in the window, the weightiest first.

    `deeds` is everything that one person did, or what `record.needed` leaves of it; `others` are the threads among them
    that somebody else began.
    """
    done = sorted((deed for deed in deeds if deed.kind not in PASSIVE), key=lambda deed: (deed.at, deed.id))
    gifts = [deed for deed in done if deed.kind in giving]
    answers = [deed for deed in gifts if deed.kind in answering]
    return [
        *_first(gifts, window),
        *_round("answers", answers, window),
        *_round("gifts", gifts, window),
        *_return(done, window),
        *_threads(done, window, others),
        *_years(done, window),
    ]


def _first(gifts: Sequence[Deed], window: Span) -> Iterator[Reason]:
    if gifts and _in(gifts[0].day, window):
        yield _about("first", 1, gifts[0])


def _round(what: What, gifts: Sequence[Deed], window: Span) -> Iterator[Reason]:
    reached = [n for n in ROUND if n <= len(gifts) and _in(gifts[n - 1].day, window)]
    if reached:
        n = reached[-1]
        yield _about(what, n, gifts[n - 1])._replace(rests_on=tuple(gift.id for gift in gifts[:n]))


def _return(done: Sequence[Deed], window: Span) -> Iterator[Reason]:
    for before, after in zip(done[::-1][1:], done[::-1], strict=False):
        away = (after.day - before.day).days
        if _in(after.day, window) and away >= AWAY_DAYS:
            yield _about("return", away, after)._replace(since=before.id, rests_on=(before.id, after.id))
            return


def _years(done: Sequence[Deed], window: Span) -> Iterator[Reason]:
    """Only of those who are still there: they did something in the window."""
    if not done or not any(_in(deed.day, window) for deed in done):
        return
    for years in range(window.last.year - done[0].day.year, 0, -1):
        day = years_after(done[0].day, years)
        if _in(day, window):
            yield _about("years", years, done[0])._replace(day=day)
            return


def _threads(done: Sequence[Deed], window: Span, others: Collection[UUID]) -> Iterator[Reason]:
    written: dict[UUID, list[Deed]] = defaultdict(list)
    for deed in done:
        if deed.thread and deed.thread in others and deed.id != deed.thread and _in(deed.day, window):
            written[deed.thread].append(deed)
    helped = {thread: mine for thread, mine in written.items() if len(mine) >= HELPED}
    if helped:
        thread, mine = max(helped.items(), key=lambda one: (len(one[1]), one[0]))
        ids = tuple(deed.id for deed in mine)
        yield Reason("thread", len(mine), thread, ids[0], ids[-1], (thread, *ids), mine[-1].day)


def _about(what: What, n: int, deed: Deed) -> Reason:
    return Reason(what, n, deed.id, deed.id, deed.id, (deed.id,), deed.day)


def _in(day: date, window: Span) -> bool:
    return window.first <= day <= window.last
