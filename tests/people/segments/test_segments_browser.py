"""Segments in a real browser: no barrier on any look, and the road from a text to a tab, to a tag and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from rapport.people.models import Segment, Tagged
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    community.settle()


@pytest.mark.slow
def test_pages_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    segment = Segment.objects.create(name="Coders", text="coded at least 3 times")
    Segment.objects.create(name="Speakers", text='tagged "Speaker"')
    visitor = visit(look)
    for path in ("/people/?where=coded", f"/people/?segment={segment.pk}", f"/people/segments/{segment.pk}/"):
        page = visitor.open(path)
        for summary in page.locator(".asks summary").all():
            summary.click()
        assert barriers(page) == [], path
        assert overhang(page) <= 0, path
        page.close()
    assert visitor.complaints == []
    page = visitor.open("/people/?where=on+Diskourse")
    assert barriers(page) == []
    assert overhang(page) <= 0


def test_from_a_form_to_a_tab_to_a_tag_and_back(visit: Callable[[Look], Visit]) -> None:
    visitor = visit(LOOKS["desktop-light"])
    page = visitor.open("/people/")
    page.get_by_text("Ask with a form").click()
    form = page.get_by_role("form", name="Ask with a form")
    form.get_by_label("Who").select_option("coded")
    form.get_by_label("Times").fill("3")
    form.get_by_role("button", name="Write it as a text").click()
    expect(page.get_by_label("Who, in words")).to_have_value("coded at least 3 times")
    expect(page.get_by_text("1 person.")).to_be_visible()
    page.get_by_text("Save as a segment").click()
    page.get_by_label("Name", exact=True).fill("Coders")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Coders 1")).to_have_attribute("aria-current", "page")
    page.get_by_text("Tag them all").click()
    page.get_by_label("Tag", exact=True).fill("Coder")
    page.get_by_role("button", name="Tag 1").click()
    expect(page.get_by_text("Tagged 1 as “Coder”.")).to_be_visible()
    assert Tagged.objects.count() == 1
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back: 1 are as they were.")).to_be_visible()
    assert Tagged.objects.count() == 0
    assert visitor.complaints == []
