"""The map tells each linked identity's member as of the newest commit, and is read again only when it changed."""

import pytest

from rapport.ledger.models import Identity
from rapport.people.map import SCHEMA, bump, map_version, member_map
from rapport.people.models import Link, Member, Side

pytestmark = pytest.mark.django_db(transaction=True)


def link(native_id: str, side: Side) -> tuple[int, int]:
    identity = Identity.objects.create(platform="git", native_id=native_id, seen_at="2024-01-01T00:00:00Z")
    member = Member.objects.create(name=native_id, side=side)
    Link.objects.create(identity=identity, member=member)
    bump()
    return identity.pk, member.pk


def test_tells_member_and_side_of_each_linked_identity() -> None:
    ada, robot = link("ada", Side.COMMUNITY), link("robot", Side.BOT)
    Identity.objects.create(platform="git", native_id="nobody yet", seen_at="2024-01-01T00:00:00Z")
    found = member_map()
    assert found.schema == SCHEMA
    rows = sorted((row["identity"], row["member"], row["side"]) for row in found.to_pylist())
    assert rows == [(*ada, "community"), (*robot, "bot")]


def test_a_merge_shows_at_once_and_an_unchanged_map_is_not_read_again() -> None:
    ada, twin = link("ada", Side.COMMUNITY), link("ada-laptop", Side.COMMUNITY)
    first = member_map()
    assert member_map() is first
    Link.objects.filter(identity_id=twin[0]).update(member_id=ada[1])
    assert member_map() is first
    bump()
    assert set(member_map()["member"].to_pylist()) == {ada[1]}


def test_the_version_only_rises() -> None:
    versions = [map_version()]
    for _ in range(3):
        bump()
        versions.append(map_version())
    assert versions == sorted(set(versions))


def test_an_empty_home_has_an_empty_map() -> None:
    bump()
    assert member_map().num_rows == 0
    assert member_map().schema == SCHEMA
