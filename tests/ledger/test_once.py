"""Any batches in any order, from several threads, give the ledger that a plain dictionary gives."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.engines import duckdb
from rapport.ledger.models import Activity, Copy, Month
from rapport.ledger.verify import verify
from rapport.words.activity import Activity as Act
from rapport.words.activity import activity_id
from tests.ledger.making import ADA, BOB, keep, post

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = [datetime(2020, month, 3, tzinfo=UTC) for month in (1, 2, 3)]

activities = st.builds(
    lambda number, revision, at, author, deleted: post(
        number, revision=revision, at=at, author=author, deleted=deleted, text=f"{number} as of {revision}"
    ),
    st.integers(1, 6),
    st.integers(1, 50),
    st.sampled_from(TIMES),
    st.sampled_from([ADA, BOB, None]),
    st.booleans(),
)
batches = st.lists(st.lists(activities, max_size=8), max_size=6)


def by_dictionary(batches: list[list[Act]]) -> dict[str, tuple[int, int, str | None]]:
    """The ledger as the slow, obvious way gives it: of each id the first activity of the highest revision."""
    best: dict[str, Act] = {}
    for batch in batches:
        for activity in batch:
            if activity.native_id not in best or activity.revision > best[activity.native_id].revision:
                best[activity.native_id] = activity
    return {
        activity_id("forum", native).hex(): (a.revision, a.at.year * 100 + a.at.month, None if a.deleted else a.text)
        for native, a in best.items()
    }


def clear() -> None:
    for model in (Activity, Month, Copy):
        model.objects.all().delete()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches)
def test_like_a_dictionary_and_the_copy_like_the_table(batches: list[list[Act]]) -> None:
    clear()
    appender = Appender()
    for number, batch in enumerate(batches):
        keep(*batch, appender=appender)
        if number % 2:
            copy.refresh()
    copy.refresh()
    wanted = by_dictionary(batches)
    rows = {row.pk.hex: (row.revision, row.month, row.text) for row in Activity.objects.all()}
    assert rows == wanted
    alive = {key: value for key, value in wanted.items() if value[2] is not None}
    table = duckdb.connect().table("activity").to_pyarrow().to_pylist()
    assert {row["id"].hex(): (row["revision"], row["month"], row["text"]) for row in table} == alive
    assert verify().faults == ()
    rolled = duckdb.connect().table("rollup").to_pyarrow().to_pylist()
    assert sum(row["n"] for row in rolled) == len(alive)


def test_two_writers_at_once_lose_nothing_and_do_not_wait_in_a_circle() -> None:
    failures: list[Exception] = []

    def write(backwards: bool) -> None:
        try:
            appender = Appender()
            for start in range(0, 400, 20):
                numbers = range(start, start + 60)
                keep(
                    *(post(n, author=(ADA, BOB)[n % 2]) for n in (reversed(numbers) if backwards else numbers)),
                    appender=appender,
                )
        except Exception as failure:  # noqa: BLE001 (handed to the test's own thread)
            failures.append(failure)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(backwards,)) for backwards in (False, True, True)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert Activity.objects.count() == 440
