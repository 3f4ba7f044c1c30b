"""New identities find their members, on proof, and every step can be taken back."""

from datetime import UTC, datetime

import pytest

from rapport.accounts.models import User
from rapport.ledger.models import Identity
from rapport.people import follow as following
from rapport.people.follow import Followed, follow
from rapport.people.map import map_version, member_map
from rapport.people.merging import NotPossible, merge, put_on_side, rename, split, take_back
from rapport.people.models import Decision, Link, Member, Side

pytestmark = pytest.mark.django_db(transaction=True)


def identity(native_id: str, **details: object) -> Identity:
    given = {"platform": "git", "native_id": native_id, "seen_at": datetime(2020, 1, 1, tzinfo=UTC)}
    return Identity.objects.create(**(given | details))


def member_of(each: Identity) -> Member:
    return Link.objects.get(identity=each).member


def apart(*identities: Identity) -> bool:
    return len({member_of(each).pk for each in identities}) == len(identities)


def test_one_address_is_one_member_with_its_evidence() -> None:
    ada, lovelace = identity("1", name="Ada", email="a@x.dev"), identity("2", name="Ada L.", email="a@x.dev")
    assert follow() == Followed(2, 1, 1)
    assert member_of(ada) == member_of(lovelace)
    decision = Decision.objects.get()
    assert (decision.moved, decision.evidence, decision.user) == (
        [[lovelace.pk, None]],
        "the same e-mail address",
        None,
    )


def test_again_it_does_nothing() -> None:
    identity("1")
    follow()
    version = map_version()
    assert follow() == Followed(0, 0, 0)
    assert map_version() == version


def test_a_newcomer_joins_the_member_who_is_there() -> None:
    ada = identity("1", name="Ada", email="a@x.dev")
    follow()
    later = identity("2", name="Ada L.", email="a@x.dev")
    assert follow() == Followed(1, 0, 1)
    assert member_of(later) == member_of(ada)


def test_the_order_of_imports_does_not_matter() -> None:
    """A newcomer that proves two members to be one joins them."""
    by_address = identity("1", name="Ada", email="a@x.dev")
    by_account = identity("2", name="Ada", email="77+ada@users.noreply.github.com")
    follow()
    assert apart(by_address, by_account)
    account = identity("77", platform="github", handle="ada", email="a@x.dev")
    follow()
    assert member_of(by_address) == member_of(by_account) == member_of(account)


def test_what_was_set_apart_by_hand_stays_apart() -> None:
    by_address = identity("1", name="Ada", email="a@x.dev")
    second = identity("3", name="Ada L.", email="a@x.dev")
    by_account = identity("2", name="Ada", email="77+ada@users.noreply.github.com")
    follow()
    split(member_of(by_address), [second.pk], "she says so", user=None)
    identity("77", platform="github", handle="ada", email="a@x.dev")
    follow()
    assert apart(by_address, second, by_account)


def test_in_small_steps_it_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 1)
    together = [identity(str(n), name="Ada", email="a@x.dev") for n in range(3)]
    other = identity("9", name="Bob", email="b@x.dev")
    assert follow() == Followed(4, 2, 2)
    assert len({member_of(each).pk for each in together}) == 1
    assert apart(together[0], other)


def test_an_address_that_proves_shared_later_is_parted_again() -> None:
    crew = [identity(name, name=name, email="crew@x.dev") for name in ("Ada", "Bob")]
    follow()
    assert not apart(*crew)
    crew.append(identity("Cyn", name="Cyn", email="crew@x.dev"))
    follow()
    assert apart(*crew)


def test_sides_are_told_from_what_platforms_say() -> None:
    for native_id, details in {"1": {"bot": True}, "2": {"staff": True}, "3": {}}.items():
        identity(native_id, **details)
    follow()
    assert sorted(Member.objects.values_list("side", flat=True)) == ["bot", "community", "team"]


def test_a_merge_taken_back_takes_what_came_later_with_it() -> None:
    ada, bob = identity("1", name="Ada"), identity("2", name="Bob", handle="bob")
    follow()
    first, second = member_of(ada), member_of(bob)
    decision = merge(first, [second], "the same photo", user=None)
    assert member_of(bob) == first
    take_back(decision, user=None)
    assert member_of(bob) == second
    assert (member_of(ada).name, member_of(bob).name) == ("Ada", "Bob")
    with pytest.raises(NotPossible, match="taken back already"):
        take_back(decision, user=None)


def test_an_automatic_merge_can_be_taken_back_too() -> None:
    ada, other = identity("1", name="Ada", email="a@x.dev"), identity("2", name="Eve", email="a@x.dev")
    follow()
    take_back(Decision.objects.get(), user=User.objects.create_user("m@x.dev"))
    assert apart(ada, other)
    follow()
    assert apart(ada, other)


def test_a_split_can_be_taken_back() -> None:
    ada, eve = identity("1", name="Ada", email="a@x.dev"), identity("2", name="Eve", email="a@x.dev")
    follow()
    take_back(split(member_of(ada), [eve.pk], "another hand", user=None), user=None)
    assert member_of(ada) == member_of(eve)


@pytest.mark.parametrize("chosen", [[], [1, 2]])
def test_a_split_leaves_somebody_on_each_side(chosen: list[int]) -> None:
    identities = [identity(str(n), email="a@x.dev", name="Ada") for n in range(2)]
    follow()
    with pytest.raises(NotPossible):
        split(member_of(identities[0]), [identities[n - 1].pk for n in chosen], "", user=None)


def test_names_and_sides_by_hand_hold() -> None:
    ada = identity("1", name="Ada")
    follow()
    rename(member_of(ada), "Countess")
    put_on_side(member_of(ada), Side.TEAM)
    bob = identity("2", name="Robert the Long-Named", bot=True)
    follow()
    merge(member_of(ada), [member_of(bob)], "", user=None)
    assert (member_of(ada).name, member_of(ada).side) == ("Countess", "team")


def test_the_map_is_read_anew_after_each_change() -> None:
    ada, bob = identity("1", name="Ada"), identity("2", name="Bob")
    follow()
    assert len(set(member_map()["member"].to_pylist())) == 2
    merge(member_of(ada), [member_of(bob)], "", user=None)
    assert len(set(member_map()["member"].to_pylist())) == 1


def test_a_newcomer_may_bring_a_better_name_and_another_side() -> None:
    ada = identity("1", name="ada", email="a@x.dev")
    follow()
    identity("2", name="Ada Lovelace", email="a@x.dev", staff=True)
    follow()
    assert (member_of(ada).name, member_of(ada).side) == ("Ada Lovelace", Side.TEAM)


def test_an_address_that_turns_out_to_be_shared_leaves_alone_whom_a_person_put_elsewhere() -> None:
    """Once it kept `follow` from ever ending."""
    ada, bob, eve = (
        identity("1", name="Ada", email="a@x.dev"),
        identity("2", name="Bob", email="a@x.dev"),
        identity("3", name="Eve"),
    )
    follow()
    merge(member_of(eve), [member_of(ada)], "said so", None)
    identity("4", name="Cleo", email="a@x.dev")
    follow()
    assert member_of(ada) == member_of(bob) == member_of(eve)
    take_back(Decision.objects.get(evidence="said so"), None)
    identity("5", name="Dora", email="a@x.dev")
    follow()
    assert apart(ada, bob, eve)
