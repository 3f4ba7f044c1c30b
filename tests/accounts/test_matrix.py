"""Who may open and send what: every page × every role, and strangers × GET and POST.

A page that wears no guard fails here, and so does a page with arguments that `ARGUMENTS` does not know.
"""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from rapport.accounts.models import Role, User
from rapport.accounts.permissions import MAY, Permission, needs, public
from tests.accounts.routes import Route, routes, unguarded

ARGUMENTS: dict[str, dict[str, object]] = {
    "accounts:enter": {"token": "unknown"},
    "hook": {"platform": "github", "hook": "unknown"},
    "collect:connect": {"platform": "github"},
    "collect:connection": {"number": 0},
    "accounts:join": {"token": "unknown"},
    "accounts:person": {"pk": 0},
    "accounts:invitation": {"pk": 0},
    "accounts:token": {"pk": 0},
    "console:thing-undo": {"key": "same"},
    "console:question": {"key": "00000000-0000-0000-0000-000000000000"},
    "people:profile": {"number": 0},
    "people:edit": {"number": 0},
    "people:merge": {"number": 0},
    "people:split": {"number": 0},
    "people:part": {"number": 0},
    "people:forget": {"number": 0},
    "people:undo": {"number": 0},
    "people:add-note": {"number": 0},
    "people:add-task": {"number": 0},
    "people:tag": {"number": 0},
    "people:note": {"number": 0},
    "people:task": {"number": 0},
    "people:log-entry": {"key": "00000000-0000-0000-0000-000000000000"},
    "people:log-delete": {"key": "00000000-0000-0000-0000-000000000000"},
    "people:organisation": {"number": 0},
    "people:organisation-change": {"number": 0},
    "people:organisation-merge": {"number": 0},
    "people:affiliate": {"number": 0},
    "people:affiliation-back": {"number": 0},
    "people:bot": {"number": 0},
    "people:segment": {"number": 0},
    "people:contact": {"number": 0},
    "people:contact-wrote": {"number": 0},
    "people:contact-put-off": {"number": 0},
    "people:contact-refuse": {"number": 0},
    "people:contact-consent": {"number": 0},
    "people:thanks-undo": {"what": "letter", "number": 0},
    "people:segment-delete": {"number": 0},
    "people:segment-back": {"token": "unknown"},
    "people:segment-untag": {"token": "unknown"},
    "api:segment": {"segment_id": 0},
    "people:limit": {"number": 0},
    "mine:open": {"token": "unknown"},
    "mine:go": {"number": 0},
    "openid_connect_callback": {"provider_id": "unknown"},
    "api:remove_annotation": {"number": 0},
    "measure:annotation": {"number": 0},
    "measure:annotation-remove": {"number": 0},
    "measure:annotation-back": {"token": "unknown"},
    "measure:metric": {"name": "active_members"},
    "measure:behind": {"name": "questions"},
    "measure:people": {"name": "activity"},
    "measure:behind-file": {"name": "questions"},
    "measure:people-file": {"name": "activity"},
    "measure:curve-file": {"name": "time_to_first_response", "form": "csv"},
    "measure:download": {"name": "active_members", "form": "csv"},
    "measure:report-file": {"form": "pdf"},
    "measure:slide": {"number": 1},
    "measure:board": {"number": 0},
    "measure:topic": {"number": 0},
    "measure:topic-change": {"number": 0},
    "measure:board-change": {"number": 0},
    "measure:board-delete": {"number": 0},
    "measure:board-share": {"number": 0},
    "measure:card-move": {"number": 0},
    "measure:card-title": {"number": 0},
    "measure:card-remove": {"number": 0},
    "measure:card-back": {"token": "unknown"},
    "measure:link-back": {"number": 0},
    "measure:badge-back": {"number": 0},
    "measure:shared": {"token": "unknown"},
    "measure:badge": {"token": "unknown"},
    "api:board": {"number": 0},
    "measure:digest-week": {"week": "2026-W47"},
    "measure:digest-stop": {"token": "unknown"},
    "api:figures": {"name": "active_members"},
    "api:curve": {"name": "time_to_first_response"},
    "api:profile": {"member_id": 0},
    "collect:import": {"number": 0},
    "collect:columns": {"number": 0},
    "collect:forget": {"number": 0},
    "collect:progress": {"number": 0},
}
"""One sample for each page that takes arguments. What it names need not exist: a 404 is past the guard."""

PUBLIC_API = {
    "api:openapi-json": "describes the software, tells nothing of this home",
    "api:api-root": "leads to the description",
}
OURS = [route for route in routes() if not route.elsewhere]
DOCS = Path(__file__).parents[2] / "docs"
METHODS = ("GET", "POST")


def test_every_page_wears_a_guard() -> None:
    assert unguarded(routes()) == []


def test_the_walk_finds_a_page_without_a_guard() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [
        path("bare", bare, name="bare"),
        path("seen", needs(Permission.SEE)(bare), name="seen"),
        path("open", public(lambda request: HttpResponse()), name="open"),
    ]
    assert unguarded(routes(patterns)) == ["bare"]


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.name)
def test_stranger_least_and_most_by_page_by_method(route: Route, people: dict[Role, User]) -> None:
    _assert_only_who_may(route, [None, people[Role.ANALYST], people[Role.OWNER]])


@pytest.mark.slow
@pytest.mark.parametrize("route", OURS, ids=lambda route: route.name)
def test_role_by_page_by_method(route: Route, people: dict[Role, User]) -> None:
    _assert_only_who_may(route, [None, *people.values()])


def _assert_only_who_may(route: Route, visitors: list[User | None]) -> None:
    address = reverse(route.name, kwargs=_arguments(route))
    for visitor in visitors:
        client = Client(raise_request_exception=False)
        if visitor:
            client.force_login(visitor)
        for method in METHODS:
            answer = client.generic(method, address)
            got = "sign in" if answer.get("Location", "").startswith("/accounts/login/") else answer.status_code
            _assert_allowed(route, visitor, method, got)


def _arguments(route: Route) -> dict[str, object]:
    known = ARGUMENTS.get(route.name, {})
    assert route.arguments == set(known), f"Give {route.name} sample arguments in ARGUMENTS: {set(route.arguments)}."
    return known


def _assert_allowed(route: Route, visitor: User | None, method: str, got: object) -> None:
    case = f"{method} {route.name} as {visitor.role if visitor else 'a stranger'}: {got}"
    guard: tuple[Permission, Permission] | None = route.view.needs  # type: ignore[attr-defined]
    if guard and visitor is None:
        assert got == "sign in", case
    elif guard and visitor and guard[method == "POST"] not in MAY[Role(visitor.role)]:
        assert got == 403, case
    else:
        assert got not in ("sign in", 403), case
        assert isinstance(got, int), case
        assert got < 500, case


@pytest.mark.django_db
@pytest.mark.parametrize("route", [r for r in routes() if r.module.startswith("ninja.")], ids=lambda r: r.name)
def test_the_api_answers_no_stranger(route: Route) -> None:
    answer = Client(raise_request_exception=False).get(reverse(route.name, kwargs=_arguments(route)))
    assert answer.status_code in (401, 403, 405) or route.name in PUBLIC_API, answer.status_code


def test_the_docs_tell_what_each_role_may() -> None:
    rows = re.findall(r"^\|[^|]*\(`(\w+)`\) \|(.*)\|$", (DOCS / "accounts.md").read_text(), re.MULTILINE)
    told = {name: [cell.strip() == "yes" for cell in cells.split("|")] for name, cells in rows}
    assert told == {permission: [permission in MAY[role] for role in Role] for permission in Permission}
