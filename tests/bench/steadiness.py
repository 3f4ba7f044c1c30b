"""How often a figure of engagement turns round from one week to the next: the Orbit Model's levels and our pace.

`python -m tests.bench.steadiness HOME` looks at a home that runs; it only reads. Both have four levels; who is out of
orbit counts as exploring.
"""

import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from rapport.people.acts import Acts

WEEK = 7
SOON = 8
"""Weeks within which a step and the step back are one flip."""
LEAST_DAYS = 10
"""Whoever was there on fewer days has too few weeks to flip in."""


class Flips(NamedTuple):
    weeks: int
    """Member-weeks."""
    changes: int
    """Weeks at whose end a member stands on another level than a week before."""
    backs: int
    """Changes that were taken back within SOON weeks."""
    leaps: int
    """Changes that left out a level."""

    @property
    def said(self) -> str:
        changes = max(1, self.changes)
        return (
            f"{self.changes / self.weeks:>7.2%} change a week,{self.backs / changes:>6.1%} of them taken back within"
            f" {SOON} weeks,{self.leaps / changes:>6.1%} leave out a level"
        )


def flips(courses: list[np.ndarray]) -> Flips:
    weeks = changes = backs = leaps = 0
    for levels in courses:
        steps = np.diff(levels)
        at = np.flatnonzero(steps)
        weeks += len(steps)
        changes += len(at)
        turned = np.sign(steps[at][1:]) != np.sign(steps[at][:-1])
        backs += int((turned & (np.diff(at) <= SOON)).sum())
        leaps += int((np.abs(steps) > 1).sum())
    return Flips(weeks, changes, backs, leaps)


def careers(acts: "Acts") -> Iterator[Any]:
    from rapport.people.knowing.career import career

    there = acts.totals.filter(acts.totals.side != "bot", acts.totals.activities >= LEAST_DAYS)
    for row in acts.ask(there.select("member").order_by("member")):
        done = career(acts, row["member"])
        if len(done.days) >= LEAST_DAYS:
            yield done


def main(home: str) -> None:
    os.environ["RAPPORT_HOME"] = home
    from rapport import settings
    from rapport.cli.session import ready
    from rapport.home.access import database

    with ready(database(settings.HOME, settings.DATABASE_URL, "bench steadiness", print)):
        from rapport.people.current import current
        from rapport.people.knowing.orbit import love
        from rapport.people.knowing.standing import BOUNDS, held, walk

        acts = current()
        span = acts.span()
        assert span
        orbits, plain, standing = [], [], []
        for done in careers(acts):
            weeks = list(range(int(done.days[0]), span.last.toordinal(), WEEK))
            loves = [love(done.days, done.heaviest, date.fromordinal(week)) for week in weeks]
            orbits.append(np.array([min(4, each.orbit) for each in loves]))
            course = walk(done.days, done.points, weeks)
            plain.append(np.searchsorted(BOUNDS, course.points, "right"))
            standing.append(held(course))
        print(f"{len(orbits)} members")
        print(f"Orbit level            {flips(orbits).said}")
        print(f"Pace, cut at its bounds{flips(plain).said}")
        print(f"Pace, held in doubt    {flips(standing).said}")


if __name__ == "__main__":
    main(sys.argv[1])
