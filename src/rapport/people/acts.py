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
names: one row an identity, all in lower case, read when somebody first asks for it, or a newer map needs it:
    member int64, called string (the member's name), handle string, name string, address string, leads boolean (true
    in one row of each member)
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from math import inf
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, TypeVar

import ibis
import pyarrow
from ibis.expr.types import Table

from rapport.ledger.arrow import snapshot
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.engine import Asked, Engine
from rapport.ledger.threads.kept import SHAPES, at_once
from rapport.people.clock import CLOCK, clock
from rapport.people.contributions.weights import Weights
from rapport.people.conversations import ANSWER, REWAITED, WAIT, answers, rewaited, waits
from rapport.people.happenings import HAPPENING, happenings
from rapport.people.threads import RETOLD, THREAD, retold, threads
from rapport.people.ties import PLACE, PLACES, TIE, TIES
from rapport.people.uncommon import CAREER, UNCOMMON, uncommon
from rapport.words.span import Span

T = TypeVar("T")

UNNAMED = "unnamed"
LIMITED = "limited"
"""The side in the map of identities of which nothing may be shown or counted (`people.mine.limiting`)."""

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
_NAME = {
    "member": "int64", "called": "string", "handle": "string", "name": "string", "address": "string",
    "leads": "boolean",
}  # fmt: skip
_NAMES = """
    SELECT link.member_id::bigint AS member, member.name AS called, identity.handle, identity.name,
        identity.email AS address
    FROM people_link link JOIN people_member member ON member.id = link.member_id
        JOIN ledger_identity identity ON identity.id = link.identity_id
    WHERE NOT EXISTS (SELECT FROM people_limited l WHERE l.identity_id = link.identity_id)
"""
ALWAYS_ANEW = ("ties", "places", "happenings", *SHAPES)
"""Tables of `Acts._once`."""

MAY_REST = ("ties", "places")
RESTS, LEAST_REST_SECONDS, MOST_REST_SECONDS = 40, 40.0, 300.0
"""These are made anew after forty times as long as they took at the earliest, or after five minutes; of others, and
where that is not even forty seconds, nobody is told anything older than the acts."""

OfMembers = Callable[[Table], Table]
"""From all acts of some members, rows of theirs, with a column `member`; nobody's follow from another's acts."""
_STANDING = f"CREATE TYPE standing AS ENUM ('community', 'team', 'bot', '{UNNAMED}', '{LIMITED}')"
"""Compared in a third of the time that texts take."""


class Version(NamedTuple):
    """The state of the ledger's copy and of the members' map, and the day it was asked for."""

    copy: duckdb.Version | None
    """None before the first copy: members are there then, with nothing counted."""
    members: int
    today: date


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
    steps: int = 0
    """How often they were brought on since they were loaded."""

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
        self.also("names", lambda: _lowered(_read_names(_NAMES)), temp=False)
        return ibis.table(_NAME, name="names")

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


def load(
    engine: Engine,
    members: pyarrow.Table,
    version: Version,
    weights: Weights | None = None,
    *,
    copy: Callable[[], Engine] = duckdb.copied,
) -> Acts:
    """Join the engine's `rollup` with the map, once; the result goes when nobody holds these acts any more.

    Its `mention` counts whom people mention. Without `weights`, kinds weigh what they weigh by default. `copy` gives an
    engine over the copy for what is read from every single activity.
    """
    weights = weights or Weights()
    with engine.given({"given": members}):
        for statement in (_STANDING, *_ACTS, _careers(weights), _MENTIONS, *_everybody()):
            engine.run(statement)
    spans = spans_in(engine)
    recent = recent_in(engine, spans, version.today)
    return Acts(version, engine, spans, languages_in(engine), recent, weights, copy=copy)


def spans_in(engine: Engine) -> dict[str, Span]:
    """Each platform's first and last day."""
    acts = Acts.table
    days = _ask(engine, acts.aggregate(by="platform", first=acts.day.min(), last=acts.day.max()))
    return {row["platform"]: Span(row["first"], row["last"]) for row in sorted(days, key=lambda row: row["platform"])}


def _ask(engine: Engine, question: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.arrow(question).to_pylist()
    return rows


def relink(
    acts: Acts,
    members: pyarrow.Table,
    version: Version,
    weights: Weights | None = None,
    *,
    among: Collection[int] | None = None,
) -> Acts:
    """The same acts under a newer map and newer weights, in a fraction of the time: only what changed is written.

    Where it is known `among` which identities everything is that changed, nothing else is looked at. A page that asks
    the older state just then may meet the newer map.
    """
    weights = weights or acts.weights
    assert isinstance(acts.engine, duckdb.DuckDB)  # noqa: S101  # acts elsewhere are loaded anew
    beside = acts.engine.beside()
    relinked = Acts(
        version,
        beside,
        acts.spans,
        acts.languages,
        acts.recent,
        weights,
        copy=acts.copy,
        writing=acts.writing,
        outdated=acts.outdated,
        of_members=acts.of_members,
        rests_until=acts.rests_until,
        steps=acts.steps,
    )
    relinked.as_of, relinked.verified = acts.as_of, acts.verified
    with beside.given({"newer": members}), acts.writing, all_or_nothing(beside):
        for statement in (_moved(among), *_RELINK):
            beside.run(statement)
        for statement in AFFECTED_ANEW if weights == acts.weights else (_careers(weights), *_everybody()):
            beside.run(statement)
        bring_on_of_members(acts, beside)
        if among is not None and "names" in acts._made:
            _name_anew(beside, among)
            relinked._made.add("names")
    return relinked


@contextmanager
def all_or_nothing(engine: Engine) -> Iterator[None]:
    """Others see all that is written or nothing of it."""
    engine.run("BEGIN")
    try:
        yield
    except BaseException:
        engine.run("ROLLBACK")
        raise
    engine.run("COMMIT")


def _name_anew(engine: duckdb.DuckDB, among: Collection[int]) -> None:
    """Read again what those are called who are these identities, or whom the newer map concerns otherwise."""
    listed = _numbers(among)
    found = engine.arrow(
        f"SELECT member FROM affected WHERE member > 0 UNION SELECT member FROM map WHERE identity IN ({listed})"
    )
    concerned = _numbers(found["member"].to_pylist())
    read = _lowered(_read_names(f"{_NAMES} AND link.member_id IN ({concerned})"))
    engine.run(f"DELETE FROM names WHERE member IN ({concerned})")
    engine.backend.insert("names", read)


def _numbers(keys: Collection[int]) -> str:
    """Numbers of our own for a query; 0, which nothing has, where there are none."""
    return ", ".join(str(int(key)) for key in keys) or "0"


# In SQL, as Ibis would take longer to write it than the engine takes to answer.
_ACTS = (
    "CREATE TABLE map AS SELECT identity, member, side::standing AS side FROM given",
    # What one person did stands together, so that a question about them reads little.
    f"""
    CREATE TABLE every_act AS
    SELECT day, platform, kind, language, n, first_at, r.identity, coalesce(m.member, -r.identity::bigint) AS member,
        CASE WHEN r.identity IS NULL THEN '{UNNAMED}'::standing ELSE coalesce(m.side, 'community'::standing) END AS side
    FROM rollup r LEFT JOIN map m ON m.identity = r.identity ORDER BY r.identity
    """,
    f"CREATE VIEW acts AS SELECT * FROM every_act WHERE side <> '{LIMITED}'",
    f"CREATE VIEW members AS SELECT * FROM map WHERE side <> '{LIMITED}'",
)
_CAREERS = """
    WITH counted AS (
        SELECT identity, sum(n)::bigint AS activities,
            coalesce(sum(n) FILTER (w.weight IS NOT NULL), 0)::bigint AS contributions,
            coalesce(sum(n * w.weight), 0)::bigint AS weight, max(day) AS last, min(first_at) AS first_at,
            min(platform) AS lowest, max(platform) AS highest
        FROM every_act a LEFT JOIN (VALUES {weights}) AS w (kind, weight) ON w.kind = a.kind
        WHERE identity IS NOT NULL AND {those} GROUP BY identity
    )
    SELECT c.identity, activities, contributions, weight, c.last, c.first_at, lowest, highest, day, platform, kind,
        language
    FROM counted c JOIN every_act a ON a.identity = c.identity AND a.first_at = c.first_at
    QUALIFY row_number() OVER (PARTITION BY c.identity ORDER BY platform, kind) = 1
"""
_MENTIONS = """
    CREATE TABLE mentions AS
    SELECT identity, mentioned, sum(n)::int AS n FROM mention GROUP BY identity, mentioned
"""
_MOVED = """
    CREATE OR REPLACE TEMP TABLE moved AS
    SELECT identity, o.member AS was, coalesce(n.member, -identity) AS member,
        coalesce(n.side::standing, 'community'::standing) AS side
    FROM (SELECT * FROM map {among}) o FULL JOIN (SELECT * FROM newer {among}) n USING (identity)
    WHERE n.member IS DISTINCT FROM o.member OR n.side::standing IS DISTINCT FROM o.side
"""
_AFFECTED = "WHERE member IN (SELECT member FROM affected)"
_RELINK = (
    "UPDATE every_act AS a SET member = moved.member, side = moved.side FROM moved WHERE a.identity = moved.identity",
    "DELETE FROM map WHERE identity IN (SELECT identity FROM moved)",
    "INSERT INTO map SELECT identity, member, side FROM newer WHERE identity IN (SELECT identity FROM moved)",
    """
    CREATE OR REPLACE TEMP TABLE affected AS
    SELECT member FROM moved UNION SELECT coalesce(was, -identity) FROM moved UNION SELECT -identity FROM moved
    """,
    f"""
    CREATE OR REPLACE TEMP TABLE theirs AS
    SELECT identity FROM moved UNION SELECT identity FROM map {_AFFECTED}
    """,
)
_LINKED = f"""
    CREATE OR REPLACE TEMP TABLE linked AS
    SELECT coalesce(m.member, -c.identity) AS member, coalesce(m.side, 'community'::standing) AS side, c.*
    FROM (FROM careers {{those}}) c LEFT JOIN (FROM map {{those}}) m ON m.identity = c.identity
    WHERE m.side IS DISTINCT FROM '{LIMITED}'
"""
_FIRSTS = """
    SELECT day, platform, kind, language, 1 AS n, first_at, identity, member, side FROM linked
    QUALIFY row_number() OVER (PARTITION BY member ORDER BY first_at, platform, kind) = 1
"""
_TOTALS = """
    WITH counted AS (
        SELECT member, sum(activities)::bigint AS activities, sum(contributions)::bigint AS contributions,
            sum(weight)::bigint AS weight, max(last) AS last
        FROM linked GROUP BY member
    )
    SELECT m.member, m.side, coalesce(activities, 0) AS activities, coalesce(contributions, 0) AS contributions,
        coalesce(weight, 0) AS weight, first_at AS first, last, platform AS came_by
    FROM (SELECT DISTINCT member, side FROM members {those}) m
        LEFT JOIN counted c ON c.member = m.member LEFT JOIN firsts f ON f.member = m.member
"""
AFFECTED_ANEW = (
    _LINKED.format(those="WHERE identity IN (FROM theirs)"),
    f"DELETE FROM firsts {_AFFECTED}",
    f"INSERT INTO firsts {_FIRSTS}",
    f"DELETE FROM totals {_AFFECTED}",
    f"INSERT INTO totals {_TOTALS.format(those=_AFFECTED)}",
)
"""The rows of firsts and totals of the members that are `affected`, who are `theirs` (identities), worked out anew."""


def bring_on_of_members(acts: Acts, engine: duckdb.DuckDB) -> None:
    """Work out anew what `Acts.brought_on` holds of the members that are `affected`."""
    rows = Acts.table.semi_join(ibis.table({"member": "int64"}, name="affected"), "member")
    for name, make in acts.of_members.items():
        engine.run(f"DELETE FROM {name} {_AFFECTED}")
        engine.add(name, make(rows))


def _everybody() -> tuple[str, ...]:
    """What follows from the map, worked out from one row an identity."""
    return (
        _LINKED.format(those=""),
        f"CREATE OR REPLACE TABLE firsts AS {_FIRSTS}",
        f"CREATE OR REPLACE TABLE totals AS {_TOTALS.format(those='')}",
        "DROP TABLE linked",
    )


def _moved(among: Collection[int] | None) -> str:
    return _MOVED.format(among="" if among is None else f"WHERE identity IN ({_numbers(among)})")


def _careers(weights: Weights) -> str:
    return f"CREATE OR REPLACE TABLE careers AS {_counted(weights, 'true')}"


def careers_of(weights: Weights, those: str) -> str:
    """Put in what those identities did, of whom nothing is there."""
    return f"INSERT INTO careers {_counted(weights, those)}"


def _counted(weights: Weights, those: str) -> str:
    """What each identity did in all, and the first of it. Of two at one instant platform and kind decide."""
    giving = {kind: weights.weight(kind) for kind in weights.giving} or {0: 0}  # no kind has this number
    return _CAREERS.format(weights=", ".join(str(pair) for pair in giving.items()), those=those)


def languages_in(engine: Engine) -> tuple[str, ...]:
    acts = Acts.table
    counted = acts.filter(acts.language.notnull()).aggregate(by="language", n=acts.n.sum())
    return tuple(row["language"] for row in _ask(engine, counted.order_by(counted.n.desc(), "language")))


def recent_in(engine: Engine, spans: Mapping[str, Span], today: date) -> float:
    if not spans:
        return 0.0
    last = min(max(span.last for span in spans.values()), today)
    since = max(last, EARLIEST) - timedelta(days=365)
    acts = Acts.table
    counted = acts.aggregate(recent=acts.n.sum(where=acts.day > since).fill_null(0), all=acts.n.sum())
    [row] = _ask(engine, counted)
    return float(row["recent"] / row["all"])


def _read_names(query: str) -> pyarrow.Table:
    with snapshot() as look:
        return look.table(query)


def _lowered(names: pyarrow.Table) -> Table:
    table = ibis.memtable(names)
    lowered = {column: table[column].lower() for column in ("called", "handle", "name", "address")}
    return table.mutate(**lowered, leads=ibis.row_number().over(group_by="member") == 0)
