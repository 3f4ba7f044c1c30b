"""A stream of which the beginning was looked at, so that it can be read from there again."""

import io
from typing import BinaryIO, cast


class _Ahead(io.RawIOBase):
    def __init__(self, begun: bytes, stream: BinaryIO) -> None:
        self._begun = begun
        # One underlying read at a time: where a damaged stream fails, all that came before it has been handed on.
        self._rest = getattr(stream, "read1", stream.read)

    def read(self, size: int = -1, /) -> bytes:
        begun, self._begun = self._begun, b""
        return begun or cast(bytes, self._rest(size))


def again(begun: bytes, stream: BinaryIO) -> BinaryIO:
    """What was read of the stream, as one piece of any length, and then the rest of it."""
    return cast(BinaryIO, _Ahead(begun, stream))
