"""Love and reach as the Orbit Model defines them. Pure.

Love: github.com/orbit-love/orbit-model, pages/love/orbit-levels.mdx, "Table of activity weights and milestones": of the
last year, a member is placed into the highest step of whose weight they did an activity OR whose presence milestone
they reached.
Reach: pages/reach/measure.mdx, "Sum of connection strength" and "Weakening idle connections over time": the sum of each
connection's strength, less 10 % for every month since the two last met (`talks.py` adds it up).
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from rapport.people.knowing.pace import Days

YEAR = 365
LEVELS = ("Exploring", "Participating", "Contributing", "Leading")
STEPS = ("III", "II", "I")
IDLE_MONTH = 0.9
"""What is left of a connection's strength for each month since the two last spoke."""
_EPOCH = date(1970, 1, 1).toordinal()


class Love(NamedTuple):
    step: int
    """0 for who did nothing in a year, 1 (Exploring III) to 12 (Leading I)."""
    commitment: int
    """The heaviest activity's weight."""
    presence: int
    """The step that the days they were there lead to by themselves; 0 for none."""

    @property
    def name(self) -> str:
        return f"{LEVELS[(self.step - 1) // 3]} {STEPS[(self.step - 1) % 3]}" if self.step else "Out of orbit"

    @property
    def orbit(self) -> int:
        """1, the inner circle, to 4; 5 for who is out of it."""
        return 5 - (self.step + 2) // 3

    @property
    def because(self) -> str:
        if not self.step:
            return "nothing in a year"
        if self.commitment >= self.presence:
            return "by the weightiest thing they did in a year"
        return "by how many days they were here in a year"


class Milestone(NamedTuple):
    period: str
    """Of the calendar; the model does not say whether it means that or any days in a row, and this is steadier."""
    active: int
    """Days that one has to be there in such a period."""
    step: int
    """Where reaching it once leads; each time more is a step more, up to three."""


MILESTONES = (Milestone("week", 2, 4), Milestone("month", 7, 7), Milestone("quarter", 30, 10))


def love(days: Days, weights: Days, at: date) -> Love:
    """As of the end of a day. `weights` has the weight of the heaviest thing done on each of the days."""
    age = at.toordinal() - days
    lately = (age >= 0) & (age < YEAR)
    commitment = int(weights[lately].max(initial=0))
    there = days[lately & (weights > 0)]
    presence = max(_presence(there, milestone) for milestone in MILESTONES)
    return Love(max(commitment, presence), commitment, presence)


def _presence(days: Days, milestone: Milestone) -> int:
    _, active = np.unique(_periods(days, milestone.period), return_counts=True)
    reached = int((active >= milestone.active).sum())
    return milestone.step + min(reached, 3) - 1 if reached else 0


def _periods(days: Days, period: str) -> Days:
    """The number of the week, month or quarter that each day is in."""
    if period == "week":
        return (days - 1) // 7  # day 1 was a Monday
    months = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // 3 if period == "quarter" else months
