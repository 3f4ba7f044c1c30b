"""Take the words of somebody's names out of what topics are called."""

from collections.abc import Sequence

from rapport.measure.models import Topic
from rapport.measure.topics.naming import UNNAMED
from rapport.people.forgotten import says
from rapport.people.topics.words import of_names


def forget(names: Sequence[str]) -> int:
    """Answers how many topics lose a word of their name; one that the team gave goes whole."""
    gone = of_names(names)
    changed = 0
    for topic in Topic.objects.all():
        left = [term for term in topic.name.split(", ") if not gone & {term, *term.split()}]
        called = "" if says(topic.called, gone) else topic.called
        if (name := ", ".join(left) or UNNAMED) != topic.name or called != topic.called:
            Topic.objects.filter(pk=topic.pk).update(name=name, called=called)
            changed += 1
    return changed
