"""What people talked about in a period, and which topics rose by its end."""

from collections import Counter
from dataclasses import replace

from django.urls import reverse

from rapport.measure.ask import answer
from rapport.measure.periods import Grain, day_name
from rapport.measure.question import By, Question
from rapport.measure.reports.around import Around
from rapport.measure.reports.statement import Statement
from rapport.measure.reports.told import Line
from rapport.measure.topics.figures import rises_until
from rapport.measure.topics.rising import ABOUT_CHANCE
from rapport.measure.topics.table import UNREAD
from rapport.people.acts import Acts

NAMED = 3


def most(acts: Acts, question: Question, beside: Around) -> Statement | None:
    """Which topics the most was about, of what was looked at; None before there are any."""
    by = answer("conversations", replace(question, by=By.TOPIC, grain=Grain.YEAR), acts)
    often = Counter[str]()
    for row in by.rows:
        often[row.group or ""] += int(row.value or 0)
    topics = tuple(group for group in by.groups if beside.topic(group) and often[group])
    if not topics:
        return None
    told = [f"“{beside.topic(group)}” ({often[group]:,})" for group in topics[:NAMED]]
    listed = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    unread = often[UNREAD]
    which = (
        f"The most of the {often.total() - unread:,} conversations looked at" if unread else "The most conversations"
    )
    return Statement(f"{which} were about {listed}.", replace(by, groups=topics))


def rose(acts: Acts, question: Question, beside: Around) -> tuple[tuple[Line, ...], str]:
    """The topics that rose in the four weeks up to the period's end, and what is to be said of them, or of none.

    Of a part of the community nothing is told: what rises is looked for among all; and nothing of before the ledger
    begins.
    """
    part = question.platform or question.segment or question.language or question.without_team
    if part or question.until is None:
        return (), ""
    rises, last = rises_until(acts, question.until)
    known = acts.span()
    if known is None or last < known.first:
        return (), ""
    lines = tuple(
        Line(
            f"“{called}” rose: {rise.people:,} people took it up in the four weeks up to {day_name(last)}, where"
            f" {rise.expected:,.0f} would be usual.",
            "People, not messages, against the year before; more than chance.",
            reverse("measure:topic", args=[number]),
            changed=True,
        )
        for number, rise in rises.items()
        if (called := beside.topic(str(number)))
    )
    none = f"No topic rose by more than chance in the four weeks up to {day_name(last)}."
    return lines, ABOUT_CHANCE if lines else none
