"""The queue in a real browser: no barrier, side by side or stacked, by keyboard alone, and without JavaScript."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from rapport.accounts.models import User
from rapport.people.apart import are_kept_apart
from rapport.people.models import Decision, Member
from rapport.people.proposals import how_many, waiting
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.people import community
from tests.people.test_same_page import QUEUE, ada_twice, proposed

pytestmark = pytest.mark.django_db(transaction=True)
DESK = LOOKS["desktop-light"]


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    community.settle()


def two_pairs() -> tuple[Member, Member, Member]:
    """Ada may be Ada at home, and less likely Grace."""
    ada_twice()
    proposed(community.ada(), community.member("Grace Hopper"), score=1.0)
    return community.ada(), community.ada_at_home(), community.member("Grace Hopper")


def told(page: Page, likely: str) -> None:
    expect(page.get_by_role("heading", name=likely)).to_be_visible()


def test_the_queue_has_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor = visit(look)
    for fill in (lambda: None, two_pairs):
        fill()
        page = visitor.open(QUEUE)
        assert barriers(page) == []
        assert overhang(page) <= 0
        page.close()
    assert visitor.complaints == []


@pytest.mark.parametrize(("name", "stacked"), [("desktop-light", False), ("phone-light", True)])
def test_two_columns_stand_side_by_side_or_stacked(visit: Callable[[Look], Visit], name: str, stacked: bool) -> None:
    ada_twice()
    page = visit(LOOKS[name]).open(QUEUE)
    one, other = (page.locator(".columns > .card").nth(place).bounding_box() for place in (0, 1))
    assert one
    assert other
    assert (other["y"] >= one["y"] + one["height"]) == stacked


def test_by_keyboard_alone(visit: Callable[[Look], Visit]) -> None:
    ada, home, grace = two_pairs()
    visitor = visit(DESK)
    page = visitor.open(QUEUE)
    told(page, "About 95 of 100")
    page.keyboard.press("ArrowRight")
    told(page, "About 73 of 100")
    page.keyboard.press("a")
    told(page, "About 95 of 100")
    assert are_kept_apart([ada, grace])
    page.keyboard.press("m")
    told(page, "No pair waits")
    assert community.ada_at_home() == ada
    page.keyboard.press("u")
    told(page, "About 95 of 100")
    assert community.ada_at_home() == home
    assert how_many() == 1
    assert visitor.complaints == []


def test_how_one_knows_is_said_by_keyboard_and_the_keys_are_keys_again(visit: Callable[[Look], Visit]) -> None:
    ada_twice()
    page = visit(DESK).open(QUEUE)
    page.keyboard.press("h")
    expect(page.get_by_label("How do you know?")).to_be_focused()
    page.keyboard.type("same mail")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    told(page, "No pair waits")
    assert Decision.objects.filter(kind="merge").latest("pk").evidence == "same mail"


def test_who_they_are_opens_by_their_number(visit: Callable[[Look], Visit]) -> None:
    ada_twice()
    page = visit(DESK).open(QUEUE)
    page.keyboard.press("2")
    expect(page.get_by_role("navigation", name="About")).to_be_visible()


def test_later_and_back_to_it(visit: Callable[[Look], Visit]) -> None:
    two_pairs()
    first, second = waiting()
    page = visit(DESK).open(QUEUE)
    page.keyboard.press("s")
    told(page, "About 73 of 100")
    assert waiting() == [second, first]
    page.keyboard.press("u")
    told(page, "About 95 of 100")
    page.keyboard.press("ArrowLeft")
    told(page, "About 73 of 100")


def test_the_next_pair_comes_without_a_new_page_and_is_read_out(visit: Callable[[Look], Visit]) -> None:
    two_pairs()
    page = visit(DESK).open(QUEUE)
    page.evaluate("document.body.dataset.same = 'page'")
    page.get_by_role("button", name="Keep apart").click()
    told(page, "About 73 of 100")
    assert page.evaluate("document.body.dataset.same") == "page"
    expect(page.locator("h2", has_text="About 73")).to_be_focused()
    assert "pair=" in page.url


def test_a_key_typed_into_a_field_is_a_letter(visit: Callable[[Look], Visit]) -> None:
    ada_twice()
    page = visit(DESK).open(QUEUE)
    page.get_by_text("Say how you know").click()
    page.get_by_label("How do you know?").fill("")
    page.keyboard.type("mas")
    expect(page.get_by_label("How do you know?")).to_have_value("mas")
    assert how_many() == 1


def test_without_javascript(browser: Browser, live_server: LiveServer, owner: User) -> None:
    ada, _, grace = two_pairs()
    client = Client()
    client.force_login(owner)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + QUEUE)
    page.get_by_role("button", name="One person").click()
    told(page, "About 73 of 100")
    assert community.ada_at_home() == ada
    page.get_by_role("button", name="Keep apart").click()
    told(page, "No pair waits")
    page.get_by_role("button", name="Take back").click()
    told(page, "About 73 of 100")
    assert not are_kept_apart([ada, grace])
    context.close()
