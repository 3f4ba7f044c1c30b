"""What was set aside can be tried again after a fix, and let go."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rapport.collect import archives
from rapport.collect.archives import ARCHIVES
from rapport.collect.models import Rejected
from rapport.collect.rejected import let_go, open_ones, retry
from rapport.collect.takeback import begin, take_back
from rapport.ledger.models import Activity
from rapport.words.records import Outcome, Record
from tests.collect.importing import HEADER, bring, row

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_record_whose_fault_is_mended_comes_in(tmp_path: Path) -> None:
    """The fix is in the reader as a rule; here it is in the bytes, which the same reader then takes."""
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n" + b"worse\n" + row(1))
    bring(tmp_path / "c.tsv")
    assert retry(open_ones()) == (0, 2)
    mended = open_ones().get(position="line 2")
    mended.raw = HEADER + row(2)
    mended.save()
    assert retry(open_ones()) == (1, 1)
    assert [one.position for one in open_ones()] == ["line 3"]
    assert Activity.objects.count() == 2


def test_a_retry_that_fails_anew_keeps_the_new_reason(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n")
    bring(tmp_path / "c.tsv")
    Rejected.objects.update(reason="an old reason")
    assert retry(open_ones()) == (0, 1)
    assert "columns" in open_ones().get().reason


def test_a_reader_that_fails_leaves_the_others_their_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(raw: bytes, name: str) -> Iterator[Outcome]:
        yield Record("line 1", [])
        raise ZeroDivisionError(f"in {name}")

    broken = replace(ARCHIVES[0], name="broken", retry=fail)
    monkeypatch.setattr(archives, "ARCHIVES", [*ARCHIVES, broken])
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n" + b"worse\n")
    bring(tmp_path / "c.tsv")
    Rejected.objects.filter(position="line 2").update(archive="broken")
    Rejected.objects.filter(position="line 3").update(raw=HEADER + row(1))
    assert retry(open_ones().order_by("pk")) == (1, 1)
    assert open_ones().get().reason == "the reader failed here (ZeroDivisionError: in c.tsv)"
    assert Activity.objects.count() == 1


def test_a_file_that_broke_off_can_only_be_imported_again(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n")
    bring(tmp_path / "c.tsv")
    Rejected.objects.update(raw=b"")
    assert retry(open_ones()) == (0, 1)
    assert retry(open_ones()) == (0, 1)
    assert open_ones().get().reason.count("import the file again") == 1


def test_what_is_let_go_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"bad\n")
    bring(tmp_path / "c.tsv")
    assert let_go(open_ones()) == 1
    assert not open_ones().exists()
    assert bytes(Rejected.objects.get().raw) == b""


def test_a_retried_record_goes_where_its_neighbours_are(tmp_path: Path) -> None:
    """The reader is given the same name as the first time: a commit table's name is its repository's."""
    (tmp_path / "engine.tsv.gz").write_bytes(gzip.compress(HEADER + row(1) + b"bad\n"))
    bring(tmp_path / "engine.tsv.gz")
    Rejected.objects.update(raw=HEADER + row(2))
    assert retry(open_ones()) == (1, 0)
    assert Activity.objects.values("channel").distinct().count() == 1


def test_nothing_is_tried_again_of_an_import_that_is_being_forgotten(tmp_path: Path) -> None:
    (tmp_path / "commits.tsv").write_bytes(HEADER + row(1) + b"broken\n")
    done = bring(tmp_path / "commits.tsv")
    Rejected.objects.update(raw=HEADER + row(2))
    waiting = list(open_ones())
    begin(done)
    assert retry(waiting) == (0, 0)
    take_back(done.pk, lambda looked: None)
    assert retry(waiting) == (0, 0)
    assert not Activity.objects.exists()
