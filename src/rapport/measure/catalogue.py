"""The catalogue: every metric by its name, with its definition, unit and source."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from inspect import getdoc

from ibis.expr.types import Table

from rapport.measure.estimates import estimate
from rapport.measure.estimates.covering import covering
from rapport.measure.estimates.density import density
from rapport.measure.estimates.estimate import Finish
from rapport.measure.estimates.fewest import fewest
from rapport.measure.estimates.staying import Staying
from rapport.measure.estimates.survival import median
from rapport.measure.question import By, QuestionRefused
from rapport.measure.singly import Singly
from rapport.people.acts import Acts
from rapport.words.errors import RapportError

ANY = tuple(by for by in By if by is not By.TOPIC)
"""What anything that was done can be broken down by."""
CONVERSATIONS = (*ANY, By.TOPIC)
"""What conversations can be: their tables have the `id` of what began each."""

ALL_OF_CHAOSS = "https://chaoss.community/kbtopic/all-metrics/"
"""For what has no page there that we know of."""


def chaoss(metric: str) -> str:
    """The page of one of their metrics."""
    return f"https://chaoss.community/kb/metric-{metric}/"


class Family(StrEnum):
    GROWTH = "Growth"
    GIVING = "Giving"
    HELPING = "Helping"
    TALKING = "Talking"
    QUALITY = "Quality"
    REACH = "Reach"


class Good(StrEnum):
    """Which way is better, where one is."""

    MORE = "more"
    LESS = "less"
    NEITHER = ""


@dataclass(frozen=True)
class Asked:
    """What a question does to any table of acts.

    `rows` keeps the acts it asks for (days, platform, sides, segment); `keys` are the columns to break down by. The
    result has those columns and what the metric's `finish` makes an estimate of.
    """

    rows: Callable[[Table], Table]
    keys: tuple[str, ...]
    known: datetime
    """Until when anything is known: what has not happened by then may still happen."""
    first: date
    """The first day that it asks for."""

    def people(self, rows: Table) -> Table:
        """How many different members these are of, of what it asks for."""
        return rows.aggregate(by=self.keys, value=rows.member.nunique(), n=rows.member.nunique())

    def activities(self, rows: Table) -> Table:
        """How many activities these stand for, of what it asks for."""
        return rows.aggregate(by=self.keys, value=rows.n.sum(), n=rows.member.nunique())


Count = Callable[[Acts, Asked], Table]


@dataclass(frozen=True)
class Apart:
    """Whom a metric can say nothing of: every answer tells how many they are and what they did."""

    side: str
    """As files and programs call them."""
    one: str
    many: str
    unit: str
    count: Count
    """One row: `value` in the unit, and `n` of them."""


@dataclass(frozen=True)
class Said:
    """How a sentence tells it; `{}` is the figure."""

    one: str
    many: str = ""
    none: str = ""
    """Where the figure is nothing."""

    def __call__(self, figure: str, value: float) -> str:
        if value == 0 and self.none:
            return self.none
        return (self.one if value == 1 or not self.many else self.many).format(figure)


@dataclass(frozen=True)
class Metric:
    name: str
    title: str
    unit: str
    source: str
    """Where the definition comes from."""
    definition: str
    family: Family
    count: Count
    """Acts and what is asked of them → the rows that `finish` makes estimates of."""
    said: Said
    finish: Finish = estimate.count
    rests_on: str = "members"
    """What n counts."""
    good: Good = Good.NEITHER
    own: str = ""
    """What it always breaks down by itself, in the column `group`; then a question cannot ask for another."""
    breaks: tuple[By, ...] = ANY
    """What a question may break it down by; the others mean nothing of it."""
    labels: Callable[[str], str] = field(default=str)
    """What people call a group of its own."""
    apart: Apart | None = None
    order: tuple[str, ...] = ()
    """All the groups of its own, where they stand in an order: its chart has a bar for each, over the whole time."""
    of_sides: bool = True
    """Whether what is counted on each side, put together, is what is counted of all. Not of what looks at pairs of
    people or at organisations, who are on several sides."""
    settled: bool = False
    """Whether nothing but acts counts in it, and none of a later day in what it says of a period."""
    ripens: bool = False
    """Whether what happens later still changes what it says of a period, so that the time before had longer for it."""
    link: str = ""
    """Where the source can be read."""
    behind: Count | None = None
    """Acts and what is asked of them → the rows that it counts, with columns `member` and `n`, and `group` where it
    breaks down by itself; of questions those of `Acts.waits`. None of what rests on nothing that can be looked at."""
    left: tuple[str, str] = ("", "")
    """One and many of what its n is of those who are left out, where it is not what they are but whom they met; `{}`
    is they. Empty: its n are they."""
    done: str = ""
    """What the `n` of these rows of one member, added up, are; empty where they say nothing."""
    singly: Singly | str = ""
    """How these rows lead to single activities, or in words why there are none; empty of questions, which are listed
    themselves."""

    @property
    def told_source(self) -> str:
        """Where its definition comes from, for where nothing can be clicked."""
        return f"{self.source}, {self.link}" if self.link else self.source

    @property
    def estimated(self) -> bool:
        """Whether it says something about more than was counted, so that it has an interval."""
        return self.finish not in (estimate.count, estimate.told, fewest, covering, density)

    def too_few(self, n: int) -> bool:
        """Whether an estimate that rests on so few is not told: two questions have no median worth a word."""
        return self.estimated and 0 < n < estimate.FEW

    @property
    def curved(self) -> bool:
        """Whether it looks at how long something takes or lasts, of which there is a whole curve."""
        return self.finish is median or self.by_cohort

    @property
    def by_cohort(self) -> bool:
        """Whether its curve is of who stays, one a cohort."""
        return isinstance(self.finish, Staying)

    @property
    def adds_up(self) -> bool:
        """Whether the figures of the sides, on which each member is once, add up to the figure of all."""
        return self.finish is estimate.count

    def check(self, by: By | None) -> None:
        """Raises QuestionRefused where it cannot be broken down so."""
        if by is None or by in self.breaks:
            return
        if self.own:
            raise QuestionRefused("by", f"{self.title} is told by {self.own} already.", "Ask without 'by'.")
        ways = f"Ask by {', '.join(self.breaks)}, or without" if self.breaks else "Ask without"
        raise QuestionRefused("by", f"{self.title} cannot be told by {by}.", f"{ways} 'by'.")


def on_questions(metric: Metric) -> bool:
    """Whether its figures rest on questions, which can be looked at one by one."""
    return metric.rests_on == "questions" or metric.unit == "questions"


METRICS: dict[str, Metric] = {}


class MetricUnknown(RapportError):
    def __init__(self, name: str) -> None:
        super().__init__(f"There is no metric called '{name}'. There are {', '.join(METRICS)}.")
        self.name = name


def metric(
    name: str,
    *,
    title: str,
    unit: str,
    source: str,
    family: Family,
    said: Said,
    finish: Finish = estimate.count,
    rests_on: str = "members",
    good: Good = Good.NEITHER,
    own: str = "",
    breaks: tuple[By, ...] = ANY,
    labels: Callable[[str], str] = str,
    apart: Apart | None = None,
    order: tuple[str, ...] = (),
    of_sides: bool = True,
    settled: bool = False,
    ripens: bool = False,
    link: str = "",
    behind: Count | None = None,
    left: tuple[str, str] = ("", ""),
    done: str = "",
    singly: Singly | str = "",
) -> Callable[[Count], Count]:
    """Enter a function into the catalogue; its docstring is the definition that people read."""

    def enter(count: Count) -> Count:
        definition = " ".join((getdoc(count) or "").split())
        bys = () if own else breaks
        METRICS[name] = Metric(
            name, title, unit, source, definition, family, count, said, finish, rests_on, good, own, bys, labels, apart,
            order, of_sides, settled, ripens, link, behind, left, done, singly,
        )  # fmt: skip
        return count

    return enter


def find(name: str) -> Metric:
    try:
        return METRICS[name]
    except KeyError:
        raise MetricUnknown(name) from None
