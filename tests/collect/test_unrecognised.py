"""Junk is passed over in a word, and a clone in an archive says what to do."""

import zipfile
from pathlib import Path

import pytest

from rapport.collect.reading import Given, Reading
from tests.collect.importing import table

LITTER = ("__MACOSX/._c.tsv", ".DS_Store", "photos/Thumbs.db", "desktop.ini", "photos/._x.jpg")


def read(path: Path) -> tuple[Reading, int]:
    """The reading, and how many records it found."""
    reading = Reading([Given(path, "given")])
    return reading, sum(len(part.records) for batch in reading.batches() for part in batch.parts)


def zipped(path: Path, names: tuple[str, ...]) -> Path:
    with zipfile.ZipFile(path / "old.zip", "w") as archive:
        for name in names:
            archive.writestr(name, b"\0\1\2 whatever")
        archive.writestr("c.tsv", table(3))
    return path / "old.zip"


def test_what_a_system_leaves_lying_about_is_passed_over(tmp_path: Path) -> None:
    reading, found = read(zipped(tmp_path, LITTER))
    assert (found, reading.unread_count) == (3, 0)
    assert len(reading.notes) == 1
    assert "passed over" in reading.notes[0]


def test_an_archive_with_such_a_name_is_read(tmp_path: Path) -> None:
    (tmp_path / "._c.tsv").write_bytes(table(3))
    assert read(tmp_path)[1] == 3


@pytest.mark.parametrize(("folder", "clone"), [("project/", "project/.git"), ("", ".git")])
def test_a_clone_in_an_archive_is_told_once(folder: str, clone: str, tmp_path: Path) -> None:
    inside = tuple(f"{folder}.git/{name}" for name in ("HEAD", "config", "objects/ab/cdef"))
    reading, found = read(zipped(tmp_path, inside))
    assert found == 3
    assert [tuple(one) for one in reading.unread] == [
        (f"old.zip › {clone}", "a git clone inside an archive; unpack it and import the folder")
    ]
    assert reading.unread_count == 1
