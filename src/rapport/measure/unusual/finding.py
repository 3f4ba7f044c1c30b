"""What was unusual in the last days, on each platform and in each of a few metrics."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.catalogue import Metric
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question
from rapport.measure.unusual.bands import EVERY, NEEDED, REMEMBERED, Band, bands
from rapport.measure.unusual.reasons import Reason, reasons
from rapport.people.acts import Acts
from rapport.words.span import Span

METRICS = ("activity", "active_members", "new_members", "questions")
LATELY = 7
"""Days, up to the last whole one."""


class Unusual(NamedTuple):
    metric: Metric
    platform: str
    day: date
    band: Band
    reasons: list[Reason]


class Looked(NamedTuple):
    found: list[Unusual]
    """The newest day first, on it the furthest from what was expected."""
    series: int
    """How many were looked at: each platform and metric of which enough days are known."""
    first: date
    last: date

    @property
    def by_chance(self) -> float:
        """How many of so many days would stand out although nothing was unusual."""
        return self.series * ((self.last - self.first).days + 1) / EVERY


def unusual(acts: Acts, days: int = LATELY, until: date | None = None, platform: str | None = None) -> Looked | None:
    """The last days, or those up to `until`, on all platforms or one. None where the ledger holds nothing of them.

    The ledger's last day itself is left out: more of it may be to come.
    """
    known = acts.span()
    if known is None or (until and until <= known.first):
        return None
    last = known.last - timedelta(days=1)
    last = min(last, until) if until else last
    span = Span(max(known.first, last - timedelta(days=NEEDED + REMEMBERED + days)), last)
    first = last - timedelta(days=days - 1)
    found, series = [], 0
    for name in METRICS:
        asked = Question(since=span.first, until=span.last, grain=Grain.DAY, by=By.PLATFORM)
        told = answer(name, asked, acts, totals=False)
        for where in told.groups:
            if platform not in (None, where):
                continue
            judged = _judged(told, where)
            series += bool(judged)
            found += [
                _told(acts, told.metric, where, day, band) for day, band in judged if band.unusual and day >= first
            ]
    found.sort(key=lambda one: (one.day, abs(one.band.came - one.band.expected)), reverse=True)
    return Looked(found, series, first, last)


def _told(acts: Acts, metric: Metric, platform: str, day: date, band: Band) -> Unusual:
    why = reasons(acts, metric, platform, day, fewer=band.came < band.expected)
    return Unusual(metric, platform, day, band, why)


def _judged(told: Answer, platform: str) -> list[tuple[date, Band]]:
    """From the first day on which there was anything on this platform."""
    days = [(row.first, row.value or 0) for row in told.rows if row.group == platform]
    return list(_known(days))


def _known(days: list[tuple[date, float]]) -> Iterator[tuple[date, Band]]:
    began = next((place for place, (_, count) in enumerate(days) if count), len(days))
    counts = [count for _, count in days[began:]]
    for (day, _), band in zip(days[began:], bands(counts) if counts else (), strict=True):
        if band:
            yield day, band
