"""The small files beside others: read first wherever they stand, each file finds the nearest."""

import io
import os
import signal
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rapport.collect import beside
from rapport.collect.containers import Found, Walk

FILES = {
    "general/day.json": b"day",
    "users.json": b"all",
    "other/users.json": b"others",
    "other/random/day.json": b"day",
    "other/day.json": b"day",
}


def folder(path: Path) -> Path:
    for name, content in FILES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    return path / "export.zip"


def tarred(path: Path) -> Path:
    with tarfile.open(path / "export.tar.gz", "w:gz") as archive:
        for name, content in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path / "export.tar.gz"


def beside_each(path: Path) -> dict[str, bytes | None]:
    found = (entry for entry in Walk(path, frozenset({"users.json"})) if isinstance(entry, Found))
    return {entry.file.rsplit(" › ", 1)[-1]: entry.beside.get("users.json") for entry in found}


NEAREST = {
    "general/day.json": b"all",
    "users.json": b"all",
    "other/users.json": b"others",
    "other/random/day.json": b"others",
    "other/day.json": b"others",
}


@pytest.mark.parametrize("make", [folder, zipped, tarred])
def test_each_file_finds_the_nearest(make: Callable[[Path], Path], tmp_path: Path) -> None:
    assert beside_each(make(tmp_path)) == NEAREST


@pytest.mark.parametrize("make", [folder, zipped, tarred])
def test_what_is_too_large_is_not_looked_into(
    make: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "LARGEST", 3)
    found = beside_each(make(tmp_path))
    assert found["general/day.json"] == b"all"
    assert found["other/day.json"] == b"all"


def test_nothing_is_looked_into_where_nothing_is_wanted(tmp_path: Path) -> None:
    entries = (entry for entry in Walk(zipped(tmp_path)) if isinstance(entry, Found))
    assert [dict(entry.beside) for entry in entries] == [{}] * len(FILES)


def test_a_damaged_tar_gives_what_came_before_the_damage(tmp_path: Path) -> None:
    path = tarred(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 40])
    assert beside_each(path).get("general/day.json") == b"all"


def first_letters(_path: str, head: bytes) -> dict[str, bytes]:
    return {f"letter {head[:1].decode()}": head[:1]}


@pytest.mark.parametrize("make", [folder, zipped, tarred])
def test_what_the_beginning_of_a_file_tells_is_told_to_all(make: Callable[[Path], Path], tmp_path: Path) -> None:
    found = (entry for entry in Walk(make(tmp_path), tells=[first_letters]) if isinstance(entry, Found))
    assert [dict(entry.beside) for entry in found] == [
        {"letter a": b"a", "letter d": b"d", "letter o": b"o"},
    ] * len(FILES)


def test_a_pipe_is_not_waited_for_and_a_link_not_followed(tmp_path: Path) -> None:
    """Each is told of as a file that is not read; neither is looked into for the others' sake."""
    for name in ("piped", "linked"):
        (tmp_path / "export" / name).mkdir(parents=True)
        (tmp_path / "export" / name / "day.json").write_bytes(b"day")
    os.mkfifo(tmp_path / "export" / "piped" / "users.json")
    (tmp_path / "private.json").write_bytes(b"private")
    (tmp_path / "export" / "linked" / "users.json").symlink_to(tmp_path / "private.json")
    signal.alarm(20)
    try:
        assert beside_each(tmp_path / "export") == {"linked/day.json": None, "piped/day.json": None}
    finally:
        signal.alarm(0)
