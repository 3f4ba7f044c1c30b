"""Who waits is the same in the digest and on Today, whatever the team asks itself or says of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from lxml import html

from rapport.accounts.models import Role, User
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity as Stored
from rapport.ledger.telling import tell
from rapport.measure.current import current
from rapport.measure.digest.telling import SHOWN, digest, waiting_days
from rapport.measure.digest.week import week_of
from rapport.measure.today.waiting import waiting
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record
from tests.measure.community import ADA, BOB, GRACE

LAST = datetime(2023, 1, 20, 12, tzinfo=UTC)
"""The day of the community's last activity, a Friday."""
WEEK = week_of(LAST.date()).before
HELP = Channel("discourse", "help", "Help")


def asks(who: Identity, days_before: int, title: str) -> Activity:
    at, name = LAST - timedelta(days=days_before), f"topic/waits/{days_before}"
    return Activity("discourse", name, "topic", at, who, HELP, 1, thread=name, title=title, text=f"{title}?")


@pytest.fixture
def asked(community: None) -> None:
    """Six questions that nobody answers, on days of which both tell: four of the community, two of the team."""
    titles = ("How do I begin", "How do I draw", "Where is the door", "How do I stop", "Who cooks", "What is next")
    asking = [asks(who, 9 + 2 * place, titles[place]) for place, who in enumerate((ADA, BOB, GRACE) * 2)]
    with transaction.atomic():
        Appender().append([Record(f"waits {place}", [one]) for place, one in enumerate(asking)])
    tell()
    copy.refresh()


def today(browser: Client) -> str:
    return str(html.fromstring(browser.get("/").content.decode()).xpath("//*[@id='waiting']//h2")[0].text_content())


@pytest.mark.usefixtures("asked")
def test_digest_and_today_tell_the_same_of_who_waits(browser: Client) -> None:
    browser.force_login(User.objects.create_user("mona@example.org", role=Role.OWNER))
    for aside, total in enumerate((4, 3, 2)):
        told = browser.get("/api/measure/digest", {"week": str(WEEK)}).json()["waiting"]
        assert today(browser).startswith(f"{total} wait for an answer")
        assert (told["total"], told["set_aside"], len(told["longest"])) == (total, aside, total)
        page = browser.get(f"/measure/digest/{WEEK}/").content.decode()
        assert f">{total} questions</a> of the last four weeks" in page
        assert ("none, as the team said" in page) == bool(aside)
        listed = browser.get(told["evidence"].partition("8700")[2]).content.decode()
        assert f"› {total + aside} questions asked" in listed
        waits = digest(current(), WEEK).waiting
        assert waits == waiting(current(), waiting_days(WEEK), SHOWN)
        assert [line["text"] for line in told["longest"]] == [one.title for one in waits.longest]
        newest = waits.longest[-1].asked
        assert Stored.objects.get(pk=newest.id).identity.handle != "grace"  # type: ignore[union-attr]
        browser.post(f"/today/questions/{newest.id}/")
