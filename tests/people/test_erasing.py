"""A forgotten member leaves no name behind, and no decision that can no longer be taken back."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from rapport.ledger.models import Identity
from rapport.people.erasing import forget
from rapport.people.follow import follow
from rapport.people.merging import merge, split, take_back
from rapport.people.models import Link, Member

pytestmark = pytest.mark.django_db(transaction=True)


def somebody(name: str) -> Member:
    identity = Identity.objects.create(
        platform="git",
        native_id=name,
        name=name,
        email=f"{name}@x.dev".lower(),
        seen_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    follow()
    return Link.objects.get(identity=identity).member


def all_of_people() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(m::text, ' ') FROM people_member m")
        (members,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(d::text, ' ') FROM people_decision d")
        (decisions,) = cursor.fetchone()
    return f"{members} {decisions}"


def test_the_names_of_members_merged_into_them_go_too() -> None:
    ada, lovelace, byron = somebody("Ada"), somebody("Lovelace"), somebody("Byron")
    bob = somebody("Bob")
    merge(lovelace, [byron], "Byron wrote so", user=None)
    merge(ada, [lovelace], "the same person", user=None)
    forget([ada])
    assert not any(name in all_of_people() for name in ("Ada", "Lovelace", "Byron"))
    assert list(Member.objects.all()) == [bob]


def test_who_was_set_apart_before_stays() -> None:
    ada, bob = somebody("Ada"), somebody("Bob")
    merge(ada, [bob], "a mistake", user=None)
    apart = split(ada, [Identity.objects.get(name="Bob").pk], "they are two", user=None).member
    forget([ada])
    assert Link.objects.get().member == apart


def test_a_split_from_somebody_who_was_forgotten_is_taken_back_to_a_member_of_their_own() -> None:
    ada, bob = somebody("Ada"), somebody("Bob")
    merge(ada, [bob], "a mistake", user=None)
    parted = split(ada, [Identity.objects.get(name="Bob").pk], "they are two", user=None)
    forget([ada])
    take_back(parted, user=None)
    link = Link.objects.get()
    assert (link.identity.name, link.member.name) == ("Bob", "Bob")
