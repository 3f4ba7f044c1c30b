"""An e-mail address is proved by a link that is really mailed to it: once, for half an hour, for an hour's look."""

import re
from datetime import timedelta
from email.message import Message

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from rapport.accounts.models import User
from rapport.people.erasing import forget
from rapport.people.mine.pages import mail
from rapport.people.mine.visit import COOKIE
from rapport.people.models import ProofLink
from rapport.people.tasks import drop_links
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://\S+?(/me/prove/link/\S+/)")


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    cache.clear()
    community.settle()


def ask(client: Client, address: str = "Ada@X.dev") -> None:
    assert "If anything is held" in client.post("/me/prove/mail/", {"address": address}).content.decode()
    sent()


def sent() -> None:
    """Waits until what was asked for is done."""
    mail.outgoing.submit(int).result(30)


def link_in(mailbox: list[Message]) -> str:
    found = LINK.search(str(mailbox[-1].get_payload(decode=False)))
    assert found
    return found[1]


def test_a_link_is_mailed_and_shows_what_is_held(mailbox: list[Message]) -> None:
    client = Client()
    ask(client)
    assert [letter["To"] for letter in mailbox] == ["ada@x.dev"]
    link = link_in(mailbox)
    assert "Show me" in client.get(link).content.decode()
    assert client.get("/me/").status_code == 302
    assert client.post(link)["Location"] == "/me/"
    page = client.get("/me/").content.decode()
    assert "ada@x.dev" in page
    assert "Ada L." in page


def test_it_works_once_and_not_for_long(mailbox: list[Message]) -> None:
    ask(Client())
    link = link_in(mailbox)
    assert Client().post(link).status_code == 302
    assert Client().post(link).status_code == 410
    assert Client().get(link).status_code == 410
    ask(Client())
    ProofLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = Client()
    assert late.post(link_in(mailbox)).status_code == 410
    assert late.get("/me/")["Location"] == "/me/prove/"
    drop_links(0)
    assert not ProofLink.objects.exists()


def test_an_address_that_is_erased_stands_in_no_link(mailbox: list[Message]) -> None:
    ask(Client())
    forget([community.ada()])
    assert not ProofLink.objects.exists()


def test_nobody_is_written_to_of_whom_nothing_is_held_and_nobody_too_often(mailbox: list[Message]) -> None:
    client = Client()
    ask(client, "stranger@y.dev")
    assert mailbox == []
    for _ in range(5):
        ask(client)
    assert len(mailbox) == 3


def test_an_address_that_only_looks_alike_gets_no_mail_of_another(mailbox: list[Message]) -> None:
    """U+0131 becomes a plain I in upper case, U+212A a k in lower case (CVE-2019-19844)."""
    for address in ("ada@\u212ax.dev", "ada@x.de\u0076\u0131", "\u0251da@x.dev"):
        Client().post("/me/prove/mail/", {"address": address})
    sent()
    assert mailbox == []


def test_a_mail_server_that_is_away_is_told_to_the_log_alone(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_URL, settings.EMAIL_PORT = "smtp://127.0.0.1:1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    ask(Client())
    assert "could not be sent" in caplog.text
    assert "ada@x.dev" not in caplog.text


def test_the_visit_is_no_sign_in_and_ends_after_an_hour(mailbox: list[Message]) -> None:
    client = Client()
    ask(client)
    client.post(link_in(mailbox))
    assert "sessionid" not in client.cookies
    assert client.cookies[COOKIE]["path"] == "/me/"
    assert client.cookies[COOKIE]["httponly"]
    assert client.get("/people/").status_code == 302
    client.cookies["sessionid"] = client.cookies[COOKIE].value
    assert client.get("/people/")["Location"].startswith("/accounts/login/")
    assert not User.objects.exists()
    session = Session.objects.get(pk=client.cookies[COOKIE].value)
    assert session.expire_date < timezone.now() + timedelta(minutes=61)
    data = session.get_decoded()
    data["until"] = (timezone.now() - timedelta(seconds=1)).isoformat()
    session.session_data = Session.objects.encode(data)
    session.save()
    assert client.get("/me/")["Location"] == "/me/prove/"


def test_somebody_of_the_team_stays_signed_in_beside_it(mailbox: list[Message]) -> None:
    client = Client()
    client.force_login(User.objects.create_user("mona@example.org"))
    before = client.cookies["sessionid"].value
    ask(client)
    client.post(link_in(mailbox))
    assert client.get("/me/").status_code == 200
    assert client.get("/people/").status_code == 200
    assert client.cookies["sessionid"].value == before
    client.post("/me/leave/")
    assert client.get("/me/").status_code == 302
    assert client.get("/people/").status_code == 200


def test_a_key_that_somebody_planted_is_worth_nothing(mailbox: list[Message]) -> None:
    client, planted = Client(), "a" * 32
    client.cookies[COOKIE] = planted
    ask(client)
    client.post(link_in(mailbox))
    assert client.cookies[COOKIE].value != planted
