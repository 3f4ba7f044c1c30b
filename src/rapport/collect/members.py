"""What every container is to the walk: members with names, one after the other; and files to seek in."""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from errno import ENOSPC
from typing import IO, NamedTuple

from rapport.collect.streams import CHUNK, Broken, Guarded, Meter

Stream = io.RawIOBase | io.BufferedIOBase


class Member(NamedTuple):
    """One file in a container. It must be read before the next one is asked for."""

    name: str
    open: Callable[[], Stream]
    """Raises Broken or one of FAULTS."""
    why_not: str | None = None
    """Why it is not to be opened: a link, a device."""
    inflated: bool = True
    """Whether opening it unpacks it: a tar's members are as they stand."""


Members = Iterator[Member]
"""Raises Broken where the container cannot be gone on with."""
Opener = Callable[[], AbstractContextManager[Members]]
"""Gives the members of a container anew, from its first."""

SPARE = 1 << 30
"""Bytes that stay free on the disk."""


class Place(io.RawIOBase):
    """A file to seek in, with a place of its own: several may read one descriptor."""

    def __init__(self, descriptor: int, meter: Meter | None = None) -> None:
        self._descriptor = descriptor
        self._meter = meter
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: os.fstat(self._descriptor).st_size}[whence]
        if start + offset < 0:
            raise ValueError(f"byte {start + offset} of a file")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        count = os.preadv(self._descriptor, [buffer], self._at)
        self._at += count
        if self._meter:
            self._meter.take(count)
        return count


def reader(descriptor: int, meter: Meter | None = None) -> io.BufferedReader:
    return io.BufferedReader(Place(descriptor, meter), 1 << 16)


class Spooled(io.RawIOBase):
    """What was spooled of a stream, from the beginning; at its end it breaks where the stream broke."""

    def __init__(self, descriptor: int, stream: Guarded) -> None:
        self._place = Place(descriptor)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        count = self._place.readinto(buffer)
        if not count and self._stream.broken:
            raise self._stream.broken
        return count


def spooled(stream: Guarded) -> IO[bytes]:
    """What a stream holds, in a file without a name that goes when it is closed; as far as the stream can be read.

    A zip or 7z inside another archive is read there, as its table of contents stands at its end, and a tar, as it is
    read twice where its files look beside themselves. Raises OSError where it would fill the disk.
    """
    folder = "/var/tmp" if os.access("/var/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108  # /tmp may be memory
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # the caller closes it
    room = shutil.disk_usage(folder).free - SPARE
    buffer = memoryview(bytearray(CHUNK))
    try:
        while count := stream.readinto(buffer):
            room -= count
            if room < 0:
                file.close()
                raise OSError(ENOSPC, f"the disk of {folder} has no room to unpack it")
            file.write(buffer[:count])
    except Broken:
        pass
    file.flush()
    return file
