"""Where people work: from addresses and by hand, dated, put together and parted, counted while they were there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.people import merging
from rapport.people.current import current
from rapport.people.erasing import forget
from rapport.people.follow import follow
from rapport.people.models import Address, Affiliation, Domain, Member, Organisation
from rapport.people.organisations import saying
from rapport.people.organisations.affiliated import employers
from rapport.people.organisations.looking import look
from rapport.people.organisations.rollup import Rollup, organisations, rollup
from rapport.words.activity import Activity
from rapport.words.identity import git_author
from rapport.words.records import Record
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
JEAN = git_author("Jean Bartik", "jean@eng.eniac.org")
KAY = git_author("Kay McNulty", "kay@eniac.org")
LONE = git_author("Lone Wolf", "me@lonewolf.dev")
FREE = git_author("Free Mail", "somebody@gmail.com")
START = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = date(2021, 12, 31)


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()
    done = [
        Activity("git", f"{number:039x}a", "commit", START + timedelta(days=10 * number), who, community.CODE, 1)
        for number, who in enumerate([JEAN, KAY, LONE, FREE, JEAN, KAY, JEAN])
    ]
    with transaction.atomic():
        Appender().append([Record(str(place), [one]) for place, one in enumerate(done)])
    follow()
    copy.refresh()


def eniac() -> Organisation:
    return Organisation.objects.get(name="eniac.org")


def of(one: Organisation) -> Rollup:
    return rollup(current(), one)


def names(told: Rollup) -> dict[str, int]:
    return {str(person.member): person.contributions for person in told.people}


def test_several_people_of_one_domain_make_an_organisation() -> None:
    assert look() == 1
    assert look() == 0
    assert {domain.name for domain in Domain.objects.filter(organisation=None)} >= {"lonewolf.dev"}
    assert names(of(eniac())) == {"Jean Bartik": 3, "Kay McNulty": 2}
    [row] = organisations(current())
    assert (row.organisation, row.people, row.active, row.contributions) == (eniac(), 2, 2, 5)
    told = of(eniac())
    assert (told.given, told.weight, told.activities) == ([("code", 5)], 40, 5)


def test_an_organisation_of_people_who_turn_out_to_be_one_goes_but_not_what_the_team_said() -> None:
    look()
    jean, kay = (Member.objects.get(name=name) for name in ("Jean Bartik", "Kay McNulty"))
    merged = merging.merge(jean, [kay], "she married", None)
    assert look() == 0
    assert not Organisation.objects.filter(name="eniac.org").exists()
    merging.take_back(merged, None)
    assert look() == 1
    merging.merge(jean, [kay], "she married", None)
    saying.rename(eniac(), "Moore School")
    look()
    assert Organisation.objects.filter(name="Moore School", domains__name="eniac.org").exists()


def test_it_is_dated_with_its_evidence() -> None:
    look()
    jean = Member.objects.get(name="Jean Bartik")
    [one] = employers(current(), jean, AT)
    assert (one.organisation, one.since, one.until) == (eniac(), date(2021, 3, 1), date(2021, 4, 30))
    assert one.evidence == "writes from eniac.org"
    assert one.current
    assert not employers(current(), jean, AT + timedelta(days=200))[0].current


def test_the_team_says_what_no_address_tells() -> None:
    look()
    bob = community.member("Bob 100% Percent")
    said = saying.affiliate(bob, eniac(), date(2021, 2, 1), date(2021, 3, 31), "his talk", None)
    mine = [one for one in employers(current(), bob, AT) if one.said == said]
    assert [(one.since, one.evidence) for one in mine] == [(date(2021, 2, 1), "his talk")]
    inside = {str(one.member): one.activities for one in of(eniac()).people}
    days = [community.START + timedelta(days=3 * number) for number in range(120) if number % 4 == 1]
    assert inside[str(bob)] == sum(date(2021, 2, 1) <= day.date() <= date(2021, 3, 31) for day in days)
    saying.take_back(said)
    assert str(bob) not in names(of(eniac()))


def test_two_are_put_together_and_parted() -> None:
    look()
    other = saying.named("Moore School")
    saying.affiliate(community.ada(), other, None, None, "", None)
    saying.put_together(eniac(), other)
    assert set(names(of(other))) == {"Ada Lovelace", "Jean Bartik", "Kay McNulty"}
    assert saying.named("ENIAC.org") == other
    with pytest.raises(saying.OrganisationRefused, match="one already"):
        saying.put_together(other, eniac())
    saying.part(eniac())
    assert set(names(of(other))) == {"Ada Lovelace"}
    assert set(names(of(eniac()))) == {"Jean Bartik", "Kay McNulty"}


def test_a_domain_can_be_given_and_be_nobodys() -> None:
    look()
    wolves = saying.named("Wolves")
    saying.give_domain(wolves, "@LoneWolf.dev")
    assert set(names(of(wolves))) == {"Lone Wolf"}
    saying.give_domain(None, "eniac.org")
    assert names(of(eniac())) == {}
    assert look() == 0  # what the team said holds
    assert names(of(eniac())) == {}
    for nonsense in ("gmail.com", "localhost", ""):
        with pytest.raises(saying.OrganisationRefused, match="no domain"):
            saying.give_domain(wolves, nonsense)


def test_what_was_said_of_somebody_follows_a_merge_and_its_way_back() -> None:
    ada, home = community.ada(), community.ada_at_home()
    one = saying.named("Analytical Engines")
    saying.affiliate(home, one, None, None, "", None)
    decision = merging.merge(ada, [home], "", None)
    assert [str(person.member.pk) for person in of(one).people] == [str(ada.pk)]
    assert [each.organisation for each in employers(current(), ada, AT)] == [one]
    merging.take_back(decision, None)
    assert [person.member for person in of(one).people] == [home]


def test_it_goes_with_the_person() -> None:
    look()
    jean = Member.objects.get(name="Jean Bartik")
    saying.affiliate(jean, eniac(), None, None, "her own words", None)
    forget([jean])
    assert not Affiliation.objects.exists()
    assert Address.objects.count() == Address.objects.exclude(identity__erased=True).count()
    assert "Jean Bartik" not in names(of(eniac()))


def test_the_pages() -> None:
    look()
    browser = Client()
    browser.force_login(User.objects.create_user("r@team.dev", role=Role.RESPONDER))
    assert "eniac.org" in browser.get("/people/organisations/").content.decode()
    page = browser.get(f"/people/organisations/{eniac().pk}/").content.decode()
    assert "Jean Bartik" in page
    browser.post(f"/people/organisations/{eniac().pk}/change/", {"name": "ENIAC"})
    browser.post("/people/organisations/", {"name": "Moore School", "domain": "moore.example"})
    moore = Organisation.objects.get(name="Moore School")  # the domain is refused: no such ending
    one = Organisation.objects.get(name="ENIAC")
    browser.post(f"/people/organisations/{moore.pk}/merge/", {"other": one.pk})
    assert browser.get(f"/people/organisations/{one.pk}/").headers["Location"].endswith(f"/{moore.pk}/")
    browser.post(f"/people/organisations/{one.pk}/merge/")  # the toast's Undo
    assert browser.get(f"/people/organisations/{one.pk}/").status_code == 200
    bob = community.member("Bob 100% Percent")
    sent = {"organisation": "eniac", "since": "2021-01-01", "until": "2020-01-01"}
    browser.post(f"/people/{bob.pk}/organisations/", sent)
    assert not Affiliation.objects.exists()
    browser.post(f"/people/{bob.pk}/organisations/", sent | {"until": ""})
    assert "at <a" in browser.get(f"/people/{bob.pk}/").content.decode()
    browser.post(f"/people/affiliations/{Affiliation.objects.get().pk}/back/")
    assert not Affiliation.objects.exists()
    assert AuditEntry.objects.filter(action__startswith="organisation.").count() == 3
    assert "Bob" not in str(list(AuditEntry.objects.values_list("subject", "detail")))


def test_the_commands() -> None:
    told = CliRunner().invoke(app, ["people", "organisations", "--json"])
    assert '"eniac.org"' in told.output, told.output
    number = community.ada().pk
    told = CliRunner().invoke(app, ["people", "affiliate", str(number), "ENIAC", "--since", "2021-01-01", "--json"])
    assert '"since": "2021-01-01"' in told.output, told.output
    assert Affiliation.objects.count() == 1
