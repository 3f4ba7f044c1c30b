"""What somebody cares about: the places where they are most, and the words that are their own."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rapport.ledger.models import Channel
from rapport.people.acts import Acts
from rapport.people.models import Term, TermsRead
from rapport.people.topics.keyness import LEAST_TEXTS, Key, keys
from rapport.people.topics.words import MOST, of_names, words

TEXTS = 200
"""Of the latest are looked at."""
PLACES = 8
WORDS = 14


class Place(NamedTuple):
    channel: Channel
    n: int
    """Activities there."""


class Words(NamedTuple):
    keys: list[Key]
    """The surest first."""
    texts: int
    """Of theirs that were looked at."""
    all_texts: int
    """Of everybody's, to which they were compared; 0 where nobody has counted those yet."""


def places(acts: Acts, identities: Collection[int]) -> list[Place]:
    """Categories, repositories, rooms and lists, the most frequent first."""
    held = acts.places
    mine = held.filter(held.identity.isin(list(identities)))
    counted = mine.group_by("channel").aggregate(times=mine.n.sum())
    rows = acts.ask(counted.order_by(counted.times.desc(), "channel").limit(PLACES))
    known = Channel.objects.in_bulk([row["channel"] for row in rows])
    return [Place(known[row["channel"]], row["times"]) for row in rows if row["channel"] in known]


def own_words(activities: Sequence[UUID], names: Collection[str]) -> Words:
    """Of these texts of theirs, compared with everybody's; never their own names, with which they sign."""
    read = TermsRead.objects.filter(pk=1).first()
    if read is None:
        return Words([], 0, 0)
    counted: Counter[str] = Counter()
    said = _texts(activities[:TEXTS])
    for text in said:
        counted.update(words(text))
    signed = of_names(names)
    likely = {word: n for word, n in counted.items() if n >= LEAST_TEXTS and word not in signed}
    everybodys = dict(Term.objects.filter(term__in=likely).values_list("term", "texts"))
    return Words(keys(likely, len(said), everybodys, read.looked, most=WORDS), len(said), read.looked)


def _texts(activities: Sequence[UUID]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT concat_ws(' ', title, left(text, {MOST})) FROM ledger_activity"
            " WHERE id = ANY(%s) AND NOT deleted AND (text IS NOT NULL OR title IS NOT NULL)",
            [list(activities)],
        )
        return [row[0] for row in cursor.fetchall()]
