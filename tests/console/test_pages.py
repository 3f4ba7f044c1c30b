"""Every page of the console as people see it: no barrier, nothing that scrolls sideways, no complaint."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from rapport.collect.models import Import
from rapport.measure.models import Board
from rapport.people.models import Member
from tests.console.conftest import LOOKS, Look, Visit

CONSOLE = ("/", "/settings", "/find?q=a", "/console/kit")
ROOMS = ("/people/", "/measure/", "/measure/activity/", "/collect/", "/collect/rejected/")
NUMBERS = (
    "/measure/network/?length=all",
    "/measure/topics/",
    "/measure/report/?told=1",
    "/measure/digest/",
    "/measure/annotations/",
    "/measure/boards/",
    "/measure/unanswered/questions/?length=all",
    "/measure/activity/people/?length=all",
)
"""Told of all that happened: dear to open, so they are looked at with the slow tests."""
TEAM = ("/accounts/profile/", "/accounts/security/", "/accounts/team/", "/accounts/audit/")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG A and AA, each with the elements it is about."""
    violations = Axe().run(page, options=WCAG).response["violations"]
    return [f"{found['id']}: {[node['html'][:160] for node in found['nodes']]}" for found in violations]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def test_a_barrier_is_found(page: Page) -> None:
    page.set_content("<html lang='en'><title>Sample</title><img src='data:,'>")
    assert [found.split(":")[0] for found in barriers(page)] == ["image-alt"]


@pytest.mark.usefixtures("settled")
def test_pages_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor = visit(look)
    profile = reverse("people:profile", args=[Member.objects.values_list("pk", flat=True)[0]])
    of_import = reverse("collect:import", args=[Import.objects.values_list("pk", flat=True)[0]])
    found = {}
    for path in (*CONSOLE, *ROOMS, *TEAM, profile, of_import):
        page = visitor.open(path)
        found[path] = (barriers(page), max(overhang(page), 0))
        page.close()
    assert {path: faults for path, faults in found.items() if faults != ([], 0)} == {}
    assert visitor.complaints == []


@pytest.mark.slow
@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_pages_of_numbers_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor = visit(look)
    for number in ("active_members/", "time_to_first_response/"):
        page = visitor.open(f"/measure/{number}")
        page.get_by_text("Add to a board").click()
        if page.get_by_label("Name of the board").is_visible():
            page.get_by_label("Name of the board").fill("Every Monday")
        page.get_by_role("button", name="Add", exact=True).click()
    board = reverse("measure:board", args=[Board.objects.get().pk])
    found = {}
    for path in (*NUMBERS, board, f"{board}change/", f"{board}share/"):
        page = visitor.open(path)
        found[path] = (barriers(page), max(overhang(page), 0))
        page.close()
    assert {path: faults for path, faults in found.items() if faults != ([], 0)} == {}
    assert visitor.complaints == []


def test_a_new_home_has_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor = visit(look)
    page = visitor.open("/")
    assert page.get_by_text("rapport import forum.tar.gz").is_visible()
    assert barriers(page) == []
    assert overhang(page) <= 0
    assert visitor.complaints == []


def test_an_unknown_address_has_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor = visit(look)
    page = visitor.open("/nowhere")
    assert page.get_by_role("heading", name="Not found").is_visible()
    assert barriers(page) == []
    # The browser itself says that the answer was a 404; nothing else is wrong.
    assert len(visitor.complaints) == 1


@pytest.mark.usefixtures("settled")
def test_what_opens_has_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    """Menu, palette, dialog and the select's list, each open."""
    visitor = visit(look)
    page = visitor.open("/console/kit")
    page.locator(".rail summary").click()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.locator(".choose summary").click()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator("#found [role=option]").first.wait_for()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Forget this person…").click()
    assert barriers(page) == []
    assert visitor.complaints == []
