"""The pages about a person and where they work in a real browser: no barrier, nothing that scrolls sideways; the log
with one thumb; notes and promises without JavaScript."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from rapport.ledger import copy
from rapport.people.bots.looking import look as look_for_bots
from rapport.people.log import keeping
from rapport.people.notes.writing import note, tag, task
from rapport.people.organisations.looking import look as look_for_organisations
from rapport.people.organisations.saying import affiliate, named
from rapport.people.topics.reading import read
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    community.settle()
    ada = community.ada()
    note(ada, "prefers mail", None)
    tag([ada], "speaker", None)
    task(ada, "I will send you the slides", None, due=date(2021, 3, 1), promise=True)
    affiliate(ada, named("Analytical Engines"), date(2021, 1, 1), None, "her own words", None)
    keeping.write(ada, "talk", date(2021, 5, 1), "On engines", None)
    look_for_organisations()
    copy.refresh()
    look_for_bots()
    read()


@pytest.mark.slow
def test_pages_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor, ada = visit(look), community.ada()
    [line] = keeping.LogEntry.objects.all()
    for path in (
        f"/people/{ada.pk}/",
        f"/people/{ada.pk}/?word=words&gift=answer&since=2021-01-01",
        f"/people/notes/{ada.notes.get().pk}/",
        "/people/contributions/",
        "/people/organisations/",
        f"/people/organisations/{named('Analytical Engines').pk}/",
        "/people/bots/",
        "/people/log/?who=ada",
        f"/people/log/{line.pk}/",
    ):
        page = visitor.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert barriers(page) == [], path
        assert overhang(page) <= 0, path
        page.close()
    assert visitor.complaints == []


def test_the_log_is_written_with_one_thumb(visit: Callable[[Look], Visit]) -> None:
    visitor = visit(LOOKS["phone-light"])
    page = visitor.open("/people/log/")
    page.get_by_label("Who").fill("gra")
    page.get_by_role("radio", name="Grace Hopper").check()
    page.get_by_role("radio", name="Talk").check()
    page.get_by_label("What to remember").fill("Nanoseconds")
    for target in page.locator("main button, main label.choice").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 40
    page.get_by_role("button", name="Write down").click()
    expect(page.get_by_role("heading", name="Away from platforms")).to_be_visible()
    expect(page.get_by_text("Nanoseconds").first).to_be_visible()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nanoseconds")).to_have_count(0)
    assert visitor.complaints == []


def test_a_promise_is_kept_and_a_figure_opens_its_activities(visit: Callable[[Look], Visit]) -> None:
    visitor, ada = visit(LOOKS["desktop-light"]), community.ada()
    page = visitor.open(f"/people/{ada.pk}/")
    expect(page.get_by_text("was due")).to_be_visible()
    page.get_by_role("button", name="Done: I will send you the slides").click()
    expect(page.get_by_text("Nothing is open.")).to_be_visible()
    page.get_by_role("link", name="Answers", exact=True).click()
    expect(page.get_by_text("Only what is a contribution: answer")).to_be_visible()
    assert visitor.complaints == []
