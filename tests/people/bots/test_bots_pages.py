"""The team is asked and says; nobody becomes a bot by a likeness."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.people.bots.asking import waiting
from rapport.people.bots.looking import look
from rapport.people.bots.names import Says
from rapport.people.bots.signs import ASK, Behaviour, signs
from rapport.people.follow import follow
from rapport.people.models import Member, Side
from rapport.words.identity import Identity
from rapport.words.records import Record
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
CLOCK = Identity("discourse", "77", handle="daily", name="Daily digest")
PARROT = Identity("discourse", "78", handle="parrot", name="Parrot")
HUBOT = Identity("discourse", "79", handle="hubot")


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()
    Member.objects.update(side_by_hand=True)  # they post by a clock, too
    start = community.START
    said = [community.post(1000 + n, CLOCK, start + timedelta(hours=24 * n), text=f"w{chr(97 + n)}") for n in range(20)]
    said += [
        community.post(2000 + n, PARROT, start + timedelta(hours=n * n), text=f"Thank you for issue {n}!")
        for n in range(12)
    ]
    said.append(community.post(3000, HUBOT, start))
    with transaction.atomic():
        Appender().append([Record(str(place), [one]) for place, one in enumerate(said)])
    follow()
    copy.refresh()


def asked() -> dict[str, list[str]]:
    return {str(one.identity.member): one.signs for one in waiting()}


def test_who_is_like_a_bot_is_asked_about_with_reasons() -> None:
    assert look() == 3
    assert asked() == {
        "Daily digest": ["as regular as a clock"],
        "Parrot": ["100% of 12 texts say the same"],
        "hubot": ["the name ends as bots' names do"],
    }
    assert set(Member.objects.filter(side=Side.BOT).values_list("name", flat=True)) == {"robot"}


def test_the_team_says_and_takes_it_back() -> None:
    look()
    browser = Client()
    browser.force_login(User.objects.create_user("r@team.dev", role=Role.RESPONDER))
    assert "as regular as a clock" in browser.get("/people/bots/").content.decode()
    daily, parrot = Member.objects.get(name="Daily digest"), Member.objects.get(name="Parrot")
    browser.post(f"/people/bots/{daily.pk}/", {"say": "bot"})
    browser.post(f"/people/bots/{parrot.pk}/", {"say": "person"})
    assert set(asked()) == {"hubot"}
    look()
    assert set(asked()) == {"hubot"}  # what was said holds
    assert Member.objects.get(pk=daily.pk).side == Side.BOT
    browser.post(f"/people/bots/{daily.pk}/")  # the toast's Undo
    assert Member.objects.get(pk=daily.pk).side == Side.COMMUNITY
    look()
    assert set(asked()) == {"Daily digest", "hubot"}
    assert AuditEntry.objects.filter(action="person.side").count() == 3


def test_few_acts_tell_nothing() -> None:
    person = Behaviour(n=7, texts=7, alike=1.0, unevenness=0.0, reaction=1.0, answers=7, hours=1, days=1)
    assert signs(Says.NOTHING, person) == []
    both = signs(Says.LIKELY, person._replace(n=20, texts=20, answers=20))
    assert sum(sign.weight for sign in both) > 2 * ASK
    assert both[0].weight == max(sign.weight for sign in both)
    busy = Behaviour(n=500, texts=500, alike=0.0, unevenness=3.0, reaction=900.0, answers=50, hours=24, days=90)
    assert [sign.words for sign in signs(Says.NOTHING, busy)] == ["never sleeps"]
    assert sum(sign.weight for sign in signs(Says.NOTHING, busy)) < ASK


def test_the_command() -> None:
    told = CliRunner().invoke(app, ["people", "bots", "--json"])
    assert '"total": 3' in told.output, told.output
