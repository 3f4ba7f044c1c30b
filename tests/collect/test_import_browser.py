"""The pages of an import in a real browser: no barrier, nothing that scrolls sideways, forgotten by two clicks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from rapport.collect.models import Import
from rapport.collect.reading import Batch, Key, Part
from rapport.collect.writing import Writer
from rapport.ledger.models import Activity
from rapport.words.records import Record
from tests.collect.test_pages import work
from tests.collect.test_takeback import write
from tests.console.conftest import LOOKS, Look, Visit
from tests.console.test_pages import barriers, overhang
from tests.ledger.making import post

pytestmark = pytest.mark.django_db(transaction=True)


def with_a_gap() -> Import:
    """Ten posts a day in January and March, none in between."""
    days = [datetime(2020, month, 1, tzinfo=UTC) + timedelta(day) for month in (1, 3) for day in range(28)]
    import_ = Import.objects.create(paths=["a"], state=Import.State.RUNNING)
    part = Part(Key("a", "git-table", "forum"))
    part.records = [Record("", [post(10 * n + k, at=day)]) for n, day in enumerate(days) for k in range(10)]
    part.make_ready()
    with Writer(import_) as writer:
        writer.keep(Batch([part], "a", 0, 0))
    Import.objects.filter(pk=import_.pk).update(
        state=Import.State.DONE, unread=[["notes.txt", "not recognised"]] * 7, unread_count=7
    )
    return import_


@pytest.mark.slow
def test_pages_of_an_import_have_no_barrier(visit: Callable[[Look], Visit], look: Look) -> None:
    visitor, full, aside, gone = visit(look), with_a_gap(), write(range(900, 920), bad=[1, 2]), write([950])
    Import.objects.filter(pk=gone.pk).update(
        state=Import.State.FORGOTTEN, taken={"activities": 1, "identities": 1, "channels": 0, "set_aside": 0}
    )
    for path in (
        f"/collect/imports/{full.pk}/",
        f"/collect/imports/{aside.pk}/",
        f"/collect/imports/{gone.pk}/",
        f"/collect/imports/{full.pk}/forget/",
        f"/collect/imports/{gone.pk}/forget/",
    ):
        page = visitor.open(path)
        assert barriers(page) == [], path
        assert overhang(page) <= 0, path
        page.close()
    assert visitor.complaints == []


def test_a_silence_is_told_and_the_import_forgotten(visit: Callable[[Look], Visit]) -> None:
    import_ = with_a_gap()
    page = visit(LOOKS["desktop-light"]).open(f"/collect/imports/{import_.pk}/")
    expect(page.get_by_text("nothing between 28 January 2020 and 1 March 2020, usually 70 a week")).to_be_visible()
    expect(page.get_by_text("and 2 more")).to_be_visible()
    page.get_by_role("link", name="Forget…").click()
    expect(page.get_by_text("560 came by it alone")).to_be_visible()
    page.get_by_role("button", name="Forget the import").click()
    expect(page.get_by_text("It is being forgotten.").first).to_be_visible()
    work()
    expect(page.get_by_text("It is forgotten.")).to_be_visible(timeout=20_000)  # the page looks for itself
    assert not Activity.objects.exists()
