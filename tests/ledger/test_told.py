"""People whom a source describes are kept with what it says, though it tells of nothing they did."""

from datetime import UTC, datetime

import pytest

from rapport.ledger.models import Identity
from rapport.words.identity import Identity as Who
from rapport.words.records import Record, Told
from tests.ledger.making import keep_records

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)


def told(who: Who, at: datetime) -> Record:
    return Record("user", [], people=[Told(who, at)])


def test_they_are_kept_and_counted_apart() -> None:
    counted = keep_records([told(Who("chat", "U1", handle="ada", email="ada@example.org"), NEW)])
    assert (counted.told, counted.skipped, counted.added, counted.known) == (1, 0, 0, 0)
    assert Identity.objects.get().email == "ada@example.org"


@pytest.mark.parametrize("times", [(OLD, NEW), (NEW, OLD)])
def test_the_newer_description_stands(times: tuple[datetime, datetime]) -> None:
    for at in times:
        keep_records([told(Who("chat", "U1", handle="new" if at == NEW else "old"), at)])
    assert Identity.objects.get().handle == "new"


def test_what_is_told_twice_in_a_batch_is_kept_as_the_newer_says() -> None:
    keep_records([told(Who("chat", "U1", handle="new"), NEW), told(Who("chat", "U1", handle="old"), OLD)])
    assert Identity.objects.get().handle == "new"


@pytest.mark.parametrize("times", [(OLD, NEW), (NEW, OLD)])
def test_what_the_newer_description_leaves_out_the_older_fills_in(times: tuple[datetime, datetime]) -> None:
    who = {OLD: Who("chat", "U1", handle="old", name="Ada Example"), NEW: Who("chat", "U1", handle="new")}
    keep_records([told(who[at], at) for at in times])
    kept = Identity.objects.get()
    assert (kept.handle, kept.name) == ("new", "Ada Example")
