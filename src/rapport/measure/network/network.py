"""Who answers whom, from the table of answers; the catalogue's `metrics/network.py` says what an answer is.

What a helper means to the network is told in counts that can be looked at, not in a score: whom they reach, whom they
alone reach, which places they alone join. Betweenness is not told: help is not handed on from one to the next, so that
nothing runs through who stands between many.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import ibis
from ibis.expr.types import Table

from rapport.measure.answer import Answer, asked_rows
from rapport.measure.ask import answer, meant
from rapport.measure.metrics.network import arrows
from rapport.measure.question import Question
from rapport.people.acts import Acts

FIGURES = ("helpers", "helper_absence_factor", "sole_helped_share", "brokers", "reciprocity", "reply_density")
"""The metrics that say how the network is in all."""
ALIVE = 5
"""Answers given in a place in that time, from which on it is told who joins it with others."""


class Helper(NamedTuple):
    member: int
    answers: int
    """How many questions they answered."""
    reach: int
    """How many different people they answered, as far as the source names who asked."""
    alone: int
    """Of these, whom nobody else answered in that time."""
    places: int
    """In how many channels, categories or repositories."""
    joins: int
    """How many pairs of places there are in both of which they alone answer."""


class Pair(NamedTuple):
    helper: int
    asker: int
    answers: int
    back: int
    """How many questions of the helper's the asker answered."""


class Bridge(NamedTuple):
    """Two places in both of which one person alone answers."""

    one: int
    other: int
    member: int
    answers: int
    """Given in the two together, by anybody."""


@dataclass(frozen=True)
class Network:
    question: Question
    figures: Mapping[str, Answer]
    """FIGURES, as the pages and commands of these metrics tell them."""
    answers: int
    askers: int
    """Different people who got an answer."""
    pairs_in_all: int
    bridges_in_all: int
    helpers: tuple[Helper, ...]
    """Who answered the most people first."""
    pairs: tuple[Pair, ...]
    """The busiest first."""
    bridges: tuple[Bridge, ...]
    """Of the places with the most answers first."""


def network(acts: Acts, question: Question, *, limit: int) -> Network:
    """With at most `limit` helpers, pairs and bridges each.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    spelt = replace(question, segment=meant(question.segment)) if question.segment else question
    ask = asked_rows(acts, spelt, acts.answers)

    def most(rows: Table, *order: str) -> Table:
        others = [name for name in rows.columns if name not in order]
        return rows.order_by(*(ibis.desc(name) for name in order), *others).limit(limit)

    counted = (ask(_counted) or [_NOTHING])[0]
    return Network(
        question,
        {name: answer(name, question, acts, periods=False) for name in FIGURES},
        **counted,
        helpers=_read(Helper, ask(lambda rows: most(_helpers(rows), "reach", "answers"))),
        pairs=_read(Pair, ask(lambda rows: most(_pairs(rows), "answers"))),
        bridges=_read(Bridge, ask(lambda rows: most(_bridges(rows), "answers"))),
    )


_NOTHING = {"answers": 0, "askers": 0, "pairs_in_all": 0, "bridges_in_all": 0}


# What is different is counted in two steps, here and in the metrics: to count it in one takes three times as long.


def _counted(rows: Table) -> Table:
    """One row, as _NOTHING is."""
    pairs = arrows(rows).aggregate(by=["member", "asker"], answers=ibis._.count())
    return (
        rows.aggregate(answers=rows.count())
        .cross_join(pairs.select("asker").distinct().aggregate(askers=ibis._.count()))
        .cross_join(pairs.aggregate(pairs_in_all=pairs.count()))
        .cross_join(_bridges(rows).aggregate(bridges_in_all=ibis._.count()))
        .select(*_NOTHING)
    )


def _helpers(rows: Table) -> Table:
    ways = rows.aggregate(by=["member", "asker"], answers=rows.count())
    given = ways.aggregate(by="member", answers=ways.answers.sum(), reach=ways.asker.count())
    places = rows.select("member", "channel").distinct().aggregate(by="member", places=ibis._.channel.count())
    known = arrows(ways)
    askers = known.aggregate(by="asker", by_whom=known.count(), member=known.member.min())
    only = askers.filter(askers.by_whom == 1).aggregate(by="member", alone=ibis._.count())
    bridges = _bridges(rows).aggregate(by="member", joins=ibis._.count())
    joined = given.join(places, "member").left_join(only, "member").drop("member_right").left_join(bridges, "member")
    return joined.select(
        "member", "answers", "reach", "places", alone=joined.alone.fill_null(0), joins=joined.joins.fill_null(0)
    )


def _pairs(rows: Table) -> Table:
    ways = arrows(rows).aggregate(by=["member", "asker"], answers=ibis._.count())
    back = ways.view()
    joined = ways.left_join(back, [ways.member == back.asker, ways.asker == back.member])
    return joined.select(helper=ways.member, asker=ways.asker, answers=ways.answers, back=back.answers.fill_null(0))


def _bridges(rows: Table) -> Table:
    here = rows.aggregate(by=["member", "channel"], own=rows.count())
    places = here.aggregate(by="channel", given=here.own.sum())
    alive = places.filter(places.given >= ALIVE)
    here = here.join(alive, "channel").select("member", "channel", "given")
    there = here.view()
    both = here.join(there, [here.member == there.member, here.channel < there.channel]).select(
        here.member, one=here.channel, other=there.channel, answers=here.given + there.given
    )
    joined = both.aggregate(by=["one", "other", "answers"], people=both.count(), member=both.member.min())
    return joined.filter(joined.people == 1).select("one", "other", "member", "answers")


def _read(of: Any, rows: list[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(of(**row) for row in rows)
