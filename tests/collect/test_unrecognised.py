"""Junk is passed over in a word, and a clone in an archive says what to do."""

import zipfile
from pathlib import Path

import pytest

from rapport.collect.reading import Given, Reading
from rapport.collect.unrecognised import about
from tests.collect.importing import table

LITTER = ("__MACOSX/._c.tsv", ".DS_Store", "photos/Thumbs.db", "desktop.ini", "photos/._x.jpg")


def read(path: Path) -> tuple[Reading, int]:
    """The reading, and how many records it found."""
    reading = Reading([Given(path, "given")])
    return reading, sum(len(part.records) for batch in reading.batches() for part in batch.parts)


def zipped(path: Path, names: tuple[str, ...], content: bytes = b"\0\1\2 whatever") -> Path:
    with zipfile.ZipFile(path / "old.zip", "w") as archive:
        for name in names:
            archive.writestr(name, content)
        archive.writestr("c.tsv", table(3))
    return path / "old.zip"


@pytest.mark.parametrize("content", [b"\0\1\2 whatever", b""])
def test_what_a_system_leaves_lying_about_is_passed_over(content: bytes, tmp_path: Path) -> None:
    reading, found = read(zipped(tmp_path, LITTER, content))
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


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b'<?xml version="1.0"?>\n<opml version="2.0"><body/></opml>', "OPML"),
        (b'["vcalendar", [], []]', ".ics"),
        (b'<?xml version="1.0"?><icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0">', ".ics"),
        (b'[{"url": "https://git.example/api/v3/repos/pond/reeds/issues/1"}]', "Enterprise"),
        (b'[{"id": 7, "iid": 1, "project_id": 3, "title": "x"}]', "GitLab"),
        (b'[{\n "backend_name": "Slack", "data": {}}]', "Perceval"),
        (b'[{"id":"a","text":"x","renoteId":null,"visibleUserIds":[]}]', "Misskey"),
    ],
)
def test_what_is_known_and_not_read_is_called_by_its_name(head: bytes, what: str) -> None:
    said = about("x", head)
    assert what in said.reason
    assert not said.note


def test_no_content_is_searched_long() -> None:
    for filling in (b"<?xml ", b'"iid": 1 ', b'"renoteId": ', b"http", b" "):
        assert about("x", filling * (65_536 // len(filling))).reason == "not recognised"
