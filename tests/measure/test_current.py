"""New numbers take over beside the old ones, and nobody is shown numbers older than a minute."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import transaction

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.measure import current
from rapport.measure.acts import Acts
from rapport.measure.ask import answer
from rapport.measure.pages import overview
from rapport.measure.question import Question
from rapport.people.map import bump
from rapport.words.activity import Activity
from rapport.words.errors import CopyMissing
from rapport.words.records import Record
from tests.measure.community import ADA, FORUM, START


def write(number: int) -> None:
    """One more post, in the copy too."""
    post = Activity("discourse", f"new/{number}", "post", START + timedelta(days=1), ADA, FORUM, 1, text="new")
    with transaction.atomic():
        Appender().append([Record("line 1", [post])])
    copy.refresh()


def total(acts: Acts | None = None) -> int:
    return answer("activity", Question(), acts).total


def on_a_page() -> int:
    return current.lately("this test", total)


@pytest.mark.usefixtures("transactional_db")
def test_before_the_first_import_there_is_nothing_to_ask() -> None:
    with pytest.raises(CopyMissing):
        current.current()


@pytest.mark.usefixtures("transactional_db")
def test_an_empty_copy_has_nothing_to_count() -> None:
    copy.rebuild()
    assert answer("new_members", Question()).rows == ()


@pytest.mark.usefixtures("community")
def test_commands_wait_for_the_newest_numbers() -> None:
    before = total()
    write(1)
    assert total() == before + 1


@pytest.mark.usefixtures("community")
def test_a_page_goes_on_with_its_numbers_while_the_new_ones_load() -> None:
    before = on_a_page()
    write(1)
    assert on_a_page() == before
    for thread in current._threads:
        thread.join()
    assert on_a_page() == before + 1


@pytest.mark.usefixtures("community")
def test_after_a_minute_a_page_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    before = on_a_page()
    write(1)
    monkeypatch.setattr(current, "OLDEST_SECONDS", 0)
    assert on_a_page() == before + 1


@pytest.mark.usefixtures("community")
def test_a_changed_map_is_never_waited_out() -> None:
    before = on_a_page()
    write(1)
    bump()
    assert on_a_page() == before + 1


@pytest.mark.usefixtures("community")
def test_a_warmed_process_has_the_overview_ready() -> None:
    current._held.clear()
    current._lately.clear()
    overview.warm()
    assert list(current._lately) == [("overview",)]
    assert len(current._held) == 1


@pytest.mark.usefixtures("transactional_db")
def test_warming_an_empty_home_does_nothing() -> None:
    current._lately.clear()
    overview.warm()
    assert not current._lately


@pytest.mark.usefixtures("community")
def test_only_what_was_asked_lately_is_made_again() -> None:
    for number in range(2 * current.ASKED_LATELY):
        current.lately(number, total)
    assert list(current._lately) == list(range(current.ASKED_LATELY, 2 * current.ASKED_LATELY))


class Interrupted:
    """A key during whose second look-up another page asks for so many others that this one would be dropped."""

    def __init__(self) -> None:
        self.looked_up = 0
        self.other = Thread(target=self.ask_others)

    def ask_others(self) -> None:
        for number in range(current.ASKED_LATELY):
            current._remember(number, id)

    def __hash__(self) -> int:
        self.looked_up += 1
        if self.looked_up == 2:
            self.other.start()
            self.other.join(0.2)
        return id(self)


def test_two_pages_may_ask_at_once() -> None:
    key = Interrupted()
    for one in (key, "another", key):
        key.looked_up = 0
        current._remember(one, id)
    key.other.join()
    assert list(current._lately) == list(range(current.ASKED_LATELY))
