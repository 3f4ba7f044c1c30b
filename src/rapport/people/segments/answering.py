"""Who fits a segment: one question to the acts, with what the team knows of people beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatchmethod

import ibis
import pyarrow
from ibis.expr.types import BooleanValue, DateValue, Table

from rapport.people.acts import Acts
from rapport.people.segments import beside
from rapport.people.segments.days import within
from rapport.people.segments.tree import (
    All,
    At,
    Called,
    Did,
    Either,
    HasEmail,
    Not,
    Period,
    Score,
    Seen,
    Side,
    Silent,
    Tagged,
    Times,
    Tree,
)
from rapport.people.segments.words import ACTIVE, CONTRIBUTED, DOING_VERBS, GIVING_VERBS
from rapport.words.kinds import BY_NAME

_MEMBERS = ibis.schema({"member": "int64"})


@dataclass(frozen=True)
class Fitting:
    """Those who fit: a question for `acts.ask`, and the tables that it needs beside the acts."""

    table: Table
    """One column, member."""
    beside: Mapping[str, pyarrow.Table]


def fitting(acts: Acts, tree: Tree) -> Fitting:
    """The members who fit, none of them a bot unless the segment speaks of bots."""
    asking = _Asking(acts)
    everybody = acts.totals
    found = everybody.filter(asking.fits(tree, everybody))
    if not _of_bots(tree):
        found = found.filter(found.side != "bot")
    return Fitting(found.select("member"), asking.beside)


def _of_bots(tree: Tree) -> bool:
    match tree:
        case All(each) | Either(each):
            return any(_of_bots(one) for one in each)
        case Not(one):
            return _of_bots(one)
        case _:
            return tree == Side("bot")


@dataclass
class _Asking:
    acts: Acts
    beside: dict[str, pyarrow.Table] = field(default_factory=dict)

    @singledispatchmethod
    def fits(self, tree: Tree, everybody: Table) -> BooleanValue:
        """Whether each of `everybody` fits."""
        raise TypeError(f"{tree!r} is no segment")

    @fits.register
    def _(self, tree: All, everybody: Table) -> BooleanValue:
        return ibis.and_(*(self.fits(each, everybody) for each in tree.each))

    @fits.register
    def _(self, tree: Either, everybody: Table) -> BooleanValue:
        return ibis.or_(*(self.fits(each, everybody) for each in tree.each))

    @fits.register
    def _(self, tree: Not, everybody: Table) -> BooleanValue:
        return ~self.fits(tree.one, everybody)

    @fits.register
    def _(self, tree: Did, everybody: Table) -> BooleanValue:
        done = beside.acts_in(self.acts, tree.channel) if tree.channel else self.acts.table
        done = done.filter(done.member > 0, *self._during(done.day, tree.period))
        if (kinds := self._kinds(tree.what)) is not None:
            done = done.filter(done.kind.isin(kinds))
        if tree.platform:
            done = done.filter(done.platform == tree.platform)
        if tree.language:
            done = done.filter(done.language == tree.language)
        return self._often(everybody, done, tree.times)

    def _often(self, everybody: Table, done: Table, times: Times) -> BooleanValue:
        if times == Times():
            return everybody.member.isin(done.select("member").distinct().member)
        counted = done.aggregate(by="member", often=done.n.sum())

        def those(fit: BooleanValue) -> BooleanValue:
            return everybody.member.isin(counted.filter(fit).member)

        if times.limit == "most":
            return ~those(counted.often > times.n)
        return those(counted.often >= times.n if times.limit == "least" else counted.often == times.n)

    def _kinds(self, what: str) -> list[int] | None:
        """The numbers of the kinds that a verb means; None for all of them."""
        weights = self.acts.weights
        if what == ACTIVE:
            return None
        if what == CONTRIBUTED:
            return list(weights.giving)
        if what in GIVING_VERBS:
            return [kind for kind in weights.giving if weights.gives(kind) == GIVING_VERBS[what]]
        return [BY_NAME[name].number for name in DOING_VERBS.get(what, (what,))]

    @fits.register
    def _(self, tree: Seen, everybody: Table) -> BooleanValue:
        day = everybody.first.date() if tree.which == "first" else everybody["last"]
        return ibis.and_(*self._during(day, tree.period)).fill_null(False)

    @fits.register
    def _(self, tree: Silent, everybody: Table) -> BooleanValue:
        return (everybody["last"] < self._since(tree.period)).fill_null(False)

    def _since(self, period: Period) -> date:
        found = within(period, self.acts.version.today).since
        assert found, "the reader gives a segment's silence a beginning"  # noqa: S101  # for mypy
        return found

    def _during(self, day: DateValue, period: Period | None) -> list[BooleanValue]:
        if period is None:
            return []
        days = within(period, self.acts.version.today)
        bounds = [day >= days.since] if days.since else []
        return [*bounds, day <= days.until] if days.until else bounds

    @fits.register
    def _(self, tree: Side, everybody: Table) -> BooleanValue:
        return everybody.side == tree.side

    @fits.register
    def _(self, tree: Score, everybody: Table) -> BooleanValue:
        if tree.period is None:
            score = everybody.weight
            return score >= tree.n if tree.limit == "least" else score <= tree.n
        weights = self.acts.weights
        done = self.acts.table
        giving = [kind for kind in weights.giving if weights.weight(kind)]
        done = done.filter(done.member > 0, done.kind.isin(giving), *self._during(done.day, tree.period))
        weight = ibis.cases(*((done.kind == kind, weights.weight(kind)) for kind in giving), else_=0)
        counted = done.aggregate(by="member", score=(done.n * weight).sum())
        if tree.limit == "least":
            several = everybody.member.isin(counted.filter(counted.score >= tree.n).member)
            return several if tree.n else ibis.literal(True)
        return ~everybody.member.isin(counted.filter(counted.score > tree.n).member)

    @fits.register
    def _(self, tree: Called, everybody: Table) -> BooleanValue:
        names = self.acts.names
        words = ibis.literal(tree.words).lower()
        columns = (names.called, names.name) if tree.what == "name" else (names.handle,)
        found = names.filter(ibis.or_(*(column.contains(words) for column in columns)))
        return everybody.member.isin(found.member)

    @fits.register
    def _(self, _tree: HasEmail, everybody: Table) -> BooleanValue:
        names = self.acts.names
        return everybody.member.isin(names.filter(names.address.notnull(), names.address != "").member)

    @fits.register
    def _(self, tree: Tagged, everybody: Table) -> BooleanValue:
        return everybody.member.isin(self._known(beside.tagged(self.acts, tree.tag)).member)

    @fits.register
    def _(self, tree: At, everybody: Table) -> BooleanValue:
        return everybody.member.isin(beside.working_at(self.acts, tree.organisation).member)

    def _known(self, members: pyarrow.Table) -> Table:
        """A table of members that stands beside the acts for this question."""
        name = f"beside_{len(self.beside)}"
        self.beside[name] = members
        return ibis.table(_MEMBERS, name=name)
