"""7z archives that are made to take all memory: what they may take is bounded, however much they claim."""

import io
import lzma
import struct
import tracemalloc
import zlib
from pathlib import Path

import psutil
import py7zr
import pytest
from py7zr.archiveinfo import write_uint64

from rapport.collect import sevens, streams
from tests.collect.test_walk import TEXT, reasons, walk

ZEROS = 200 << 20


def number(value: int) -> bytes:
    written = io.BytesIO()
    write_uint64(written, value)
    return written.getvalue()


@pytest.mark.parametrize("method", [py7zr.FILTER_ZSTD, py7zr.FILTER_DEFLATE, py7zr.FILTER_BZIP2])
def test_what_unpacks_all_it_is_given_is_given_little(method: int, tmp_path: Path) -> None:
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w", filters=[{"id": method}]) as archive:
        archive.writestr(bytes(ZEROS), "zeros")
    tracemalloc.start()
    try:
        with (tmp_path / "a.7z").open("rb") as file:
            read = 0
            for member in sevens.members_of(file, "a.7z"):
                with member.open() as content:
                    while data := content.read(streams.CHUNK):
                        read += len(data)
        taken = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read == ZEROS
    assert taken < 150 << 20


def with_header(header: bytes, coder: bytes, packed: bytes) -> bytes:
    """An archive of nothing but a packed header."""
    encoded = b"\x17\x06" + number(0) + number(1) + b"\x09" + number(len(packed)) + b"\0"
    encoded += b"\x07\x0b" + number(1) + b"\0" + number(1) + coder + b"\x0c" + number(len(header)) + b"\0\0"
    start = struct.pack("<QQL", len(packed), len(encoded), zlib.crc32(encoded))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<L", zlib.crc32(start)) + start + packed + encoded


def header_of(files: int) -> bytes:
    """Of so many empty files without names."""
    empty, names = b"\xff" * -(-files // 8), b"\0" + b"\0\0" * files
    told = number(files) + b"\x0e" + number(len(empty)) + empty + b"\x11" + number(len(names)) + names
    return b"\x01\x05" + told + b"\0\0"


def test_a_header_of_millions_of_files_is_refused(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA1, "preset": 6}]
    header = header_of(1_000_000)
    packed = lzma.compress(header, format=lzma.FORMAT_RAW, filters=filters)
    coder = b"\x23\x03\x01\x01\x05" + struct.pack("<BI", 93, 8 << 20)
    (tmp_path / "a.7z").write_bytes(with_header(header, coder, packed))
    assert (tmp_path / "a.7z").stat().st_size < 1000
    contents, said = walk(tmp_path / "a.7z")
    assert contents == {}
    assert reasons(said) == ["the 7z is cut off or damaged (numfiles value 1000000 exceeds limit 500000)"]


def test_a_header_packed_as_none_is_is_refused(tmp_path: Path) -> None:
    header = header_of(3)
    compressor = zlib.compressobj(wbits=-15)
    packed = compressor.compress(header) + compressor.flush()
    (tmp_path / "a.7z").write_bytes(with_header(header, b"\x03\x04\x01\x08", packed))
    _, said = walk(tmp_path / "a.7z")
    assert reasons(said) == ["the 7z is cut off or damaged (its header is packed in an unusual way)"]


def test_memory_that_ppmd_wants_counts_however_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "USUAL", 1 << 20)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 4 << 20}))
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w", filters=[{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 26}]) as made:
        made.writestr(TEXT, "a")
    contents, said = walk(tmp_path / "a.7z")
    assert contents == {}
    assert [reason.split(",")[0] for reason in reasons(said)] == ["it wants 64 MB of memory to be unpacked"]
