"""Whom the page proposes to thank, what its buttons do, and that commands say the same."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity as Kept
from rapport.ledger.models import Identity as Stored
from rapport.people.bots.looking import look
from rapport.people.current import current
from rapport.people.follow import follow
from rapport.people.merging import merge, put_on_side
from rapport.people.mine.limiting import limit
from rapport.people.models import Letter, Member, PutOff, Side
from rapport.people.thanks.contact import may_contact
from rapport.people.thanks.today import whom_to_thank
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record

pytestmark = pytest.mark.django_db(transaction=True)
FORUM = Channel("discourse", "talk", "Talk")
NOW = datetime.now(UTC).replace(hour=0, minute=0) - timedelta(hours=1)
FIRST, TENTH, BACK, STAR, TEAM = (
    Identity("discourse", str(number), handle=name, name=f"{name.title()} Person", staff=name == "team")
    for number, name in enumerate(("first", "tenth", "back", "star", "team"))
)


def did(who: Identity, kind: str, days: int, number: int = 0) -> Activity:
    at = NOW - timedelta(days=days)
    native = f"{who.native_id}/{kind}/{days}/{number}"
    return Activity("discourse", native, kind, at, who, FORUM, 1, title=f"About {kind}", url=f"https://x.dev/{native}")


@pytest.fixture(autouse=True)
def _settled() -> None:
    done = [
        did(FIRST, "answer", 2),
        *(did(TENTH, "answer", 100 + number) for number in range(9)),
        did(TENTH, "answer", 3),
        did(BACK, "post", 500),
        did(BACK, "post", 1),
        did(STAR, "star", 1),
        did(STAR, "follow", 2),
        did(TEAM, "answer", 1),
    ]
    with transaction.atomic():
        Appender().append([Record(str(place), [one]) for place, one in enumerate(done)])
    follow()
    copy.refresh()


def client(role: Role = Role.RESPONDER) -> Client:
    browser = Client()
    user, _ = User.objects.get_or_create(email=f"{role}@team.dev", defaults={"role": role})
    browser.force_login(user)
    return browser


def member(who: Identity) -> Member:
    return Member.objects.get(name=who.name)


def proposed() -> dict[str, list[str]]:
    return {str(one.member): [reason.key for reason in one.reasons] for one in whom_to_thank(current(), 20).shown}


def test_who_is_proposed_and_why() -> None:
    day = (NOW - timedelta(days=1)).date()
    assert proposed() == {
        "First Person": ["first-1"],
        "Tenth Person": ["answers-10", "gifts-10"],
        "Back Person": [f"return-{day}"],
    }


def test_the_page_shows_a_letter_with_its_links() -> None:
    page = client().get("/people/thanks/").content.decode()
    assert "About answer" in page
    assert 'href="https://x.dev/0/answer/2/0"' in page
    assert "Star Person" not in page
    assert "Team Person" not in page


def test_a_fact_without_an_address_leads_to_the_timeline_that_begins_with_it() -> None:
    Kept.objects.filter(identity__handle="first").update(url=None)
    browser = client()
    address = re.search(
        r'href="(/people/\d+/\?before=[^"]+)#timeline"', browser.get("/people/thanks/").content.decode()
    )
    assert address
    assert "About answer" in browser.get(address[1]).content.decode()


def test_who_may_not_change_the_rule_is_not_offered_it() -> None:
    assert "Days between two letters" not in client().get("/people/thanks/").content.decode()
    manager = client(Role.MANAGER)
    assert "Days between two letters" in manager.get("/people/thanks/").content.decode()
    assert "no number of days" in manager.post("/people/thanks/often/", {"days": "x"}, follow=True).content.decode()
    assert (
        "at most once in 7 days" in manager.post("/people/thanks/often/", {"days": "7"}, follow=True).content.decode()
    )


def test_done_not_now_and_never_take_them_off_and_can_be_taken_back() -> None:
    browser, who = client(), member(FIRST)
    for path, given, kind in (
        ("wrote", {"platform": "discourse", "reason": "first-1"}, "letter"),
        ("put-off", {}, "later"),
        ("put-off", {"never": "1"}, "later"),
    ):
        page = browser.post(
            f"/people/{who.pk}/contact/{path}/", given | {"from": "thanks"}, follow=True
        ).content.decode()
        assert "First Person" not in proposed()
        undo = page.partition(f'action="/people/thanks/undo/{kind}/')[2].partition('"')[0]
        browser.post(f"/people/thanks/undo/{kind}/{undo}")
        assert "First Person" in proposed()
    assert not Letter.objects.exists()
    assert not PutOff.objects.exists()


def test_not_now_ends() -> None:
    client().post(f"/people/{member(FIRST).pk}/contact/put-off/")
    soon, then = (datetime.now(UTC).date() + timedelta(days=days) for days in (29, 30))
    assert "First Person" not in {str(one.member) for one in whom_to_thank(current(), 20, day=soon).shown}
    assert "First Person" in {str(one.member) for one in whom_to_thank(current(), 20, day=then).shown}


def test_what_was_thanked_for_is_not_proposed_again_when_they_may_be_written_to() -> None:
    who = member(TENTH)
    client().post(f"/people/{who.pk}/contact/wrote/", {"platform": "discourse", "reason": "answers-10 gifts-10"})
    later = datetime.now(UTC).date() + timedelta(days=100)
    assert "Tenth Person" not in {str(one.member) for one in whom_to_thank(current(), 20, day=later).shown}


def test_a_deleted_answer_is_not_thanked_for_though_the_copy_has_it() -> None:
    gone = did(FIRST, "answer", 2)._replace(deleted=True, revision=2)
    with transaction.atomic():
        Appender().append([Record("1", [gone])])
    assert "First Person" not in proposed()


def test_who_may_only_look_sees_no_buttons() -> None:
    page = client(Role.ANALYST).get("/people/thanks/").content.decode()
    assert "First Person" in page
    assert "I wrote to them" not in page
    assert client(Role.ANALYST).post(f"/people/{member(FIRST).pk}/contact/wrote/", {}).status_code == 403


def test_an_empty_home_has_nobody_to_thank() -> None:
    Member.objects.all().delete()
    assert "Nobody to thank just now" in client().get("/people/thanks/").content.decode()


def rapport(*words: object) -> str:
    done = CliRunner().invoke(app, ["people", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_line_says_the_same() -> None:
    told = json.loads(rapport("thanks", "--json"))["people"]
    assert {one["name"] for one in told} == set(proposed())
    assert all(fact["activities"] for one in told for fact in one["facts"])
    who = member(FIRST).pk
    assert json.loads(rapport("contact", "show", who, "--json"))["against"] == []
    written = json.loads(rapport("contact", "wrote", who, "--on", "discourse", "--json"))
    assert (written["id"], written["platform"]) == (int(who), "discourse")
    assert json.loads(rapport("contact", "show", who, "--json"))["against"]
    assert json.loads(rapport("contact", "refuse", who, "--because", "she asked", "--json"))["because"] == "she asked"
    taken_back = json.loads(rapport("contact", "consent", who, "--source", "mail", "--taken-back", "--json"))
    assert (taken_back["given"], taken_back["source"]) == (False, "mail")
    assert len(json.loads(rapport("contact", "show", who, "--json"))["against"]) == 3
    assert json.loads(rapport("contact", "allow", who, "--json")) == {"id": int(who), "lifted": 1}
    assert len(json.loads(rapport("contact", "show", who, "--json"))["against"]) == 2
    assert json.loads(rapport("contact", "often", "10", "--json")) == {"days": 10, "was": 91}
    assert "once in 10 days" in rapport("contact", "show", who)


def test_no_bot_by_whatever_name_or_behaviour_no_team_and_nobody_limited() -> None:
    """Each of them did what others are thanked for."""
    named = Identity("discourse", "50", handle="robotok", name="Новости [Бот]")
    clock = Identity("discourse", "51", handle="daily", name="Daily Digest")
    user = Identity("discourse", "52", handle="us", name="One Ofus", email="Mona@Team.dev")
    half, other = (Identity("discourse", f"5{n}", handle=f"half{n}", name="Half Limited") for n in (3, 4))
    User.objects.create_user("mona@team.dev", role=Role.RESPONDER)
    regular = [did(clock, "post", days) for days in range(3, 40)]
    done = [*regular, *(did(each, "answer", 2) for each in (named, clock, user, half, other))]
    with transaction.atomic():
        Appender().append([Record(str(place), [one]) for place, one in enumerate(done)])
    follow()
    merge(member_of("half3"), [member_of("half4")], "", None)
    copy.refresh()
    assert "Daily Digest" in proposed()  # nobody has looked yet
    put_on_side(member(TENTH), Side.COMMUNITY)  # whose titles all say the same
    limit([Stored.objects.get(handle="half4").pk], None)
    look()
    assert set(proposed()) == {"First Person", "Tenth Person", "Back Person"}
    now = datetime.now(UTC)
    assert may_contact(member_of("daily"), now) == ["They may be a bot: say first whether they are."]
    assert may_contact(member_of("us"), now) == ["They are of the team."]
    assert may_contact(member_of("half3"), now) == ["They asked that what is held of them be limited."]
    put_on_side(member_of("daily"), Side.COMMUNITY)
    assert "Daily Digest" in proposed()  # the team said so


def member_of(handle: str) -> Member:
    return Member.objects.get(links__identity__handle=handle)
