"""The columnar copy follows the table, and says how far it came."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable, write_deltalake
from django.conf import settings
from django.db import connection

from rapport.ledger import copy, keeping
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import Tables
from rapport.ledger.models import Activity, Copy, Month
from rapport.ledger.threads.kept import SHAPES
from rapport.ledger.verify import unsettled, verify
from rapport.words.errors import CopyMissing
from tests.ledger.making import ADA, BOB, keep, post

pytestmark = pytest.mark.django_db(transaction=True)


def texts() -> list[str]:
    return sorted(duckdb.connect().table("activity").to_pyarrow()["text"].to_pylist())


def test_without_a_copy_the_error_says_what_to_do() -> None:
    with pytest.raises(CopyMissing, match="rapport ledger rebuild"):
        duckdb.connect()
    assert copy.as_of() is None


def test_an_empty_ledger_has_an_empty_copy() -> None:
    assert copy.refresh() == 0
    assert texts() == []


def test_only_touched_months_are_rewritten() -> None:
    keep(post(1), post(2, at=datetime(2021, 1, 1, tzinfo=UTC)))
    assert copy.refresh() == 2
    keep(post(3))
    assert copy.waiting() == 1
    assert copy.refresh() == 1
    assert copy.refresh() == 0
    assert texts() == ["word 1", "word 2", "word 3"]


def test_an_activity_that_moves_to_another_month_is_in_one_of_them() -> None:
    keep(post(1))
    copy.refresh()
    keep(post(1, revision=2, at=datetime(2021, 1, 1, tzinfo=UTC)))
    assert copy.refresh() == 2
    assert texts() == ["word 1"]


def test_rollups_count_by_day_platform_kind_and_identity() -> None:
    keep(post(1), post(2), post(3, author=BOB), post(4, kind="topic"), post(5, deleted=True))
    copy.refresh()
    rows = duckdb.connect().table("rollup").to_pyarrow().to_pylist()
    assert sorted((row["kind"], row["n"]) for row in rows) == [(1, 1), (2, 1), (2, 2)]
    assert {row["day"].isoformat() for row in rows} == {"2020-05-17"}


def test_deleted_text_leaves_the_disk_when_swept(copy_folder: Path) -> None:
    keep(post(1, text="a secret"), post(2))
    copy.refresh()
    keep(post(1, revision=2, deleted=True))
    copy.refresh()
    before = list(copy_folder.rglob("*.parquet"))
    copy.tidy(hours=0)
    after = list(copy_folder.rglob("*.parquet"))
    assert len(after) < len(before)
    assert texts() == ["word 2"]


def test_what_a_killed_rebuild_left_is_swept_away(copy_folder: Path) -> None:
    keep(post(1))
    copy.refresh()
    half = copy_folder / "copy-half"
    (half / "activity").mkdir(parents=True)
    copy.tidy()
    assert half.exists()
    os.utime(half, (time.time() - 3601, time.time() - 3601))
    copy.tidy()
    assert [folder.name for folder in copy_folder.iterdir()] == [Copy.objects.get().generation]
    assert texts() == ["word 1"]


def test_no_text_stands_in_the_tables_log(copy_folder: Path) -> None:
    keep(post(1, text="a secret", title="a secret", url="a secret"))
    copy.refresh()
    logs = [path.read_bytes() for path in copy_folder.rglob("*") if path.is_file() and path.suffix != ".parquet"]
    assert logs
    assert not any(b"a secret" in log for log in logs)


def test_rebuild_gives_the_same_copy_in_a_new_place(copy_folder: Path) -> None:
    keep(post(1), post(2, author=None), post(3, at=datetime(2021, 1, 1, tzinfo=UTC)))
    copy.refresh()
    before, old = texts(), Copy.objects.get().generation
    assert copy.rebuild() == 2
    assert texts() == before
    new = Copy.objects.get().generation
    assert {folder.name for folder in copy_folder.iterdir()} == {old, new}
    assert verify().faults == ()
    copy.tidy(hours=0)
    assert [folder.name for folder in copy_folder.iterdir()] == [new]


def test_who_reads_while_the_copy_is_rebuilt_and_swept_gets_an_answer() -> None:
    """Another thread reads all the time; an erasure's sweep takes the files from under it."""
    keep(*(post(number) for number in range(40)))
    copy.refresh()
    done, counts = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            counts.append(duckdb.again_if_swept(lambda: len(texts())))
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(read)
        for _ in range(5):
            answered = len(counts)
            copy.rebuild()
            copy.tidy(hours=0)
            while len(counts) < answered + 2 and not reader.done():
                time.sleep(0.01)
        done.set()
        reader.result()
    assert set(counts) == {40}


def test_a_copy_that_lost_its_folder_is_made_anew(copy_folder: Path) -> None:
    keep(post(1))
    copy.refresh()
    (copy_folder / Copy.objects.get().generation).rename(copy_folder.parent / "gone")
    assert copy.refresh() == 1
    assert texts() == ["word 1"]


def test_as_of_is_now_only_when_no_month_waits() -> None:
    keep(post(1))
    copy.refresh()
    first = copy.as_of()
    keep(post(2))
    behind, again = copy.as_of(), copy.as_of()
    assert behind == again
    copy.refresh()
    caught_up = copy.as_of()
    assert first is not None
    assert behind is not None
    assert caught_up is not None
    assert behind < first < caught_up


def test_what_comes_after_an_hour_of_silence_finds_a_copy_of_seconds_ago() -> None:
    keep(post(1))
    copy.refresh()
    long_ago = Copy.objects.get().as_of - timedelta(hours=1)
    Copy.objects.update(as_of=long_ago)
    copy.refresh()
    keep(post(2))
    behind = copy.as_of()
    assert behind is not None
    assert behind - long_ago >= timedelta(hours=1)


def test_verify_finds_what_is_wrong() -> None:
    keep(post(1, author=ADA), post(2))
    copy.refresh()
    Activity.objects.filter(text="word 2").update(text="changed behind the ledger's back")
    assert [fault.month for fault in verify().faults] == [202005]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_identity")
    assert any("identity" in fault.what for fault in verify().faults)
    Month.objects.all().delete()
    assert any("not listed" in fault.what for fault in verify().faults)


@pytest.mark.parametrize("changed", [{"facts": {"likes": 2}}, {"zone": 60}, {"native_id": "post/9"}])
def test_verify_looks_at_all_that_a_row_says(changed: dict[str, Any]) -> None:
    keep(post(1, facts={"likes": 1, "on": True, "of": None}, zone=-330))
    copy.refresh()
    assert verify().faults == ()
    Activity.objects.update(**changed)
    assert [fault.month for fault in verify().faults] == [202005]


def test_verify_looks_at_the_rollups(copy_folder: Path) -> None:
    keep(post(1), post(2))
    copy.refresh()
    folder = copy_folder / Copy.objects.get().generation / "rollup"
    DeltaTable(folder).delete()
    Copy.objects.update(versions=Tables(folder.parent).versions())
    assert [fault.what for fault in verify().faults] == ["the rollups count 0 activities, the copy holds 2"]


def test_verify_works_out_what_is_kept_of_whole_threads(copy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(post(1), post(2))
    copy.refresh()
    assert verify().of_threads == ()
    monkeypatch.setattr(keeping, "FEWEST", 0)
    copy.rebuild()
    assert verify().of_threads == tuple(SHAPES)
    assert verify().faults == ()
    damaged = damage(copy_folder / Copy.objects.get().generation)
    assert len(damaged) > 1
    assert {fault.what for fault in verify().faults} == damaged


def damage(folder: Path) -> set[str]:
    """Have one of the tables say something else, and the others that hold something say it twice; what to be told."""
    told = set()
    for name in SHAPES:
        table = DeltaTable(folder / name)
        if not (rows := table.to_pyarrow_table()).num_rows:
            continue
        if not told:
            table.update({table.schema().fields[-1].name: "NULL"})
            told.add(f"the table {name} keeps as many rows as follow from the copy, but their content differs")
        else:
            write_deltalake(table, rows, mode="append")
            told.add(f"the table {name} keeps {2 * len(rows):,} rows, and {len(rows):,} follow from the copy")
    Copy.objects.update(versions=Tables(folder).versions())
    return told


def test_months_that_are_written_to_meanwhile_are_not_compared() -> None:
    before = {1: (3, 3), 2: (3, 3), 3: (4, 3), 4: (3, 3)}
    after = {1: (3, 3), 2: (4, 3), 3: (4, 4), 4: (4, 4), 5: (1, 1)}
    assert unsettled(before, after) == (2, 3, 4, 5)


@pytest.mark.parametrize("swept", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_what_a_killed_job_wrote_of_whole_threads_is_put_back(monkeypatch: pytest.MonkeyPatch, swept: bool) -> None:
    """Or worked out anew, where the files that readers saw are gone from the disk."""
    monkeypatch.setattr(keeping, "FEWEST", 0)
    monkeypatch.setattr(keeping, "MOST_CHANGED", 0.4)
    keep(post(1), post(2, author=ADA))
    copy.refresh()
    shown = Copy.objects.get()
    keep(post(2, author=BOB, revision=2))
    copy.refresh()
    Copy.objects.update(versions=shown.versions, followed=shown.followed)  # as a kill before the end leaves it
    Month.objects.update(copied=0)
    if swept:
        for folder in Tables(settings.COPY / shown.generation).all():
            copy._vacuum(folder, 0)
    keep(post(2, author=ADA, revision=3))
    all_anew = keeping._all_anew
    anew: list[Any] = []
    monkeypatch.setattr(keeping, "_all_anew", lambda *given: (anew.append(given), all_anew(*given)))
    copy.refresh()
    assert bool(anew) == swept
    assert verify().of_threads
    assert verify().faults == ()
