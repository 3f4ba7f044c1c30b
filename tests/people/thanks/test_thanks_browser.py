"""Thanks in a real browser: no barrier on any look; written, and taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.people.follow import follow
from rapport.people.models import Letter, Member
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    forum, now = Channel("discourse", "talk", "Talk"), datetime.now(UTC)
    done = [
        Activity(
            "discourse", f"p{number}", "answer", now - timedelta(days=number),
            Identity("discourse", name, handle=name, name=name.title()), forum, 1, title=f"How to {name} " * 8, url="https://x.dev/p",
        )
        for number, name in enumerate(("ada", "grace", "barbara"))
    ]  # fmt: skip
    with transaction.atomic():
        Appender().append([Record(str(place), [one]) for place, one in enumerate(done)])
    follow()
    copy.refresh()


@pytest.mark.slow
def test_pages_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor = visit(look)
    for path in ("/people/thanks/", f"/people/{Member.objects.get(name='Ada').pk}/contact/", "/"):
        page = visitor.open(path)
        for summary in page.get_by_text("To copy").all():
            summary.click()
        assert barriers(page) == [], path
        assert overhang(page) <= 0, path
        page.close()
    assert visitor.complaints == []


def test_written_and_taken_back(visit: Callable[[Look], Visit]) -> None:
    visitor = visit(LOOKS["phone-light"])
    page = visitor.open("/people/thanks/")
    expect(page.get_by_role("heading", name="Ada", exact=True)).to_be_visible()
    card = page.get_by_role("region", name="Ada", exact=True)
    card.get_by_role("button", name="I wrote to them").click()
    expect(page.get_by_text("Kept: you wrote to them.")).to_be_visible()
    expect(page.get_by_role("heading", name="Ada", exact=True)).to_have_count(0)
    assert Letter.objects.get().platform == "discourse"
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Ada", exact=True)).to_be_visible()
    assert not Letter.objects.exists()
    assert visitor.complaints == []
