"""The owner's link: it opens once, for a day, and looking at it changes nothing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from rapport.accounts import links, team
from rapport.accounts.models import AuditEntry, EntranceLink, Role, User

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough sentence"
FOUNDER = {"email": "Ada@Example.org", "name": "Ada", "password": PASSWORD}


def test_the_first_link_makes_the_owner_and_signs_them_in(client: Client) -> None:
    path = links.owner_link()
    for _ in range(3):
        assert client.get(path).status_code == 200  # what previews of links do
    assert User.objects.count() == 0
    answer = client.post(path, FOUNDER)
    owner = User.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (owner.email, owner.name, owner.role) == ("ada@example.org", "Ada", Role.OWNER)
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {"team.founded", "sign-in.succeeded"}


def test_the_second_use_says_what_to_do(client: Client) -> None:
    path = links.owner_link()
    client.post(path, FOUNDER)
    answer = Client().post(path, FOUNDER | {"email": "eve@example.org"})
    assert answer.status_code == 410
    assert "rapport accounts link" in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session
    assert User.objects.count() == 1


def test_a_later_link_signs_the_owner_in_and_ends_the_earlier_one(client: Client) -> None:
    owner = team.join("ada@example.org", "Ada", PASSWORD, Role.OWNER)
    earlier, later = links.owner_link(), links.owner_link()
    assert client.get(earlier).status_code == 410
    assert client.post(later).status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_a_link_ends_after_a_day(client: Client) -> None:
    path = links.owner_link()
    EntranceLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 410
    assert client.post(path, FOUNDER).status_code == 410
    assert timedelta(hours=24) == links.LASTS


def test_a_link_for_the_first_owner_ends_when_there_is_one(client: Client) -> None:
    path = links.owner_link()
    team.join("ada@example.org", "Ada", PASSWORD, Role.OWNER)
    assert client.post(path, FOUNDER | {"email": "eve@example.org"}).status_code == 410


def test_a_deactivated_persons_link_does_not_open(client: Client, people: dict[Role, User]) -> None:
    author = people[Role.AUTHOR]
    path = links.link_for(author)
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert client.post(path).status_code == 410


def test_the_database_does_not_hold_the_token() -> None:
    path = links.owner_link()
    token = path.rstrip("/").rpartition("/")[2]
    assert len(token) >= 43  # 256 bits
    assert token.encode() not in bytes(EntranceLink.objects.get().token_hash)


def test_a_link_lets_one_choose_a_new_password(people: dict[Role, User]) -> None:
    author = people[Role.AUTHOR]
    fresh = "quite another sentence"
    assert Client().post(links.link_for(author), {"password": "short"}).status_code == 200
    assert Client().post(links.link_for(author), {"password": fresh}).status_code == 302
    author.refresh_from_db()
    assert author.check_password(fresh)


def test_a_weak_password_does_not_use_the_link_up(client: Client) -> None:
    path = links.owner_link()
    answer = client.post(path, FOUNDER | {"password": "password12"})
    assert "too common" in answer.content.decode()
    assert client.post(path, FOUNDER).status_code == 302


def test_guessing_is_slowed_down(client: Client) -> None:
    answers = [client.post("/accounts/enter/guess/").status_code for _ in range(22)]
    assert set(answers[:20]) == {410}
    assert set(answers[20:]) == {429}


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    answer = client.post("/accounts/signup/", {"email": "eve@example.org", "password1": PASSWORD})
    assert "by invitation" in answer.content.decode()
    assert User.objects.count() == 0


def test_sign_in_by_password_and_its_audit_lines(people: dict[Role, User]) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "owner@example.org", "password": "wrong"})
    client.post("/accounts/login/", {"login": "my-secret-typed-here@example.org", "password": "wrong"})
    client.post("/accounts/login/", {"login": "OWNER@example.org", "password": PASSWORD})
    client.post("/accounts/logout/")
    lines = [(entry.action, entry.user, entry.address) for entry in AuditEntry.objects.order_by("id")]
    owner, here = people[Role.OWNER], "127.0.0.1"
    assert lines == [
        ("sign-in.failed", owner, here),
        ("sign-in.failed", None, here),
        ("sign-in.succeeded", owner, here),
        ("sign-in.ended", owner, here),
    ]
    assert "my-secret" not in str(AuditEntry.objects.values())


def test_wrong_passwords_are_rate_limited(people: dict[Role, User]) -> None:
    def try_once() -> str:
        return Client().post("/accounts/login/", {"login": "owner@example.org", "password": "wrong"}).content.decode()

    said = [try_once() for _ in range(7)]
    assert "not correct" in said[0]
    assert "Too many failed" in said[-1]


def test_without_a_mail_server_the_forgotten_password_page_offers_the_command(client: Client) -> None:
    assert "rapport accounts link" in client.get("/accounts/password/reset/").content.decode()
    assert "rapport accounts link" in client.get("/accounts/password/reset/done/").content.decode()


def test_with_a_mail_server_a_forgotten_password_is_mailed(
    client: Client, people: dict[Role, User], settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.EMAIL_URL = "smtp://mail.example.org"
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert mailoutbox == []
    client.post("/accounts/password/reset/", {"email": "author@example.org"})
    [mail] = mailoutbox
    path = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", str(mail.body))
    assert path
    page = client.get(path[1], follow=True)
    fresh = "quite another sentence"
    client.post(page.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    assert User.objects.get(email="author@example.org").check_password(fresh)


def test_a_new_address_counts_once_its_mail_was_answered(
    people: dict[Role, User], enter: Callable[[User], Client], settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.EMAIL_URL = "smtp://mail.example.org"
    author = people[Role.AUTHOR]
    client = enter(author)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "grace@example.org"})
    author.refresh_from_db()
    assert author.email == "author@example.org"
    [mail] = mailoutbox
    path = re.search(r"http://[^/]+(/accounts/confirm-email/\S+)", str(mail.body))
    assert path
    client.post(path[1])
    author.refresh_from_db()
    assert (mail.to, author.email) == (["grace@example.org"], "grace@example.org")
    assert Client().post("/accounts/login/", {"login": "grace@example.org", "password": PASSWORD}).status_code == 302


def test_other_sessions_can_be_ended(people: dict[Role, User], enter: Callable[[User], Client]) -> None:
    here, elsewhere = enter(people[Role.AUTHOR]), enter(people[Role.AUTHOR])
    here.post("/accounts/sessions/")
    assert here.get("/accounts/profile/").status_code == 200
    assert elsewhere.get("/accounts/profile/").status_code == 302
