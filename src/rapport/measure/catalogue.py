"""The catalogue: every metric by its name, with its definition, unit and source."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc

from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.words.errors import RapportError


@dataclass(frozen=True)
class Asked:
    """What a question does to any table of acts.

    `rows` keeps the acts it asks for (days, platform, sides); `keys` are the columns to break the count down by.
    The result has those columns, `value` in the metric's unit, and `n`, the members it rests on.
    """

    rows: Callable[[Table], Table]
    keys: tuple[str, ...]

    def people(self, acts: Table) -> Table:
        """How many different members these acts are of."""
        rows = self.rows(acts)
        return rows.aggregate(by=self.keys, value=rows.member.nunique(), n=rows.member.nunique())

    def activities(self, acts: Table) -> Table:
        """How many activities these acts stand for."""
        rows = self.rows(acts)
        return rows.aggregate(by=self.keys, value=rows.n.sum(), n=rows.member.nunique())


Count = Callable[[Acts, Asked], Table]


@dataclass(frozen=True)
class Metric:
    name: str
    title: str
    unit: str
    source: str
    """Where the definition comes from."""
    definition: str
    count: Count
    """Acts and what is asked of them → the counts."""


METRICS: dict[str, Metric] = {}


class MetricUnknown(RapportError):
    def __init__(self, name: str) -> None:
        super().__init__(f"There is no metric called '{name}'. There are {', '.join(METRICS)}.")
        self.name = name


def metric(name: str, *, title: str, unit: str, source: str) -> Callable[[Count], Count]:
    """Enter a function into the catalogue; its docstring is the definition that people read."""

    def enter(count: Count) -> Count:
        definition = " ".join((getdoc(count) or "").split())
        METRICS[name] = Metric(name, title, unit, source, definition, count)
        return count

    return enter


def find(name: str) -> Metric:
    try:
        return METRICS[name]
    except KeyError:
        raise MetricUnknown(name) from None
