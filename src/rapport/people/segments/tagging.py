"""Tag everybody in a segment at once, and take that back."""

from datetime import UTC, datetime

from django.db import connection, transaction

from rapport.accounts.models import User
from rapport.people.acts import Acts
from rapport.people.models import Tag, Tagged
from rapport.people.notes.writing import called
from rapport.people.segments import tree
from rapport.people.segments.answering import fitting


@transaction.atomic
def tag_all(members: list[int], name: str, user: User | None) -> tuple[Tag, datetime, int]:
    """The tag, the moment that marks who got it now, and how many did; who has it already keeps it as it was.

    Raises NoteRefused.
    """
    tag = called(name)
    at = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_tagged (member_id, tag_id, user_id, at)
                SELECT id, %s, %s, %s FROM people_member WHERE id = ANY(%s) ON CONFLICT DO NOTHING
            """,
            [tag.pk, user.pk if user else None, at, members],
        )
        return tag, at, cursor.rowcount


def take_back(tag: int, at: datetime) -> int:
    """Untag those who got it at that moment; how many they were."""
    return Tagged.objects.filter(tag=tag, at=at).delete()[0]


def how_many_have(tag: Tag, acts: Acts) -> int:
    """Members with the tag, as a segment `tagged "…"` counts them."""
    found = fitting(acts, tree.Tagged(tag.name))
    [row] = acts.ask(found.table.aggregate(n=found.table.count()), found.beside)
    return int(row["n"])
