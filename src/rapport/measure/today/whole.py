"""Everything that Today tells, of one state of the ledger and to one person."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from rapport.accounts.models import User
from rapport.measure.against import Compared, compared
from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.current import usual
from rapport.measure.question import Question
from rapport.measure.seldom import seldom, usually
from rapport.measure.sentences import span_before
from rapport.measure.today.candidates import Known, candidates
from rapport.measure.today.failed import Failed, failed
from rapport.measure.today.first import Found, found_first
from rapport.measure.today.handled import silent
from rapport.measure.today.lately import Arrivals, Came, Window, arrivals, came, window
from rapport.measure.today.newcomers import Newcomers, newcomers
from rapport.measure.today.waiting import Waiting, unanswered, waiting
from rapport.measure.today.worth import Thing, three
from rapport.measure.unusual.finding import Looked, unusual
from rapport.people.acts import Acts
from rapport.people.notes.open import Open, open_tasks
from rapport.people.readying import newest
from rapport.people.thanks.today import SPARE, Thanks, still, whom_to_thank

WAITING, THANKED = 6, 5
RHYTHM = ("active_members", "new_members", "contributions")


class Beat(NamedTuple):
    """One metric in the window, and how it differs from as many days before."""

    answer: Answer
    against: Compared | None
    """None where the ledger does not reach back so far."""

    @property
    def change(self) -> int | None:
        return int((self.answer.total or 0) - (self.against.answer.total or 0)) if self.against else None

    @property
    def about(self) -> str:
        """After the change: against what, and whether it is more than chance."""
        if self.against is None:
            return "no time before to compare with"
        return f"against {span_before(self.against.answer)}: {self.against.verdict}"


class Seen(NamedTuple):
    """What follows from the acts alone."""

    lately: Window
    new: Newcomers
    rhythm: list[Beat]
    arrivals: list[Arrivals]
    unanswered: int
    """Questions of all times, but the team's own, that nobody else said anything to."""


@dataclass(frozen=True)
class Today:
    now: datetime
    as_of: datetime | None
    lately: Window
    found: Found | None
    """In the first days of a home."""
    things: list[Thing]
    waiting: Waiting
    older: int
    """Questions from before the window that still wait; the team's own are left out."""
    promised: list[Open]
    """All of them, the next due first."""
    failed: list[Failed]
    unusual: Looked | None
    """This, whom to thank and what came are up to a minute older than the rest."""
    thanks: Thanks
    came: Came
    new: Newcomers
    rhythm: list[Beat]
    arrivals: list[Arrivals]


def today(acts: Acts, user: User | None, before: datetime | None, now: datetime) -> Today | None:
    """As this person sees it, whose last visit ended at `before`; None while the ledger is empty."""
    seen = _seen(acts)
    if seen is None:
        return None
    lately = seen.lately
    waits, failures = waiting(acts, lately.span, WAITING), failed(now)
    promised = open_tasks(now.astimezone(UTC).date(), promise=True)
    odd = seldom(acts, "unusual", unusual)
    thanks = seldom(acts, "thanks", _to_thank)
    shown = still(thanks.shown, now.astimezone(UTC).date())[:THANKED]
    known = Known(now, lately, waits, failures, odd, shown, promised)
    return Today(
        now=now,
        as_of=acts.as_of,
        lately=lately,
        found=found_first(acts, now),
        things=three(candidates(acts, known, user), silent(user, now)),
        waiting=waits,
        older=seen.unanswered - waits.total - waits.aside,
        promised=promised,
        failed=failures,
        unusual=odd,
        thanks=thanks._replace(shown=shown),
        came=came(acts, lately, before),
        new=seen.new,
        rhythm=seen.rhythm,
        arrivals=seen.arrivals,
    )


@lru_cache(maxsize=2)
@newest()
def _seen(acts: Acts) -> Seen | None:
    """Worked out once for each state, the next one beside the last. None while the ledger is empty."""
    lately = window(acts)
    if lately is None:
        return None
    unanswered(acts, lately.span)  # kept for the page, which leaves out what needs no answer at this moment
    rhythm = [_beat(acts, name, lately) for name in RHYTHM]
    ever = answer("unanswered", Question(without_team=True), acts, periods=False).total
    return Seen(lately, newcomers(acts, lately), rhythm, arrivals(acts, lately), int(ever or 0))


def _to_thank(acts: Acts) -> Thanks:
    """Some more than are shown: some of them may be thanked, or put off, before this is made anew."""
    return whom_to_thank(acts, THANKED + SPARE)


def _beat(acts: Acts, name: str, lately: Window) -> Beat:
    now = answer(name, Question(since=lately.first, until=lately.last), acts)
    return Beat(now, compared(now, acts))


usual(_seen, first=True)
usually("unusual", unusual)
usually("thanks", _to_thank)
