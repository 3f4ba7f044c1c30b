"""New numbers take over beside the old ones, a merge shows at once, and nobody is shown numbers older than a minute."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import transaction

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.measure import ask, current, older
from rapport.measure.ask import answer
from rapport.measure.question import Question
from rapport.people import current as people
from rapport.people import readying
from rapport.people.acts import Acts
from rapport.people.merging import merge
from rapport.people.models import Member
from rapport.people.readying import Make
from rapport.words.activity import Activity
from rapport.words.errors import CopyMissing
from rapport.words.records import Record
from tests.measure.community import ADA, FORUM, START


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in the web process; what the watch saw is of a home that goes. It makes nothing beforehand."""
    monkeypatch.setattr(readying, "_lists", [])
    people.look()
    yield
    people._held.clear()


def write(number: int) -> None:
    """One more post, in the copy too."""
    post = Activity("discourse", f"new/{number}", "post", START + timedelta(days=1), ADA, FORUM, 1, text="new")
    with transaction.atomic():
        Appender().append([Record("line 1", [post])])
    copy.refresh()


def is_shown(acts: Acts) -> bool:
    return [held.version for held in people._held] == [acts.version]


def total(acts: Acts | None = None) -> int:
    return answer("activity", Question(), acts).total


def active() -> int:
    return answer("active_members", Question()).total


@pytest.mark.usefixtures("transactional_db")
def test_before_the_first_import_there_is_nothing_to_ask() -> None:
    with pytest.raises(CopyMissing):
        current.current()
    people.look()
    with pytest.raises(CopyMissing):
        current.current()
    people._held.clear()


@pytest.mark.usefixtures("transactional_db")
def test_an_empty_copy_has_nothing_to_count() -> None:
    copy.rebuild()
    assert answer("new_members", Question()).rows == ()


@pytest.mark.usefixtures("community")
def test_where_no_watch_runs_who_asks_waits_for_the_newest() -> None:
    before = total()
    write(1)
    assert total() == before + 1


@pytest.mark.usefixtures("community", "watched")
def test_a_page_goes_on_with_its_numbers_until_the_new_ones_are_loaded() -> None:
    before, as_of = total(), current.current().as_of
    write(1)
    assert total() == before
    assert current.current().as_of == as_of
    people.look()
    assert total() == before + 1


@pytest.mark.usefixtures("community", "watched")
def test_after_a_minute_a_page_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    before = total()
    write(1)
    monkeypatch.setattr(people, "OLDEST_SECONDS", 0)
    assert total() == before + 1


@pytest.mark.usefixtures("community", "watched")
def test_a_merge_is_never_waited_out() -> None:
    before, people_before = total(), active()
    write(1)
    merge(Member.objects.get(name="Ada"), [Member.objects.get(name="Grace")], "she said so", user=None)
    assert active() == people_before - 1
    assert total() == before
    people.look()
    assert (active(), total()) == (people_before - 1, before + 1)


@pytest.mark.usefixtures("community")
def test_what_pages_asked_is_made_of_a_state_before_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []
    monkeypatch.setattr(readying, "_lists", [])
    current.from_list(lambda: [Make("what", lambda acts: made.append(is_shown(acts)))])
    people.look()
    write(1)
    people.look()
    people.look()
    people._held.clear()
    assert made == [True, False]


@pytest.mark.usefixtures("community")
def test_what_is_dear_is_made_behind_the_state_and_what_is_first_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, bool]] = []

    def noted(name: str, **more: Any) -> Make:
        return Make(name, lambda acts: made.append((name, is_shown(acts))), **more)

    monkeypatch.setattr(readying, "_lists", [])
    current.from_list(lambda: [noted("dear", took=9.0), noted("first", took=9.0, first=True)])
    people.look()
    made.clear()
    write(1)
    people.look()
    people.look()
    people._held.clear()
    assert made == [("first", False), ("dear", True)]


@pytest.mark.usefixtures("community")
def test_what_a_state_did_not_come_to_is_the_first_of_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    makes = [Make(name, lambda _, name=name: made.append(name), took=9.0) for name in "abc"]  # type: ignore[misc]
    monkeypatch.setattr(readying, "_lists", [lambda: makes])
    for state in (people.current(), None):
        acts = state or people._load(people._version())
        readying.after(acts, lambda: len(made) % 2 == 0 or made == ["a"])
    assert made == ["a", "b", "c"]


@pytest.fixture
def dear(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is worked out is held to be dear, and the watch is held to run all the time."""
    monkeypatch.setattr(older, "DEAR_SECONDS", 0.0)
    monkeypatch.setattr(readying, "_lists", [])
    people.watched.set()
    people.look()
    yield
    people.watched.clear()
    people._held.clear()


@pytest.mark.usefixtures("community", "dear")
def test_what_is_dear_is_as_of_a_state_a_little_older_until_it_is_made_anew() -> None:
    before, as_of = total(), current.current().as_of
    write(1)
    people.look()
    told = answer("activity", Question())
    assert (told.total, told.as_of) == (before, as_of)
    with readying.newest():
        assert total() == before + 1
    assert answer("activity", Question()).as_of == current.current().as_of


@pytest.mark.usefixtures("community", "dear")
def test_nothing_dear_is_older_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    before = total()
    write(1)
    people.look()
    monkeypatch.setattr(ask._older, "_oldest", timedelta(0))
    assert total() == before + 1


@pytest.mark.usefixtures("community", "dear")
def test_a_merge_is_seen_at_once_in_what_is_dear() -> None:
    before = active()
    write(1)
    people.look()
    merge(Member.objects.get(name="Ada"), [Member.objects.get(name="Grace")], "she said so", user=None)
    assert active() == before - 1


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
        if self.looked_up == 2 and not self.other.ident:
            self.other.start()
            self.other.join(0.2)
        return id(self)


def test_two_pages_may_ask_at_once() -> None:
    current._lately.clear()  # how often a key is looked up follows from what is there already
    key = Interrupted()
    for one in (key, "another", key):
        key.looked_up = 0
        current._remember(one, id)
    key.other.join()
    assert len(current._lately) == current.ASKED_LATELY
