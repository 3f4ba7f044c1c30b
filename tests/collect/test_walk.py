"""What is inside a path is found whatever it is packed in, and hostile packing harms nobody."""

import bz2
import gzip
import io
import lzma
import os
import resource
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from backports import zstd

from rapport.collect import streams
from rapport.collect.containers import Cut, Entry, Found, Unread, Walk
from rapport.collect.streams import Broken, Content

TEXT = b"".join(b"line %d of something\n" % number for number in range(20_000))


def tar_of(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def zip_of(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def walk(path: Path) -> tuple[dict[str, bytes], list[Entry]]:
    """The content of what was found, as far as it could be read, and everything else that was said."""
    contents: dict[str, bytes] = {}
    said: list[Entry] = []
    for entry in Walk(path):
        if not isinstance(entry, Found):
            said.append(entry)
            continue
        contents[entry.file] = b""
        reader = Content(entry.stream)
        try:
            while data := reader.read(1 << 24):
                contents[entry.file] += data
        except Broken as broken:
            broken.told = True
            said.append(Cut(entry.file, broken))
    return contents, said


def reasons(said: Sequence[Entry]) -> list[str]:
    return [
        one.reason if isinstance(one, Unread) else one.broken.reason for one in said if isinstance(one, Unread | Cut)
    ]


@pytest.mark.parametrize(
    "pack",
    [
        lambda data: data,
        gzip.compress,
        lambda data: gzip.compress(data[:1000]) + gzip.compress(data[1000:]) + b"\0" * 512,
        bz2.compress,
        lzma.compress,
        lambda data: zstd.compress(data[:1000]) + zstd.compress(data[1000:]),
    ],
    ids=["plain", "gzip", "gzip of two members, padded", "bzip2", "xz", "zstd of two frames"],
)
def test_a_file_is_unpacked(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(pack(TEXT))
    assert walk(tmp_path / "data") == ({"data": TEXT}, [])


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress, bz2.compress, lzma.compress, zstd.compress])
@pytest.mark.parametrize("container", [tar_of, zip_of])
def test_members_are_found_in_order(
    container: Callable[..., bytes], pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    (tmp_path / "data").write_bytes(pack(container(b=TEXT, a=gzip.compress(b"small", mtime=0))))
    contents, said = walk(tmp_path / "data")
    assert contents == {"data › b": TEXT, "data › a": b"small"}
    assert list(contents) == ["data › b", "data › a"]
    assert said == []


def test_a_folder_is_walked_in_order_and_its_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "b").write_bytes(b"2")
    (folder / "a").write_bytes(b"1")
    (folder / "link").symlink_to("/etc/hostname")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    contents, said = walk(folder)
    assert contents == {"a": b"1", "sub/b": b"2"}
    assert {one.file for one in said if isinstance(one, Unread)} == {"link", "round", "pipe"}


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: bz2.compress(data, 1), lzma.compress, zstd.compress])
def test_a_file_cut_off_gives_what_came_before(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    noise = os.urandom(1 << 18).hex().encode()
    packed = pack(noise)
    (tmp_path / "data").write_bytes(packed[: len(packed) * 3 // 4])
    contents, said = walk(tmp_path / "data")
    assert noise.startswith(contents["data"])
    assert len(contents["data"]) > len(noise) // 8
    assert reasons(said) == ["it is cut off or damaged (the compressed data ends too early)"]
    assert isinstance(said[0], Cut)
    assert said[0].broken.position == len(contents["data"])


def test_gzip_needs_no_buffer_to_give_every_byte_before_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(gzip.compress(TEXT) + b"this is not gzip")
    contents, said = walk(tmp_path / "data")
    assert contents == {"data": TEXT}
    assert len(said) == 1


@pytest.mark.parametrize("keep", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("container", [tar_of, zip_of])
def test_a_container_cut_off_gives_what_came_before_and_says_so_once(
    container: Callable[..., bytes], keep: float, tmp_path: Path
) -> None:
    # Two random bytes are those of gzip once in a thousand runs.
    members = {f"m{number}": b"x" + os.urandom(2000) for number in range(50)}
    packed = container(**members)
    (tmp_path / "data").write_bytes(packed[: int(len(packed) * keep)])
    contents, said = walk(tmp_path / "data")
    whole = {file: content for file, content in contents.items() if content == members[file.split(" › ")[1]]}
    assert len(whole) >= int(50 * keep) - 2
    assert len(contents) - len(whole) <= 1
    assert len(said) == 1, said


def test_a_tar_cut_off_between_two_members_is_not_taken_for_whole(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(tar_of(a=b"x" * 512, b=b"y" * 512)[:2048])
    contents, said = walk(tmp_path / "data")
    assert contents == {"data › a": b"x" * 512, "data › b": b"y" * 512}
    assert reasons(said) == ["the tar is cut off or damaged (empty header)"]


def test_links_and_devices_in_a_tar_are_said_and_not_read(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "data", "w") as tar:
        for name, kind in {
            "soft": tarfile.SYMTYPE,
            "hard": tarfile.LNKTYPE,
            "null": tarfile.CHRTYPE,
            "p": tarfile.FIFOTYPE,
        }.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        info = tarfile.TarInfo("../../../../etc/cron.d/evil")
        info.size = 4
        tar.addfile(info, io.BytesIO(b"text"))
    before = set(tmp_path.parent.rglob("*"))
    contents, said = walk(tmp_path / "data")
    assert contents == {"data › ../../../../etc/cron.d/evil": b"text"}
    assert [one.file for one in said if isinstance(one, Unread)] == [
        f"data › {name}" for name in ("soft", "hard", "null", "p")
    ]
    assert set(tmp_path.parent.rglob("*")) == before


def test_a_sparse_member_of_a_terabyte_is_not_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("huge")
    info.pax_headers = {
        "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "huge",
        "GNU.sparse.realsize": str(1 << 40),
    }  # fmt: skip
    content = b"0\n".ljust(512, b"\0")
    info.size = len(content)
    with tarfile.open(tmp_path / "data", "w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(info, io.BytesIO(content))
    contents, said = walk(tmp_path / "data")
    assert contents == {}
    assert reasons(said) == ["a file with holes, which are not made here; unpack the tar and import the folder"]


def test_a_header_that_claims_a_gigabyte_is_not_held_in_memory(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    with gzip.open(tmp_path / "data", "wb") as packed:
        packed.write(info.tobuf())
        packed.write(b"a" * (1 << 20))
    contents, said = walk(tmp_path / "data")
    assert contents == {}
    assert reasons(said) == ["a header says that it is 1,073,741,824 bytes long"]


def bomb(size: int) -> bytes:
    packed = io.BytesIO()
    with gzip.open(packed, "wb") as file:
        for _ in range(size >> 20):
            file.write(b"\0" * (1 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    "pack", [lambda data: data, lambda data: tar_of(a=data), lambda data: zip_of(a=data), bz2.compress]
)
def test_a_bomb_is_stopped_and_the_next_file_is_read(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BOMB_FREE", 2 << 20)
    monkeypatch.setattr(streams, "BOMB_RATIO", 500)
    (tmp_path / "a").write_bytes(pack(bomb(16 << 20)))
    (tmp_path / "b").write_bytes(b"honest")
    contents, said = walk(tmp_path)
    assert contents.pop("b") == b"honest"
    assert all(len(content) < 12 << 20 for content in contents.values())
    assert len(said) == 1
    assert "grows to more than" in reasons(said)[0] or "compressed twice" in reasons(said)[0]


def test_members_that_share_their_bytes_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip may name the same compressed bytes a thousand times; its size on the disk is what counts."""
    monkeypatch.setattr(streams, "BOMB_FREE", 10 << 20)
    monkeypatch.setattr(streams, "BOMB_RATIO", 2000)
    with zipfile.ZipFile(tmp_path / "z", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("m0", b"\0" * (4 << 20))
        first = archive.infolist()[0]
        for number in range(1, 50):
            again = zipfile.ZipInfo(f"m{number}")
            for field in ("CRC", "compress_size", "file_size", "header_offset", "compress_type", "flag_bits"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
    contents, _ = walk(tmp_path / "z")
    assert sum(map(len, contents.values())) < 24 << 20


def test_an_encrypted_member_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    packed = bytearray(zip_of(secret=b"x" * 100, open=b"readable"))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        packed[packed.find(signature) + offset] |= 1
    (tmp_path / "z").write_bytes(bytes(packed))
    contents, said = walk(tmp_path / "z")
    assert contents == {"z › open": b"readable"}
    assert reasons(said) == ["it is encrypted; unpack it with its password and import what was in it"]


def test_a_damaged_member_of_a_zip_costs_only_itself(tmp_path: Path) -> None:
    noise = os.urandom(50_000)
    packed = bytearray(zip_of(a=noise, b=b"fine"))
    packed[20_000] ^= 0xFF
    (tmp_path / "z").write_bytes(bytes(packed))
    contents, said = walk(tmp_path / "z")
    assert contents["z › b"] == b"fine"
    assert len(said) == 1


def test_a_zip_whose_table_of_contents_would_fill_memory_is_read_as_it_streams_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rapport.collect.zips.DIRECTORY", 1000)
    (tmp_path / "z").write_bytes(zip_of(**{f"m{number}": b"%d" % number for number in range(100)}))
    contents, said = walk(tmp_path / "z")
    assert contents == {f"z › m{number}": b"%d" % number for number in range(100)}
    assert said == []


def test_a_pipe_is_read_where_it_is_given_by_name(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, gzip.compress(b"from a pipe", mtime=0))
    os.close(writing)
    contents, said = walk(Path(f"/proc/self/fd/{reading}"))
    os.close(reading)
    assert list(contents.values()) == [b"from a pipe"]
    assert said == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (gzip.compress(b"", mtime=0), "it is empty"),
        (b"Rar!\x1a\7\1\0", "a rar file, which is not read here; unpack it and import what was in it"),
        (b"\x04\x22\x4d\x18rest", "a lz4 file, which is not read here; unpack it and import what was in it"),
        (zip_of(), "there is no file in it"),
        (zip_of(**{"folder/": b""}), "there is no file in it"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(content)
    contents, said = walk(tmp_path / "data")
    assert contents == {}
    assert reasons(said) == [reason]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    contents, said = walk(tmp_path / "nothing")
    assert (contents, reasons(said)) == ({}, ["it is not there"])


def test_a_file_that_changes_while_it_is_read_is_said(tmp_path: Path) -> None:
    place = tmp_path / "growing"
    place.write_bytes(b"first\n")
    said = []
    for entry in Walk(place):
        if isinstance(entry, Found):
            with place.open("ab") as file:
                file.write(b"second\n")
            os.utime(place, ns=(1, 1))
        else:
            said.append(entry)
    assert reasons(said) == ["it changed while it was read; import it again when it is complete"]


def test_zstd_with_a_window_of_two_gigabytes_is_read_in_little_memory(tmp_path: Path) -> None:
    """As Reddit's dumps are made; zstd itself refuses more than 128 MB unless it is told otherwise."""
    long = {zstd.CompressionParameter.window_log: 31, zstd.CompressionParameter.enable_long_distance_matching: 1}
    compressor = zstd.ZstdCompressor(options=long)
    (tmp_path / "RS_2015-01.zst").write_bytes(compressor.compress(TEXT) + compressor.flush())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert walk(tmp_path / "RS_2015-01.zst") == ({"RS_2015-01.zst": TEXT}, [])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
