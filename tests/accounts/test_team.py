"""The team's rules: invitations, roles, deactivation, and never a home without an owner."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from rapport.accounts import team
from rapport.accounts.models import AuditEntry, Invitation, Role, User

pytestmark = pytest.mark.django_db
Enter = Callable[[User], Client]
NEW = {"name": "Grace", "password": "a long enough sentence"}


def invite(client: Client, email: str = "grace@example.org", role: str = "author") -> str:
    """Invite on the team page; gives the path of the link it shows, or nothing."""
    page = client.post(reverse("accounts:team"), {"email": email, "role": role})
    return urlsplit(page.context["link"]).path


def test_an_invitation_brings_one_person_in_once(people: dict[Role, User], enter: Enter) -> None:
    path = invite(enter(people[Role.MANAGER]))
    newcomer = Client()
    assert "author" in newcomer.get(path).content.decode()
    assert newcomer.post(path, NEW).status_code == 302
    grace = User.objects.get(email="grace@example.org")
    assert (grace.name, grace.role) == ("Grace", Role.AUTHOR)
    assert newcomer.get(reverse("accounts:profile")).status_code == 200
    again = Client().post(path, NEW)
    assert again.status_code == 410
    assert "ask whoever invited you" in again.content.decode()
    assert AuditEntry.objects.filter(action__in=["team.invited", "team.joined"]).count() == 2


def test_an_invitation_ends_after_a_week_or_when_taken_back(people: dict[Role, User], enter: Enter) -> None:
    owner = enter(people[Role.OWNER])
    old, revoked = invite(owner, "old@example.org"), invite(owner, "back@example.org")
    Invitation.objects.filter(email="old@example.org").update(expires_at=timezone.now() - timedelta(seconds=1))
    owner.post(reverse("accounts:invitation", args=[Invitation.objects.get(email="back@example.org").pk]))
    assert [Client().post(path, NEW).status_code for path in (old, revoked)] == [410, 410]
    assert list(owner.get(reverse("accounts:team")).context["invitations"]) == []


def test_a_second_invitation_ends_the_first(people: dict[Role, User], enter: Enter) -> None:
    owner = enter(people[Role.OWNER])
    first, second = invite(owner), invite(owner)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_a_manager_neither_makes_owners_nor_touches_one(people: dict[Role, User], enter: Enter) -> None:
    manager = enter(people[Role.MANAGER])
    assert not invite(manager, role="owner")
    owner, author = people[Role.OWNER], people[Role.AUTHOR]
    for person, change in [
        (author, {"change": "role", "role": "owner"}),
        (owner, {"change": "role", "role": "analyst"}),
        (owner, {"change": "deactivate"}),
        (owner, {"change": "drop-second-step"}),
    ]:
        manager.post(reverse("accounts:person", args=[person.pk]), change)
    owner.refresh_from_db()
    author.refresh_from_db()
    assert (owner.role, owner.is_active, author.role) == (Role.OWNER, True, Role.AUTHOR)
    assert not AuditEntry.objects.filter(action__startswith="team.").exists()


def test_a_manager_cannot_take_back_an_owners_invitation(people: dict[Role, User]) -> None:
    invitation, _ = team.invite(people[Role.OWNER], "grace@example.org", Role.OWNER)
    with pytest.raises(team.TeamRefused):
        team.revoke(people[Role.MANAGER], invitation)


def test_the_last_owner_stays(people: dict[Role, User], enter: Enter) -> None:
    owner = people[Role.OWNER]
    page = reverse("accounts:person", args=[owner.pk])
    for change in ({"change": "role", "role": "manager"}, {"change": "deactivate"}):
        answer = enter(owner).post(page, change, follow=True)
        assert "last owner" in answer.content.decode()
    for command in (team.deactivate, lambda by, user: team.change_role(by, user, Role.ANALYST)):
        with pytest.raises(team.TeamRefused):
            command(None, owner)
    owner.refresh_from_db()
    assert (owner.role, owner.is_active) == (Role.OWNER, True)


@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_remove_each_other_at_once() -> None:
    owners = [team.join(f"{n}@example.org", "", "a long enough sentence", Role.OWNER) for n in range(2)]

    def remove(by: User, user: User) -> bool:
        try:
            team.deactivate(by, user)
        except team.TeamRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(remove, owners, reversed(owners)))
    assert sorted(done) == [False, True]
    assert User.objects.filter(role=Role.OWNER, is_active=True).count() == 1


def test_a_role_is_changed_and_takes_effect_at_once(people: dict[Role, User], enter: Enter) -> None:
    analyst = people[Role.ANALYST]
    theirs = enter(analyst)
    assert theirs.get(reverse("accounts:team")).status_code == 403
    enter(people[Role.OWNER]).post(reverse("accounts:person", args=[analyst.pk]), {"change": "role", "role": "manager"})
    assert theirs.get(reverse("accounts:team")).status_code == 200
    entry = AuditEntry.objects.get(action="team.role")
    assert (entry.user, entry.subject, entry.detail) == (
        people[Role.OWNER], "Analyst", {"was": "analyst", "now": "manager"}
    )  # fmt: skip


def test_a_deactivated_person_is_out_at_once_and_can_come_back(people: dict[Role, User], enter: Enter) -> None:
    author, owner = people[Role.AUTHOR], enter(people[Role.OWNER])
    theirs = enter(author)
    place = reverse("accounts:person", args=[author.pk])
    owner.post(place, {"change": "deactivate"})
    assert theirs.get(reverse("accounts:profile")).status_code == 302
    answer = Client().post("/accounts/login/", {"login": author.email, "password": NEW["password"]}, follow=True)
    assert "Your account is deactivated" in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session
    owner.post(place, {"change": "activate"})
    assert enter(author).get(reverse("accounts:profile")).status_code == 200


def test_the_403_page_names_the_permission_and_who_gives_it(people: dict[Role, User], enter: Enter) -> None:
    page = enter(people[Role.ANALYST]).get(reverse("accounts:audit"))
    text = page.content.decode()
    assert page.status_code == 403
    for word in ("<strong>team</strong>", "read the audit log", "owner@example.org", "manager@example.org"):
        assert word in text
    assert "author@example.org" not in text


def test_an_invitation_is_mailed_where_mail_is_set_up(
    people: dict[Role, User], enter: Enter, settings: Settings, mailoutbox: list[object]
) -> None:
    owner = enter(people[Role.OWNER])
    invite(owner, "one@example.org")
    assert mailoutbox == []
    settings.EMAIL_URL = "smtp://mail.example.org"
    path = invite(owner, "two@example.org")
    [mail] = mailoutbox
    assert mail.to == ["two@example.org"]  # type: ignore[attr-defined]
    assert path in mail.body  # type: ignore[attr-defined]


def test_one_changes_ones_own_name(people: dict[Role, User], enter: Enter) -> None:
    enter(people[Role.AUTHOR]).post(reverse("accounts:profile"), {"name": "Grace Hopper"})
    assert User.objects.get(email="author@example.org").name == "Grace Hopper"


def test_last_seen_is_kept(people: dict[Role, User], enter: Enter) -> None:
    author = people[Role.AUTHOR]
    client = enter(author)
    client.get(reverse("accounts:profile"))
    author.refresh_from_db()
    assert author.seen_at
    assert timezone.now() - author.seen_at < timedelta(minutes=1)
