"""What a simulated community is made from. The same plan makes the same community, to the letter."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

DAYS = 548
"""Eighteen months."""
PEOPLE = 3_000
SEED = 7


class Plan(NamedTuple):
    until: datetime
    """The moment at which the simulation ends, in UTC; what would happen later is not told."""
    seed: int = SEED
    people: int = PEOPLE

    @property
    def first(self) -> date:
        """The first of its DAYS days."""
        return self.until.date() - timedelta(days=DAYS - 1)

    @property
    def scale(self) -> float:
        """How large it is beside the usual one."""
        return self.people / PEOPLE

    def day(self, number: int) -> date:
        return self.first + timedelta(days=number)

    def moment(self, number: int, seconds: float = 0.0) -> datetime:
        """So many seconds after the beginning of a day in UTC, to the second."""
        return datetime.combine(self.first, time(), UTC) + timedelta(days=number, seconds=int(seconds))

    def number_of(self, at: datetime) -> int:
        """Which of the days a moment is on."""
        return (at.date() - self.first).days
