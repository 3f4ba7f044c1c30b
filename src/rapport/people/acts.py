"""Everything anybody did, with the member who did it: the tables that lists, profiles and metrics count.

One state of the ledger's copy and of the members' map, joined in an engine of its own:

acts: one row a day (UTC) × platform × kind × language × identity:
    day date, platform string, kind int16, language string (ISO 639; null where none is told), n int32 (activities),
    first_at timestamp (the first of them), identity int32 and member int64 (both null where the source names no
    author), side string ('community', 'team', 'bot', 'unnamed'). An identity that nobody has linked yet is a community
    member by itself, with a number below zero.
firsts: one row a member, the first thing they ever did, with the columns of acts; n is 1
totals: one row a member with a number above zero, also where nothing is counted of them yet:
    member int64, side string, activities int64, contributions int64, weight int64 (of all contributions), first
    timestamp, last date, came_by string (the platform of the first activity; of two at one instant, the first in the
    alphabet)
mentions: one row an identity × identity that it mentions: identity int32, mentioned int32, n int32 (activities)
members: one row a linked identity: identity int32, member int64, side string
careers: one row an identity: what it did in all, its first act, and lowest and highest, its first and last platform in
    the alphabet
every_act: acts, and those of identities that are limited, which are in none of the others (side 'limited', no member)
ties: one row an identity × another to whom it spoke directly, worked out when somebody first asks:
    identity int32, other int32, n int32 (activities that answer or mention the other, each once), last_at timestamp and
    last_id binary (the newest of these)
places: one row an identity × channel, worked out with the ties: identity int32, channel int32, n int32, last date
answers: replies to questions, put together when somebody first asks (`people.conversations`)
waits: questions (`people.conversations`); threads: threads and who spoke in them (`people.threads`): views over what is
    kept beside the copy by identity, and over what is told anew of those whom `people.uncommon` names
clock: when people write, and in which zone (`people.clock`): a view over what is kept beside the copy
happenings: releases, tags and events, worked out when somebody first asks (`people.happenings`)
audience: how far posts went, by identity, worked out when somebody first asks; reach: the same of members, a view over
    it (`people.audience`)
names: one row an identity, all in lower case, read when somebody first asks for it, or a newer map needs it:
    member int64, called string (the member's name), handle string, name string, address string, leads boolean (true
    in one row of each member)
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from math import inf
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, TypeVar

import ibis
import pyarrow
from ibis.expr.types import Table

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.engine import Asked, Engine
from rapport.ledger.threads.kept import SHAPES, at_once
from rapport.people.audience import AUDIENCE, REACH, audience, reach
from rapport.people.called import NAME, called
from rapport.people.clock import CLOCK, clock
from rapport.people.contributions.weights import Weights
from rapport.people.conversations import ANSWER, REWAITED, WAIT, answers, rewaited, waits
from rapport.people.happenings import HAPPENING, happenings
from rapport.people.threads import RETOLD, THREAD, retold, threads
from rapport.people.ties import PLACE, PLACES, TIE, TIES
from rapport.people.uncommon import CAREER, UNCOMMON, uncommon
from rapport.words.span import Span

T = TypeVar("T")

LIVE = timedelta(days=7)
"""A home whose newest activity is older holds an archive."""
EARLIEST = date(1970, 1, 1)
"""No clock that was ever set shows an earlier day."""

_ACT = {
    "day": "date", "platform": "string", "kind": "int16", "language": "string", "n": "int32",
    "first_at": "timestamp('UTC')", "identity": "int32", "member": "int64", "side": "string",
}  # fmt: skip
_TOTAL = {
    "member": "int64", "side": "string", "activities": "int64", "contributions": "int64", "weight": "int64",
    "first": "timestamp('UTC')", "last": "date", "came_by": "string",
}  # fmt: skip
ALWAYS_ANEW = ("ties", "places", "happenings", "audience", *SHAPES)
"""Tables of `Acts._once`."""

MAY_REST = ("ties", "places", "audience")
RESTS, LEAST_REST_SECONDS, MOST_REST_SECONDS = 40, 40.0, 300.0
"""These are made anew after forty times as long as they took at the earliest, or after five minutes; of others, and
where that is not even forty seconds, nobody is told anything older than the acts."""

OfMembers = Callable[[Table], Table]
"""From all acts of some members, rows of theirs, with a column `member`; nobody's follow from another's acts."""


class Version(NamedTuple):
    """The state of the ledger's copy and of the members' map, and the day it was asked for."""

    copy: duckdb.Version | None
    """None before the first copy: members are there then, with nothing counted."""
    members: int
    today: date


@dataclass(eq=False)
class Steps:
    """How the tables that all states of an engine share were brought on since they were loaded."""

    copy: duckdb.Version | None = None
    """The copy that they tell of by now."""
    changed: list[date] = field(default_factory=list)
    """Of each step, the first day of which an act came, went, changed or became another's."""


@dataclass(eq=False)
class Acts:
    version: Version
    engine: Engine
    spans: Mapping[str, Span]
    """Each platform's first and last day of activity."""
    languages: tuple[str, ...]
    """Those that anybody writes in, the most frequent first."""
    recent: float
    """The share of everything that was done in the last twelve months of it."""
    weights: Weights = field(default_factory=Weights)
    """Which kinds are contributions, and how much each weighs, when the totals were counted."""
    as_of: datetime | None = None
    """Everything up to this time is in it; None before the first copy."""
    copy: Callable[[], Engine] = duckdb.copied
    """An engine over the copy, for what is read from every single activity."""
    verified: float = -inf
    """When the watch last saw it to be the newest, on the clock of `time.monotonic`."""
    _asking: Lock = field(default_factory=Lock)
    """A connection answers one question at a time."""
    _made: set[str] = field(default_factory=set)
    """The tables that were made beside those of every state."""
    writing: Lock = field(default_factory=Lock)
    """One state at a time writes what all states of an engine share."""
    outdated: set[str] = field(default_factory=set)
    """What follows from an older copy among that, to be made anew by who first asks."""
    rests_until: dict[str, float] = field(default_factory=dict)
    """Until when, on the clock of `monotonic`, an older one of those that `MAY_REST` will do."""
    of_members: dict[str, OfMembers] = field(default_factory=dict)
    """What is brought on with the acts, member by member."""
    steps: Steps = field(default_factory=Steps)
    step: int = 0
    """How many of these steps this state has behind it, at least."""
    merged: int = 0
    """The map in which somebody known was last somebody else than before; who is linked for the first time is not."""

    table = ibis.table(_ACT, name="acts")
    firsts = ibis.table(_ACT, name="firsts")
    totals = ibis.table(_TOTAL, name="totals")
    mentions = ibis.table({"identity": "int32", "mentioned": "int32", "n": "int32"}, name="mentions")
    every_act = ibis.table(_ACT, name="every_act")
    members = ibis.table({"identity": "int32", "member": "int64", "side": "string"}, name="members")
    careers = ibis.table(CAREER, name="careers")
    # The same for every state, so that a question's SQL is written once.

    def ask(self, question: Table, beside: Mapping[str, pyarrow.Table] | None = None) -> list[dict[str, Any]]:
        """The rows of an answer. `beside` are tables that only this question knows, by name."""
        rows: list[dict[str, Any]] = self.arrow(question, beside).to_pylist()
        return rows

    def arrow(self, question: Table, beside: Mapping[str, pyarrow.Table] | None = None) -> pyarrow.Table:
        """As `ask`, for thousands of rows that are counted on."""
        with self._asking, self.engine.given(beside or {}):
            return self._as_files_are(lambda: self.engine.arrow(question))

    @property
    def names(self) -> Table:
        self.also("names", called, temp=False)
        return ibis.table(NAME, name="names")

    @property
    def ties(self) -> Table:
        self._once({"ties": TIES, "places": PLACES})
        return ibis.table(TIE, name="ties")

    @property
    def places(self) -> Table:
        self._once({"ties": TIES, "places": PLACES})
        return ibis.table(PLACE, name="places")

    def followed(self, name: str) -> Table:
        """What follows from whole threads (`ledger.threads.kept`): kept beside the copy, or worked out when somebody
        first asks."""
        self._once({name: at_once()[name]})
        return ibis.table(SHAPES[name], name=name)

    @property
    def waits(self) -> Table:
        """Under the map of this state."""
        asked, given = self.followed("question"), self.followed("reply")
        apart = self._uncommon
        anew = self._told("rewaited", REWAITED, lambda: rewaited(given, self.everybody, apart))
        return self._seen("waits", WAIT, lambda: waits(asked, anew, self.everybody))

    @property
    def answers(self) -> Table:
        """Under the map of this state."""
        given, apart = self.followed("reply"), self._uncommon
        return self._told("answers", ANSWER, lambda: answers(given, self.everybody, apart))

    @property
    def threads(self) -> Table:
        """Under the map of this state."""
        opened, spoke = self.followed("opening"), self.followed("voice")
        apart = self._uncommon
        anew = self._told("retold", RETOLD, lambda: retold(opened, spoke, self.everybody, apart))
        return self._seen("threads", THREAD, lambda: threads(opened, anew, self.everybody))

    @property
    def clock(self) -> Table:
        """Under the map of this state."""
        told = self.followed("hour")
        return self._seen("clock", CLOCK, lambda: clock(told, self.everybody))

    @property
    def _uncommon(self) -> Table:
        return self._told("uncommon", UNCOMMON, lambda: uncommon(self.everybody, self.careers))

    def _told(self, name: str, shape: Mapping[str, str], make: Callable[[], Table]) -> Table:
        self.also(name, make)
        return ibis.table(shape, name=name)

    def _seen(self, name: str, shape: Mapping[str, str], make: Callable[[], Table]) -> Table:
        """A view: it is told from what is kept beside the copy as often as somebody asks, which costs less than to keep
        all of it once more."""
        with self._asking:
            if name not in self._made:
                self.engine.view(name, make())
                self._made.add(name)
        return ibis.table(shape, name=name)

    @property
    def happenings(self) -> Table:
        self._once({"happenings": happenings()})
        return ibis.table(HAPPENING, name="happenings")

    @property
    def reach(self) -> Table:
        """Under the map of this state."""
        self._once({"audience": audience()})
        told = ibis.table(AUDIENCE, name="audience")
        return self._seen("reach", REACH, lambda: reach(told, self.everybody))

    @property
    def everybody(self) -> Table:
        """As `members`, with those who are limited."""
        return ibis.table(self.members.schema(), name="map")

    def also(self, name: str, make: Callable[[], Table | pyarrow.Table], *, temp: bool = True) -> None:
        """Have a table of this name too, made when somebody first asks for it.

        It goes with these acts, unless it is not `temp`: a newer state of the same engine may go on with it then.
        """
        with self._asking:
            if name not in self._made:
                with nullcontext() if temp else self.writing:
                    self._keep(name, make, temp)
                self._made.add(name)

    def brought_on(self, name: str, make: OfMembers) -> None:
        """Have a table of this name too, made when somebody first asks for it; a newer state of the same engine goes on
        with it, and makes it anew of those alone of whom anything changed."""
        with self._asking:
            if name not in self._made:
                with self.writing:
                    if name not in self.of_members:
                        self._keep(name, lambda: make(self.table), temp=False)
                        self.of_members[name] = make
                self._made.add(name)

    def _keep(self, name: str, make: Callable[[], Table | pyarrow.Table], temp: bool) -> None:
        self._as_files_are(lambda: self.engine.keep(name, make(), temp=temp))

    def _as_files_are(self, do: Callable[[], T]) -> T:
        """Once more over the newest files where those are gone that the engine's views are over."""
        try:
            return do()
        except duckdb.FAILURES:
            if not isinstance(self.engine, duckdb.DuckDB):
                raise
            self.engine.look_again()
            return do()

    def _once(self, questions: Mapping[str, Asked]) -> None:
        """What follows from the copy alone is made once an engine, when somebody first asks: a newer map finds it.

        It is read through a connection of its own: an erasure may have removed files that an engine's views name.
        """
        with self._asking:
            if questions.keys() <= self._made:
                return
            if self.outdated & questions.keys() or not self.engine.holds(list(questions)[-1]):
                began = monotonic()
                read = duckdb.again_if_swept(lambda: self._read(questions))
                with self.writing:  # not while it is read: a merge waits for this
                    for name, found in read.items():
                        self.engine.keep(name, found, temp=False)
                    self.outdated.difference_update(questions)
                rest = min(RESTS * (monotonic() - began), MOST_REST_SECONDS)
                if rest >= LEAST_REST_SECONDS:
                    self.rests_until.update((name, began + rest) for name in questions if name in MAY_REST)
            self._made.update(questions)

    def outdate(self, names: Iterable[str]) -> None:
        """The copy is newer than these, which follow from it."""
        self.outdated.update(name for name in names if self.rests_until.get(name, 0.0) <= monotonic())

    def twin(self) -> "Acts":
        """The same through a connection of its own: who asks much of it keeps nobody waiting."""
        assert isinstance(self.engine, duckdb.DuckDB)  # noqa: S101  # elsewhere nobody else asks
        twin = replace(self, engine=self.engine.beside(), _asking=Lock(), _made=set())
        twin.go_on_with_names(self)
        return twin

    def go_on_with_names(self, before: "Acts") -> None:
        """Of the same engine and map."""
        self._made.update(before._made & {"names"})

    def _read(self, questions: Mapping[str, Asked]) -> Mapping[str, Asked | pyarrow.Table]:
        """From the copy, unless the engine itself is over it and need not be given what it can find."""
        copy = self.copy()
        return questions if copy is self.engine else {name: copy.arrow(asked) for name, asked in questions.items()}

    def span(self, platform: str | None = None) -> Span | None:
        """The first and last day of what the ledger holds, from 1970 to today.

        An activity dated outside of that (a clock set wrong) does not stretch the span.
        """
        chosen = [span for name, span in self.spans.items() if platform in (None, name)]
        if not chosen:
            return None
        first, last = min(span.first for span in chosen), max(span.last for span in chosen)
        return Span(self._likely(first), self._likely(last))

    @property
    def known(self) -> datetime:
        """Until when anything is known. Where things come in, that is until now; an archive ends with its last day."""
        span = self.span()
        if span is None:
            return self.as_of or datetime.now(UTC)
        ended = datetime.combine(span.last, time.max, UTC)
        if self.as_of is None:
            return ended
        return self.as_of if self.as_of - ended < LIVE else min(ended, self.as_of)

    def _likely(self, day: date) -> date:
        return min(max(day, EARLIEST), self.version.today)
