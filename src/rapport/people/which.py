"""Which activities somebody did: the copy finds their ids, and the table then tells by id what each says now.

The table keeps no index by author: it would cost an import a fifth of PostgreSQL's time. The acts know in which months
somebody did how much, so that only those months' files are read, and as many of them as were asked for.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import ibis
from ibis.expr.types import BooleanValue, DateValue, StringValue, Table

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import ACTIVITY
from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.text.marks import HOST

_ACTIVITY = ibis.table(ibis.Schema.from_pyarrow(ACTIVITY), name="activity")

Chosen = dict[str, Collection[Any]]
"""Columns of acts and activities alike, each with the values that are wanted."""


SPARSE = 20_000
"""Of so many activities at a time those are looked for of which no figures tell in which months they are."""


class Only(NamedTuple):
    """Which of somebody's activities; what is empty lets all through."""

    platform: str = ""
    kind: int | None = None
    language: str = ""
    host: str = ""
    """With a link that leads there, as `text.shown.host_of` has it."""
    mentions: Collection[int] = ()
    """That mention one of these identities."""
    kinds: Collection[int] = ()
    since: date | None = None
    until: date | None = None
    """Days in UTC, both counted."""
    channel: int | None = None
    word: str = ""
    """That hold this word in title or text, in any case."""
    talks_to: Collection[int] = ()
    """That answer or mention one of these identities."""

    @property
    def sparse(self) -> bool:
        return bool(self.host or self.mentions or self.word or self.channel is not None or self.talks_to)

    def chosen(self, identities: Collection[int]) -> "Chosen":
        chosen: Chosen = {"identity": identities}
        if self.platform:
            chosen["platform"] = [self.platform]
        if self.kind is not None:
            chosen["kind"] = [self.kind]
        if self.kinds:
            chosen["kind"] = [kind for kind in self.kinds if self.kind in (None, kind)] or [0]  # no kind has 0
        if self.language:
            chosen["language"] = [self.language]
        return chosen


EVERYTHING = Only()


class Place(NamedTuple):
    """Where an activity stands among all: by its time, and of two at one instant by its id."""

    at: datetime
    id: UUID


def newest(
    identities: Collection[int], *, some: int, only: Only = EVERYTHING, before: Place | None = None
) -> Iterator[list[Place]]:
    """What these identities did, the newest first, about `some` at a time: who has enough stops asking.

    Only what stands before a place, where one is given. As of the same state of the copy as the figures; nothing
    before the first.
    """
    chosen = only.chosen(identities)
    acts = current()
    months = _months(acts, chosen, only)
    while months := [(month, n) for month, n in months if before is None or month <= month_of(before.at)]:
        read = _enough(months, SPARSE if only.sparse else some)
        found = _find(acts, read, chosen, only, before, some)
        yield found
        if len(found) == some:
            before = found[-1]
        else:
            months = months[len(read) :]


def done_at(identities: Collection[int], moments: Collection[datetime]) -> list[UUID]:
    """What any of these identities did at any of these moments. Raises CopyMissing."""
    months = sorted({month_of(at) for at in moments})
    return [place.id for place in _find(current(), months, {"identity": identities, "at": moments})]


def month_of(at: datetime) -> int:
    """As the copy names it: 202311."""
    day = at.astimezone(UTC)
    return day.year * 100 + day.month


def _months(acts: Acts, chosen: Chosen, only: Only) -> list[tuple[int, int]]:
    """In which months there is anything, and how much, the newest first."""
    every = acts.every_act
    mine = every.filter(_among(every, chosen), *_within(every.day, only))
    month = (mine.day.year() * 100 + mine.day.month()).name("month")
    counted = mine.aggregate(by=month, n=mine.n.sum())
    return [(row["month"], row["n"]) for row in acts.ask(counted.order_by(counted.month.desc()))]


def _enough(months: list[tuple[int, int]], some: int) -> list[int]:
    """As many of the months, from the first on, as hold `some` activities."""
    read, held = [], 0
    for month, n in months:
        if held >= some:
            break
        read.append(month)
        held += n
    return read


def _find(
    acts: Acts,
    months: list[int],
    chosen: Chosen,
    only: Only = EVERYTHING,
    before: Place | None = None,
    some: int | None = None,
) -> list[Place]:
    found = _ACTIVITY.filter(_ACTIVITY.month.isin(months), _among(_ACTIVITY, chosen))
    if only.since or only.until:
        found = found.filter(*_within(found.at.cast("timestamp").date(), only))
    if only.host:
        found = found.filter(found.links.filter(partial(_leads_to, only.host)).length() > 0)
    if only.mentions:
        found = found.filter(_mentions(found, only.mentions))
    if only.talks_to:
        theirs = _ACTIVITY.filter(_ACTIVITY.identity.isin(list(only.talks_to))).id
        found = found.filter(_mentions(found, only.talks_to).fill_null(False) | found.parent.isin(theirs))
    if only.channel is not None:
        found = found.filter(found.channel == only.channel)
    if only.word:
        said = (found.title.fill_null("") + " " + found.text.fill_null("")).lower()
        found = found.filter(said.re_search(rf"(^|[^\pL\pN_]){re.escape(only.word.lower())}([^\pL\pN_]|$)"))
    if before is not None:
        at, id_ = ibis.literal(before.at), ibis.literal(before.id.bytes)
        found = found.filter((found.at < at) | ((found.at == at) & (found.id < id_)))
    found = found.order_by(found.at.desc(), found.id.desc()).limit(some).select("at", "id")
    try:
        rows = acts.ask(found)
    except duckdb.FAILURES:  # an erasure removed files that these acts still name
        rows = duckdb.again_if_swept(lambda: duckdb.ask(duckdb.connect(), found))
    return [Place(row["at"], UUID(bytes=row["id"])) for row in rows]


def _among(table: Table, chosen: Chosen) -> BooleanValue:
    return ibis.and_(*(table[column].isin(list(values)) for column, values in chosen.items()))


def _within(day: DateValue, only: Only) -> list[BooleanValue]:
    bounds = [day >= only.since] if only.since else []
    return [*bounds, day <= only.until] if only.until else bounds


def _mentions(found: Table, identities: Collection[int]) -> BooleanValue:
    return found.mentions.intersect(ibis.array(list(identities)).cast("array<int32>")).length() > 0


def _leads_to(host: str, link: StringValue) -> BooleanValue:
    """Hosts are known in ASCII, and may be written otherwise."""
    written = [host]
    with suppress(UnicodeError):
        written.append(host.encode().decode("idna"))
    return link.lower().re_extract(HOST, 1).isin(written)
