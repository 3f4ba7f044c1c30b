"""Who may be written to, and why not; what was said of it follows merges, and goes with the person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from rapport.accounts.models import AuditEntry, Role, User
from rapport.people.erasing import forget
from rapport.people.merging import merge, put_on_side, take_back
from rapport.people.mine.limiting import limit, of_member
from rapport.people.models import Consent, DoNotContact, Letter, Member, PutOff, Side
from rapport.people.thanks import contact
from rapport.people.thanks.contact import ContactRefused, may_contact
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def bob() -> Member:
    return Member.objects.get(links__identity__handle="bob")


def eve() -> Member:
    return Member.objects.get(links__identity__handle="eve")


def somebody(role: Role = Role.RESPONDER) -> User:
    return User.objects.create_user(f"{role}@team.dev", name=f"The {role}", role=role)


def client(role: Role = Role.RESPONDER) -> Client:
    browser = Client()
    browser.force_login(User.objects.filter(role=role).first() or somebody(role))
    return browser


def test_who_did_something_may_be_written_to() -> None:
    assert may_contact(bob(), NOW) == []


def test_team_and_bots_are_not_written_to() -> None:
    robot = Member.objects.get(links__identity__handle="robot")
    assert may_contact(robot, NOW) == ["They are a bot."]
    put_on_side(bob(), Side.TEAM)
    assert may_contact(bob(), NOW) == ["They are of the team."]


def test_a_refusal_says_why_and_can_be_lifted() -> None:
    contact.refuse(bob(), "he asked us on the forum.", None)
    assert may_contact(bob(), NOW) == ["Not to be written to: he asked us on the forum."]
    assert contact.allow_again(bob()) == 1
    assert may_contact(bob(), NOW) == []
    with pytest.raises(ContactRefused):
        contact.refuse(bob(), "  ", None)


def test_consent_is_kept_with_its_source_and_taken_back() -> None:
    contact.consent(bob(), "the form at the meetup", date(2021, 5, 3), None)
    assert may_contact(bob(), NOW) == []
    contact.consent(bob(), "his mail", date(2021, 6, 1), None, given=False)
    assert may_contact(bob(), NOW) == ["They took back their consent on 2021-06-01: his mail."]
    assert [one.given for one in contact.consents_of(bob())] == [False, True]


def test_once_a_quarter_is_enough_and_the_rule_can_be_changed() -> None:
    mona = somebody()
    contact.wrote(bob(), "discourse", TODAY - timedelta(days=90), mona)
    assert may_contact(bob(), NOW) == [
        f"The responder wrote to them on {TODAY - timedelta(days=90)}; once in 91 days is enough."
    ]
    assert may_contact(bob(), NOW + timedelta(days=1)) == []
    contact.set_days_between(30)
    assert may_contact(bob(), NOW) == []
    with pytest.raises(ContactRefused):
        contact.set_days_between(-1)


def test_never_two_of_the_team_on_one_day_whatever_the_rule() -> None:
    contact.set_days_between(0)
    contact.wrote(bob(), "discourse", TODAY, somebody())
    with pytest.raises(ContactRefused, match="The responder wrote to them on this day"):
        contact.wrote(bob(), "email", TODAY, somebody(Role.MANAGER))
    assert contact.wrote(bob(), "email", TODAY, None, anyway=True)
    assert may_contact(bob(), NOW + timedelta(days=1)) == []


def test_what_was_said_follows_a_merge_and_holds_for_both_after_it_is_taken_back() -> None:
    contact.refuse(eve(), "before", None)
    decision = merge(bob(), [eve()], "one person", user=None)
    together = bob()
    assert may_contact(together, NOW) == ["Not to be written to: before."]
    contact.wrote(together, "discourse", TODAY, None, anyway=True)
    take_back(decision, user=None)
    assert [len(may_contact(one, NOW)) for one in (bob(), eve())] == [1, 2]
    assert contact.letters_to(bob())
    assert not contact.refusals_of(bob())


def test_who_was_merged_away_or_is_limited_is_not_written_to() -> None:
    gone = eve()
    merge(bob(), [gone], "one person", user=None)
    assert "part of somebody else" in may_contact(gone, NOW)[0]
    ada = community.ada()
    limit(of_member(ada), None)
    assert "limited" in may_contact(ada, NOW)[0]


def test_it_is_erased_with_the_person() -> None:
    member = bob()
    contact.refuse(member, "x", None)
    contact.consent(member, "x", TODAY, None)
    contact.wrote(member, "discourse", TODAY, None, anyway=True)
    contact.later(member, "", None, None)
    forget([member])
    assert not any(kind.objects.exists() for kind in (Letter, Consent, DoNotContact, PutOff))


def test_the_page_says_so_and_keeps_what_is_said() -> None:
    browser, address = client(), f"/people/{bob().pk}/contact/"
    assert "They may be written to." in browser.get(address).content.decode()
    refused = browser.post(f"{address}refuse/", {"because": "no time"}, follow=True).content.decode()
    assert "Not to be written to: no time." in refused
    undo = refused.partition('action="/people/thanks/undo/refusal/')[2].partition('"')[0]
    assert browser.post(f"/people/thanks/undo/refusal/{undo}").status_code == 302
    browser.post(f"{address}consent/", {"source": "mail", "day": "2021-05-03", "given": "1"})
    browser.post(f"{address}wrote/", {"platform": "discourse", "day": TODAY.isoformat()})
    second = browser.post(f"{address}wrote/", {"platform": "discourse"}, follow=True).content.decode()
    assert "It is sent already: keep it" in second
    browser.post(f"{address}wrote/", {"platform": "discourse", "anyway": "1"})
    assert Letter.objects.count() == 2
    actions = list(
        AuditEntry.objects.filter(action__startswith="contact").order_by("pk").values_list("action", flat=True)
    )
    wanted = ["contact.refused", "contact.undone", "contact.consent", "contact.wrote", "contact.wrote"]
    assert actions == wanted
    assert "bob" not in " ".join(map(str, AuditEntry.objects.values_list("subject", "detail"))).lower()


@pytest.mark.parametrize(
    "given", [{"platform": "x y"}, {"platform": "git", "day": "soon"}, {"platform": "git", "day": "2999-01-01"}]
)
def test_what_makes_no_sense_is_told_in_words(given: dict[str, str]) -> None:
    answer = client().post(f"/people/{bob().pk}/contact/wrote/", given, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert not Letter.objects.exists()
