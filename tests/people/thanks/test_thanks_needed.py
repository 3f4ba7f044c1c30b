"""What is read of somebody's past is enough for every reason to thank them."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import ibis
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.ledger.engines.delta import ACTIVITY
from rapport.ledger.engines.duckdb import DuckDB, over
from rapport.people.thanks import reasons as telling
from rapport.people.thanks import record
from rapport.people.thanks.reasons import PASSIVE, Deed, reasons
from rapport.words.span import Span

NOW = datetime(2024, 6, 15, 12, tzinfo=UTC)
WINDOW = Span(date(2024, 5, 17), date(2024, 6, 15))
GIVING, ANSWERING = (1, 2), (2,)

KINDS = (1, 2, 9, 9, min(PASSIVE))
YEAR = 366


def career(die: Random) -> list[tuple[int, Deed]]:
    """What a person with two accounts did: often after years away, or with the day of their coming in the window."""
    past = [YEAR * die.randint(1, 4) + die.randint(-30, 60) for _ in range(die.randrange(16))]
    lately = [die.randint(0, 40) for _ in range(die.randrange(6))]
    times = [NOW - timedelta(days=days, minutes=die.randrange(600)) for days in (*past, *lately)]
    return [(die.randint(1, 2), Deed(UUID(int=place), at, die.choice(KINDS))) for place, at in enumerate(times)]


def kept(deeds: list[tuple[int, Deed]]) -> set[UUID]:
    columns = {
        "identity": [identity for identity, _ in deeds],
        "id": [deed.id.bytes for _, deed in deeds],
        "at": [deed.at for _, deed in deeds],
        "kind": [deed.kind for _, deed in deeds],
    }
    schema = pyarrow.schema([ACTIVITY.field(name) for name in columns])
    there = ibis.table(ibis.Schema.from_pyarrow(schema), name="activity")
    engine = DuckDB(over({}))
    with engine.given({"activity": pyarrow.table(columns, schema=schema)}):
        left = engine.arrow(record.needed(there, WINDOW.first, (GIVING, ANSWERING)))
    return {UUID(bytes=key) for key in left["id"].to_pylist()}


@given(st.randoms(use_true_random=False))
def test_the_same_reasons_follow_as_from_everything(die: Random) -> None:
    """Where contributions are counted as far as five."""
    deeds = career(die)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(telling, "ROUND", (2, 3, 5))
        patched.setattr(record, "ROUND", (2, 3, 5))
        left = kept(deeds)
        every = [deed for _, deed in deeds]
        some = [deed for deed in every if deed.id in left]
        told = [reasons(each, WINDOW, giving=GIVING, answering=ANSWERING) for each in (every, some)]
    assert told[0] == told[1]


def test_of_a_long_past_little_is_read() -> None:
    begun = datetime(2010, 1, 1, tzinfo=UTC)
    past = [(1, Deed(UUID(int=place), begun + timedelta(hours=place), 1)) for place in range(100_000)]
    late = [(1, Deed(UUID(int=1_000_000 + place), NOW - timedelta(hours=place), 1)) for place in range(40)]
    assert kept(past + late) == {deed.id for _, deed in (*past[:1000], past[-1], *late)}
