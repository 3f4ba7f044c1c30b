"""What somebody said of two people holds, whatever proof and likeness say later, until it is taken back."""

import pytest

from rapport.accounts.models import User
from rapport.ledger.models import Identity
from rapport.people.apart import are_kept_apart
from rapport.people.erasing import forget
from rapport.people.follow import follow
from rapport.people.merging import NotPossible, keep_apart, merge, split, take_back
from rapport.people.models import Apart, Decision, Member
from tests.people.test_follow import apart, identity, member_of

pytestmark = pytest.mark.django_db(transaction=True)


def three() -> tuple[Member, Member, Member]:
    made = [identity(str(n), name=name) for n, name in enumerate(("Ada", "Bob", "Cyn"))]
    follow()
    ada, bob, cyn = (member_of(each) for each in made)
    return ada, bob, cyn


def test_who_is_kept_apart_is_not_put_together_by_rapport() -> None:
    ada, bob, cyn = three()
    keep_apart(ada, bob, "a namesake", user=None)
    with pytest.raises(NotPossible, match="different people"):
        merge(ada, [cyn, bob], "likeness", user=None, itself=True)
    merge(ada, [cyn], "likeness", user=None, itself=True)
    assert are_kept_apart([ada, bob])
    assert not are_kept_apart([ada, cyn])


def test_it_holds_for_whom_they_were_put_together_with() -> None:
    ada, bob, cyn = three()
    keep_apart(ada, bob, "", user=None)
    merge(cyn, [ada], "the same laptop", user=None)
    assert are_kept_apart([cyn, bob])


def test_a_person_may_put_them_together_all_the_same_and_it_is_said() -> None:
    ada, bob, _ = three()
    keep_apart(ada, bob, "a namesake", user=None)
    decision = merge(ada, [bob], "she says so", user=None)
    decision.refresh_from_db()
    assert decision.evidence == "she says so; they had been kept apart: a namesake"
    assert not Apart.objects.filter(lifted_by=None).exists()
    take_back(decision, user=None)
    assert are_kept_apart([ada, bob])


def test_taken_back_they_may_be_one_again() -> None:
    ada, bob, _ = three()
    decision = keep_apart(ada, bob, "", user=None)
    assert take_back(decision, user=None).kind == Decision.Kind.OPEN
    assert not are_kept_apart([ada, bob])
    with pytest.raises(NotPossible, match="taken back already"):
        take_back(decision, user=None)


def test_what_a_later_merge_overrode_is_not_taken_back_first() -> None:
    ada, bob, _ = three()
    said = keep_apart(ada, bob, "", user=None)
    merge(ada, [bob], "", user=None)
    with pytest.raises(NotPossible, match="Take that back first"):
        take_back(said, user=None)


def test_twice_or_with_oneself_it_makes_no_sense() -> None:
    ada, bob, _ = three()
    keep_apart(ada, bob, "", user=None)
    for other in (ada, bob, Member.objects.create()):
        with pytest.raises(NotPossible):
            keep_apart(ada, other, "", user=None)
    assert Decision.objects.count() == 1


def test_a_split_keeps_both_sides_apart_until_it_is_taken_back() -> None:
    ada, bob, cyn = three()
    merge(ada, [bob, cyn], "", user=None)
    parted = split(ada, [Identity.objects.get(name="Bob").pk], "a namesake", user=None)
    assert are_kept_apart([ada, parted.member])
    assert Apart.objects.count() == 2
    take_back(parted, user=None)
    assert not Apart.objects.exists()


def test_what_rapport_put_together_and_a_person_took_back_is_kept_apart() -> None:
    ada, bob, _ = three()
    by_itself = merge(ada, [bob], "likeness", user=None, itself=True)
    take_back(by_itself, user=User.objects.create_user("m@x.dev"))
    assert are_kept_apart([ada, bob])


def test_what_a_person_put_together_and_took_back_is_as_before() -> None:
    ada, bob, _ = three()
    take_back(merge(ada, [bob], "a slip", user=None), user=None)
    assert not Apart.objects.exists()


def test_a_newcomers_proof_joins_nobody_who_is_kept_apart() -> None:
    by_address = identity("1", name="Ada", email="a@x.dev")
    by_account = identity("2", name="Ada", email="77+ada@users.noreply.github.com")
    follow()
    keep_apart(member_of(by_address), member_of(by_account), "", user=None)
    identity("77", platform="github", handle="ada", email="a@x.dev")
    follow()
    assert apart(by_address, by_account)


def test_who_comes_back_from_a_split_is_not_where_a_merge_that_was_taken_back_had_put_them() -> None:
    ada, bob, cyn = three()
    merge(bob, [cyn], "", user=None)
    slip = merge(ada, [bob], "a slip", user=None)
    parted = split(ada, [Identity.objects.get(name="Cyn").pk], "", user=None)
    take_back(slip, user=None)
    take_back(parted, user=None)
    assert member_of(Identity.objects.get(name="Cyn")) == bob


def test_what_a_later_merge_brought_again_stays() -> None:
    ada, bob, _ = three()
    slip = merge(ada, [bob], "a slip", user=None)
    parted = split(ada, [Identity.objects.get(name="Bob").pk], "", user=None)
    merge(ada, [parted.member], "she says so", user=None)
    with pytest.raises(NotPossible, match="Later decisions"):
        take_back(slip, user=None)


def test_nothing_of_it_stays_of_who_is_forgotten() -> None:
    ada, bob, cyn = three()
    keep_apart(ada, bob, "Bob Smith told us", user=None)
    slip = merge(cyn, [bob], "the same handle, “bobsmith”", user=None, itself=True)
    take_back(slip, user=None)
    forget([bob])
    assert not Apart.objects.exists()
    assert "smith" not in " ".join(Decision.objects.values_list("evidence", flat=True)).lower()
