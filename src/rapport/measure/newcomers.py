"""The way of newcomers: they came, said a first word, got a first reply, made a first contribution.

Each step is timed from the day they came and stands by itself: a commit may come before the first word.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import ibis
import numpy as np
from ibis.expr.types import Table

from rapport.measure.answer import asked_columns
from rapport.measure.ask import meant
from rapport.measure.catalogue import find
from rapport.measure.cells import TOO_FEW
from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate
from rapport.measure.estimates.survival import median
from rapport.measure.figures import figure, interval
from rapport.measure.paths import first_gifts, first_words
from rapport.measure.question import Question, write_question
from rapport.people.acts import Acts
from rapport.people.standing import BOT

TITLES = {"word": "First word", "reply": "First reply got", "contribution": "First contribution"}
BEHIND = "days_to_first_contribution"
"""The metric on whose page it stands."""


@dataclass(frozen=True)
class Step:
    name: str
    """One of TITLES."""
    reached: int
    """How many of the newcomers did by now."""
    days: Estimate
    """From coming until half of them had, by Kaplan and Meier: who has not yet is still on the way."""

    @property
    def title(self) -> str:
        return TITLES[self.name]


@dataclass(frozen=True)
class Way:
    question: Question
    came: int
    """Members whose very first act is one that the question asks for."""
    steps: tuple[Step, ...]
    as_of: datetime | None

    def share(self, step: Step) -> float | None:
        """In percent of who came."""
        return 100 * step.reached / self.came if self.came else None


def way(acts: Acts, question: Question) -> Way:
    """Of the newcomers of these days; platform and language are those of the first thing they did.

    Raises QuestionRefused, and SegmentRefused of a segment that makes no sense.
    """
    spelt = replace(question, segment=meant(question.segment)) if question.segment else question
    rows = asked_columns(acts, spelt, _reached(acts), lambda found: _timed(acts, found))
    return Way(question, len(rows), tuple(_step(name, rows) for name in TITLES), acts.as_of)


def as_json(found: Way) -> dict[str, Any]:
    return {
        "question": write_question(found.question),
        "came": found.came,
        "steps": [
            {
                "step": step.name,
                "title": step.title,
                "reached": step.reached,
                "share": found.share(step),
                "days": step.days.value,
                "low": step.days.low,
                "high": step.days.high,
            }
            for step in found.steps
        ],
        "as_of": found.as_of,
    }


def told(found: Way) -> list[tuple[str, int, str, str, str]]:
    """In words: of each step its title, how many reached it, which share that is, after how many days, the interval."""
    came = ("Came", found.came, figure(100 if found.came else None, "%"), "", "")
    return [came, *(_line(found, step) for step in found.steps)]


def _line(found: Way, step: Step) -> tuple[str, int, str, str, str]:
    few = find(BEHIND).too_few(step.days.n)
    sure = "" if few else interval(step.days.low, step.days.high, "days")
    days = TOO_FEW if few else figure(step.days.value, "days")
    return step.title, step.reached, figure(found.share(step), "%"), days, sure


def _reached(acts: Acts) -> Table:
    """One row a member: their first act, and when they first reached each step, or null.

    A reply is what others of any side, but no bots, say to what they asked, as in `time_to_first_response`.
    """
    given = acts.answers
    replies = given.filter(given.side != BOT).group_by(member=given.asker).aggregate(reply=given.first_at.min())
    words, gave = first_words(acts), first_gifts(acts)
    found = acts.firsts
    for step in (words.select("member", word="first_at"), replies, gave.select("member", contribution="first_at")):
        found = found.left_join(step, "member").drop("member_right")
    return found


def _timed(acts: Acts, rows: Table) -> Table:
    """Of each step how many days it took, or has taken so far."""
    known = ibis.literal(acts.known, "timestamp('UTC')").epoch_seconds()
    came = rows.first_at.epoch_seconds()
    lasted = {name: (rows[name].epoch_seconds().fill_null(known) - came) / 86400 for name in TITLES}
    return rows.select(**lasted, **{f"{name}_over": rows[name].notnull() for name in TITLES})


def _step(name: str, rows: Counted) -> Step:
    if not len(rows):
        return Step(name, 0, NOTHING)
    over = rows[f"{name}_over"]
    timed = Counted({"lasted": rows[name], "over": over, "how_many": np.ones(len(rows))}, len(rows))
    return Step(name, int(over.sum()), median(timed))
