"""What there is to remember of somebody's time here: firsts, round numbers, anniversaries. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from rapport.people.knowing.pace import Days

ROUND = (10, 100, 1_000, 10_000)
GIFTS = {
    "code": ("piece of code", "code"),
    "review": ("review", "review"),
    "answer": ("answer", "answer"),
    "documentation": ("piece of documentation", "documentation"),
    "report": ("report", "report"),
    "talk": ("talk", "talk"),
    "mentoring": ("mentoring", "mentoring"),
    "organising": ("event organised", "organising"),
}
"""What the first of each is called; upkeep is nothing one remembers."""


class Milestone(NamedTuple):
    day: date
    label: str
    gift: str = ""
    """What was given; empty where it is about all they did."""


def milestones(first: date, given: Mapping[str, tuple[Days, Days]], last: date) -> list[Milestone]:
    """The newest first, between the days on which somebody was first and last seen: who left has no anniversaries.

    `given` has for each gift the days on which it was given (rising), and how often on each.
    """
    found = [Milestone(first, "First seen")]
    for gift, (days, counts) in given.items():
        if gift in GIFTS and len(days):
            found += _of_gift(gift, days, counts)
    found += [Milestone(day, f"{n} year{'s' if n > 1 else ''} here") for n, day in anniversaries(first, last)]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _of_gift(gift: str, days: Days, counts: Days) -> list[Milestone]:
    first, other = GIFTS[gift]
    by_then = np.cumsum(counts)
    found = [Milestone(date.fromordinal(int(days[0])), f"First {first}", gift)]
    for number in ROUND:
        place = int(np.searchsorted(by_then, number))
        if place < len(days):
            found.append(Milestone(date.fromordinal(int(days[place])), f"{number:,}th {other}", gift))
    return found


def anniversaries(first: date, last: date) -> list[tuple[int, date]]:
    """The latest whole year, and every fifth: who came on 29 February has theirs on 1 March in other years."""
    days = [(years, years_after(first, years)) for years in range(1, last.year - first.year + 1)]
    passed = [(years, day) for years, day in days if day <= last]
    return [one for one in passed if one[0] % 5 == 0 or one == passed[-1]]


def years_after(day: date, years: int) -> date:
    """The same day in another year; who came on 29 February has theirs on 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
