"""The second step: an authenticator app, recovery codes, and that no link goes around them."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from rapport.accounts import links
from rapport.accounts.models import AuditEntry, Role, User

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough sentence"


def code(secret: str) -> str:
    """What the person's app shows now (RFC 6238, steps of 30 seconds)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_turning_it_on(
    people: dict[Role, User],
    enter: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    author = people[Role.AUTHOR]
    client, page = enter(author), reverse("mfa_activate_totp")
    asked = client.get(page)
    assert asked["Location"].startswith("/accounts/reauthenticate/")  # the password once more
    client.post(asked["Location"], {"password": PASSWORD})
    secret = client.get(page).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"code": code(secret)})
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert "10 left" in client.get(reverse("accounts:security")).content.decode()
    kinds = AuditEntry.objects.filter(action="second-step.added").values_list("detail__kind", flat=True)
    assert "totp" in set(kinds)


@pytest.fixture
def secret(people: dict[Role, User]) -> str:
    fresh = generate_totp_secret()
    TOTP.activate(people[Role.AUTHOR], fresh)
    return fresh


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_alone_no_longer_signs_in(secret: str, people: dict[Role, User]) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": "author@example.org", "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not signed_in(client)
    assert AuditEntry.objects.get(action="sign-in.failed").detail == {"second_step": "totp"}
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert signed_in(client)
    assert AuditEntry.objects.get(action="sign-in.succeeded").detail == {"by": ["password", "mfa"]}


def test_nor_does_a_link(secret: str, people: dict[Role, User]) -> None:
    client = Client()
    assert client.post(links.link_for(people[Role.AUTHOR]))["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert signed_in(client)
    assert AuditEntry.objects.get(action="sign-in.succeeded").detail["by"][0] == "link"


def test_a_code_signs_in_once(secret: str) -> None:
    shown, entered = code(secret), []
    for client in (Client(), Client()):
        client.post("/accounts/login/", {"login": "author@example.org", "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": shown})
        entered.append(signed_in(client))
    assert entered == [True, False]


def test_a_recovery_code_signs_in_once(secret: str, people: dict[Role, User]) -> None:
    spare = RecoveryCodes.activate(people[Role.AUTHOR]).generate_codes()[0]
    entered = []
    for client in (Client(), Client()):
        client.post("/accounts/login/", {"login": "author@example.org", "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": spare})
        entered.append(signed_in(client))
    assert entered == [True, False]


def test_an_owner_lets_go_of_a_lost_one(secret: str, people: dict[Role, User], enter: Callable[[User], Client]) -> None:
    author = people[Role.AUTHOR]
    place = reverse("accounts:person", args=[author.pk])
    enter(people[Role.OWNER]).post(place, {"change": "drop-second-step"})
    assert signed_in(enter(author))
    assert AuditEntry.objects.filter(action="second-step.dropped", subject="Author").exists()
