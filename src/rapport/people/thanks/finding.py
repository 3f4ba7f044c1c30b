"""Who may be thanked for something that came up lately: a question to the acts, for the exact answer to be asked of."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import ibis
from ibis.expr.types import BooleanValue, Table

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import ACTIVITY
from rapport.people.acts import Acts
from rapport.people.thanks.reasons import AWAY_DAYS, HELPED, PASSIVE, ROUND
from rapport.words.span import Span

DAYS = 30
MOST = 1000
"""So many are looked at, those who did something last first."""
_ACTIVITY = ibis.table(ibis.Schema.from_pyarrow(ACTIVITY), name="activity")


class Candidate(NamedTuple):
    member: int
    first: bool
    """Whether it is their first contribution."""


@lru_cache(maxsize=2)
def window(acts: Acts) -> Span | None:
    """The last 30 days that have something in them, as Today has them; None while the ledger is empty."""
    told = acts.table.filter(acts.table.day <= acts.version.today)
    [row] = acts.ask(told.aggregate(newest=told.day.max()))
    newest: date | None = row["newest"]
    return Span(newest - timedelta(days=DAYS - 1), newest) if newest else None


def answering(acts: Acts) -> tuple[int, ...]:
    """The kinds that are answers, as the team weighs them."""
    return tuple(kind for kind in acts.weights.giving if acts.weights.gives(kind) == "answer")


@lru_cache(maxsize=2)
def candidates(acts: Acts, lately: Span) -> list[Candidate]:
    """Members of the community who seem to be, the last to do something first; the team is not thanked by itself."""
    careers = _careers(acts, lately)
    found = careers.filter(ibis.or_(*_grounds(careers, lately), careers.member.isin(_helpers(acts, lately) or [0])))
    found = found.select("member", "last", first=(careers.gifts > 0) & (careers.gifts_before == 0))
    rows = acts.ask(found.order_by(ibis.desc("last"), "member").limit(MOST))
    return [Candidate(row["member"], row["first"]) for row in rows]


def _careers(acts: Acts, lately: Span) -> Table:
    """A row for each of them who did something in the window: what they did before it, and up to its end."""
    done = acts.table
    done = done.filter(
        done.side == "community", done.member > 0, done.day <= lately.last, done.kind.notin(sorted(PASSIVE))
    )
    done = done.semi_join(done.filter(done.day >= lately.first).select("member").distinct(), "member")
    before = done.day < lately.first
    gift, answer = done.kind.isin(acts.weights.giving), done.kind.isin(answering(acts) or (0,))
    return done.aggregate(
        by="member",
        last=done.first_at.max(),
        began=done.day.min(),
        away_since=done.day.max(where=before),
        back=done.day.min(where=~before),
        gifts=done.n.sum(where=gift).fill_null(0),
        gifts_before=done.n.sum(where=gift & before).fill_null(0),
        answers=done.n.sum(where=answer).fill_null(0),
        answers_before=done.n.sum(where=answer & before).fill_null(0),
    )


def _grounds(careers: Table, lately: Span) -> Iterable[BooleanValue]:
    yield (careers.gifts > 0) & (careers.gifts_before == 0)
    for n in ROUND:
        yield (careers.gifts >= n) & (careers.gifts_before < n)
        yield (careers.answers >= n) & (careers.answers_before < n)
    yield (careers.back.epoch_days() - careers.away_since.epoch_days() >= AWAY_DAYS).fill_null(False)
    days = [lately.first + timedelta(days=number) for number in range(lately.days)]
    dates = {day.month * 100 + day.day for day in days}
    if 301 in dates:  # who came on 29 February
        dates.add(229)
    yield (careers.began.month() * 100 + careers.began.day()).isin(sorted(dates)) & (careers.began < lately.first)


def _helpers(acts: Acts, lately: Span) -> list[int]:
    """Members who wrote often in one thread. Reads only the window's months."""
    if acts.version.copy is None:
        return []
    months = sorted({day.year * 100 + day.month for day in (lately.first, lately.last)})
    written = _ACTIVITY.filter(_ACTIVITY.month.isin(months), _ACTIVITY.thread.notnull())
    written = written.filter(written.thread != written.id).join(acts.members.select("identity", "member"), "identity")
    often = written.aggregate(by=["member", "thread"], n=written.count())
    question = often.filter(often.n >= HELPED).select("member").distinct()
    try:
        return [row["member"] for row in acts.ask(question)]
    except duckdb.FAILURES:  # an erasure removed files that these acts still name; the next state has new ones
        return []
