"""Connect in the browser: first a look, then it is kept; its page says how it stands and lets one end it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from rapport.accounts import connections as kept
from rapport.accounts.models import AuditEntry, Connection, Role, Secret, User
from rapport.collect.connections.following import follow
from rapport.collect.connections.standing import standing_of
from rapport.collect.models import Import
from tests.collect.connections.conftest import connected
from tests.stand_ins.github.server import TOKEN, GitHub

pytestmark = pytest.mark.django_db
NEW = "/collect/connections/new/github/"


@pytest.fixture
def manager() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("mo@example.org", role=Role.MANAGER))
    return client


def looked(client: Client, **form: str) -> str:
    given = {"token": TOKEN, "places": "pond/reeds", "depth": "", **form}
    return client.post(NEW, given).content.decode()


def test_one_looks_before_anything_is_kept(github: GitHub, manager: Client) -> None:
    page = looked(manager, places="pond/*\nsea/weed not-a-name")
    assert "As ana: pond/reeds." in page
    assert "sea/weed: This is not there" in page
    assert "not-a-name: This is no name of a repository." in page
    assert "end on 31 January 2027" in page
    assert TOKEN not in page
    assert not Connection.objects.exists()
    assert not Secret.objects.exists()
    sealed = re.search(r'name="looked" value="([^"]+)"', page)
    assert sealed
    assert manager.post(NEW, {"looked": sealed[1]}).status_code == 302
    connection = Connection.objects.get()
    assert kept.secret(connection, "token") == TOKEN
    assert TOKEN not in str(Secret.objects.values_list("sealed", flat=True))
    assert AuditEntry.objects.filter(action="connection.made").exists()
    assert connection.expires_at == datetime(2027, 1, 31, 10, tzinfo=UTC)
    manager.post(NEW, {"looked": sealed[1]})
    assert Connection.objects.count() == 1
    other = Client()
    other.force_login(User.objects.create_user("ol@example.org", role=Role.OWNER))
    assert other.post(NEW, {"looked": sealed[1]}).status_code == 403


def test_an_ended_connection_stays_ended(github: GitHub, manager: Client) -> None:
    connection = connected(github)
    page = f"/collect/connections/{connection.pk}/"
    manager.post(page, {"deed": "disconnect-with-data"})
    for deed in ("renew", "resume", "disconnect"):
        manager.post(page, {"deed": deed, "token": TOKEN})
    connection.refresh_from_db()
    assert connection.state == Connection.State.ENDED
    assert Import.objects.get(connection=connection).state == Import.State.FORGETTING
    assert manager.get(page).status_code == 200


def test_a_token_that_no_header_can_carry_is_not_sent(github: GitHub, manager: Client) -> None:
    page = looked(manager, token="github_pat_\u00fcx")
    assert "holds spaces or characters" in page
    assert "github_pat_" not in page
    assert github.asked == []


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"token": "wrong"}, "does not take the token any more"),
        ({"places": "sea/weed"}, "This is not there"),
        ({"places": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    github: GitHub, manager: Client, form: dict[str, str], said: str
) -> None:
    assert said in looked(manager, **form)
    assert not Connection.objects.exists()


def test_a_look_that_somebody_made_up_is_not_kept(github: GitHub, manager: Client) -> None:
    assert manager.post(NEW, {"looked": "gAAAA-made-up"}).status_code == 302
    assert not Connection.objects.exists()


def test_its_page_tells_how_it_stands(github: GitHub, manager: Client) -> None:
    connection = connected(github)
    page = f"/collect/connections/{connection.pk}/"
    assert ">reading<" in manager.get(page).content.decode()
    follow(connection)
    shown = manager.get(page).content.decode()
    assert ">up to date<" in shown
    assert kept.secret(connection, kept.HOOK) in shown
    assert TOKEN not in shown
    connection.expires_at = datetime.now(UTC) + timedelta(days=3)
    assert standing_of(connection).word == "ends soon"
    connection.error = "GitHub cannot be reached."
    assert standing_of(connection).word == "failing"


def test_who_may_not_connect_sees_no_secret(github: GitHub) -> None:
    connection = connected(github)
    client = Client()
    client.force_login(User.objects.create_user("al@example.org", role=Role.ANALYST))
    page = f"/collect/connections/{connection.pk}/"
    assert kept.secret(connection, kept.HOOK) not in client.get(page).content.decode()
    assert client.post(page, {"deed": "pause"}).status_code == 403
    assert client.get(NEW).status_code == 403


def test_pause_go_on_and_disconnect(github: GitHub, manager: Client) -> None:
    connection = connected(github)
    page = f"/collect/connections/{connection.pk}/"
    for deed, state in (("pause", "paused"), ("resume", "active"), ("resync", "active"), ("disconnect", "ended")):
        manager.post(page, {"deed": deed})
        connection.refresh_from_db()
        assert connection.state == state
    assert not Secret.objects.exists()
    assert Import.objects.get(connection=connection).state == Import.State.DONE
    assert "Nothing is connected yet" in manager.get("/collect/connections/").content.decode()


def test_new_credentials_are_of_the_same_account(github: GitHub, manager: Client) -> None:
    connection = connected(github)
    Connection.objects.update(state=Connection.State.REFUSED, error="It was revoked.")
    page = f"/collect/connections/{connection.pk}/"
    manager.post(page, {"deed": "renew", "token": "wrong"})
    connection.refresh_from_db()
    assert connection.state == Connection.State.REFUSED
    github.tokens.add("other")
    Connection.objects.update(account_id="7", account="bo")
    said = manager.post(page, {"deed": "renew", "token": "other"}, follow=True).content.decode()
    assert "These are credentials of ana" in said
    Connection.objects.update(account_id=connection.account_id)
    manager.post(page, {"deed": "renew", "token": "other"})
    connection.refresh_from_db()
    assert connection.state == Connection.State.ACTIVE
    assert kept.secret(connection, "token") == "other"
