"""What the kit's components do when they are used."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from rapport.collect.models import Import
from tests.console.conftest import LOOKS, Look, Visit

DESK = LOOKS["desktop-light"]


@pytest.fixture
def kit(visit: Callable[[Look], Visit]) -> Page:
    return visit(DESK).open("/console/kit")


def test_hidden_columns_stay_hidden(kit: Page) -> None:
    kit.get_by_text("Columns").click()
    kit.get_by_label("Where").uncheck()
    expect(kit.get_by_role("columnheader", name="Where")).to_be_hidden()
    expect(kit.get_by_role("cell", name="Discourse").first).to_be_hidden()
    kit.reload()
    expect(kit.get_by_role("columnheader", name="Where")).to_be_hidden()


def test_a_select_narrows_and_shows_what_was_chosen(kit: Page) -> None:
    summary = kit.locator(".choose summary")
    summary.click()
    kit.get_by_label("Narrow Channel").fill("supp")
    expect(kit.get_by_label("Announcements")).to_be_hidden()
    kit.get_by_label("Support").check()
    expect(summary).to_contain_text("Support")


def test_a_dialog_opens_and_gives_focus_back(kit: Page) -> None:
    opener = kit.get_by_role("button", name="Forget this person…")
    opener.click()
    expect(kit.get_by_label("Type her name to go on")).to_be_visible()
    kit.get_by_role("button", name="Keep her").click()
    expect(kit.get_by_label("Type her name to go on")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_toast_can_be_closed(kit: Page) -> None:
    toast = kit.get_by_text("Merged 2 identities")
    kit.locator(".toast").get_by_role("button", name="Close").click()
    expect(toast).to_be_hidden()


def test_the_theme_chosen_is_the_theme_shown(visit: Callable[[Look], Visit]) -> None:
    page = visit(DESK).open("/settings")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(paper) != light
    page.get_by_role("button", name="System").click()
    assert page.locator("html").get_attribute("data-theme") is None
    assert page.evaluate(paper) == light


@pytest.mark.usefixtures("settled")
def test_a_new_import_is_announced_without_moving_anything(visit: Callable[[Look], Visit]) -> None:
    page = visit(DESK).open("/")
    heading = page.get_by_role("heading", name="The rhythm")
    before = heading.bounding_box()
    Import.objects.create(state=Import.State.DONE, paths=["more.json"], finished_at=timezone.now())
    page.evaluate("htmx.ajax('GET', document.querySelector('.news').getAttribute('hx-get'), '.news')")
    expect(page.get_by_role("link", name="1 new import")).to_be_visible()
    assert heading.bounding_box() == before
