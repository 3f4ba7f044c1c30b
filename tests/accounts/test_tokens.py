"""Tokens for the API: shown once, kept as a hash, taken back, and gone with their person."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from typer.testing import CliRunner

from rapport.accounts import team, tokens
from rapport.accounts.links import hash_of
from rapport.accounts.models import AuditEntry, Role, Token, User
from rapport.accounts.tasks import tidy
from rapport.cli.accounts import accounts
from rapport.words.errors import RapportError
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

Enter = Callable[[User], Client]
PAGE = "/accounts/tokens/"


@pytest.fixture
def ada(people: dict[Role, User]) -> User:
    return people[Role.ANALYST]


@pytest.fixture
def client_of(enter: Enter) -> Enter:
    """A browser in which this user has just given the password once more."""

    def sure(user: User) -> Client:
        client = enter(user)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    return sure


def shown(answer: bytes) -> list[str]:
    return [str(text) for text in html.fromstring(answer).xpath("//div[contains(@class, 'good')]//code/text()")]


def test_the_page_makes_one_and_shows_it_once(ada: User, client_of: Enter) -> None:
    client = client_of(ada)
    made = client.post(PAGE, {"name": "weekly report", "days": "30"})
    [text] = shown(made.content)
    assert made["Cache-Control"] == "no-store"
    assert text not in client.get(PAGE).content.decode()
    token = Token.objects.get()
    assert text.startswith("rapport_")
    assert bytes(token.token_hash) == hash_of(text)
    assert token.expires_at is not None
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)
    assert tokens.open_token(text) == token
    assert AuditEntry.objects.filter(user=ada, action="token.made", subject="weekly report").count() == 1
    assert "1" in html.fromstring(client.get("/accounts/security/").content).xpath(
        "//span[contains(text(), 'API tokens')]/span/text()"
    )


def test_it_asks_for_the_password_first(ada: User, enter: Enter) -> None:
    client = enter(ada)
    assert client.get(PAGE)["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(PAGE, {"name": "x"})["Location"].startswith("/accounts/reauthenticate/")
    assert not Token.objects.exists()


def test_a_token_without_name_or_with_a_strange_end_is_not_made(ada: User, client_of: Enter) -> None:
    client = client_of(ada)
    for wrong in ({"name": "", "days": "30"}, {"name": "x", "days": "31"}):
        assert shown(client.post(PAGE, wrong).content) == []
    assert not Token.objects.exists()


def test_one_takes_back_ones_own_alone(ada: User, people: dict[Role, User], client_of: Enter) -> None:
    mine, text = tokens.make(ada, "mine", None)
    theirs, _ = tokens.make(people[Role.OWNER], "theirs", None)
    client = client_of(ada)
    assert client.post(f"{PAGE}{theirs.pk}/").status_code == 404
    assert client.post(f"{PAGE}{mine.pk}/").status_code == 302
    assert tokens.open_token(text) is None
    assert list(Token.objects.all()) == [theirs]
    assert AuditEntry.objects.filter(user=ada, action="token.taken-back").count() == 1


def test_it_ends_at_its_time_and_goes_a_month_later(ada: User) -> None:
    token, text = tokens.make(ada, "short", timedelta(hours=1))
    for ago, works, there in (
        (timedelta(minutes=-1), True, True),
        (timedelta(seconds=1), False, True),
        (timedelta(days=31), False, False),
    ):
        Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - ago)
        assert bool(tokens.open_token(text)) is works
        tidy(timestamp=0)
        assert Token.objects.exists() is there


def test_it_tells_when_it_was_last_used(ada: User) -> None:
    token, text = tokens.make(ada, "report", None)
    tokens.open_token(text)
    token.refresh_from_db()
    assert token.used_at is not None
    Token.objects.update(used_at=timezone.now() - timedelta(minutes=6))
    tokens.open_token(text)
    token.refresh_from_db()
    assert timezone.now() - token.used_at < timedelta(minutes=1)


def test_it_goes_with_its_person_and_does_not_come_back(ada: User) -> None:
    _, text = tokens.make(ada, "report", None)
    team.deactivate(None, ada)
    assert tokens.open_token(text) is None
    team.activate(None, ada)
    assert tokens.open_token(text) is None


def test_nobody_hoards_them(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST", 1)
    tokens.make(ada, "one", None)
    with pytest.raises(tokens.TokenRefused, match="Take one back"):
        tokens.make(ada, "two", None)


def test_the_command_line_makes_lists_and_takes_back(ada: User) -> None:
    made = json.loads(run("make", ada.email, "report", "--days", "0", "--json"))
    assert made["expires_at"] is None
    assert tokens.open_token(made["token"])
    assert run("make", ada.email, "other").startswith("rapport_")
    listed = json.loads(run("list", "--json"))
    assert [(row["email"], row["name"]) for row in listed] == [(ada.email, "report"), (ada.email, "other")]
    assert made["token"] not in run("list", "--json") + run("list")
    assert "no longer works" in run("take-back", str(made["id"]))
    assert tokens.open_token(made["token"]) is None
    with pytest.raises(RapportError, match="token list"):
        run("take-back", str(made["id"]))
    assert AuditEntry.objects.filter(user=None, detail__of=ada.email).count() == 3


def test_who_is_deactivated_gets_none(ada: User) -> None:
    team.deactivate(None, ada)
    with pytest.raises(RapportError, match="deactivated"):
        run("make", ada.email, "report")


def run(*words: str) -> str:
    result = CliRunner().invoke(accounts, ["token", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout
