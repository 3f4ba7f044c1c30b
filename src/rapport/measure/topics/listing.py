"""The topics as pages, commands and the API list them, and what the team says of one."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from rapport.measure.models import Clustering, Topic
from rapport.measure.topics.figures import NOTHING, Figures, talk
from rapport.measure.topics.making import EVERY
from rapport.measure.topics.rising import ABOUT_CHANCE, Rise
from rapport.people.acts import Acts

LONGEST = 60


class Line(NamedTuple):
    topic: Topic
    figures: Figures
    rise: Rise | None
    new: bool
    """Whether it was not there a week ago, and others were."""


class Listed(NamedTuple):
    lines: list[Line]
    """The most talked about first; without those the team hid."""
    hidden: list[Topic]
    ended: list[Topic]
    """Those that ended or merged in the last four weeks."""
    looked: int
    """At how many conversations, of how many there are."""
    there: int
    last: Clustering | None
    """When topics were last looked over; None before the first time."""


def listed(acts: Acts) -> Listed:
    figures = talk(acts)
    live = list(Topic.objects.filter(ended_at=None))
    first = Clustering.objects.order_by("pk").values_list("at", flat=True).first() or timezone.now()
    old = max(first + timedelta(days=1), timezone.now() - EVERY)  # on the first day all are new
    lines = [
        Line(topic, figures.topics.get(topic.pk, NOTHING), figures.rises.get(topic.pk), topic.began_at > old)
        for topic in live
    ]
    lines.sort(key=lambda line: (-line.figures.conversations, line.topic.pk))
    lately = timezone.now() - 4 * EVERY
    looked = figures.other.conversations + sum(one.conversations for one in figures.topics.values())
    return Listed(
        [line for line in lines if not line.topic.hidden],
        [line.topic for line in lines if line.topic.hidden],
        list(Topic.objects.filter(ended_at__gte=lately).select_related("merged_into")),
        looked,
        looked + figures.unread.conversations,
        Clustering.objects.first(),
    )


def rising(acts: Acts) -> list[Line]:
    """Those of the list that are rising, the surest first."""
    rises = talk(acts).rises
    lines = [line for line in listed(acts).lines if line.rise] if rises else []
    return sorted(lines, key=lambda line: list(rises).index(line.topic.pk))


@transaction.atomic
def say(topic: Topic, *, called: str | None = None, hidden: bool | None = None) -> list[str]:
    """Call it so ("" for its own words), hide it or show it again; answers what was changed."""
    changed = []
    if called is not None and (name := " ".join(called.split())[:LONGEST]) != topic.called:
        topic.called = name
        changed.append("named" if name else "unnamed")
    if hidden is not None and hidden != topic.hidden:
        topic.hidden = hidden
        changed.append("hidden" if hidden else "shown")
    topic.save(update_fields=["called", "hidden"])
    return changed


def as_json(one: Listed) -> dict[str, Any]:
    return {
        "looked_at": one.looked,
        "of": one.there,
        "looked_over_at": one.last.at if one.last else None,
        "about_chance": ABOUT_CHANCE,
        "topics": [line_as_json(line) for line in one.lines],
    }


def line_as_json(line: Line) -> dict[str, Any]:
    figures = line.figures
    return {
        "number": line.topic.pk,
        "name": str(line.topic),
        "words": line.topic.name,
        "conversations": figures.conversations,
        "people": figures.people,
        "last_28_days": figures.lately,
        "before": figures.before,
        "questions": figures.questions,
        "unanswered": figures.waiting,
        "new": line.new,
        "rising": {"people": line.rise.people, "expected": line.rise.expected, "chance": line.rise.chance}
        if line.rise
        else None,
    }
