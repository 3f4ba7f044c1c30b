"""What is imported is counted truly, once, and in spite of bad records, bad readers, stops and kills."""

import gzip
import io
import os
import signal
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from django.db import connection
from django.utils import timezone

from rapport.collect import archives, reading
from rapport.collect.alive import AlreadyRunning, holding, settle_interrupted
from rapport.collect.apart import ReaderDied
from rapport.collect.models import Import, Rejected
from rapport.collect.reading import Batch, Reading
from rapport.collect.run import Paused, Progress, begin, once, run
from rapport.ledger.models import Activity
from rapport.words.records import Archive, Outcome
from tests.collect.importing import HEADER, bring, counts, quiet, row, table

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_read_again_is_known(tmp_path: Path) -> None:
    (tmp_path / "commits.tsv.gz").write_bytes(gzip.compress(table(30)))
    first = bring(tmp_path / "commits.tsv.gz")
    assert first.state == Import.State.DONE
    assert counts(first) == {"read": 30, "added": 30, "known": 0, "rejected": 0}
    assert (first.identities, first.channels, first.done) == (7, 1, first.size)
    assert counts(bring(tmp_path / "commits.tsv.gz")) == {"read": 30, "added": 0, "known": 30, "rejected": 0}
    assert Activity.objects.count() == 30


def test_a_bad_record_is_set_aside_with_its_place_and_takes_no_good_one_with_it(tmp_path: Path) -> None:
    (tmp_path / "commits.tsv").write_bytes(table(5) + b"no sha\tat\tall\x00\xff\n" + row(6))
    assert counts(bring(tmp_path)) == {"read": 7, "added": 6, "known": 0, "rejected": 1}
    aside = Rejected.objects.get()
    assert (aside.file, aside.position) == ("commits.tsv", "line 7")
    assert b"no sha\tat\tall" in bytes(aside.raw)
    assert "columns" in aside.reason


def test_each_path_and_kind_is_one_source(tmp_path: Path) -> None:
    for name, first in {"a.tsv": 1, "b.tsv": 100}.items():
        (tmp_path / name).write_bytes(table(3, first))
    (tmp_path / "notes.txt").write_text("Dear diary")
    together = bring(tmp_path)
    assert counts(together)["read"] == 6
    assert together.unread_count == 1
    assert together.unread[0] == ["notes.txt", "not recognised"]
    (told,) = together.notes
    assert "Discourse" in told
    assert "git" in told
    assert {source.path for source in bring(tmp_path / "a.tsv", tmp_path / "b.tsv").sources.all()} == {
        str(tmp_path / "a.tsv"), str(tmp_path / "b.tsv"),
    }  # fmt: skip


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(table(3))
    (tmp_path / "link").symlink_to(tmp_path / "a.tsv")
    assert counts(bring(tmp_path / "a.tsv", tmp_path / "link", tmp_path / "." / "a.tsv"))["read"] == 3


def test_many_files_that_nobody_understands_are_counted_not_listed(tmp_path: Path) -> None:
    for number in range(reading.NAMED + 20):
        (tmp_path / f"{number}.txt").write_text("prose")
    import_ = bring(tmp_path)
    assert (len(import_.unread), import_.unread_count) == (reading.NAMED, reading.NAMED + 20)
    assert not import_.sources.exists()


def test_a_file_cut_off_keeps_what_came_before_and_is_whole_the_next_time(tmp_path: Path) -> None:
    packed = gzip.compress(table(4000))
    (tmp_path / "c.tsv.gz").write_bytes(packed[: len(packed) // 2])
    cut = counts(bring(tmp_path / "c.tsv.gz"))
    assert cut["rejected"] in (1, 2)  # the fault, and perhaps the row it cut through
    assert cut["added"] > 1000
    faults = Rejected.objects.filter(position__startswith="byte ")
    assert faults.get().reason.startswith("it is cut off or damaged")
    (tmp_path / "c.tsv.gz").write_bytes(packed)
    assert counts(bring(tmp_path / "c.tsv.gz")) == {
        "read": 4000, "added": 4000 - cut["added"], "known": cut["added"], "rejected": 0,
    }  # fmt: skip
    assert not faults.filter(resolved_at=None).exists()


def test_members_of_one_name_are_set_aside_apart(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "twice.tar", "w") as tar:
        for content in (HEADER + b"bad one\n", HEADER + b"bad two\n"):
            info = tarfile.TarInfo("same.tsv")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    bring(tmp_path / "twice.tar")
    assert set(Rejected.objects.values_list("position", flat=True)) == {"line 2", "line 2 (2)"}


def test_names_that_a_database_cannot_hold_are_kept_as_they_can_be(tmp_path: Path) -> None:
    name = b"lone \xed\xa0\x80 and \xff" + b"x" * 200
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(HEADER + b"bad\n")
    bring(tmp_path)
    assert "x" * 200 in Rejected.objects.get().file


def test_a_record_set_aside_twice_stands_once_in_the_list(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(HEADER + b"bad\n")
    bring(tmp_path / "a.tsv")
    bring(tmp_path / "a.tsv")
    assert Rejected.objects.filter(resolved_at=None).count() == 1
    (tmp_path / "a.tsv").write_bytes(HEADER + b"bad in another way\n")
    bring(tmp_path / "a.tsv")
    assert Rejected.objects.filter(resolved_at=None).count() == 2


def _explode(stream: BinaryIO, name: str) -> Iterator[Outcome]:
    yield from ()
    raise KeyError("a fault of the reader")


def test_a_reader_that_fails_takes_no_other_file_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = Archive(
        "git", "faulty", "Faulty", lambda name, head: name == "a.faulty", _explode, lambda raw, name: iter(())
    )
    monkeypatch.setattr(archives, "ARCHIVES", [faulty, *archives.ARCHIVES])
    (tmp_path / "a.faulty").write_text("anything")
    (tmp_path / "b.tsv").write_bytes(table(3))
    read = {source.archive: (source.read, source.rejected) for source in bring(tmp_path).sources.all()}
    assert read == {"faulty": (1, 1), "git-table": (3, 0)}
    assert "KeyError" in Rejected.objects.get().reason


def test_a_path_that_is_not_there_is_said_and_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "b.tsv").write_bytes(table(3))
    import_ = bring(tmp_path / "missing.tsv", tmp_path / "b.tsv")
    assert counts(import_)["read"] == 3
    assert import_.unread == [["missing.tsv", "it is not there"]]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "RECORDS", 10)


@pytest.mark.usefixtures("small_batches")
def test_an_import_taken_up_again_goes_on_behind_what_it_kept(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(table(50) + b"bad\n" + table(20, 60)[len(HEADER) :])
    given = once([str(tmp_path / "a.tsv")])
    import_ = begin(given)

    def pause(progress: Progress) -> None:
        if progress.records >= 40:
            raise Paused

    with pytest.raises(Paused):
        run(import_, given, pause)
    import_.refresh_from_db()
    kept = import_.sources.get().read
    assert import_.state == Import.State.STOPPED
    assert 0 < kept < 71
    assert Activity.objects.count() == kept
    run(import_, given, quiet)
    assert counts(import_) == {"read": 71, "added": 70, "known": 0, "rejected": 1}
    assert Rejected.objects.count() == 1
    assert Activity.objects.count() == 70
    assert Import.objects.get().state == Import.State.DONE


@pytest.mark.usefixtures("small_batches")
def test_somebody_may_stop_it(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(table(500))
    given = once([str(tmp_path / "a.tsv")])
    import_ = begin(given)

    def ask(progress: Progress) -> None:
        Import.objects.filter(state=Import.State.RUNNING).update(state=Import.State.STOPPING)

    run(import_, given, ask)
    import_.refresh_from_db()
    assert import_.state == Import.State.STOPPED
    assert "import the same files again" in import_.failure
    assert 0 < counts(import_)["read"] < 500
    assert Activity.objects.count() == counts(import_)["read"]


@pytest.mark.usefixtures("small_batches")
def test_ctrl_c_stops_both_ends_and_leaves_true_counts(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(table(500))
    given = once([str(tmp_path / "a.tsv")])
    import_ = begin(given)

    def press(progress: Progress) -> None:
        if progress.records >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(import_, given, press)
    import_.refresh_from_db()
    assert import_.state == Import.State.STOPPED
    assert Activity.objects.count() == counts(import_)["read"] < 500


def test_an_error_of_the_database_ends_both_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(table(20))
    given = once([str(tmp_path / "a.tsv")])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_activity ADD CONSTRAINT refuse CHECK (month < 0) NOT VALID")
    try:
        with pytest.raises(Exception, match="refuse"):
            run(begin(given), given, quiet)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_activity DROP CONSTRAINT refuse")
    import_ = Import.objects.get()
    assert import_.state == Import.State.FAILED
    assert "refuse" in import_.failure
    assert not import_.sources.exists()


def test_one_import_runs_in_one_process_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(table(3))
    given = once([str(tmp_path / "a.tsv")])
    import_ = begin(given, state=Import.State.RUNNING)

    def elsewhere() -> None:
        try:
            run(import_, given, quiet)
        finally:
            connection.close()

    with holding(import_.pk):
        assert settle_interrupted() == 0
        # Over another connection, as another process has.
        with ThreadPoolExecutor(1) as threads, pytest.raises(AlreadyRunning):
            threads.submit(elsewhere).result()
    assert settle_interrupted() == 1
    assert "interrupted" in Import.objects.get().failure


def test_a_command_killed_before_it_began_does_not_wait_for_ever() -> None:
    command, uploaded = begin([]), begin([], uploaded=True)
    assert settle_interrupted() == 0
    Import.objects.update(started_at=timezone.now() - timedelta(hours=1))
    assert settle_interrupted() == 1
    command.refresh_from_db()
    uploaded.refresh_from_db()
    assert (command.state, uploaded.state) == (Import.State.STOPPED, Import.State.WAITING)


def test_a_reader_that_dies_is_told_and_what_it_had_read_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that brings the reading process down leaves the writer, the counts and the records as they were."""
    (tmp_path / "a.tsv").write_bytes(table(3))

    whole = Reading.batches

    def batches_then_death(self: Reading) -> Iterator[Batch]:
        yield from whole(self)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Reading, "batches", batches_then_death)
    given = once([str(tmp_path / "a.tsv")])
    with pytest.raises(ReaderDied, match="signal 9"):
        run(begin(given), given, quiet)
    import_ = Import.objects.get()
    assert (import_.state, import_.sources.get().added) == (Import.State.FAILED, 3)
    assert "import the same files again" in import_.failure
