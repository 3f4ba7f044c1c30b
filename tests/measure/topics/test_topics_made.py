"""Topics of a real ledger: read by the model, the same on page, command and API, and gone with who is erased."""

import html
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.measure import app
from rapport.ledger import copy, meaning
from rapport.ledger.append import Appender
from rapport.ledger.erase import erase
from rapport.ledger.models import Activity as StoredActivity
from rapport.ledger.models import Identity as StoredIdentity
from rapport.ledger.models import Meaning
from rapport.measure.ask import answer
from rapport.measure.current import current
from rapport.measure.models import Clustering, Placed, Topic
from rapport.measure.question import By, Question
from rapport.measure.reports.around import around
from rapport.measure.reports.topics import most
from rapport.measure.topics import making
from rapport.measure.topics.listing import listed
from rapport.measure.topics.rising import ABOUT_CHANCE
from rapport.people.models import Limited
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record
from rapport.words.span import Span

pytestmark = pytest.mark.django_db(transaction=True)

FORUM = Channel("discourse", "talk", "Talk")
START = datetime(2023, 1, 2, 12, tzinfo=UTC)
PEOPLE = [Identity("discourse", str(number), handle=f"person{number}") for number in range(8)]
ABOUT = (
    ("Shadow of the lamp {}", "How do I make the shadow of the directional light softer in the evening scene?"),
    ("Apple cake number {}", "Which apples go into a cake with cinnamon and butter, and how long does it bake?"),
    ("Night train {} to Prague", "When does the night train leave the station, and where do I book a bed?"),
)
TEXTS = 108


def topic(number: int, *, revision: int = 1, text: str | None = None, deleted: bool = False) -> Activity:
    title, said = ABOUT[number % 3]
    return Activity(
        "discourse",
        f"topic/{number}",
        "topic",
        START + timedelta(days=3 * number),
        PEOPLE[number // 3 % 8],
        FORUM,
        revision,
        thread=f"topic/{number}",
        title=None if deleted else title.format(number),
        text=None if deleted else text or said,
        deleted=deleted,
    )


def keep(*activities: Activity) -> None:
    with transaction.atomic():
        Appender().append([Record(f"r{number}", (one,)) for number, one in enumerate(activities)])


@pytest.fixture
def talk(transactional_db: None) -> None:
    keep(*(topic(number) for number in range(TEXTS)))
    making.keep_up()
    copy.refresh()


def numbered(native: str) -> int:
    return StoredIdentity.objects.get(native_id=native).pk


@pytest.mark.usefixtures("talk")
def test_three_topics_in_their_own_words_the_same_on_page_command_and_api(browser: Client) -> None:
    for number, (title, text) in enumerate(ABOUT):
        said = f"{title} {text}".lower()
        assert [term for term in _about(number).name.split(", ") if term not in said] == []
    command = json.loads(CliRunner().invoke(app, ["topics", "--json"]).stdout)
    assert command == browser.get("/api/measure/topics").json()
    assert (command["looked_at"], command["of"]) == (TEXTS, TEXTS)
    rows = answer("conversations", Question(by=By.TOPIC), current()).rows
    assert command["about_chance"] == ABOUT_CHANCE
    assert ABOUT_CHANCE in " ".join(CliRunner().invoke(app, ["topics"]).stdout.split())
    for told in command["topics"]:
        assert told["conversations"] == sum(row.value or 0 for row in rows if row.group == str(told["number"]))
        page = browser.get(f"/measure/topics/{told['number']}/").content.decode()
        assert f"{told['conversations']} conversations, begun by {told['people']} people" in " ".join(page.split())
    assert "Night train" in browser.get(f"/measure/topics/{_about(2).pk}/").content.decode()
    assert "1970" not in browser.get("/measure/topics/").content.decode()
    four = {"by": "topic", "since": str(START.date()), "until": str(START.date() + timedelta(days=9))}
    by_topic = html.unescape(browser.get("/measure/conversations/", four).content.decode())
    assert f"50\u00a0% of them about “{_about(0)}”" in by_topic
    the_report_names_those_of_most(Span(START.date(), START.date() + timedelta(days=120)))


def the_report_names_those_of_most(span: Span) -> None:
    acts, asked = current(), Question(since=span.first, until=span.last)
    told = most(acts, asked, around(acts, span))
    assert told
    often = {_about(number).pk: 0 for number in range(3)}
    for row in answer("conversations", replace(asked, by=By.TOPIC), acts).rows:
        often[int(row.group or 0)] += int(row.value or 0)
    assert sum(often.values()) == 41
    assert all(f"“{Topic.objects.get(pk=number)}” ({n})" in told.text for number, n in often.items())
    assert told.text.startswith("The most conversations were about “")
    Topic.objects.update(hidden=True)
    assert most(acts, asked, around(acts, span)) is None


def _about(number: int) -> Topic:
    """The topic of this conversation."""
    activity = StoredActivity.objects.get(native_id=f"topic/{number}").pk
    return Topic.objects.get(placed__activity=activity)


@pytest.mark.usefixtures("talk")
def test_topics_go_on_with_their_number_and_the_teams_name_when_they_are_looked_over() -> None:
    before = dict(Placed.objects.values_list("activity", "topic"))
    client = Client()
    client.force_login(User.objects.create_user("rea@example.org", role=Role.RESPONDER))
    client.post(f"/measure/topics/{_about(1).pk}/change/", {"called": "Baking", "hidden": "1"})
    audited = AuditEntry.objects.filter(action__startswith="topic.").order_by("pk")
    assert [one.action for one in audited] == ["topic.named", "topic.hidden"]
    keep(*(topic(number) for number in range(TEXTS, TEXTS + 12)))
    making.keep_up(now=True)
    assert Clustering.objects.latest().kept == 1
    assert before.items() <= dict(Placed.objects.values_list("activity", "topic")).items()
    baking = Topic.objects.get(called="Baking")
    assert baking.hidden
    copy.refresh()
    assert "Baking" not in {line.topic.called for line in listed(current()).lines}


@pytest.mark.usefixtures("talk")
def test_what_is_edited_is_read_anew_and_what_is_deleted_or_erased_is_gone_from_vectors_and_topics() -> None:
    mine = _about(0).pk
    keep(topic(0, revision=2, text=ABOUT[1][1] + " " + ABOUT[1][1]), topic(3, revision=2, deleted=True))
    making.keep_up()
    assert Meaning.objects.count() == Placed.objects.count() == TEXTS - 1
    edited = Meaning.objects.get(revision=2)
    assert Placed.objects.get(pk=edited.pk).topic_id != mine
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_activity WHERE identity_id = %s", [numbered("1")])
        theirs = [id_ for (id_,) in cursor.fetchall()]
    assert theirs
    erase([numbered("1")])
    assert not Meaning.objects.filter(pk__in=theirs).exists()
    assert not Placed.objects.filter(pk__in=theirs).exists()
    Limited.objects.create(identity_id=numbered("2"))
    making.keep_up(now=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_activity WHERE identity_id = %s", [numbered("2")])
        assert not Placed.objects.filter(pk__in=[id_ for (id_,) in cursor.fetchall()]).exists()


def test_reading_stops_when_its_time_is_over_and_goes_on_where_it_was(transactional_db: None) -> None:
    keep(*(topic(number) for number in range(9)))
    assert meaning.read(0) == (0, False)
    assert meaning.read() == (9, True)
    assert meaning.read() == (0, True)
