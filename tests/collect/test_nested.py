"""Archives inside archives, 7z, and the odd members of zips and tars that people really make."""

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import py7zr
import pytest
from backports import zstd

from rapport.collect import streams, tars
from rapport.collect.containers import Found, Unread, Walk
from tests.collect.test_walk import TEXT, reasons, tar_of, walk, zip_of

PACKS: list[Callable[[bytes], bytes]] = [lambda data: data, gzip.compress, bz2.compress, lzma.compress, zstd.compress]


def seven_of(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return packed.getvalue()


CONTAINERS: list[Callable[..., bytes]] = [tar_of, zip_of, seven_of]


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("inner", CONTAINERS)
@pytest.mark.parametrize("outer", CONTAINERS)
def test_an_archive_in_an_archive_is_opened(
    outer: Callable[..., bytes], inner: Callable[..., bytes], pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    packed = outer(before=b"1", a=pack(inner(b=TEXT, c=gzip.compress(b"small"))), after=b"2")
    (tmp_path / "data").write_bytes(packed)
    contents, said = walk(tmp_path / "data")
    assert contents == {
        "data › before": b"1", "data › a › b": TEXT, "data › a › c": b"small", "data › after": b"2",
    }  # fmt: skip
    assert said == []


def test_a_file_compressed_twice_is_read(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(gzip.compress(bz2.compress(TEXT)))
    assert walk(tmp_path / "data") == ({"data": TEXT}, [])


def test_there_is_an_end_to_archives_in_archives(tmp_path: Path) -> None:
    packed = TEXT
    for _ in range(12):
        packed = zip_of(a=packed, b=b"beside")
    (tmp_path / "data").write_bytes(packed)
    contents, said = walk(tmp_path / "data")
    assert contents == {f"data{' › a' * depth} › b": b"beside" for depth in range(4)}
    assert reasons(said) == ["more than 3 archives one in another; unpack it and import it by itself"]


def test_what_stands_beside_is_found_from_inside_the_inner_archive(tmp_path: Path) -> None:
    inner = zip_of(**{"general/day.json": b"{}"})
    for outer in (tar_of, zip_of, seven_of):
        (tmp_path / "data").write_bytes(outer(**{"inner.zip": inner, "users.json": b"all"}))
        found = {
            entry.file: entry.beside.get("users.json")
            for entry in Walk(tmp_path / "data", frozenset({"users.json"}))
            if isinstance(entry, Found)
        }
        assert found == {"data › inner.zip › general/day.json": b"all", "data › users.json": b"all"}


@pytest.mark.parametrize("outer", CONTAINERS)
@pytest.mark.parametrize("inner", CONTAINERS)
def test_what_stands_beside_in_an_inner_archive_is_found(
    outer: Callable[..., bytes], inner: Callable[..., bytes], tmp_path: Path
) -> None:
    packed = outer(x=b"0", **{"inner": inner(**{"day.json": b"{}", "users.json": b"inner"}), "users.json": b"outer"})
    (tmp_path / "data").write_bytes(packed)
    entries = (one for one in Walk(tmp_path / "data", frozenset({"users.json"})) if isinstance(one, Found))
    found = {entry.file: entry.beside.get("users.json") for entry in entries}
    assert found == {
        "data › x": b"outer", "data › inner › day.json": b"inner",
        "data › inner › users.json": b"inner", "data › users.json": b"outer",
    }  # fmt: skip


def test_a_tar_is_read_once_where_nobody_looks_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").write_bytes(gzip.compress(tar_of(a=b"1", b=b"2")))
    read: list[int] = []
    whole = tars.members_of
    monkeypatch.setattr(tars, "members_of", lambda stream: (read.append(1), whole(stream))[1])
    looked = [entry for entry in Walk(tmp_path / "data", frozenset({"b"})) if isinstance(entry, Found)]
    assert (len(looked), len(read)) == (2, 1)
    walked = (entry for entry in Walk(tmp_path / "data", frozenset({"b"})) if isinstance(entry, Found))
    assert ([dict(entry.beside) for entry in walked], len(read)) == ([{"b": b"2"}] * 2, 3)


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress])
def test_tars_in_a_tar_are_listed_twice_however_many_they_are(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once to be read and once for what stands beside; the outer one was listed again for each inner one."""
    inner = pack(tar_of(**{"day.json": b"{}", "users.json": b"[]"}))
    (tmp_path / "data").write_bytes(pack(tar_of(**{f"{number}.tar": inner for number in range(40)})))
    listed: list[str] = []
    whole = tars.members_of
    monkeypatch.setattr(
        tars, "members_of", lambda stream: (listed.append(member.name) or member for member in whole(stream))
    )
    walked = (entry for entry in Walk(tmp_path / "data", frozenset({"users.json"})) if isinstance(entry, Found))
    assert [entry.beside["users.json"] for entry in walked] == [b"[]"] * 80
    assert len(listed) == 2 * 40 + 2 * 80


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_tar_in_a_tar_that_is_cut_off_gives_what_came_before(keep: float, tmp_path: Path) -> None:
    members = {f"m{number}": os.urandom(2000) for number in range(50)}
    for pack in (lambda data: data, gzip.compress):
        packed = pack(tar_of(a=tar_of(**members)))
        (tmp_path / "data").write_bytes(packed[: int(len(packed) * keep)])
        contents, said = walk(tmp_path / "data")
        whole = [content for file, content in contents.items() if content == members[file.split(" › ")[2]]]
        assert len(whole) >= int(50 * keep) - 3
        assert len(said) == 1, said
        assert "cut off" in reasons(said)[0]


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("outer", [tar_of, zip_of])
def test_an_inner_zip_cut_off_gives_what_came_before(outer: Callable[..., bytes], keep: float, tmp_path: Path) -> None:
    members = {f"m{number}": b"x" + os.urandom(2000) for number in range(50)}
    inner = zip_of(**members)
    (tmp_path / "data").write_bytes(outer(a=inner[: int(len(inner) * keep)], z=b"after"))
    contents, said = walk(tmp_path / "data")
    assert contents.pop("data › z") == b"after"
    whole = {file: content for file, content in contents.items() if content == members[file.split(" › ")[2]]}
    assert len(whole) >= int(50 * keep) - 2
    assert len(said) == 1, said


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_zip_in_a_tar_that_is_cut_off_is_said_once(keep: float, tmp_path: Path) -> None:
    inner = zip_of(**{f"m{number}": b"x" + os.urandom(2000) for number in range(50)})
    for pack in (lambda data: data, gzip.compress):
        packed = pack(tar_of(a=inner, z=b"after"))
        (tmp_path / "data").write_bytes(packed[: int(len(packed) * keep)])
        _, said = walk(tmp_path / "data")
        assert len(said) == 1, said


def test_a_7z_is_read_member_by_member_in_flat_memory(tmp_path: Path) -> None:
    with py7zr.SevenZipFile(tmp_path / "forum.7z", "w") as archive:
        for name in ("Posts.xml", "Users.xml"):
            archive.writestr(TEXT, name)
        archive.writestr(b"", "empty")
    contents, said = walk(tmp_path / "forum.7z")
    assert contents == {"forum.7z › Posts.xml": TEXT, "forum.7z › Users.xml": TEXT}
    assert reasons(said) == ["it is empty"]


@pytest.mark.parametrize("filters", [
    [{"id": py7zr.FILTER_LZMA}], [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA2}], [{"id": py7zr.FILTER_BZIP2}],
    [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}], [{"id": py7zr.FILTER_DEFLATE}], [{"id": py7zr.FILTER_COPY}],
    [{"id": py7zr.FILTER_ZSTD, "level": 3}],
])  # fmt: skip
def test_each_way_of_packing_a_7z_is_read(filters: list[dict[str, int]], tmp_path: Path) -> None:
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w", filters=filters) as archive:
        archive.writestr(TEXT, "a")
        archive.writestr(TEXT[::-1], "b")
    assert walk(tmp_path / "a.7z") == ({"a.7z › a": TEXT, "a.7z › b": TEXT[::-1]}, [])


def test_a_7z_at_any_byte_is_cut_off_and_says_so(tmp_path: Path) -> None:
    whole = seven_of(a=TEXT[:4000], b=b"small")
    for length in range(6, len(whole)):
        (tmp_path / "data").write_bytes(whole[:length])
        contents, said = walk(tmp_path / "data")
        assert contents == {}
        assert len(said) == 1
        assert reasons(said)[0].startswith("the 7z is cut off or damaged")


def test_a_7z_with_any_byte_changed_raises_nothing(tmp_path: Path) -> None:
    whole = seven_of(a=TEXT[:4000], b=b"small")
    for place in range(6, len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 0x55
        (tmp_path / "data").write_bytes(broken)
        walk(tmp_path / "data")


@pytest.mark.parametrize("header", [False, True])
def test_an_encrypted_7z_is_said(header: bool, tmp_path: Path) -> None:
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w", password="x", header_encryption=header) as archive:
        archive.writestr(TEXT, "a")
    contents, said = walk(tmp_path / "a.7z")
    assert contents == {}
    assert reasons(said) == ["it is encrypted; unpack it with its password and import what was in it"]


def test_what_wants_more_memory_than_there_is_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "USUAL", 1 << 20)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 4 << 20}))
    long = {zstd.CompressionParameter.window_log: 27}
    compressor = zstd.ZstdCompressor(options=long)
    (tmp_path / "a.zst").write_bytes(compressor.compress(TEXT) + compressor.flush())
    (tmp_path / "b.7z").write_bytes(seven_of(b=TEXT))
    (tmp_path / "c.zst").write_bytes(zstd.compress(TEXT))
    contents, said = walk(tmp_path)
    assert contents == {"a.zst": b"", "c.zst": TEXT} or contents == {"c.zst": TEXT}
    assert [reason.split(",")[0] for reason in reasons(said)] == [
        "it wants 128 MB of memory to be unpacked", "it wants 16 MB of memory to be unpacked",
    ]  # fmt: skip


def test_an_xz_that_wants_much_memory_is_said(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 128 << 20}]
    (tmp_path / "a.xz").write_bytes(lzma.compress(TEXT, filters=filters))
    _, said = walk(tmp_path / "a.xz")
    assert reasons(said) == ["it wants more than 96 MB of memory to be unpacked; unpack it and import the result"]


def odd_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("/absolute", b"1")
        archive.writestr("../../up", b"2")
        archive.writestr("twice", b"3")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("twice", b"4")
        archive.writestr("Zürich.json", b"5")
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        with archive.open("descriptor", "w", force_zip64=True) as member:
            member.write(b"6")


def test_odd_members_of_a_zip(tmp_path: Path) -> None:
    odd_zip(tmp_path / "z")
    contents, said = walk(tmp_path / "z")
    assert contents == {
        "z › /absolute": b"1", "z › ../../up": b"2", "z › twice": b"4", "z › Zürich.json": b"5", "z › descriptor": b"6",
    }  # fmt: skip
    assert reasons(said) == ["a link; what it points to is not followed"]
    found = [entry.file for entry in Walk(tmp_path / "z") if isinstance(entry, Found)]
    assert found.count("z › twice") == 2
    assert {one.name for one in tmp_path.iterdir()} == {"z"}


def test_a_name_in_an_old_code_page_is_read(tmp_path: Path) -> None:
    """As DOS and old Windows wrote it: one byte a letter, and no flag that says UTF-8."""
    packed = zip_of(Zurich=TEXT).replace(b"Zurich", b"Z\x81rich")
    (tmp_path / "z").write_bytes(packed)
    (tmp_path / "cut").write_bytes(packed[: packed.rindex(b"PK\1\2")])
    for name in ("z", "cut"):
        assert walk(tmp_path / name)[0] == {f"{name} › Zürich": TEXT}


class _Pipe(io.BytesIO):
    """`zipfile` writes data descriptors where it cannot seek."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def test_a_zip_written_into_a_pipe_is_read(tmp_path: Path) -> None:
    packed = _Pipe()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"m{number}", TEXT)
    whole = packed.getvalue()
    (tmp_path / "z").write_bytes(whole)
    (tmp_path / "cut").write_bytes(whole[: whole.rindex(b"PK\1\2")])
    expected = {f"m{number}": TEXT for number in range(3)}
    for name in ("z", "cut"):
        contents, _ = walk(tmp_path / name)
        assert contents == {f"{name} › {member}": content for member, content in expected.items()}


@pytest.mark.slow
def test_a_zip_of_a_hundred_thousand_members(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z", "w") as archive:
        for number in range(100_000):
            archive.writestr(str(number), b"x")
    assert sum(isinstance(entry, Found) for entry in Walk(tmp_path / "z")) == 100_000


@pytest.mark.slow
def test_zip64_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z", "w") as archive:
        for number in range(70_000):  # more than the old end record can count
            archive.writestr(str(number), b"")
        archive.writestr("last", b"here")
    contents, said = walk(tmp_path / "z")
    assert contents == {"z › last": b"here"}
    assert len(said) == 70_000


def test_deflate64_is_said(tmp_path: Path) -> None:
    packed = bytearray(zip_of(a=TEXT, b=b"fine"))
    for signature, offset in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        struct.pack_into("<H", packed, packed.find(signature) + offset, 9)
    (tmp_path / "z").write_bytes(packed)
    contents, said = walk(tmp_path / "z")
    assert contents == {"z › b": b"fine"}
    assert "Deflate64" in reasons(said)[0]


def test_pax_headers_and_long_names_in_a_tar(tmp_path: Path) -> None:
    name = "é/" * 200 + "post.json"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        with tarfile.open(tmp_path / "t", "w", format=form, pax_headers={"comment": "x" * 5000}) as tar:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = 4, 1.5
            tar.addfile(info, io.BytesIO(b"text"))
        assert walk(tmp_path / "t") == ({f"t › {name}": b"text"}, [])


def test_a_tar_cut_off_at_any_byte_loses_nothing_before_it(tmp_path: Path) -> None:
    packed = tar_of(a=b"x" * 700, b=b"y" * 100)
    for length in range(512, 2560, 7):
        (tmp_path / "t").write_bytes(packed[:length])
        contents, said = walk(tmp_path / "t")
        assert length < 512 + 700 or contents["t › a"] == b"x" * 700
        assert len(said) == 1, (length, said)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "secret").chmod(0)
    _, said = walk(tmp_path)
    assert [one.reason.split(";")[0] for one in said if isinstance(one, Unread)] == ["you may not read it"] * 2


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert reasons(walk(tmp_path)[1]) == ["there is no file in it"]


def test_a_bomb_of_bombs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BOMB_FREE", 2 << 20)
    monkeypatch.setattr(streams, "BOMB_RATIO", 300)
    packed = zip_of(**{f"m{number}": b"\0" * (4 << 20) for number in range(8)})
    packed = zip_of(**{f"z{number}": packed for number in range(8)})
    (tmp_path / "a").write_bytes(packed)
    (tmp_path / "b").write_bytes(b"honest")
    contents, said = walk(tmp_path)
    assert contents.pop("b") == b"honest"
    assert sum(map(len, contents.values())) < 20 << 20
    assert "grows to more than" in reasons(said)[-1]
