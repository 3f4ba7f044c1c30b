"""What a team keeps beside the ledger that names somebody: boards and their links, badges, segments, annotations, names
of topics, what was said on Today; and what is worked out of texts and threads and kept."""

import io
import json
import tarfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

PEOPLE = 12
SUBJECTS = (
    ("Feathered lamp {}", "How do I make the shadow of the feathered lamp softer in the evening scene?"),
    ("Apple cake number {}", "Which apples go into a cake with cinnamon and butter, and how long does it bake?"),
    ("Night train {} to Prague", "When does the night train leave the station, and where do I book a bed?"),
)
"""The first is told by a word of the name of who is erased, which others say too."""
TOPICS = 120


class Kept(NamedTuple):
    shared: str
    """The address of a board that anybody may see who has it."""
    badge: str
    pages: list[str]
    """Those of the board, and of the person."""
    activities: list[str]
    """The ids of what the person said, in hexadecimal digits."""
    identities: list[int]


def talk(post: Any, author: tuple[int, str, str], said: str) -> bytes:
    """A forum's export of many topics, in each an answer; in some by `author`, in these words."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for number in range(TOPICS):
            data = json.dumps(_topic(post, number, author, said)).encode()
            entry = tarfile.TarInfo(f"topics/{1000 + number}.json")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def _topic(post: Any, number: int, author: tuple[int, str, str], said: str) -> dict[str, Any]:
    title, text = SUBJECTS[number % 3]
    begun = datetime(2021, 1, 4, 12, tzinfo=UTC) + timedelta(days=number)
    who = number // 3 % PEOPLE
    asker, helper = ((5000 + n, f"person{n}", f"Person {n}") for n in (who, (who + 1) % PEOPLE))
    if number % 10 == 0:
        helper = author
    if number % 10 == 5:
        asker, text = author, f"{text} So ask the {said}."
    posts = [
        post(70_000 + 2 * number + place, each, words) | {"topic_id": 1000 + number, "post_number": 1 + place}
        for place, (each, words) in enumerate(((asker, text), (helper, f"It is {number}, as everybody knows.")))
    ]
    for place, each in enumerate(posts):
        each["created_at"] = f"{begun + timedelta(hours=place):%Y-%m-%dT%H:%M:%S.000Z}"
    return {
        "id": 1000 + number,
        "title": title.format(number),
        "slug": f"topic-{number}",
        "category_id": 3,
        "archetype": "regular",
        "created_at": posts[0]["created_at"],
        "posts_count": len(posts),
        "post_stream": {"posts": posts, "stream": [each["id"] for each in posts]},
        "details": {"created_by": {"id": asker[0], "username": asker[1]}},
    }


def keep(handle: str, name: str) -> Kept:
    """Have a team write this person's names wherever it can."""
    from rapport.ledger.models import Activity, Identity
    from rapport.measure.annotations.kept import add, read
    from rapport.measure.boards.sharing import make_badge, make_link
    from rapport.measure.models import Board, BoardCard, Handled, NoAnswerNeeded, Topic
    from rapport.measure.topics.making import keep_up
    from rapport.people.models import Member, Segment

    keep_up(float("inf"), now=True)
    topic = Topic.objects.filter(name__contains=name.split()[0].lower()).first()
    if topic is None:
        raise SystemExit(f"FAILED: no topic is named after '{name}': {[str(one) for one in Topic.objects.all()]}")
    topic.called = f"{handle}'s lamps"
    topic.save()
    Segment.objects.create(name="Temple", text=f'handle contains "{handle}"')
    Segment.objects.create(name=f"Friends of {name}", text='handle contains "person"')
    ends = datetime.now(UTC) + timedelta(days=30)
    board = Board.objects.create(name=f"{handle}'s board", sentence=f"What {name} did")
    for place, segment in enumerate((f"Friends of {name}", f'handle contains "{handle}"', "")):
        asked = urlencode({"length": "all", "segment": segment})
        BoardCard.objects.create(board=board, place=place, metric="messages", asked=asked, title=f"As {name} sees it")
    _, link = make_link(board, None, ends, signed_in=False)
    _, badge = make_badge("messages", "length=all", f"Of {name}", None, ends)
    mark = {
        "kind": "event",
        "title": f"{name} speaks",
        "first": "2021-03-02",
        "link": f"https://forum.example/u/{handle}",
    }
    add(read(mark), None)
    identities = list(Identity.objects.filter(handle=handle))
    theirs = list(Activity.objects.filter(identity__in=identities))
    members = list(Member.objects.filter(links__identity__in=identities).distinct())
    for member in members:
        Handled.objects.create(key=f"thanks:{member.pk}:first", done=True)
    NoAnswerNeeded.objects.create(question=theirs[0].pk)
    return Kept(
        f"/measure/shared/{link}/",
        f"/measure/badge/{badge}.svg",
        [f"/measure/boards/{board.pk}/", *(f"/people/{member.pk}/" for member in members)],
        [one.pk.hex for one in theirs],
        [one.pk for one in identities],
    )


def left(kept: Kept, name: str) -> Sequence[str]:
    """What of that is there still after they were erased."""
    from django.db import connection

    from rapport.ledger.engines import duckdb
    from rapport.ledger.verify import verify
    from rapport.measure.models import Topic

    found = []
    with connection.cursor() as cursor:
        for table, column in (("ledger_meaning", "id"), ("ledger_telling", "id"), ("measure_placed", "activity")):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = ANY(%s::uuid[])", [kept.activities])
            if cursor.fetchone()[0]:
                found.append(f"what was said, in {table}")
    for part in name.lower().split():
        named = [one for one in Topic.objects.all() if part in f"{one.name} {one.called}".lower()]
        found += [f"'{part}' in the topic {one}" for one in named]
    verdict = verify()
    if not verdict.of_threads:
        found.append("nothing is kept of whole threads, so that nothing is shown of it")
    found += [f"{fault}" for fault in verdict.faults]
    gone = ", ".join(map(str, kept.identities))
    for table, theirs in (
        ("activity", f"identity IN ({gone}) OR list_has_any(mentions, [{gone}])"),
        ("mention", f"identity IN ({gone}) OR mentioned IN ({gone})"),
        ("rollup", f"identity IN ({gone})"),
    ):
        if duckdb.connect().raw_sql(f"SELECT count(*) FROM {table} WHERE {theirs}").fetchall()[0][0]:
            found.append(f"who they were, in the copy's {table}")
    return found
