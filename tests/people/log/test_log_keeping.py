"""What is logged counts like any other activity, can be changed, taken out and put back, and goes with the person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.ledger.models import Activity
from rapport.people import merging
from rapport.people.bots.looking import look
from rapport.people.erasing import forget
from rapport.people.figures import figures
from rapport.people.log import keeping
from rapport.people.log.finding import found, latest
from rapport.people.models import LogEntry, Member, Suspect
from rapport.words.kinds import BY_NAME
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2021, 7, 14)
TALK = BY_NAME["talk"].number


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def client(role: Role = Role.RESPONDER) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"{role}@team.dev", name="Mona", role=role))
    return browser


def counted(member: Member) -> dict[str, int]:
    copy.refresh()
    return {given.gift: given.n for given in figures(member.pk).given}


def test_a_talk_is_a_contribution_of_its_day() -> None:
    ada = community.ada()
    entry = keeping.write(ada, "talk", DAY, "On engines, at EuroPython", None)
    assert counted(ada)["talk"] == 1
    [done] = Activity.objects.filter(kind=TALK).select_related("channel", "identity__link")
    assert (done.at, done.text, done.channel.platform) == (
        datetime(2021, 7, 14, 12, tzinfo=UTC),
        "On engines, at EuroPython",
        "log",
    )
    assert done.identity
    assert done.identity.link.member == ada
    assert [(line.entry, line.member) for line in latest()] == [(entry, ada)]


def test_it_is_changed_taken_out_and_put_back() -> None:
    ada = community.ada()
    entry = keeping.write(ada, "meeting", DAY, "coffee", None)
    keeping.change(entry, "talk", DAY + timedelta(days=1), "a talk it was")
    assert counted(ada)["talk"] == 1
    [done] = Activity.objects.filter(channel__platform="log")
    assert (done.text, done.at.date()) == ("a talk it was", DAY + timedelta(days=1))
    keeping.take_out(entry)
    assert "talk" not in counted(ada)
    assert Activity.objects.get(pk=done.pk).text is None
    assert latest() == []
    keeping.put_back(entry)
    assert counted(ada)["talk"] == 1
    assert Activity.objects.get(pk=done.pk).text == "a talk it was"


def test_whom_the_team_met_is_a_person_whatever_they_are_called() -> None:
    _, member = keeping.write_of_somebody_new("Release-Bot", "talk", DAY, "", None)
    assert member.side == "community"
    look()
    assert not Suspect.objects.filter(identity__member=member).exists()


def test_somebody_new_becomes_a_member() -> None:
    _, member = keeping.write_of_somebody_new(" Katherine  Johnson ", "talk", DAY, "", None)
    assert str(member) == "Katherine Johnson"
    assert counted(member) == {"talk": 1}


def test_it_stays_with_whom_it_was_said_of_when_a_merge_is_taken_back() -> None:
    ada, home = community.ada(), community.ada_at_home()
    decision = merging.merge(home, [ada], "she said so", None)
    keeping.write(home, "call", DAY, "of the merged", None)
    merging.take_back(decision, None)
    assert [line.entry.text for line in latest(home)] == ["of the merged"]
    assert latest(ada) == []


def test_it_goes_with_the_person() -> None:
    ada = community.ada()
    keeping.write(ada, "talk", DAY, "On engines", None)
    forget([ada])
    assert not LogEntry.objects.exists()
    assert not Activity.objects.filter(text="On engines").exists()


@pytest.mark.parametrize(("kind", "day"), [("commit", DAY), ("talk", date(2200, 1, 1)), ("talk", date(1903, 1, 1))])
def test_what_makes_no_sense_is_refused(kind: str, day: date) -> None:
    with pytest.raises(keeping.LogRefused, match="Nothing was changed"):
        keeping.write(community.ada(), kind, day, "", None)
    assert not LogEntry.objects.exists()


def test_people_are_found_by_what_they_are_called() -> None:
    assert found("bob").exact == community.member("Bob 100% Percent")  # by his handle
    two = found("Ada Lovelace")
    assert two.exact is None
    assert {one.member for one in two.people} == {community.ada(), community.ada_at_home()}
    assert found("nobody at all").people == []


def test_the_form_asks_who_where_two_could_be_meant() -> None:
    browser, home = client(), community.ada_at_home()
    sent = {"who": "Ada Lovelace", "kind": "talk", "day": "2021-07-14", "text": "On engines"}
    asked = browser.post("/people/log/", sent)
    assert asked.status_code == 400
    assert "Choose who it was" in asked.content.decode()
    assert not LogEntry.objects.exists()
    answered = browser.post("/people/log/", sent | {"member": str(home.pk)}, follow=True)
    assert "On engines" in answered.content.decode()
    entry = LogEntry.objects.get()
    assert keeping.member_of(entry) == home
    assert AuditEntry.objects.get(action="log.written").subject == f"member {home.pk}"
    browser.post(f"/people/log/{entry.pk}/", {"kind": "call", "day": "2021-07-15", "text": "On the phone"})
    entry.refresh_from_db()
    assert (entry.kind, entry.text) == (BY_NAME["call"].number, "On the phone")
    browser.post(f"/people/log/{entry.pk}/delete/")
    assert latest() == []
    browser.post(f"/people/log/{entry.pk}/delete/")  # the toast's Undo
    assert len(latest()) == 1


def test_the_form_takes_somebody_new_and_refuses_a_day_to_come() -> None:
    browser = client()
    sent = {"who": "Katherine Johnson", "kind": "meeting", "day": "2200-01-01", "text": "", "member": "new"}
    assert browser.post("/people/log/", sent).status_code == 400
    browser.post("/people/log/", sent | {"day": "2021-07-14"})
    assert keeping.member_of(LogEntry.objects.get()) == Member.objects.get(name="Katherine Johnson")


def test_the_command() -> None:
    told = CliRunner().invoke(app, ["people", "log", "bob", "talk", "--day", "2021-07-14", "--text", "On x", "--json"])
    assert '"kind": "talk"' in told.output, told.output
    two = CliRunner().invoke(app, ["people", "log", "Ada Lovelace", "talk"])
    assert "use the number" in str(two.exception) + two.output
    new = CliRunner().invoke(app, ["people", "log", "Katherine Johnson", "call", "--new"])
    assert "Written down of Katherine Johnson" in new.output
    assert LogEntry.objects.count() == 2
