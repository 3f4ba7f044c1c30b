"""The people pages in a real browser: no barrier, nothing that scrolls sideways, by keyboard, merge and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from rapport.people.pages.profile import LATELY
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
DESK = LOOKS["desktop-light"]


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    community.settle()


@pytest.mark.slow
def test_pages_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor, ada = visit(look), community.ada().pk
    for path in (
        "/people/",
        "/people/?since=2021-02-01&platform=discourse&new=1",
        "/people/?q=nobody+at+all",
        f"/people/{ada}/",
        f"/people/{ada}/?show=timeline",
        f"/people/{ada}/edit/",
        f"/people/{ada}/forget/",
    ):
        page = visitor.open(path)
        assert barriers(page) == [], path
        assert overhang(page) <= 0, path
        page.close()
    assert visitor.complaints == []


def test_a_merge_and_its_way_back(visit: Callable[[Look], Visit]) -> None:
    visitor, ada, home = visit(DESK), community.ada(), community.ada_at_home()
    page = visitor.open(f"/people/{ada.pk}/")
    expect(page.get_by_role("heading", name="2 identities")).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Find them by name, handle or e-mail").fill("home.dev")
    page.get_by_role("radio", name="Ada Lovelace").check()
    page.get_by_label("How do you know?").first.fill("she said so")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", name="3 identities")).to_be_visible()
    expect(page.get_by_text("she said so")).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="2 identities")).to_be_visible()
    assert community.ada_at_home() == home
    assert visitor.complaints == []


def test_by_keyboard_from_the_list_to_a_person(visit: Callable[[Look], Visit]) -> None:
    page = visit(DESK).open("/people/?sort=name")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Ada Lovelace").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ada Lovelace", level=1)).to_be_visible()


def test_more_of_the_timeline_comes_without_a_new_page(visit: Callable[[Look], Visit]) -> None:
    page = visit(DESK).open(f"/people/{community.ada().pk}/")
    entries = page.locator("#timeline .list > li")
    expect(entries).to_have_count(LATELY)
    page.get_by_role("link", name="All they did").click()
    expect(entries).to_have_count(31)
    address = page.url
    page.get_by_role("link", name="Show more").click()
    expect(entries).to_have_count(40)
    assert page.url == address


def test_a_side_is_chosen_and_found(visit: Callable[[Look], Visit]) -> None:
    page = visit(DESK).open("/people/")
    page.get_by_role("search", name="Filters").get_by_label("Side").select_option("team")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    expect(page.get_by_text("1 person of the team.")).to_be_visible()
