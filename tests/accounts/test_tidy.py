"""The nightly job lets go of what has ended and keeps what still works."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from rapport.accounts import links, team
from rapport.accounts.models import EntranceLink, Invitation, Role, User
from rapport.accounts.tasks import tidy

pytestmark = pytest.mark.django_db


def test_what_has_ended_goes_and_what_works_stays(people: dict[Role, User]) -> None:
    now = timezone.now()
    for days in (-1, 1):
        Session.objects.create(session_key=f"s{days}", session_data="", expire_date=now + timedelta(days=days))
    links.link_for(people[Role.ANALYST])
    EntranceLink.objects.update(expires_at=now - timedelta(seconds=1))
    kept = links.link_for(people[Role.OWNER])
    for days in (-31, -29, 1):
        invitation, _ = team.invite(None, f"{days}@example.org", Role.AUTHOR)
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=now + timedelta(days=days))
    tidy(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["s1"]
    assert EntranceLink.objects.count() == 1
    assert links.open_link(kept.rstrip("/").rpartition("/")[2])
    assert {i.email for i in Invitation.objects.all()} == {"-29@example.org", "1@example.org"}
