"""Streams that keep memory flat, say where they broke, and stop at bombs.

A file on disk is a `Disk`; what is compressed in it is `Inflated`; each of them, and each member of a container,
wears a `Guarded`, which counts, turns every fault of the layers below into one `Broken`, and shows its head.
"""

import bz2
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Protocol, cast

import psutil
from backports import zstd
from isal import igzip_lib
from stream_unzip import UnzipError

from rapport.words.errors import SourceUnreadable

HEAD = 1 << 16
"""Bytes by which a file is recognised."""
CHUNK = 1 << 18
FRAME = 18
"""Bytes of the longest head of a zstd frame."""
BOMB_FREE = 100_000_000
BOMB_RATIO = 1000
"""A file may become a thousand times its size once it has given 100 MB; gzip's own limit is 1,032 times."""
XZ_MEMORY = 96 << 20
"""`xz -9` wants 65 MB to be read; a header may claim 4 GB."""
ZSTD_WINDOW = 31
"""Powers of two. Reddit's dumps are made with `--long=31` and cannot be read with less."""
USUAL = 1 << 27
"""Bytes that any file may want to be unpacked; zstd's own limit. What wants more has to fit into half of what is free.
Memory is taken only as far as the content goes, so that a small file with such a claim costs nothing."""

FAULTS = (
    EOFError, OSError, RuntimeError, ValueError, UnzipError, zlib.error, lzma.LZMAError, tarfile.TarError,
    zipfile.BadZipFile, cast(type[Exception], igzip_lib.error), zstd.ZstdError,
)  # fmt: skip
"""What the libraries of containers raise for content that is damaged, encrypted or of a kind they do not know."""


class Broken(SourceUnreadable):
    """A stream cannot be read on. `position` is the byte of its decompressed content."""

    def __init__(self, source: str, position: int, reason: str) -> None:
        super().__init__(source, reason)
        self.position = position
        self.told = False
        """Whether it was reported, so that the layers around it do not report it again."""


class Piece(io.RawIOBase):
    """So many bytes of what streams by. An end that comes before is an error, and what came before that is read."""

    def __init__(self, read: Callable[[int], bytes], size: int) -> None:
        self._read = read
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        wanted = min(len(buffer), self._left, CHUNK)
        data = self._read(wanted) if wanted else b""
        if wanted and not data:
            raise EOFError("unexpected end of data")
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)


class Meter:
    """What one file on disk took and gave, over all its layers: the measure of progress and of bombs."""

    def __init__(self, size: int | None) -> None:
        self.size = size
        self.consumed = 0
        """Bytes taken from the disk."""
        self.made = 0
        """Bytes that decompression made of them."""

    def take(self, count: int) -> None:
        """Count bytes from the disk; those read twice count once."""
        self.consumed += count
        if self.size is not None:
            self.consumed = min(self.consumed, self.size)

    @property
    def exploded(self) -> bool:
        return self.made > BOMB_FREE and self.made > BOMB_RATIO * max(self.consumed, 1)


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes | None: ...


class Disk(io.RawIOBase):
    """A file or a pipe, whose bytes are counted as they are taken."""

    def __init__(self, file: io.RawIOBase | io.BufferedIOBase, meter: Meter) -> None:
        self._file = file
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer) or 0
        self._meter.take(count)
        return count


class Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def _gzip(_: bytes) -> Decompressor:
    made: Decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    return made


def _zstd(head: bytes) -> Decompressor:
    spare_memory(_window(head))
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW})


def _window(head: bytes) -> int:
    """Bytes that a zstd frame wants to be kept of it (RFC 8878, 3.1.1.1)."""
    if not head.startswith(b"\x28\xb5\x2f\xfd") or len(head) < 6:
        return 0
    told, size = head[4], head[5]
    if told & 0x20:  # a single segment: as much as the content has
        start = 5 + (0, 1, 2, 4)[told & 3]
        wide = 1 << (told >> 6)
        return int.from_bytes(head[start : start + wide], "little")
    base = 1 << 10 + (size >> 3)
    return base + base // 8 * (size & 7)


def spare_memory(wanted: int) -> None:
    """Raises TooLarge where unpacking wants more than is usual and more than half of what is free."""
    if wanted > USUAL and wanted > psutil.virtual_memory().available // 2:
        raise TooLarge(
            f"it wants {wanted >> 20:,} MB of memory to be unpacked, more than half of what is free here; unpack it on "
            "a larger machine and import the result"
        )


class TooLarge(ValueError):
    """Its words say all."""


DECOMPRESSORS: dict[str, Callable[[bytes], Decompressor]] = {
    "gzip": _gzip,
    "bzip2": lambda _: bz2.BZ2Decompressor(),
    "xz": lambda _: lzma.LZMADecompressor(memlimit=XZ_MEMORY),
    "zstd": _zstd,
}
"""Each gets the first bytes of what it will unpack."""


class Inflated(io.RawIOBase):
    """Decompresses piece by piece, so that everything before a fault is given; members follow one another."""

    def __init__(self, file: Readable, form: str) -> None:
        self._file = file
        self._new = DECOMPRESSORS[form]
        self._inside: Decompressor | None = None
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._piece(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _piece(self, size: int) -> bytes:
        while True:
            if self._inside is None and not self._begin():
                return b""
            inside = self._inside
            assert inside is not None  # noqa: S101  # for mypy: _begin made it
            data, self._waiting = self._waiting, b""
            if not data and inside.needs_input and not inside.eof:
                data = self._file.read(CHUNK) or b""
                if not data:
                    raise EOFError("the compressed data ends too early")
            out = inside.decompress(data, size)
            if inside.eof:
                self._waiting, self._inside = inside.unused_data, None
            if out:
                return out

    def _begin(self) -> bool:
        """Start the next compressed member; False at the end. Zeros after a member are padding."""
        while not (data := self._waiting.lstrip(b"\0")):
            data = self._file.read(CHUNK) or b""
            if not data:
                return False
            self._waiting = data
        if len(data) < FRAME:
            data += self._file.read(CHUNK) or b""
        self._waiting = data
        self._inside = self._new(data)
        return True


class Guarded(io.RawIOBase):
    """One stream of content: counts what it gave, shows its head, and breaks once and for all."""

    def __init__(self, source: io.RawIOBase | io.BufferedIOBase, file: str, meter: Meter, *, inflated: bool) -> None:
        self._source = source
        self._inflated = inflated
        self._ahead = b""
        self.file = file
        self.meter = meter
        self.taken = 0
        self.broken: Broken | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        if self._ahead:
            data, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
            buffer[: len(data)] = data
            return len(data)
        return self._take(memoryview(buffer))

    def head(self) -> bytes:
        """Up to 64 KiB of the beginning, which `read` will still give. A fault in it is raised by `read`."""
        while len(self._ahead) < HEAD:
            room = memoryview(bytearray(HEAD - len(self._ahead)))
            try:
                count = self._take(room)
            except Broken:
                break
            if not count:
                break
            self._ahead += room[:count]
        return self._ahead

    def drain(self) -> None:
        """Read to the end, or to where it breaks."""
        room = memoryview(bytearray(CHUNK))
        try:
            while self.readinto(room):
                pass
        except Broken:
            return

    def _take(self, buffer: memoryview) -> int:
        if self.broken:
            raise self.broken
        try:
            count = self._read(buffer)
        except Broken as broken:
            self.broken = broken
            raise
        except FAULTS as fault:
            raise self._break(_in_words(fault)) from fault
        self.taken += count
        if self._inflated:
            self.meter.made += count
            if self.meter.exploded:
                raise self._break(
                    f"it grows to more than {BOMB_RATIO:,} times its size, as only a file made to do harm does; "
                    "if it is honest, unpack it and import what was in it"
                )
        return count

    def _read(self, buffer: memoryview) -> int:
        if isinstance(self._source, io.BufferedIOBase):
            # read1, not readinto: the latter drops what came before a fault.
            data = self._source.read1(len(buffer))
            buffer[: len(data)] = data
            return len(data)
        return self._source.readinto(buffer) or 0

    def _break(self, reason: str) -> Broken:
        self.broken = Broken(self.file, self.taken, reason)
        return self.broken


class Content(io.BufferedReader):
    """A guarded stream, buffered. What comes before a fault is given, and the fault is raised by the next call.

    A plain `BufferedReader` drops what it had collected for `read(n)` when the stream breaks. Lines and `read()` are
    whole or not given at all: half a record must not pass for a whole one.
    """

    def __init__(self, stream: Guarded) -> None:
        super().__init__(stream, CHUNK)

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return super().read()
        pieces: list[bytes] = []
        try:
            while size > 0 and (piece := self.read1(size)):
                pieces.append(piece)
                size -= len(piece)
        except Broken:
            if not pieces:
                raise
        return b"".join(pieces)


def _in_words(fault: BaseException) -> str:
    if isinstance(fault, TooLarge):
        return str(fault)
    if isinstance(fault, lzma.LZMAError) and "Memory usage limit" in str(fault):
        return f"it wants more than {XZ_MEMORY >> 20} MB of memory to be unpacked; unpack it and import the result"
    return f"it is cut off or damaged ({str(fault) or type(fault).__name__})"
