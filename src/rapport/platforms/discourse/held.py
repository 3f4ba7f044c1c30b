"""Rows that wait until what they lean on was read: packed, and on the disk once they are many."""

import zlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

import orjson

IN_MEMORY = 32 << 20
"""Packed bytes that are held before a file without a name takes them; it goes with the process."""
TOGETHER = 500


class Held:
    """Rows in the order they came, until it is closed. They can be gone through again and again."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed with this
        self._waiting: list[Any] = []

    def close(self) -> None:
        self._file.close()

    def add(self, row: Any) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= TOGETHER:
            self._write()

    def __iter__(self) -> Iterator[Any]:
        self._write()
        at = 0
        while True:
            self._file.seek(at)
            size = int.from_bytes(self._file.read(4), "big")
            if not size:
                self._file.seek(0, 2)
                return
            packed = self._file.read(size)
            at = self._file.tell()
            yield from orjson.loads(zlib.decompress(packed))

    def _write(self) -> None:
        if self._waiting:
            packed = zlib.compress(orjson.dumps(self._waiting), 1)
            self._file.seek(0, 2)
            self._file.write(len(packed).to_bytes(4, "big") + packed)
            self._waiting = []
