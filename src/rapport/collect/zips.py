"""Zips: by their table of contents where they can be sought in, else member by member as they stream by."""

import io
import stat
import zipfile
from collections.abc import Iterable
from functools import partial
from struct import unpack_from
from typing import BinaryIO, cast

from stream_unzip import PasswordError, stream_unzip

from rapport.collect.members import Member, Members
from rapport.collect.streams import CHUNK, FAULTS, Broken, Content, Guarded

DIRECTORY = 1 << 24
"""The largest table of contents of a zip: some 200,000 files, 160 MB of memory. A zip with a longer one is read as it
streams by."""
_END = b"PK\5\6"
_COMMENT = 1 << 16
_DEFLATE64 = 9


def directory_size(file: BinaryIO) -> int:
    """Bytes of the table of contents, as the end record tells; `zipfile` would read all of it into memory.

    In a zip64 the end record says 4 GB or the truth; `zipfile` itself checks that the truth fits the file.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _COMMENT - 22))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("it has no end record")
    claimed: int = unpack_from("<I", tail, at + 12)[0]
    if claimed == 0xFFFFFFFF and at >= 76 and tail[at - 76 : at - 72] == b"PK\6\6":
        claimed = unpack_from("<Q", tail, at - 76 + 40)[0]
    return claimed


def opened(file: BinaryIO, directory: int) -> zipfile.ZipFile | None:
    """None where it has no table of contents that can be used, or one of more bytes than `directory`."""
    try:
        return zipfile.ZipFile(file) if directory_size(file) <= directory else None
    except FAULTS:
        return None


def listed(archive: zipfile.ZipFile) -> Members:
    for info in archive.infolist():
        if not info.is_dir():
            yield Member(info.filename, partial(_open, archive, info), _why_not(info))


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> io.BufferedIOBase:
    return cast(io.BufferedIOBase, archive.open(info))


def _why_not(info: zipfile.ZipInfo) -> str | None:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link; what it points to is not followed"
    if info.compress_type == _DEFLATE64 and not info.flag_bits & 1:
        return "it is packed by Deflate64, as Windows packs files above 2 GB, which is not read here; unpack the zip"
    return None


def streamed(stream: Guarded) -> Members:
    """Of a zip without its table of contents, cut off or in a pipe: until it ends."""
    reader = Content(stream)
    members = stream_unzip(iter(lambda: reader.read1(CHUNK), b""), chunk_size=CHUNK)
    while True:
        try:
            member = next(members, None)
        except FAULTS as fault:
            raise _broken(stream, fault) from fault
        if member is None:
            return
        pieces = Pieces(member[2])
        name = _name(member[0])
        if not name.endswith("/"):
            yield Member(name, partial(_itself, pieces))
        try:
            pieces.drain()
        except FAULTS as fault:
            raise _broken(stream, fault) from fault


def _itself(pieces: "Pieces") -> "Pieces":
    return pieces


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp437")  # APPNOTE.TXT, appendix D


def _broken(stream: Guarded, fault: BaseException) -> Broken:
    return Broken(stream.file, stream.taken, f"the zip is cut off or damaged ({told(fault)})")


def told(fault: BaseException) -> str:
    """A container's fault in words."""
    if isinstance(fault, PasswordError) or "encrypted" in str(fault):
        return "it is encrypted; unpack it with its password and import what was in it"
    return str(fault) or type(fault).__name__


class Pieces(io.RawIOBase):
    """An iterator of bytes as a stream. A fault is raised again by each later call."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")
        self._fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        """Its owner drains it: the rest of a zip stands behind it."""

    def drain(self) -> None:
        self._rest = memoryview(b"")
        while self._next() is not None:
            pass

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        while not self._rest:
            piece = self._next()
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _next(self) -> bytes | None:
        if self._fault:
            raise self._fault
        try:
            return next(self._pieces, None)
        except Exception as fault:
            self._fault = fault
            raise
