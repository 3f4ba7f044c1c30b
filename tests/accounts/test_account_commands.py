"""`rapport accounts …` and `rapport secrets …`."""

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts import keys
from rapport.accounts import secrets as store
from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.accounts import accounts, secrets
from rapport.words.errors import RapportError

pytestmark = pytest.mark.django_db
NEW = {"name": "Grace", "password": "a long enough sentence"}


def run(app: object, *words: str) -> str:
    """What the command prints; raises what it raises."""
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)  # type: ignore[arg-type]
    assert result.exit_code == 0
    return result.stdout


def test_list(people: dict[Role, User]) -> None:
    rows = json.loads(run(accounts, "list", "--json"))
    assert [(row["email"], row["role"]) for row in rows] == [(f"{role}@example.org", role) for role in Role]
    assert "responder@example.org" in run(accounts, "list")


def test_list_of_an_empty_home() -> None:
    assert "rapport up" in run(accounts, "list")


def test_invite_prints_a_link_that_works() -> None:
    url = json.loads(run(accounts, "invite", "grace@example.org", "--role", "owner", "--json"))["url"]
    assert Client().post(urlsplit(url).path, NEW).status_code == 302
    assert User.objects.get().role == Role.OWNER


def test_link_prints_a_link_that_works(people: dict[Role, User]) -> None:
    url = run(accounts, "link", "Analyst@example.org").split()[0]
    client = Client()
    assert client.post(urlsplit(url).path).status_code == 302
    assert client.session["_auth_user_id"] == str(people[Role.ANALYST].pk)


def test_role_deactivate_activate(people: dict[Role, User]) -> None:
    analyst = people[Role.ANALYST]
    run(accounts, "role", "analyst@example.org", "manager")
    run(accounts, "deactivate", "analyst@example.org")
    analyst.refresh_from_db()
    assert (analyst.role, analyst.is_active) == (Role.MANAGER, False)
    with pytest.raises(RapportError, match="accounts activate"):
        run(accounts, "link", "analyst@example.org")
    run(accounts, "activate", "analyst@example.org")
    run(accounts, "drop-second-step", "analyst@example.org")
    analyst.refresh_from_db()
    assert analyst.is_active
    assert AuditEntry.objects.filter(user=None, subject="Analyst").count() == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("role", "nobody@example.org", "manager"), "accounts list"),
        (("role", "analyst@example.org", "king"), "owner, manager, author, responder, analyst"),
        (("role", "owner@example.org", "analyst"), "last owner"),
        (("deactivate", "owner@example.org"), "last owner"),
        (("invite", "analyst@example.org"), "already"),
    ],
)
def test_what_is_refused_says_why(words: tuple[str, ...], said: str, people: dict[Role, User]) -> None:
    with pytest.raises(RapportError, match=said):
        run(accounts, *words)


def test_programs_are_told_the_account_as_it_is_now(people: dict[Role, User]) -> None:
    who = "analyst@example.org"
    told = [
        json.loads(run(accounts, *words, "--json"))
        for words in (("role", who, "manager"), ("deactivate", who), ("activate", who), ("drop-second-step", who))
    ]
    assert [(one["email"], one["role"], one["active"], one["second_step"]) for one in told] == [
        (who, "manager", True, False),
        (who, "manager", False, False),
        (who, "manager", True, False),
        (who, "manager", True, False),
    ]
    store.put("github:token", "ghp_made_up")
    assert json.loads(run(secrets, "rotate", "--json"))["sealed"] == 1
    assert json.loads(run(secrets, "rotate", "--drop-old", "--json")) == {"dropped": 1}


def test_secrets_are_listed_by_name_and_rotated() -> None:
    assert "No secrets" in run(secrets, "list")
    store.put("github:token", "ghp_made_up")
    assert "github:token" in run(secrets, "list")
    assert "ghp" not in run(secrets, "list") + run(secrets, "list", "--json")
    assert "1 secrets" in run(secrets, "rotate")
    assert len(keys.read()) == 2
    assert "1 old keys" in run(secrets, "rotate", "--drop-old")
    assert len(keys.read()) == 1
    assert store.get("github:token").reveal() == "ghp_made_up"
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"secrets.rotated", "secrets.old-dropped"}
