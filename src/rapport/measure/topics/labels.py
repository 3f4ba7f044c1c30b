"""What people call a topic."""

from rapport.measure.models import Topic
from rapport.measure.topics.table import OTHER, UNREAD

_ELSE = {OTHER: "other", UNREAD: "not looked at"}


def topic_label(group: str) -> str:
    """As the team calls it, else by its texts' own words; the number of one that is not there any more."""
    if group in _ELSE:
        return _ELSE[group]
    found = Topic.objects.filter(pk=int(group)).first()
    return str(found) if found else f"topic {group}"
