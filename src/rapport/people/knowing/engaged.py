"""How engaged a member is, how that changes, and what there is to remember of them."""

from datetime import date, timedelta
from typing import NamedTuple

from rapport.people.acts import Acts
from rapport.people.knowing.career import career
from rapport.people.knowing.milestones import Milestone, milestones
from rapport.people.knowing.orbit import YEAR, Love, love
from rapport.people.knowing.pace import HALF_LIFE, Pace, Step, course, pace
from rapport.people.knowing.standing import Standing, standing

STEPS = 40
"""Of the drawing."""


class Engaged(NamedTuple):
    at: date
    """The last day of what the ledger holds: an archive tells of its own time."""
    pace: Pace
    standing: Standing
    course: list[Step]
    """From the first activity on."""
    love: Love
    love_before: Love
    """A quarter of a year ago."""
    milestones: list[Milestone]

    @property
    def lately(self) -> date:
        """The first of the days on which most of the pace rests."""
        return self.at - timedelta(days=HALF_LIFE - 1)

    @property
    def year(self) -> date:
        """The first of the days of which love is told."""
        return self.at - timedelta(days=YEAR - 1)

    @property
    def sentence(self) -> str:
        """What the drawing shows."""
        best = max(self.course, key=lambda step: step.pace.points)
        now = self.pace.points
        if now < 0.5:
            return f"Quiet now; at their best in {best.day:%B %Y}, with {best.pace.points:,.0f} points a month."
        told = {
            "rising": "and rising",
            "falling": "and falling",
            "steady": "about as a quarter of a year ago",
            "none": "",
        }[self.pace.trend]
        return f"{now:,.0f} points a month, {told}."


def engaged(acts: Acts, member: int) -> Engaged | None:
    """None for somebody of whom nothing is counted."""
    done, span = career(acts, member), acts.span()
    if not len(done.days) or span is None:
        return None
    first, at = date.fromordinal(int(done.days[0])), span.last
    return Engaged(
        at=at,
        pace=pace(done.days, done.points, at),
        standing=standing(done.days, done.points, at.toordinal()),
        course=course(done.days, done.points, first, at, steps=STEPS),
        love=love(done.days, done.heaviest, at),
        love_before=love(done.days, done.heaviest, date.fromordinal(at.toordinal() - HALF_LIFE)),
        milestones=milestones(first, done.given(), date.fromordinal(int(done.days[-1]))),
    )
