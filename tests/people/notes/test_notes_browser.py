"""Promises in a real browser: no barrier on any look, kept by keyboard alone, taken back with one press."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from rapport.people.models import Task
from rapport.people.notes.writing import task
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = ("I will send you the slides", "A word with the maintainers about the build " * 6, "Mend the docs")


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    community.settle()
    people = (community.ada(), community.member("Grace Hopper"), community.member("Bob 100% Percent"))
    for days, (member, text) in enumerate(zip(people, TEXTS, strict=True)):
        due = datetime.now(UTC).date() + timedelta(days=days - 1)
        task(member, text, None, due=due, promise=True)


PATHS = [pytest.param("/", marks=pytest.mark.slow), "/people/promises/"]


@pytest.mark.parametrize("path", PATHS)
def test_promises_have_no_barrier(visit: Callable[[Look], Visit], look: Look, path: str) -> None:
    visitor = visit(look)
    page = visitor.open(path)
    expect(page.locator("#promises").get_by_text(TEXTS[0])).to_be_visible()
    assert barriers(page) == []
    assert overhang(page) <= 0
    Task.objects.all().delete()
    page.reload()
    expect(page.get_by_text("No promise is open")).to_be_visible()
    assert barriers(page) == []
    assert visitor.complaints == []


@pytest.mark.parametrize("path", PATHS)
def test_promises_are_kept_by_keyboard_alone(visit: Callable[[Look], Visit], path: str) -> None:
    visitor = visit(LOOKS["desktop-light"])
    page = visitor.open(path)
    promises = page.locator("#promises")
    worth = page.locator("#things").get_by_text("Keep a promise to Ada Lovelace")
    expect(worth).to_have_count(1 if path == "/" else 0)
    page.keyboard.press("d")  # no row has the focus
    promises.get_by_role("link", name="Ada Lovelace").focus()
    page.keyboard.press("d")
    expect(promises.get_by_text(TEXTS[0])).to_have_count(0)
    expect(page.get_by_role("status").get_by_text("Done.")).to_be_visible()
    expect(worth).to_have_count(0)
    expect(promises.get_by_role("link", name="Grace Hopper")).to_be_focused()
    page.keyboard.press("j")
    expect(promises.get_by_role("link", name="Bob 100% Percent").first).to_be_focused()
    page.keyboard.press("d")
    expect(promises.get_by_text(TEXTS[2])).to_have_count(0)
    assert [one.text for one in Task.objects.filter(done_at=None)] == [TEXTS[1].strip()]
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(promises.get_by_text(TEXTS[2])).to_be_visible()
    assert page.url.removeprefix(visitor.base) == path
    assert visitor.complaints == []
