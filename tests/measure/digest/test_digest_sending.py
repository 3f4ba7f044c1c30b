"""Each week's digest comes to each who wants it once: run twice, killed, refused, asleep."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from rapport.accounts.models import User
from rapport.cli.vitals import digests
from rapport.home.health import State
from rapport.measure.digest.sending import FIRST_WAIT, send_due
from rapport.measure.digest.week import Week, due_at
from rapport.measure.models import DigestDelivery, DigestWish
from tests.measure.digest.conftest import addresses
from tests.measure.digest.server import Server

READERS = ["reader0@example.org", "reader1@example.org", "reader2@example.org"]
SENT, WAITING, SENDING = DigestDelivery.State.SENT, DigestDelivery.State.WAITING, DigestDelivery.State.SENDING


def states() -> list[str]:
    return list(DigestDelivery.objects.order_by("user__email", "week").values_list("state", flat=True))


@pytest.mark.usefixtures("community")
def test_once_each_however_often_it_runs_refused_or_asleep(server: Server, readers: list[User], week: Week) -> None:
    due = due_at(week, ZoneInfo("UTC"))
    assert send_due(due - timedelta(seconds=1)) == 3  # the week before's
    server.sent.clear()
    server.refusing = "451 The disk is full"
    assert send_due(due) == 0
    assert states()[0] == SENT
    assert DigestDelivery.objects.filter(week=week.monday, state=WAITING, tries=1).count() == 3
    found = digests()
    assert found
    assert found.state is State.WARN
    assert "The disk is full" in found.found
    server.refusing = ""
    assert send_due(due + timedelta(minutes=5)) == 0  # not yet
    readers[2].is_active = False
    readers[2].save()
    assert send_due(due + FIRST_WAIT) == 2
    assert send_due(due + timedelta(days=3)) == 0
    assert addresses(server.sent) == READERS[:2]
    late = DigestWish.objects.create(user=readers[3], at=due + timedelta(days=1))
    assert send_due(due + timedelta(days=4)) == 0  # it was due before they wanted it
    server.sent.clear()
    assert send_due(due + timedelta(days=16)) == 3  # asleep for two weeks: only the last one's is sent
    assert addresses(server.sent) == [*READERS[:2], late.user.email]


@pytest.mark.usefixtures("community")
def test_two_that_run_at_once_send_each_once(server: Server, readers: list[User], week: Week) -> None:
    def run() -> None:
        send_due(due_at(week, ZoneInfo("UTC")))
        connection.close()

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert addresses(server.sent) == READERS
    assert states() == [SENT] * 3


def test_without_a_mail_server_doctor_says_so(settings: Settings, readers: list[User], week: Week) -> None:
    settings.EMAIL_URL = ""
    assert send_due(due_at(week, ZoneInfo("UTC"))) == 0
    assert not DigestDelivery.objects.exists()
    found = digests()
    assert found
    assert "RAPPORT_EMAIL_URL" in found.todo


def test_nothing_is_sent_of_a_week_in_which_nothing_happened(server: Server, readers: list[User]) -> None:
    assert send_due(datetime(2026, 11, 23, 9, tzinfo=UTC)) == 0
    assert states() == ["quiet"] * 3
    assert server.sent == []


KILLED = """
import django, sys
django.setup()
from datetime import datetime
from rapport.measure.digest.sending import send_due
send_due(datetime.fromisoformat(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.usefixtures("community")
def test_killed_while_the_server_has_it_nobody_gets_it_twice(server: Server, readers: list[User], week: Week) -> None:
    due = due_at(week, ZoneInfo("UTC"))
    server.hanging = True
    environment = os.environ | {
        "RAPPORT_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "DATABASE_URL": _test_database(),
        "PYTHONPATH": str(Path(__file__).parents[3] / "src"),
        "COPY_OF_TEST": str(django_settings.COPY),
    }
    program = (
        "from rapport import settings; import os, pathlib\nsettings.COPY = pathlib.Path(os.environ['COPY_OF_TEST'])"
        + KILLED
    )
    with subprocess.Popen([sys.executable, "-c", program, due.isoformat()], env=environment) as running:
        reached = server.reached.wait(120)
        running.kill()
    assert reached
    server.hanging = False
    assert states() == [SENDING, WAITING, WAITING]
    assert send_due(due + timedelta(minutes=1)) == 2
    assert send_due(due + timedelta(minutes=2)) == 0
    assert addresses(server.sent) == READERS
    DigestDelivery.objects.filter(state=SENDING).update(changed_at=due)
    assert states() == [SENDING, SENT, SENT]


def _test_database() -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}"))
