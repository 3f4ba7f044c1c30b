"""The queue of pairs that may be one person: what it shows, what one can say, who may."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rapport.accounts.models import AuditEntry, Role
from rapport.accounts.permissions import MAY, Permission
from rapport.people import proposals
from rapport.people.apart import are_kept_apart
from rapport.people.erasing import forget
from rapport.people.merging import keep_apart, merge, take_back
from rapport.people.models import Apart, Decision, Link, Looked, Member, Proposal
from rapport.people.proposals import Pair, how_many, pairs, put_off, waiting
from rapport.people.proposing import propose
from tests.people import community
from tests.people.test_pages_person import client

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/people/same/"


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def proposed(one: Member, other: Member, score: float = 3.0) -> Pair:
    """As `propose` writes it."""
    keys = sorted(Link.objects.filter(member=each).order_by("pk")[0].pk for each in (one, other))
    evidence = ["the same full name", "“home” is like <b>ada</b>"]
    Looked.objects.update_or_create(pk=1, defaults={"at": datetime.now(UTC), "identities": 7})
    made = Proposal.objects.create(one_id=keys[0], other_id=keys[1], score=score, evidence=evidence)
    return pairs([made.pk])[0]


def ada_twice() -> Pair:
    return proposed(community.ada(), community.ada_at_home())


def say(browser: Client, pair: Pair, what: str, **more: object) -> str:
    sent = {"pair": pair.proposal.pk, "one": pair.one.pk, "other": pair.other.pk, "say": what} | more
    return browser.post(QUEUE, sent, follow=True).content.decode()


def test_two_are_shown_side_by_side_with_the_evidence() -> None:
    pair = ada_twice()
    page = client().get(QUEUE).content.decode()
    for told in ("About 95 of 100 such pairs are one person", "The same full name", "ada@x.dev", "ada@home.dev"):
        assert told in page
    assert page.count('class="card stack"') == 2
    assert f'href="/people/{pair.one.pk}/"' in page
    assert "40 activities" in page
    assert "words of" in page
    assert "<b>ada" not in page


def test_one_person_and_back() -> None:
    pair, browser = ada_twice(), client()
    after = say(browser, pair, "one", because="the same laptop")
    assert community.ada_at_home() == community.ada()
    assert how_many() == 0
    decision = Decision.objects.get(evidence="the same laptop")
    assert f'action="/people/decisions/{decision.pk}/undo/"' in after
    back = browser.post(f"/people/decisions/{decision.pk}/undo/", {"pair": pair.proposal.pk}, follow=True)
    assert community.ada_at_home() != community.ada()
    assert f'name="pair" value="{pair.proposal.pk}"' in back.content.decode()
    told = AuditEntry.objects.filter(action__startswith="person.").order_by("pk").values_list("action", flat=True)
    assert list(told) == ["person.merged", "person.undone"]


def test_what_was_shown_is_the_evidence_where_nobody_says_more() -> None:
    say(client(), ada_twice(), "one")
    assert Decision.objects.latest("pk").evidence == "the same full name; “home” is like <b>ada</b>"


def test_keep_apart_and_back() -> None:
    pair, browser = ada_twice(), client()
    after = say(browser, pair, "apart", because="mother and daughter")
    assert are_kept_apart([pair.one, pair.other])
    assert how_many() == 0
    assert "Take back: two people" in after
    shown = browser.get(f"/people/{pair.one.pk}/").content.decode()
    assert "Kept apart from" in shown
    assert "mother and daughter" in shown
    entry = AuditEntry.objects.get(action="person.kept_apart")
    assert entry.detail["other"] == f"member {pair.other.pk}"
    browser.post(f"/people/decisions/{Decision.objects.latest('pk').pk}/undo/")
    assert not Apart.objects.exists()
    assert waiting() == [pair.proposal.pk]


def test_later_comes_last() -> None:
    first, second = ada_twice(), proposed(community.ada(), community.member("Grace Hopper"), score=1.0)
    after = say(client(), first, "later")
    assert f'name="pair" value="{second.proposal.pk}"' in after
    assert waiting() == [second.proposal.pk, first.proposal.pk]


def test_the_next_pair_comes_and_arrows_lead_both_ways() -> None:
    first, second = ada_twice(), proposed(community.ada(), community.member("Grace Hopper"), score=1.0)
    page = client().get(QUEUE).content.decode()
    assert "Pair 1 of 2" in page
    assert f'href="?pair={second.proposal.pk}"' in page
    page = client(Role.MANAGER).get(QUEUE, {"pair": second.proposal.pk}).content.decode()
    assert f'href="?pair={first.proposal.pk}"' in page
    after = say(client(Role.RESPONDER), first, "apart")
    assert f'name="pair" value="{second.proposal.pk}"' in after


@pytest.mark.parametrize("wrong", [{"say": "x"}, {"pair": "987"}, {"pair": "x"}, {"other": "987"}, {"one": ""}])
def test_what_is_not_as_it_was_shown_changes_nothing(wrong: dict[str, str]) -> None:
    pair = ada_twice()
    sent = {"pair": pair.proposal.pk, "one": pair.one.pk, "other": pair.other.pk, "say": "one"} | wrong
    after = client().post(QUEUE, sent, follow=True).content.decode()
    assert "Nothing was changed" in after
    assert waiting() == [pair.proposal.pk]


def test_whoever_spoke_first_is_heard() -> None:
    pair = ada_twice()
    say(client(), pair, "apart")
    assert "Nothing was changed" in say(client(Role.MANAGER), pair, "one")
    assert are_kept_apart([pair.one, pair.other])


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1", "987"])
def test_an_unknown_number_is_the_first_pair(number: str) -> None:
    pair = ada_twice()
    page = client().get(QUEUE, {"pair": number, "back": number, "of": number}).content.decode()
    assert f'name="pair" value="{pair.proposal.pk}"' in page


def test_nobody_takes_back_what_another_said_from_here() -> None:
    pair = ada_twice()
    say(client(), pair, "one")
    page = client(Role.MANAGER).get(QUEUE, {"back": Decision.objects.latest("pk").pk, "of": 1}).content.decode()
    assert "Take back" not in page


def asked_anew() -> list[int]:
    proposals._held.clear()
    return waiting()


def test_what_is_held_of_the_queue_is_as_if_it_was_asked_anew() -> None:
    """Whatever changes it, by this process or by another."""
    ada, home, grace = community.ada(), community.ada_at_home(), community.member("Grace Hopper")
    first, second = proposed(ada, home), proposed(ada, grace, score=1.0)
    changes: list[Callable[[], object]] = [
        lambda: put_off(first.proposal),
        lambda: put_off(second.proposal),
        lambda: keep_apart(ada, home, "", None),
        lambda: take_back(Decision.objects.latest("pk"), user=None),
        lambda: merge(ada, [grace], "", None),
        lambda: take_back(Decision.objects.latest("pk"), user=None),
        lambda: Proposal.objects.filter(pk=second.proposal.pk).update(put_off_at=None),
        lambda: Proposal.objects.filter(pk=first.proposal.pk).update(put_off_at=None),
        lambda: Proposal.objects.filter(pk=first.proposal.pk).update(score=0.5),
        lambda: proposed(home, grace, score=9.0),
        lambda: forget([grace]),
    ]
    seen = [waiting()]
    for change in changes:
        change()
        held = waiting()
        assert held == asked_anew()
        seen.append(held)
    assert all(one != other for one, other in pairwise(seen)), "a change that changes nothing tells nothing"


def test_the_queue_is_read_once_while_nothing_changes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ada_twice()
    waiting()
    with django_assert_num_queries(1):
        waiting()


def test_an_empty_queue_says_what_that_means() -> None:
    browser = client()
    assert "Nobody was compared yet" in browser.get(QUEUE).content.decode()
    propose()
    Proposal.objects.all().delete()
    page = browser.get(QUEUE).content.decode()
    assert "No pair waits" in page
    assert "7 identities were compared" in page


@pytest.mark.parametrize("role", Role)
def test_only_who_may_change_people_is_led_there(role: Role) -> None:
    ada_twice()
    browser, allowed = client(role), Permission.PEOPLE in MAY[role]
    assert ("1 pair may be one person" in browser.get("/people/").content.decode()) == allowed
    assert browser.get(QUEUE).status_code == (200 if allowed else 403)
    assert browser.post(QUEUE).status_code == (302 if allowed else 403)
