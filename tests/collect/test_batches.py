"""Batches bound memory over many files, and come often enough that one may stop and see how far it is."""

import tempfile
from pathlib import Path

import pytest

from rapport.collect import reading
from rapport.collect.apart import Apart
from rapport.collect.models import Import
from rapport.collect.pages.progress import how_far
from rapport.collect.reading import Given, Key, Reading
from tests.collect.importing import HEADER, row, table


def folder(path: Path, files: int, content: bytes) -> Path:
    for number in range(files):
        (path / f"{number:03}").write_bytes(content)
    return path


def test_many_small_files_do_not_gather_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BYTES", 20_000)
    batches = list(Reading([Given(folder(tmp_path, 50, table(20)), "given")]).batches())
    assert sum(len(part.records) for batch in batches for part in batch.parts) == 1000
    assert max(sum(len(part.records) for part in batch.parts) for batch in batches) < 400


def test_while_nothing_is_recognised_it_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.0)
    batches = list(Reading([Given(folder(tmp_path, 10, b"prose" * 100), "given")]).batches())
    assert [batch.consumed for batch in batches] == [*range(500, 5001, 500), 5000]


def test_while_known_records_are_read_over_it_tells_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "c.tsv").write_bytes(HEADER + b"".join(row(number) for number in range(1, 101)))
    monkeypatch.setattr(reading, "SECONDS", 0.0)
    already = {Key("given", "git-table", "git"): 90}
    batches = list(Reading([Given(tmp_path / "c.tsv", "given")], already).batches())
    assert len(batches) > 90
    assert batches[-1].records == 100
    assert sum(len(part.records) for batch in batches for part in batch.parts) == 10


def test_what_a_reader_leaves_when_it_is_stopped_goes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    given = folder(tmp_path, 5, table(20))
    left = tmp_path / "rapport-bundle-left"
    left.mkdir()
    (left / "held").touch()
    batches = Apart(Reading([Given(given / "000", "given")])).batches()
    next(batches)
    batches.close()  # type: ignore[attr-defined]  # it is a generator
    assert not left.exists()


@pytest.mark.django_db
def test_the_time_an_upload_waited_for_its_turn_does_not_count() -> None:
    import_ = Import.objects.create(paths=["a"], size=400_000_000, done=100_000_000)
    import_.sources.create(path="a", archive="git-table", platform="git", read=5_000, seconds=10)
    Import.objects.update(started_at="2020-01-01T00:00:00Z")
    import_.refresh_from_db()
    far = how_far(import_)
    assert (far.records, far.rate, far.left) == (5_000, 500, 30)
