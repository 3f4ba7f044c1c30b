"""Tag everybody in a segment at once, and take that back."""

from datetime import UTC, datetime

from django.db import connection, transaction

from rapport.accounts.models import User
from rapport.people.models import Tag, Tagged
from rapport.words.errors import RapportError


class TagRefused(RapportError):
    """There can be no such tag; nothing was changed."""


@transaction.atomic
def tag_all(members: list[int], name: str, user: User | None) -> tuple[Tag, datetime, int]:
    """The tag, the moment that marks who got it now, and how many did; who has it already keeps it as it was."""
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > 40:
        raise TagRefused("A tag has 1 to 40 letters. Nothing was changed.")
    tag = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
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
