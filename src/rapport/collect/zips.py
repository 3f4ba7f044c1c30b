"""What zips need beside the libraries: a bound on their table of contents, and pieces as a stream."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from struct import unpack_from

from stream_unzip import PasswordError

DIRECTORY = 1 << 24
"""The largest table of contents of a zip: some 200,000 files, 160 MB of memory."""
_END = b"PK\5\6"
_COMMENT = 1 << 16


def directory_size(path: Path) -> int:
    """Bytes of the table of contents, as the end record tells; `zipfile` would read all of it into memory.

    In a zip64 the end record says 4 GB or the truth; `zipfile` itself checks that the truth fits the file.
    """
    with path.open("rb") as file:
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


def told(fault: BaseException) -> str:
    """A zip's fault in words."""
    if isinstance(fault, PasswordError) or "encrypted" in str(fault):
        return "it is encrypted; unpack it with its password and import what was in it"
    return str(fault) or type(fault).__name__


class Pieces(io.RawIOBase):
    """An iterator of bytes as a stream."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
