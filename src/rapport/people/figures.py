"""What one member did, counted: by platform and kind, and how it was spread over time."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from ibis.expr.types import Table

from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.text.names import language_name
from rapport.words.kinds import BY_NUMBER, Kind

MOST_MONTHS = 48
"""Longer careers are drawn by the year."""


_PLURALS = {"answer": "answers", "report": "reports", "review": "reviews", "talk": "talks"}
"""The other gifts of `words.kinds` have no plural: code, documentation, upkeep."""


class Part(NamedTuple):
    """One kind of thing on one platform."""

    platform: str
    kind: Kind
    n: int
    gives: str
    """The contribution that each of them is; empty where it is none."""
    weight: int
    """Of each of them."""


class Given(NamedTuple):
    """All they gave of one contribution."""

    gift: str
    n: int
    weight: int
    """Of all of them together."""

    @property
    def label(self) -> str:
        return _PLURALS.get(self.gift, self.gift)


class Bar(NamedTuple):
    first: date
    """The first day of the month or year."""
    label: str
    n: int


class Language(NamedTuple):
    code: str
    name: str
    n: int
    share: float
    """Of the texts whose language is told."""

    @property
    def percent(self) -> str:
        """Never 0, nor 100 where others have a part."""
        return "< 1" if self.share < 0.01 else "> 99" if 0.99 < self.share < 1 else f"{self.share:.0%}".rstrip("%")


class Figures(NamedTuple):
    activities: int
    contributions: int
    first_at: datetime | None
    last: date | None
    parts: list[Part]
    """The most frequent first."""
    bars: list[Bar]
    """A bar a month or year from the first activity to the last, those without any too."""
    languages: list[Language]
    """Of their texts, the most frequent first."""

    @property
    def told(self) -> int:
        """Texts whose language is told."""
        return sum(language.n for language in self.languages)

    @property
    def given(self) -> list[Given]:
        """Contributions by what they give, the weightiest first."""
        counted: Counter[str] = Counter()
        weights: Counter[str] = Counter()
        for part in self.parts:
            if part.gives:
                counted[part.gives] += part.n
                weights[part.gives] += part.n * part.weight
        return sorted((Given(gift, n, weights[gift]) for gift, n in counted.items()), key=lambda one: -one.weight)

    @property
    def weight(self) -> int:
        """Of all contributions."""
        return sum(given.weight for given in self.given)

    @property
    def platforms(self) -> list[str]:
        return sorted({part.platform for part in self.parts})

    @property
    def kinds(self) -> list[Kind]:
        return sorted({part.kind for part in self.parts}, key=lambda kind: kind.label)

    @property
    def sentence(self) -> str:
        """What the bars show."""
        if not self.bars:
            return ""
        best = max(self.bars, key=lambda bar: bar.n)
        if len(self.bars) == 1:
            return f"All of it in {best.label}."
        return f"Most in {best.label}: {best.n:,} of {self.activities:,} activities."


def figures(member: int) -> Figures:
    acts = current()
    mine = acts.table.filter(acts.table.member == member)
    by_month = mine.aggregate(
        by=["platform", "kind", mine.day.truncate("M").name("month")],
        n=mine.n.sum(),
        first_at=mine.first_at.min(),
        last=mine.day.max(),
    )
    rows = acts.ask(by_month)
    counted: Counter[tuple[str, int]] = Counter()
    months: Counter[date] = Counter()
    for row in rows:
        counted[row["platform"], row["kind"]] += row["n"]
        months[row["month"]] += row["n"]
    weights = acts.weights
    parts = [
        Part(platform, BY_NUMBER[kind], n, weights.gives(kind), weights.weight(kind))
        for (platform, kind), n in counted.most_common()
    ]
    return Figures(
        activities=sum(part.n for part in parts),
        contributions=sum(part.n for part in parts if part.gives),
        first_at=min((row["first_at"] for row in rows), default=None),
        last=max((row["last"] for row in rows), default=None),
        parts=parts,
        bars=bars(months),
        languages=_languages(acts, mine),
    )


def _languages(acts: Acts, mine: Table) -> list[Language]:
    counted = mine.filter(mine.language.notnull()).aggregate(by="language", n=mine.n.sum())
    rows = acts.ask(counted.order_by(counted.n.desc(), "language"))
    told = sum(row["n"] for row in rows)
    return [Language(row["language"], language_name(row["language"]), row["n"], row["n"] / told) for row in rows]


def bars(months: Counter[date]) -> list[Bar]:
    """From counts by month (its first day) to bars without a gap."""
    if not months:
        return []
    first, last = min(months), max(months)
    if _index(last) - _index(first) < MOST_MONTHS:
        return [Bar(month, f"{month:%B} {month.year}", months[month]) for month in _between(first, last)]
    years: Counter[int] = Counter()
    for month, n in months.items():
        years[month.year] += n
    return [Bar(date(year, 1, 1), str(year), years[year]) for year in range(first.year, last.year + 1)]


def _index(month: date) -> int:
    return month.year * 12 + month.month - 1


def _between(first: date, last: date) -> Iterable[date]:
    return (date(index // 12, index % 12 + 1, 1) for index in range(_index(first), _index(last) + 1))
