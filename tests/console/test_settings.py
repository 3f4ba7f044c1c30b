"""The settings page, the theme and the palette's answers, by what each role may know."""

import pytest
from django.test import Client

from rapport.accounts.models import Role, User
from rapport.settings import SETTINGS

pytestmark = pytest.mark.django_db


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(f"{role}@example.org", role=role))
    return client


def test_the_owner_sees_every_setting_and_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_EMAIL_URL", "smtp://post:s3cret@mail.example.org:587")
    page = signed_in(Role.OWNER).get("/settings").content.decode()
    for setting in SETTINGS:
        assert setting.name in page
    assert "smtp://post:…@mail.example.org:587" in page
    assert "s3cret" not in page


def test_others_see_how_it_looks_but_not_where_it_lies() -> None:
    page = signed_in(Role.ANALYST).get("/settings").content.decode()
    assert "How it looks" in page
    assert "DATABASE_URL" not in page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_is_kept(theme: str) -> None:
    client = signed_in(Role.ANALYST)
    client.post("/console/theme", {"theme": theme, "next": "/settings"})
    assert f'data-theme="{theme}"' in client.get("/settings").content.decode()


def test_a_theme_that_is_none_is_refused() -> None:
    assert signed_in(Role.ANALYST).post("/console/theme", {"theme": '"><script>'}).status_code == 400


def test_choosing_a_theme_leads_nowhere_else() -> None:
    answer = signed_in(Role.ANALYST).post("/console/theme", {"theme": "dark", "next": "https://example.org/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(("role", "offered"), [(Role.MANAGER, True), (Role.RESPONDER, False)])
def test_the_palette_offers_what_one_may_open(role: Role, offered: bool) -> None:
    found = signed_in(role).get("/find", {"q": "team"}).content.decode()
    assert ("Invite somebody to the team" in found) is offered


def test_every_place_of_the_palette_exists() -> None:
    client = signed_in(Role.OWNER)
    page = client.get("/find").content.decode()
    for label in ("Today", "People", "Measure", "Collect", "Set aside", "Team", "Security", "Audit log"):
        assert f">{label}<" in page


def test_the_rail_has_every_room() -> None:
    page = signed_in(Role.OWNER).get("/settings").content.decode()
    for address in ("/people/", "/measure/", "/collect/"):
        assert f'class="room" href="{address}"' in page
