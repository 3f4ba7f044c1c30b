"""The console by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import LOOKS, Look, Visit

DESK = LOOKS["desktop-light"]


@pytest.fixture
def page(visit: Callable[[Look], Visit], settled: None) -> Page:
    return visit(DESK).open("/")


def focused(page: Page) -> str:
    said: str = page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''")
    return said.strip()


def test_tab_reaches_the_main_action(page: Page) -> None:
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(focused(page))
    assert reached[0] == "Skip to the content"
    assert "Import" in reached


def test_skipping_leads_past_the_rail(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_slash_opens_the_palette_and_escape_gives_focus_back(page: Page) -> None:
    page.get_by_role("link", name="People").focus()
    page.keyboard.press("/")
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("ada")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    assert focused(page) == "People"


def test_the_palette_finds_a_member_and_enter_goes_there(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("lovelace")
    expect(page.get_by_role("option", name="Ada Lovelace")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/people/\d+/$"))


def test_arrows_walk_the_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    options = page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")


def test_a_slash_typed_into_a_field_stays_there(page: Page) -> None:
    page.goto(page.url + "find?q=")
    page.get_by_role("searchbox").fill("")
    page.keyboard.type("a/b")
    expect(page.get_by_role("searchbox")).to_have_value("a/b")
    expect(page.locator("#palette")).to_be_hidden()


def test_j_and_k_walk_the_rows(page: Page) -> None:
    page.goto(page.url + "console/kit")
    page.keyboard.press("j")
    assert focused(page) == "Ada Lovelace"
    page.keyboard.press("j")
    assert focused(page) == "Grace Hopper"
    page.keyboard.press("k")
    assert focused(page) == "Ada Lovelace"


def test_escape_closes_a_menu_and_gives_focus_back(page: Page) -> None:
    summary = page.locator(".rail summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Security")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Security")).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.usefixtures("settled")
def test_the_persons_menu_opens_in_sight(visit: Callable[[Look], Visit], look: Look) -> None:
    page = visit(look).open("/")
    page.locator(".rail summary").click()
    for name in ("Profile", "Security", "Sign out"):
        expect(page.locator(".rail .menu").get_by_text(name, exact=True)).to_be_in_viewport(ratio=1)
