"""The bench's archive must not make an import look quicker than it is: every event in it is new."""

import gzip
import io
from pathlib import Path

import pytest

from rapport.platforms.github.archive import ARCHIVES
from rapport.words.records import Record, Where
from tests.bench import github as bench

ARCHIVE, *_ = ARCHIVES


def read(data: bytes) -> list[Record]:
    return [outcome for outcome in ARCHIVE.read(io.BytesIO(data), Where("bench")) if isinstance(outcome, Record)]


def keys(records: list[Record]) -> set[tuple[str, str]]:
    return {(activity.platform, activity.native_id) for record in records for activity in record.activities}


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> bytes:
    """The synthetic hour, also where the shared data is at hand."""
    monkeypatch.setattr(bench, "HOUR", tmp_path / "absent")
    return bench.hour_lines()


def test_copies_share_people_and_no_activity(hour: bytes) -> None:
    lines = hour.count(b"\n")
    first, second = (read(copy) for copy in bench.copies(2 * lines, hour))
    assert [len(record.activities) for record in first] == [len(record.activities) for record in second]
    assert len(first) == lines
    assert len(keys(first)) == len(keys(second))
    assert not keys(first) & keys(second)
    assert {record.activities[0].author for record in first} == {record.activities[0].author for record in second}


def test_generated_file_has_as_many_lines_as_asked(hour: bytes, tmp_path: Path) -> None:
    lines = hour.count(b"\n") * 3 + 5
    bench.generate(tmp_path / "hours.json.gz", lines, hour)
    assert gzip.decompress((tmp_path / "hours.json.gz").read_bytes()).count(b"\n") == lines


def test_lines_are_about_as_long_as_real_ones(hour: bytes) -> None:
    assert 1_800 < len(hour) / hour.count(b"\n") < 2_800
