"""Identities that leave with a forgotten import: their members lose them, and members without any go too."""

from collections.abc import Sequence

from rapport.people import map as member_map
from rapport.people.erasing import with_merged_away
from rapport.people.merging import settle
from rapport.people.models import Link, Member


def leave(identities: Sequence[int]) -> int:
    """Unlink these and answer how many members went, in the caller's transaction."""
    links = Link.objects.filter(identity__in=identities)
    touched = set(links.values_list("member", flat=True))
    links.delete()
    staying = Member.objects.filter(pk__in=touched, links__isnull=False).distinct()
    for member in staying:
        settle(member)
    empty = touched - {member.pk for member in staying}
    Member.objects.filter(pk__in=with_merged_away(empty)).delete()
    member_map.bump([*identities, *member_map.identities_of([member.pk for member in staying])])
    return len(empty)
