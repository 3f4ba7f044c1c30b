"""What changed on an unusual day: which kinds of acts, where, about what, in which language, whether few did it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.ask import answer
from rapport.measure.catalogue import Metric
from rapport.measure.labels import group_label
from rapport.measure.periods import Grain
from rapport.measure.question import UNTOLD, By, Question
from rapport.measure.unusual.places import Counts, Group, by_channel, by_topic, name_of_channel, name_of_topic
from rapport.people.acts import Acts
from rapport.people.standing import BOT
from rapport.words.span import Span

USUALLY = 28
"""Days before it with which the day is compared."""
MUCH = 0.5
"""A group is named that makes up so much of the difference."""


class Reason(NamedTuple):
    told: str
    more: float
    """How many more than usual; below zero, fewer."""


def reasons(acts: Acts, metric: Metric, platform: str, day: date, *, fewer: bool) -> list[Reason]:
    """The kind, the channel, the topic and the language that make up most of the difference, and whether few did it.

    `fewer` than usual nobody did: of such a day it says nothing of who did the rest.
    """
    return [
        *_by(acts, metric, platform, day, By.KIND),
        *_in_channel(acts, metric, platform, day),
        *_about(acts, metric, platform, day),
        *_by(acts, metric, platform, day, By.LANGUAGE),
        *([] if fewer else _few(acts, metric, platform, day)),
    ]


def _by(acts: Acts, metric: Metric, platform: str, day: date, by: By) -> Iterator[Reason]:
    if by not in metric.breaks:
        return
    since = day - timedelta(days=USUALLY)
    asked = Question(since=since, until=day, platform=platform, by=by, grain=Grain.DAY)
    told = answer(metric.name, asked, acts, totals=False)
    change = dict.fromkeys(told.groups, 0.0)
    for row in told.rows:
        change[row.group or ""] += _weighed(row.value or 0, row.first, day)
    found = _most(change) if len(told.groups) > 1 else None
    if found and found[0] != UNTOLD:  # what has no language is part of the difference and no reason for it
        group, more = found
        label = group_label(told, group)
        yield Reason(f"in {label}" if by is By.LANGUAGE else label, more)


def _in_channel(acts: Acts, metric: Metric, platform: str, day: date) -> Iterator[Reason]:
    """Of several channels; one whose name nobody knows is not named."""
    change = _change(by_channel(acts, metric.name, platform, Span(day - timedelta(days=USUALLY), day)), day)
    if len(change) > 1 and (found := _most(change)):
        channel, more = found
        if name := name_of_channel(channel):
            yield Reason(f"in “{name}”", more)


def _about(acts: Acts, metric: Metric, platform: str, day: date) -> Iterator[Reason]:
    """What is about no topic, or was not looked at, is part of the difference and no reason for it."""
    found = _most(_change(by_topic(acts, metric.name, platform, Span(day - timedelta(days=USUALLY), day)), day))
    if found and (name := name_of_topic(found[0])):
        yield Reason(f"about “{name}”", found[1])


def _change(counts: Counts[Group], day: date) -> dict[Group, float]:
    return {group: sum(_weighed(n, on, day) for on, n in days.items()) for group, days in counts.items()}


def _weighed(count: float, on: date, day: date) -> float:
    """Summed up over the days: how much more there was on this day than on each of those before it."""
    return count * (1 if on == day else -1 / USUALLY)


def _most(change: Mapping[Group, float]) -> tuple[Group, float] | None:
    """The one that makes up most of the difference, if one does."""
    if not change:
        return None
    group, more = max(change.items(), key=lambda item: abs(item[1]))
    return (group, more) if abs(more) >= MUCH * sum(map(abs, change.values())) else None


def _few(acts: Acts, metric: Metric, platform: str, day: date) -> Iterator[Reason]:
    """Of activities alone: where one person, or three, did half of what was done."""
    if metric.name != "activity":
        return
    done = acts.table.filter((acts.table.day == day) & (acts.table.platform == platform) & acts.table.member.notnull())
    counted = done.filter(done.side != BOT).aggregate(by="member", n=done.n.sum())
    each = sorted((row["n"] for row in acts.ask(counted)), reverse=True)
    for people, who in ((1, "one person"), (3, "three people")):
        if len(each) > people and sum(each[:people]) >= MUCH * sum(each):
            yield Reason(f"by {who}", float(sum(each[:people])))
            return
