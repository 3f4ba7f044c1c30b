"""The small community with a crowd beside it, so that there are figures that do not rest on few."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from rapport.accounts.models import Role, User
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Identity as StoredIdentity
from rapport.ledger.telling import tell
from rapport.people.map import bump
from rapport.people.models import Link, Member
from rapport.words.activity import Activity
from rapport.words.identity import Identity
from rapport.words.records import Record
from tests.measure.community import FORUM, START

CROWD = tuple(f"zelda{number}" for number in range(14))


@pytest.fixture(autouse=True)
def _nobody_came_yet(db: None) -> None:
    cache.clear()  # how often an address came is counted there


@pytest.fixture
def crowd(community: None) -> None:
    """More in the forum: half of them each month for a year, the others for eight months."""
    said = []
    for number, handle in enumerate(CROWD):
        author = Identity("discourse", f"crowd/{number}", handle=handle, name=f"{handle.title()} Fitz")
        for month in range(12 if number % 2 else 8):
            at = START + timedelta(days=30 * month + number)
            said.append(Activity("discourse", f"crowd/{number}/{month}", "post", at, author, FORUM, 1, text="words"))
    with transaction.atomic():
        Appender().append([Record(f"crowd {place}", [done]) for place, done in enumerate(said)])
        for identity in StoredIdentity.objects.filter(handle__in=CROWD):
            Link.objects.create(identity=identity, member=Member.objects.create(name=f"{identity.handle} fitzgerald"))
        bump()
    tell()
    copy.refresh()


@pytest.fixture
def ana(db: None) -> Client:
    """An analyst's browser, in a home without a ledger."""
    client = Client()
    client.force_login(User.objects.create_user("ana@example.org", role=Role.ANALYST))
    return client
