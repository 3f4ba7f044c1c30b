"""The API: who may ask, what it answers, and that every error says what to do."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from rapport.accounts import tokens
from rapport.accounts.models import Role, User
from rapport.accounts.permissions import MAY, Permission
from rapport.api.guard import OftenEnough
from rapport.api.urls import api
from rapport.console.finding import find
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.people.merging import merge
from rapport.people.models import Member
from rapport.words.activity import Activity
from rapport.words.records import Record
from tests.measure.community import ADA, FORUM

Enter = Callable[[Role], Client]

ADDRESSES = {
    "/api/measure": Permission.SEE,
    "/api/measure/activity": Permission.SEE,
    "/api/measure/time_to_first_response/curve": Permission.SEE,
    "/api/measure/unusual": Permission.SEE,
    "/api/measure/boards": Permission.SEE,
    "/api/measure/boards/1": Permission.SEE,
    "/api/measure/network": Permission.EXPORT,
    "/api/measure/path": Permission.SEE,
    "/api/organisations": Permission.SEE,
    "/api/segments": Permission.SEE,
    "/api/status": Permission.SEE,
    "/api/tasks": Permission.SEE,
    "/api/members/1": Permission.SEE,
    "/api/members": Permission.EXPORT,
}


def problem(client: Client, address: str, status: int) -> dict[str, str]:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    told: dict[str, str] = answer.json()
    assert told.keys() - {"field"} == {"error", "message", "remedy"}
    assert all(told.values())
    return told


DEAR = ("/api/measure/report", "/api/measure/digest")
"""Everybody of the team may see them, which is not asked for each role: to work one out takes seconds."""


@pytest.mark.django_db
def test_strangers_are_told_to_sign_in() -> None:
    for address in (*ADDRESSES, *DEAR):
        assert problem(Client(), address, 401)["error"] == "not-signed-in"


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[] if role in (Role.OWNER, Role.ANALYST) else pytest.mark.slow) for role in Role]
)
def test_each_role_may_what_its_permissions_say(enter: Enter, role: Role) -> None:
    client = enter(role)
    for address, permission in ADDRESSES.items():
        if permission in MAY[role]:
            assert client.get(address).status_code in (200, 404)
        else:
            assert problem(client, address, 403)["error"] == "not-allowed"


def bearer(text: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {text}"})


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[] if role == Role.ANALYST else pytest.mark.slow) for role in Role]
)
def test_a_token_may_what_its_person_may(role: Role) -> None:
    cache.clear()
    _, text = tokens.make(User.objects.create_user(f"{role}@example.org", role=role), "script", None)
    client = bearer(text)
    for address, permission in ADDRESSES.items():
        if permission in MAY[role]:
            assert client.get(address).status_code in (200, 404)
        else:
            assert problem(client, address, 403)["error"] == "not-allowed"
    assert not client.cookies


def test_a_token_that_opens_nothing_is_refused_even_beside_a_session(enter: Enter) -> None:
    client = enter(Role.OWNER)
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer rapport_unknown"
    assert problem(client, "/api/measure", 401)["error"] == "token-unknown"


def test_who_tries_many_tokens_is_slowed_down_and_others_are_not(enter: Enter) -> None:
    enter(Role.OWNER)
    _, text = tokens.make(User.objects.get(), "script", None)
    for attempt in range(20):
        problem(bearer(f"rapport_{attempt}"), "/api/measure", 401)
    assert problem(bearer("rapport_20"), "/api/measure", 429)["error"] == "too-often"
    assert 0 < int(bearer("rapport_21").get("/api/measure")["Retry-After"]) <= 60
    assert bearer(text).get("/api/measure").status_code == 200


@pytest.mark.usefixtures("community")
def test_every_mistake_says_what_to_do(enter: Enter) -> None:
    client = enter(Role.ANALYST)
    assert "GET /api/measure" in problem(client, "/api/measure/happiness", 404)["remedy"]
    assert problem(client, "/api/measure/activity?grian=day", 400)["field"] == "grian"
    assert problem(client, "/api/measure/activity?since=2021-13-01", 400)["field"] == "since"
    assert problem(client, "/api/measure/activity?format=xml", 422)["field"] == "format"
    assert problem(client, "/api/measure/activity?platform=myspace", 400)["remedy"] == "It holds discourse, git."
    assert problem(client, "/api/members/999999", 404)["error"] == "member-unknown"
    assert problem(client, "/api/members?limit=0", 422)["field"] == "limit"


def test_before_the_first_import_it_says_so(enter: Enter) -> None:
    client = enter(Role.ANALYST)
    assert problem(client, "/api/measure/activity", 409)["error"] == "nothing-copied"
    assert client.get("/api/status").json() == {"as_of": None, "months_waiting": 0, "platforms": {}}


@pytest.mark.usefixtures("community")
def test_status_tells_what_the_numbers_are_of(enter: Enter) -> None:
    told = enter(Role.RESPONDER).get("/api/status").json()
    assert told["as_of"]
    assert told["platforms"]["git"][0] == "2021-01-04"


@pytest.mark.usefixtures("community")
def test_every_time_is_written_alike(enter: Enter) -> None:
    client, ada = enter(Role.ANALYST), Member.objects.get(name="Ada")
    addresses = ("/api/status", "/api/measure/activity", "/measure/activity.json", f"/api/members/{ada.pk}")
    for address in addresses:
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", client.get(address).json()["as_of"]), address


@pytest.mark.usefixtures("community")
def test_members_come_in_pages_without_addresses(enter: Enter) -> None:
    client = enter(Role.ANALYST)
    found, after = [], 0
    while after is not None:
        page = client.get("/api/members", {"after": after, "limit": 2})
        assert "example.org" not in page.content.decode().replace("Ada <ada@example.org>", "")
        found += page.json()["members"]
        after = page.json().get("next_after")
    assert [member["name"] for member in found] == sorted(
        ["Ada", "Robot", "Grace"], key=["Ada", "Robot", "Grace"].index
    )
    assert [member["name"] for member in client.get("/api/members?side=bot").json()["members"]] == ["Robot"]


@pytest.mark.usefixtures("community")
def test_a_profile_gathers_all_identities(enter: Enter) -> None:
    ada = Member.objects.get(name="Ada")
    told = enter(Role.RESPONDER).get(f"/api/members/{ada.pk}").json()
    assert {identity["platform"] for identity in told["identities"]} == {"discourse", "git"}
    assert told["first_at"] == "2021-01-04T12:00:00Z"
    assert told["activities"] > 40
    assert told["last_day"] == "2023-01-15"
    assert datetime.fromisoformat(told["as_of"]) <= datetime.now(UTC)


@pytest.mark.usefixtures("community")
def test_a_profile_says_what_their_page_says_before_and_after_the_copy(enter: Enter) -> None:
    ada = Member.objects.get(name="Ada")
    client = enter(Role.ANALYST)

    def both() -> tuple[int, int]:
        shown = client.get(f"/people/{ada.pk}/").context["figures"]
        told = client.get(f"/api/members/{ada.pk}").json()
        assert shown.contributions == told["contributions"]
        return told["activities"], shown.activities

    before, as_shown = both()
    assert before == as_shown
    with transaction.atomic():
        later = Activity("discourse", "post/999", "post", datetime(2022, 3, 1, tzinfo=UTC), ADA, FORUM, 1)
        Appender().append([Record("line 1", [later])])
    assert both() == (before, before)
    copy.refresh()
    assert both() == (before + 1, before + 1)


@pytest.mark.usefixtures("community")
def test_who_was_merged_away_is_no_member(enter: Enter) -> None:
    ada, grace = Member.objects.get(name="Ada"), Member.objects.get(name="Grace")
    merge(ada, [grace], "the same person", user=None)
    client = enter(Role.ANALYST)
    assert [member["name"] for member in client.get("/api/members").json()["members"]] == ["Ada", "Robot"]
    assert problem(client, f"/api/members/{grace.pk}", 404)["error"] == "member-unknown"
    assert list(find("grace", User.objects.get())) == []


@pytest.mark.usefixtures("community")
def test_who_asks_too_often_is_told_when_to_come_back(enter: Enter) -> None:
    client = enter(Role.ANALYST)
    assert isinstance(api.throttle, OftenEnough)
    for _ in range(api.throttle.num_requests):
        assert client.get("/api/measure").status_code == 200
    assert problem(client, "/api/measure", 429)["error"] == "too-often"
    assert 0 < int(client.get("/api/measure")["Retry-After"]) <= 60


def test_the_description_names_every_address(enter: Enter) -> None:
    paths = enter(Role.OWNER).get("/api/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/measure",
        "/api/measure/{name}",
        "/api/measure/{name}/curve",
        "/api/measure/annotations",
        "/api/measure/annotations/{number}",
        "/api/measure/boards",
        "/api/measure/boards/{number}",
        "/api/measure/network",
        "/api/measure/path",
        "/api/measure/report",
        "/api/measure/digest",
        "/api/measure/topics",
        "/api/measure/unusual",
        "/api/members",
        "/api/members/{member_id}",
        "/api/organisations",
        "/api/segments",
        "/api/segments/{segment_id}",
        "/api/status",
        "/api/tasks",
        "/api/today",
    }
