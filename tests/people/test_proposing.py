"""Everybody is looked through: who surely is one is put together, who may be is proposed, what somebody said stays."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.ledger.models import Identity
from rapport.people import proposals
from rapport.people.erasing import forget
from rapport.people.everybody import everybody
from rapport.people.follow import follow
from rapport.people.leaving import leave
from rapport.people.matching.deciding import decide
from rapport.people.merging import keep_apart, merge, take_back
from rapport.people.models import Decision, Looked, Member, Proposal
from rapport.people.proposing import propose, put_together
from tests.people.test_follow import apart, identity, member_of

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = "Ida Noddack, Ben Tucker, Cleo Marsh, Dan Ortiz, Eva Lindt, Finn Oakes, Gus Poole, Hana Mori"
STRANGERS = NAMES.split(", ")


def sure() -> tuple[Identity, Identity]:
    return (
        identity("x/1", platform="discourse", handle="adazolo", name="Ada Zolotar"),
        identity("Ada Zolotar <adazolo@mail.example>", name="Ada Zolotar", email="adazolo@mail.example"),
    )


def likely() -> tuple[Identity, Identity]:
    """A rare given name, and nothing else."""
    return (
        identity("x/2", platform="discourse", handle="quillon", name="quillon"),
        identity("Quillon Meyer <q@mail.example>", name="Quillon Meyer", email="q@mail.example"),
    )


@pytest.fixture(autouse=True)
def _others() -> None:
    for number, name in enumerate(STRANGERS):
        identity(f"s{number}", platform="github", handle=f"user{number}x", name=name)


def waiting() -> list[proposals.Pair]:
    return proposals.pairs(proposals.waiting())


def test_who_surely_is_one_is_put_together_with_evidence_and_a_way_back() -> None:
    pair = sure()
    follow()
    assert propose() == (10, 1, 0)
    assert not apart(*pair)
    decision = Decision.objects.get()
    assert decision.itself
    assert "the same full name" in decision.evidence
    assert decision.evidence.endswith("more than 99 of 100 such pairs are one person)")


def test_again_it_does_nothing_more() -> None:
    sure(), likely()
    follow()
    first = propose()
    numbers = proposals.waiting()
    assert propose() == first._replace(merged=0)
    assert proposals.waiting() == numbers


def test_who_may_be_one_waits_for_a_person() -> None:
    pair = likely()
    follow()
    propose()
    assert apart(*pair)
    [found] = waiting()
    assert {found.one, found.other} == {member_of(each) for each in pair}
    assert "quillon" in " ".join(found.proposal.evidence)
    assert found.likely.startswith("about ")


@pytest.mark.parametrize("said", ["one person", "two people"])
def test_what_a_person_says_ends_the_waiting_and_taking_it_back_begins_it_again(said: str) -> None:
    likely()
    follow()
    propose()
    [found] = waiting()
    say = merge(found.one, [found.other], "", None) if said == "one person" else keep_apart(*found[1:], "", None)
    assert (waiting(), proposals.how_many()) == ([], 0)
    take_back(say, user=None)
    assert waiting() == [found]
    assert proposals.how_many() == 1


def test_who_is_kept_apart_is_not_proposed_again() -> None:
    likely()
    follow()
    propose()
    [found] = waiting()
    keep_apart(found.one, found.other, "", user=None)
    assert propose().waiting == 0
    assert not Proposal.objects.exists()


def test_who_was_put_together_and_parted_by_a_person_is_left_alone() -> None:
    pair = sure()
    follow()
    propose()
    take_back(Decision.objects.get(), user=None)
    assert propose() == (10, 0, 0)
    assert apart(*pair)


def test_what_was_put_off_comes_last_and_stays_so() -> None:
    likely()
    follow()
    propose()
    [found] = waiting()
    proposals.put_off(found.proposal)
    propose()
    [again] = waiting()
    assert again.proposal.put_off_at is not None


def test_what_is_no_longer_likely_is_no_longer_proposed() -> None:
    pair = likely()
    follow()
    propose()
    Identity.objects.filter(pk=pair[1].pk).update(name="Bertram Meyer")
    propose()
    assert not Proposal.objects.exists()


def test_two_accounts_of_one_handle_on_one_platform_are_not_the_same_account() -> None:
    """As on two forums: the handle alone proves nothing."""
    pair = [
        identity(f"{forum}/1", platform="discourse", handle="bob", name=name)
        for forum, name in (("a", STRANGERS[0]), ("b", STRANGERS[1]))
    ]
    follow()
    propose()
    assert apart(*pair)


def test_a_page_of_many_authors_is_nobodys_own() -> None:
    pair = [
        identity(name, platform="feed", name=name, url="https://blog.example") for name in ("Uma Kell", "Jo Brandt")
    ]
    follow()
    propose()
    assert apart(*pair)


def test_an_address_of_many_proves_nothing() -> None:
    crew = [identity(name, name=name, email="all@x.dev") for name in ("Ada", "Bob", "Cyn")]
    follow()
    propose()
    assert apart(*crew)


def test_who_changed_meanwhile_waits_for_the_next_time() -> None:
    """Between the look and the merge somebody else joins: what was worked out no longer holds."""
    pair = sure()
    late = identity("9", name="Zed", platform="github", handle="zed")
    follow()
    found = everybody()
    decided = decide(found.aliases, found.standing)
    merge(member_of(pair[0]), [member_of(late)], "", user=None)
    assert len(decided.joins) == 1
    assert put_together(decided.joins, found) == 0
    assert propose().merged == 1


def test_every_import_with_new_identities_leaves_the_job() -> None:
    ProcrastinateJob.objects.filter(task_name="people.propose").delete()
    follow()
    assert ProcrastinateJob.objects.filter(task_name="people.propose").count() == 1
    identity("late")
    follow()
    assert ProcrastinateJob.objects.filter(task_name="people.propose").count() == 1


def test_when_it_looked_last_is_kept() -> None:
    follow()
    propose()
    assert Looked.objects.get().identities == len(STRANGERS)


@pytest.mark.parametrize("how", ["forgotten", "import taken back"])
def test_proposals_go_with_the_person(how: str) -> None:
    gone, _ = likely()
    follow()
    propose()
    if how == "forgotten":
        forget([member_of(gone)])
    else:
        leave([gone.pk])
    assert not Proposal.objects.exists()
    assert not Member.objects.filter(name="quillon").exists()
