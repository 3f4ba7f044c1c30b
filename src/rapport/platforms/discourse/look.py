"""When a topic was asked for: the API does not say, but it tells how many days ago each post was.

`timeline_lookup` ([place in `post_stream.stream`, days ago], TimelineLookup in Discourse) counts whole days up to the
moment of the answer. So each post puts that moment into one day, and all of them together into a few hours. It is what
orders two looks at things that change without a time of their own: which answer is accepted.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from rapport.platforms.discourse.document import moment, whole
from rapport.platforms.fields import items, mapping

MOST_PLACES = 300
"""Of a longer stream Discourse looks at every second, third, … post alone."""


def looked_at(topic: Mapping[str, Any], posts: Iterable[Any]) -> datetime | None:
    """The latest time at which the topic was certainly not yet asked for; less than a day before it was.

    Of two files with the same posts the later one never gives the earlier time. None where the file does not say.
    """
    ages = _ages(topic)
    if not ages:
        return None
    known = [
        _after(at, ages[number])
        for post in map(mapping, posts)
        if (number := whole(post.get("id"))) in ages and (at := moment(post.get("created_at"))) is not None
    ]
    return max((at for at in known if at is not None), default=None)


def _ages(topic: Mapping[str, Any]) -> dict[int, int]:
    """Post id → whole days since it was written."""
    stream = items(mapping(topic.get("post_stream")).get("stream"))
    lookup = {pair[0]: whole(pair[1]) for pair in items(topic.get("timeline_lookup")) if _is_pair(pair)}
    every = -(-len(stream) // MOST_PLACES)
    ages: dict[int, int] = {}
    days = None
    for place, post in enumerate(stream):
        if place % every == 0:
            days = lookup.get(place + 1, days)
            if days is not None and (number := whole(post)) is not None:
                ages[number] = days
    return ages


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and whole(pair[0]) is not None


def _after(at: datetime, days: int) -> datetime | None:
    try:
        return at + timedelta(days=days)
    except OverflowError:
        return None
