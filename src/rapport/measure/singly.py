"""From the rows behind a figure to the newest of the single activities that they stand for.

A metric says which way leads there (`catalogue.Metric.singly`). Rows of days are coarser than activities, and those of
questions answered name the question: what they stand for is looked up in the copy, in the files of its months alone.
Only ids are found here; whoever shows them reads no more texts than those.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import ibis
import pyarrow
from ibis.expr.types import BooleanValue, Table

from rapport.ledger.threads.questions import REPLYING
from rapport.ledger.threads.voices import SAID
from rapport.measure.each import each
from rapport.measure.question import UNTOLD
from rapport.people.acts import Acts
from rapport.people.audience import fact
from rapport.people.under_map import under_map
from rapport.words.span import Span

NEWEST = 100
"""So many activities are listed at most."""

Found = list[dict[str, Any]]
"""Of each activity its `id` and its author's `identity`, the newest first."""
AskOf = Callable[[Callable[[Table], Table]], list[dict[str, Any]]]
"""Asks what the given function makes of some rows."""


@dataclass(frozen=True)
class Singly:
    title: str
    """What stands above them."""
    find: Callable[[Acts, AskOf], Found]


def themselves(title: str) -> Singly:
    """Each row is an activity, whose `id` it has."""
    return Singly(title, _themselves)


def first_of(title: str, *same: str) -> Singly:
    """Each row is one activity, done at its `first_at` by its `member`, of the same platform and language, and
    whatever else is named."""
    return Singly(title, partial(_first_of, same))


def telling(what: str) -> Singly:
    """All posts of their days that tell this fact (`people.audience`)."""
    return Singly("The posts", partial(_every, counts=lambda told: fact(told, what).notnull()))


LATELY = timedelta(days=90)


def _themselves(acts: Acts, ask: AskOf) -> Found:
    """Where the end of what is known holds enough, all before it need not be told anew, which takes a second of a large
    ledger's threads."""

    def since(day: date) -> Found:
        return ask(
            lambda rows: (
                rows.filter(rows.day > day).order_by(ibis.desc("first_at"), "id").limit(NEWEST).select("id", "identity")
            )
        )

    known = acts.span()
    found = since(known.last - LATELY) if known else []
    return found if len(found) == NEWEST else since(date.min)


_OF_ACTS = ("platform", "kind", "language", "identity")
_OF_HOURS = ("platform", "language", "identity", "hour", "zone")
Rows = Callable[[Table], Table]


def _every(
    acts: Acts,
    ask: AskOf,
    *,
    same: Collection[str] = _OF_ACTS,
    of: Rows = lambda rows: rows,
    counts: Callable[[Table], BooleanValue] | None = None,
) -> Found:
    """All that was done on the days of these rows (what is left `of` them) of what the columns `same` tell, as far as
    it `counts`."""
    # A row stands for one activity or more.
    days = ask(lambda rows: of(rows).aggregate(by="day", n=of(rows).count()).order_by(ibis.desc("day")).limit(NEWEST))
    if not days:
        return []
    wanted = _enough(days)

    def found(rows: Table) -> Table:
        told = each(acts, Span(wanted[-1], wanted[0]), months=_months(wanted))
        told = told.filter(counts(told)) if counts else told
        counted = of(rows).filter(lambda row: row.day >= wanted[-1]).select("day", *same).distinct()
        joined = told.semi_join(
            counted, [told.day == counted.day, *(told[name].identical_to(counted[name]) for name in same)]
        )
        return joined.order_by(ibis.desc("at"), "id").limit(NEWEST).select("id", "identity")

    return ask(found)


def _enough(days: Iterable[Mapping[str, Any]]) -> list[date]:
    """As few of the last days as hold all that is listed: no more of the ledger is read."""
    wanted: list[date] = []
    held = 0
    for row in days:
        if held >= NEWEST:
            break
        wanted.append(row["day"])
        held += row["n"]
    return wanted


def _named(rows: Table) -> Table:
    """Of whom the source names."""
    return rows.filter(rows.member.notnull())


def _once(rows: Table) -> Table:
    return rows.select("day", *_OF_ACTS).distinct()


def _first_of(same: Collection[str], acts: Acts, ask: AskOf) -> Found:
    columns = ("first_at", "member", "platform", "language", *same)
    rows = ask(lambda rows: rows.order_by(ibis.desc("first_at"), "member").limit(NEWEST).select(columns))

    def key(row: Mapping[str, Any], when: str) -> tuple[object, ...]:
        return row[when], row["member"], row["platform"], row["language"] or UNTOLD, *(row[name] for name in same)

    done = _at(acts, rows)
    return _newest(_chosen({key(row, "first_at") for row in rows}, done, lambda one: key(one, "at")))


def _answers(acts: Acts, ask: AskOf) -> Found:
    """Each row is the first reply of somebody to a question (`people.conversations.answers`). One reply may be that of
    several questions of its thread, and is listed once."""
    moments = ask(lambda rows: rows.select("first_at").distinct().order_by(ibis.desc("first_at")).limit(NEWEST))
    if not moments:
        return []
    since = ibis.literal(moments[-1]["first_at"], "timestamp('UTC')")
    asked = acts.followed("question").select("key", "turn", "root")

    def some(rows: Table) -> Table:
        told = rows.filter(rows.first_at >= since).order_by(ibis.desc("first_at")).limit(10 * NEWEST)
        told = told.select("key", "turn", "first_at", "identity").join(asked, ["key", "turn"])
        return under_map(told.select("first_at", "root", "identity").distinct(), acts.everybody, "identity")

    rows = ask(some)
    done = [one for one in _at(acts, rows) if one["kind"] in REPLYING]
    wanted = {(row["first_at"], row["member"], row["root"]) for row in rows}
    return _newest(_chosen(wanted, done, lambda one: (one["at"], one["member"], one["root"])))


_SOUGHT = {"first_at": "timestamp('UTC')", "member": "int64"}


def _at(acts: Acts, rows: Found) -> Found:
    """What the members of these rows did at the moments of these rows."""
    if not rows:
        return []
    days = sorted(row["first_at"].date() for row in rows)
    told = each(acts, Span(days[0], days[-1]), months=_months(days)).drop("facts")
    sought = ibis.table(_SOUGHT, name="sought")
    there = {"sought": pyarrow.Table.from_pylist(rows, schema=ibis.schema(_SOUGHT).to_pyarrow())}
    return acts.ask(told.semi_join(sought, [told["at"] == sought.first_at, told.member == sought.member]), there)


def _chosen(
    wanted: Collection[tuple[object, ...]], done: Found, key: Callable[[Mapping[str, Any]], tuple[object, ...]]
) -> Found:
    """Of what was done the one that each key means: of two at one instant the one with the lower id."""
    chosen: dict[tuple[object, ...], dict[str, Any]] = {}
    for one in sorted(done, key=lambda one: one["id"]):
        if (its := key(one)) in wanted:
            chosen.setdefault(its, one)
    return list(chosen.values())


def _newest(found: Found) -> Found:
    by_id = sorted(found, key=lambda one: one["id"])
    return sorted(by_id, key=lambda one: one["at"], reverse=True)[:NEWEST]


def _months(days: Iterable[date]) -> list[int]:
    return sorted({day.year * 100 + day.month for day in days})


EVERY = Singly("What they did", _every)
"""All that was done on the days of the rows, which are as the acts'."""
EVERY_NAMED = Singly("What they did", partial(_every, of=_named))
"""The same, of figures in which nobody counts whom the source does not name."""
EVERY_ONCE = Singly("What they did", partial(_every, of=_once))
"""The same, where an act may stand in several rows."""
BY_CLOCK = Singly("What they did", partial(_every, same=_OF_HOURS, of=_named))
MESSAGES_BY_CLOCK = Singly("What they wrote", partial(_every, same=_OF_HOURS, counts=lambda told: told.kind.isin(SAID)))
ANSWERS = Singly("The answers", _answers)
