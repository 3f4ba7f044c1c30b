"""What is kept of whole threads is what would be worked out of everything, whatever came, went or changed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rapport.ledger import keeping
from rapport.ledger.copy import _CONFIGURATION, _overwrite
from rapport.ledger.engines import delta, duckdb
from rapport.ledger.engines.delta import ACTIVITY, Tables
from rapport.ledger.threads.kept import SHAPES, at_once, schema
from tests.measure.ledgers import Act, activity

BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
GONE = Act(BEGAN, "git", 5, None)
"""Stands for an activity that is not there; no table looks at its kind."""

_place = st.one_of(st.none(), st.integers(0, 11))
_act = st.builds(
    Act,
    at=st.integers(0, 30).map(lambda days: BEGAN + timedelta(days=4 * days)),
    platform=st.just("github"),
    kind=st.sampled_from([1, 2, 3, 14, 16, 18, 19, 32]),
    identity=st.one_of(st.none(), st.integers(1, 4)),
    thread=_place,
    parent=_place,
    asks=st.booleans(),
    titled=st.booleans(),
    language=st.none(),
    zone=st.sampled_from([None, 60]),
    channel=st.none(),
)
_acts = st.lists(st.one_of(_act, _act, st.just(GONE)), min_size=12, max_size=12)
_changes = st.lists(st.dictionaries(st.integers(0, 11), st.one_of(_act, st.just(GONE)), max_size=4), max_size=3)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.fixture(autouse=True)
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FEWEST", 0)
    monkeypatch.setattr(keeping, "MOST_CHANGED", 0.01)


@settings(max_examples=3, phases=UNSHRUNK, deadline=None)
@given(_acts, _changes)
def test_following_changes_is_working_out_everything(acts: list[Act], changes: list[dict[int, Act]]) -> None:
    follow_and_compare(acts, changes)


@pytest.mark.slow
@settings(max_examples=60, phases=UNSHRUNK, deadline=None)
@given(_acts, _changes)
def test_following_many_changes_is_working_out_everything(acts: list[Act], changes: list[dict[int, Act]]) -> None:
    follow_and_compare(acts, changes)


def test_a_link_that_goes_parts_what_it_held_together() -> None:
    chain = [Act(BEGAN + timedelta(days=place), "github", 2, 1 + place % 2, parent=place - 1) for place in range(1, 6)]
    follow_and_compare([Act(BEGAN, "github", 2, 1), *chain], [{2: GONE}, {2: chain[1]}, {0: GONE}])


def test_of_a_small_ledger_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FEWEST", 2)
    tables = begun(tmp_path, [Act(BEGAN, "github", 14, 1)])
    assert keeping.follow(tables, None, _overwrite) is None
    assert [folder.name for folder in tables.all()] == ["activity", "mention", "rollup"]


def test_when_the_files_that_were_followed_are_gone_everything_is_worked_out(tmp_path: Path) -> None:
    acts = [Act(BEGAN, "github", 14, 1), Act(BEGAN + timedelta(days=1), "github", 16, 2, thread=0)]
    tables = begun(tmp_path, acts)
    followed = keeping.follow(tables, None, _overwrite)
    before = list((tmp_path / "activity").rglob("*.parquet"))
    changed = [acts[0], acts[1]._replace(identity=3)]
    write(tables, acts, changed)
    for file in before:
        file.unlink()
    keeping.follow(tables, followed, _overwrite)
    assert kept(tables) == worked_out(changed)


def test_a_table_of_an_older_rapport_is_made_anew(tmp_path: Path) -> None:
    acts = [Act(BEGAN, "github", 14, 1), Act(BEGAN + timedelta(days=1), "github", 16, 2, thread=0)]
    tables = begun(tmp_path, acts)
    older = pyarrow.schema([("month", pyarrow.int32()), ("gone", pyarrow.string())])
    delta.make(tables.folder / "question", older, {})
    _overwrite(tables.folder / "question", pyarrow.table({"month": [1], "gone": ["a"]}, older).to_reader(), "")
    keeping.follow(tables, None, _overwrite)
    assert kept(tables) == worked_out(acts)


def follow_and_compare(acts: list[Act], changes: Sequence[dict[int, Act]]) -> None:
    with TemporaryDirectory() as folder:
        tables = begun(Path(folder), acts)
        followed = keeping.follow(tables, None, _overwrite)
        assert kept(tables) == worked_out(acts)
        for change in changes:
            newer = [change.get(place, act) for place, act in enumerate(acts)]
            write(tables, acts, newer)
            followed = keeping.follow(tables, followed, _overwrite)
            assert kept(tables) == worked_out(newer)
            acts = newer


def begun(folder: Path, acts: list[Act]) -> Tables:
    tables = Tables(folder)
    tables.make(_CONFIGURATION)
    write(tables, [], acts)
    return tables


def write(tables: Tables, before: list[Act], acts: list[Act]) -> None:
    """Rewrite the months in which anything changed, as the copy's job does."""
    rows = there(acts)
    was, now = ({str(row): row["month"] for row in there(these).to_pylist()} for these in (before, acts))
    months = {(was | now)[row] for row in was.keys() ^ now.keys()}
    if months:
        of_these = pyarrow.compute.is_in(rows["month"], pyarrow.array(sorted(months), pyarrow.int32()))
        listed = ", ".join(map(str, sorted(months)))
        _overwrite(tables.folder / "activity", rows.filter(of_these).to_reader(), listed)


def there(acts: list[Act]) -> pyarrow.Table:
    rows = activity(acts)
    return rows.filter(pyarrow.compute.not_equal(rows["kind"], GONE.kind)).cast(ACTIVITY)


Found = dict[str, list[str]]


def kept(tables: Tables) -> Found:
    backend = duckdb.over({folder.name: files(folder) for folder in tables.all()})
    return {name: sorted(map(str, backend.con.execute(f"FROM {name}").to_arrow_table().to_pylist())) for name in SHAPES}


def files(folder: Path) -> list[str]:
    return list(duckdb.DeltaTable(folder).file_uris())


def worked_out(acts: list[Act]) -> Found:
    backend = duckdb.over({})
    backend.con.register("activity", there(acts))
    return {
        name: sorted(map(str, duckdb.arrow(backend, at_once()[name]).cast(schema(name)).to_pylist())) for name in SHAPES
    }
