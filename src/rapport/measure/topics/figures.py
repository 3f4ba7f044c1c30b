"""How much each topic is talked about, by whom, how much of it waits, and which topics are rising."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from rapport.measure.seldom import seldom, usually
from rapport.measure.topics.rising import BEFORE, NOW, Rise, rising, weekly
from rapport.measure.topics.table import OTHER, UNREAD, begun, with_topic
from rapport.people.acts import Acts
from rapport.people.standing import PEOPLE

LATELY = 28
"""Days, up to the last one of which anything is known."""
_ELSE = (OTHER, UNREAD)


class Figures(NamedTuple):
    """Of one topic, over everything in the ledger."""

    conversations: int
    people: int
    """Who began them."""
    lately: int
    """Conversations of the last 28 days."""
    before: int
    """Of the 28 days before."""
    questions: int
    waiting: int
    """Of these, without an answer by another human."""

    @property
    def unanswered(self) -> float | None:
        """In percent of its questions."""
        return 100 * self.waiting / self.questions if self.questions else None


NOTHING = Figures(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Talk:
    topics: dict[int, Figures]
    """By the topic's number; of topics that ended too, as long as texts are in them."""
    other: Figures
    unread: Figures
    rises: dict[int, Rise]
    """The surest first."""
    since: date
    """The first day of the four weeks in which they rise; a Monday."""
    until: date


def talk(acts: Acts) -> Talk:
    """Of these acts, or of ones up to a minute older."""
    return seldom(acts, "topics", _talk)


def _talk(acts: Acts) -> Talk:
    found = _counted(acts)
    monday = _this_week(acts.known.date())
    rises = _rising(acts, monday)
    by_number = {int(topic): figures for topic, figures in found.items() if topic not in _ELSE}
    until = monday - timedelta(days=1)
    since = monday - timedelta(weeks=NOW)
    return Talk(by_number, found.get(OTHER, NOTHING), found.get(UNREAD, NOTHING), rises, since, until)


usually("topics", _talk)


def rises_until(acts: Acts, day: date) -> tuple[Mapping[int, Rise], date]:
    """What rose in the four whole weeks up to this day, by the topic's number, the surest first; and the last of them.

    Of what is not known yet nothing is told.
    """
    monday = _this_week(min(day, acts.known.date()) + timedelta(days=1))
    return _rises(acts)(monday), monday - timedelta(days=1)


@lru_cache(maxsize=2)
def _rises(acts: Acts) -> Callable[[date], Mapping[int, Rise]]:
    """Of one state of the ledger, each week worked out once; the next state is made ready beside the last."""
    return lru_cache(maxsize=32)(partial(_rising, acts))


def _counted(acts: Acts) -> dict[str, Figures]:
    last = acts.known.date()
    said = with_topic(acts, begun(acts))
    recent = said.day > last - timedelta(days=LATELY)
    earlier = (said.day > last - timedelta(days=2 * LATELY)) & ~recent
    rows = acts.ask(
        said.group_by("topic").aggregate(
            conversations=said.n.sum(),
            people=said.member.nunique(),
            lately=said.n.sum(where=recent).fill_null(0),
            before=said.n.sum(where=earlier).fill_null(0),
        )
    )
    asked = with_topic(acts, acts.waits)
    asked = asked.filter(asked.side.isin(PEOPLE))
    waiting = asked.answered_at.isnull() & asked.until.isnull() & asked.accepted_at.isnull()
    questions = {
        row.pop("topic"): row
        for row in acts.ask(
            asked.group_by("topic").aggregate(questions=asked.count(), waiting=waiting.sum().fill_null(0))
        )
    }
    none = {"questions": 0, "waiting": 0}
    return {topic: Figures(**row, **questions.get(topic, none)) for row in rows if (topic := row.pop("topic"))}


def _this_week(day: date) -> date:
    """The Monday of the week that is not over yet."""
    return day - timedelta(days=day.weekday())


def _rising(acts: Acts, monday: date) -> dict[int, Rise]:
    weeks = NOW + BEFORE + NOW
    first = monday - timedelta(weeks=weeks)
    said = with_topic(acts, begun(acts))
    some = said.filter(said.day >= first, said.day < monday, said.topic != UNREAD, said.member.notnull())
    took: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in acts.ask(some.select("topic", "member", "day").distinct()):
        took[row["topic"], (row["day"] - first).days // 7].add(row["member"])
    names = sorted({topic for topic, _ in took})
    places = {topic: place for place, topic in enumerate(names)}
    counts = weekly({(places[topic], week): who for (topic, week), who in took.items()}, len(names), weeks)
    lived = counts[:, NOW:][:, _begin(counts[:, NOW:].sum(axis=0).tolist()) :]
    found = [rise for rise in rising(lived) if names[rise.topic] != OTHER] if len(names) else []
    return {int(names[rise.topic]): rise for rise in found}


def _begin(totals: list[int]) -> int:
    """The first week in which anything was talked about."""
    return next((week for week, total in enumerate(totals) if total), len(totals))
