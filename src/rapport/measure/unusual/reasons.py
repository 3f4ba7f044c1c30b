"""What changed on an unusual day: which kinds of acts, whether few people or many, in which language."""

from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.ask import answer
from rapport.measure.catalogue import Metric
from rapport.measure.labels import group_label
from rapport.measure.periods import Grain
from rapport.measure.question import UNTOLD, By, Question
from rapport.people.acts import Acts

USUALLY = 28
"""Days before it with which the day is compared."""
MUCH = 0.5
"""A group is named that makes up so much of the difference."""


class Reason(NamedTuple):
    told: str
    more: float
    """How many more than usual; below zero, fewer."""


def reasons(acts: Acts, metric: Metric, platform: str, day: date) -> list[Reason]:
    """The kind and the language that make up most of the difference, and whether few people did it."""
    found = [_most(acts, metric, platform, day, by) for by in (By.KIND, By.LANGUAGE) if by in metric.breaks]
    return [*filter(None, found), *_few(acts, metric, platform, day)]


def _most(acts: Acts, metric: Metric, platform: str, day: date, by: By) -> Reason | None:
    since = day - timedelta(days=USUALLY)
    asked = Question(since=since, until=day, platform=platform, by=by, grain=Grain.DAY)
    told = answer(metric.name, asked, acts, totals=False)
    change = dict.fromkeys((group for group in told.groups if group != UNTOLD), 0.0)
    for row in told.rows:
        if row.group in change:
            change[row.group] += (row.value or 0) * (1 if row.first == day else -1 / USUALLY)
    if len(told.groups) < 2 or not change:
        return None
    group, more = max(change.items(), key=lambda item: abs(item[1]))
    if abs(more) < MUCH * sum(map(abs, change.values())):
        return None
    label = group_label(told, group)
    return Reason(f"in {label}" if by is By.LANGUAGE else label, more)


def _few(acts: Acts, metric: Metric, platform: str, day: date) -> list[Reason]:
    """Of activities alone: where one person, or three, did half of what was done."""
    if metric.name != "activity":
        return []
    done = acts.table.filter((acts.table.day == day) & (acts.table.platform == platform) & acts.table.member.notnull())
    counted = done.filter(done.side != "bot").aggregate(by="member", n=done.n.sum())
    each = sorted((row["n"] for row in acts.ask(counted)), reverse=True)
    for people, who in ((1, "one person"), (3, "three people")):
        if len(each) > people and sum(each[:people]) >= MUCH * sum(each):
            return [Reason(f"by {who}", float(sum(each[:people])))]
    return []
