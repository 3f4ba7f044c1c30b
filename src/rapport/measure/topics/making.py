"""Make the topics of what was read, look them over once a week, and place what came in since."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from rapport.ledger import meaning
from rapport.ledger.locks import keep_erasure_out
from rapport.measure.models import Clustering, Topic
from rapport.measure.topics.clustering import NONE, Brought, Floats, Numbers, Topics, brought_on, placed, sought
from rapport.measure.topics.naming import Said, name_of, words_of
from rapport.people import map as member_map
from rapport.people.standing import SILENT
from rapport.people.topics.words import MOST
from rapport.text.embedding import WIDTH

SECONDS = 60
"""For which texts are read at a time, so that a first import leaves most of the machine to others."""
ENOUGH = 100
"""Texts; of fewer no topics are made."""
EVERY = timedelta(days=7)
GROWN = 1.5
"""So many times as many texts as at the last time are looked over before the week is out: a first import goes on."""
NAMED_BY = 20_000
"""Texts that names are made of."""
_WITHHOLD = """
    DELETE FROM measure_placed p USING ledger_activity a JOIN people_limited l ON l.identity_id = a.identity_id
    WHERE a.id = p.activity
"""
_TOPICS = 7_270_007
"""Advisory lock: one process makes topics at a time."""


class Read(NamedTuple):
    """What was read, in the order of the ids; whom data limits or bots concern is not among it."""

    ids: list[UUID]
    revisions: list[int]
    who: list[int | None]
    """The member who wrote it."""
    vectors: Floats
    had: list[int | None]
    """The topic that this version of the text has, 0 where it was placed and is about none."""


def keep_up(seconds: float = SECONDS, *, now: bool = False) -> None:
    """Read for about so long; then place what is new, or look the topics over where it is time, or at once."""
    done = meaning.read(seconds)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_TOPICS])
        if not cursor.fetchone()[0]:
            return
        cursor.execute(_WITHHOLD)
        last = Clustering.objects.first()
        found = _read()
        if now or _is_time(last, len(found.ids), whole=bool(done and done.whole)):
            look_over(found, last)
        elif last:
            _place_new(found, last)


def _is_time(last: Clustering | None, texts: int, *, whole: bool) -> bool:
    if texts < ENOUGH:
        return False
    if last is None:
        return whole or texts >= 20 * ENOUGH
    return timezone.now() - last.at >= EVERY or texts >= GROWN * last.texts


@transaction.atomic
def look_over(found: Read, last: Clustering | None) -> None:
    """Carry the topics on with all that was read, or make the first ones."""
    if len(found.ids) < ENOUGH:
        return
    live = list(Topic.objects.filter(ended_at=None).order_by("pk")) if last else []
    if last and live:
        brought = brought_on(found.vectors, _topics(live, last))
    else:
        first = sought(found.vectors)
        brought = Brought(first, tuple(None for _ in first.centres), {}, ())
    numbers = {topic.pk: place for place, topic in enumerate(live)}
    now_at = _went(brought, len(live))
    before = np.array([now_at.get(numbers.get(one or 0, NONE), NONE) for one in found.had], np.int64)
    labels = placed(found.vectors, brought.topics, before)
    topics = _saved(brought, live, _words(found, labels))
    with connection.cursor() as cursor:
        keep_erasure_out(cursor)
        cursor.execute("DELETE FROM measure_placed")
    _write(found, labels, [topic.pk for topic in topics])
    had = before != NONE
    Clustering.objects.create(
        mean=_packed(brought.topics.mean),
        texts=len(found.ids),
        kept=float((labels[had] == before[had]).mean()) if had.any() else None,
    )
    member_map.bump([])


def _place_new(found: Read, last: Clustering) -> None:
    live = list(Topic.objects.filter(ended_at=None).order_by("pk"))
    new = [place for place, had in enumerate(found.had) if had is None]
    if not new or not live:
        return
    some = Read(
        [found.ids[place] for place in new],
        [found.revisions[place] for place in new],
        [found.who[place] for place in new],
        found.vectors[new],
        [None] * len(new),
    )
    with connection.cursor() as cursor:
        keep_erasure_out(cursor)
    _write(some, placed(some.vectors, _topics(live, last)), [topic.pk for topic in live])
    member_map.bump([])


def _read() -> Read:
    people = member_map.member_map()
    who = dict(zip(people["identity"].to_pylist(), people["member"].to_pylist(), strict=True))
    sides = dict(zip(people["identity"].to_pylist(), people["side"].to_pylist(), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.id, m.revision, a.identity_id, m.vector,
                CASE WHEN p.revision = m.revision THEN coalesce(p.topic_id, 0) END
            FROM ledger_meaning m JOIN ledger_activity a ON a.id = m.id AND a.revision = m.revision AND NOT a.deleted
            LEFT JOIN measure_placed p ON p.activity = m.id
            WHERE m.vector IS NOT NULL ORDER BY m.id
            """
        )
        rows = [row for row in cursor.fetchall() if sides.get(row[2]) not in SILENT]
    vectors = np.frombuffer(b"".join(bytes(row[3]) for row in rows), np.dtype("<f2")).reshape(-1, WIDTH)
    return Read(
        [row[0] for row in rows],
        [row[1] for row in rows],
        [None if row[2] is None else who.get(row[2], -row[2]) for row in rows],
        vectors.astype(np.float32),
        [row[4] for row in rows],
    )


def _topics(live: Sequence[Topic], last: Clustering) -> Topics:
    centres = [np.frombuffer(topic.centre, np.dtype("<f4")) for topic in live]
    return Topics(np.frombuffer(last.mean, np.dtype("<f4")), np.array(centres, np.float32).reshape(-1, WIDTH))


def _packed(row: Floats) -> bytes:
    return row.astype(np.dtype("<f4")).tobytes()


def _went(brought: Brought, old: int) -> dict[int, int]:
    """Of the former topics by their place, which of those now they are."""
    went = {came: place for place, came in enumerate(brought.came_from) if came is not None}
    return {one: where for one, where in (went | brought.merged).items() if one < old}


def _words(found: Read, labels: Numbers) -> dict[int, list[str]]:
    step = max(1, -(-len(found.ids) // NAMED_BY))
    places = range(0, len(found.ids), step)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, concat_ws(E'\\n', title, left(text, {MOST})) FROM ledger_activity WHERE id = ANY(%s)",
            [[found.ids[place] for place in places]],
        )
        texts = dict(cursor.fetchall())
    said = [Said(int(labels[place]), found.who[place], texts.get(found.ids[place], "")) for place in places]
    return words_of(said)


def _saved(brought: Brought, live: Sequence[Topic], words: Mapping[int, list[str]]) -> list[Topic]:
    """The topics as they are now, in their order; a name stays as long as a word of it is still the topic's own."""
    topics: list[Topic] = []
    for place, came in enumerate(brought.came_from):
        telling = words.get(place, [])
        topic = live[came] if came is not None else Topic()
        if not set(topic.name.split(", ")) & set(telling):
            topic.name = name_of(telling, [other.name for other in topics])
        topic.centre = _packed(brought.topics.centres[place])
        topic.save()
        topics.append(topic)
    for gone in (*brought.ended, *brought.merged):
        into = brought.merged.get(gone)
        live[gone].merged_into = topics[into] if into is not None else None
        live[gone].ended_at = timezone.now()
        live[gone].save()
    return topics


def _write(found: Read, labels: Numbers, numbers: Sequence[int]) -> None:
    """Of what is still there as it was read."""
    topics = [numbers[label] if label != NONE else None for label in labels.tolist()]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO measure_placed (activity, revision, topic_id)
            SELECT p.activity, p.revision, p.topic FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[])
                AS p (activity, revision, topic)
            JOIN ledger_meaning m ON m.id = p.activity AND m.revision = p.revision
            ON CONFLICT (activity) DO UPDATE SET revision = excluded.revision, topic_id = excluded.topic_id
            """,
            [found.ids, found.revisions, topics],
        )
