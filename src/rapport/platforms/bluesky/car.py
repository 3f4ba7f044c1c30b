"""Blocks of a CAR file (ipld.io/specs/transport/car/carv1), one at a time, each held against its hash.

A block is its length, the hash of its content (as a CID) and the content. After damage the next block is the next place
where length, hash and content agree.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO, NamedTuple

LONGEST = 4 << 20
"""Bytes of one block. A PDS takes records of 1 MiB at most (com.atproto.repo.createRecord)."""
CHUNK = 1 << 20
_PREFIX = b"\x01\x71\x12\x20"
"""CID version 1, DAG-CBOR, SHA-256 of 32 bytes: the only kind that atproto uses for blocks."""
_CID = len(_PREFIX) + 32


class Block(NamedTuple):
    cid: bytes
    data: bytes


class Damaged(NamedTuple):
    position: int
    """Bytes from the beginning of the file."""
    start: bytes


def blocks(stream: BinaryIO) -> Iterator[Block | Damaged]:
    """Every block in the file's order. A fault of the stream is raised after what came before it."""
    return _Car(stream).blocks()


class _Car:
    def __init__(self, stream: BinaryIO) -> None:
        self._read = getattr(stream, "read1", stream.read)
        self._held = b""
        self._at = 0
        self._before = 0
        """Bytes of the file before those that are held."""
        self._ended = False
        self._fault: Exception | None = None

    def blocks(self) -> Iterator[Block | Damaged]:
        self._fill(CHUNK)
        header = _varint(self._held, 0)
        if header and header[0] <= LONGEST:
            self._fill(header[1] + header[0])
            self._at = header[0] + header[1]
        while self._fill(LONGEST + 64) or self._at < len(self._held):
            found = self._block(self._at)
            if found:
                self._at = found[1]
                yield found[0]
            else:
                yield self._pass_over()
        if self._fault:
            raise self._fault

    def _fill(self, size: int) -> bool:
        """Hold so many bytes from where we are, or all that are left; whether there are so many."""
        if len(self._held) - self._at >= size or self._ended:
            return len(self._held) - self._at >= size
        pieces = [self._held[self._at :]]
        self._before += self._at
        self._at, held = 0, len(pieces[0])
        while held < size + CHUNK and not self._ended:
            try:
                piece = self._read(CHUNK) or b""
            except Exception as fault:  # noqa: BLE001  # raised again when what came before it is given
                self._fault, piece = fault, b""
            self._ended = not piece
            pieces.append(piece)
            held += len(piece)
        self._held = b"".join(pieces)
        return held >= size

    def _block(self, at: int) -> tuple[Block, int] | None:
        """The block that stands there and where it ends; None where length, hash and content do not agree."""
        length = _varint(self._held, at)
        if length is None or not _CID < length[0] <= LONGEST:
            return None
        begin, end = length[1], length[1] + length[0]
        if end > len(self._held) or not self._held.startswith(_PREFIX, begin):
            return None
        cid, data = self._held[begin : begin + _CID], self._held[begin + _CID : end]
        if sha256(data).digest() != cid[len(_PREFIX) :]:
            return None
        return Block(cid, data), end

    def _pass_over(self) -> Damaged:
        """Go to the next whole block, or to the end."""
        damaged = Damaged(self._before + self._at, self._held[self._at : self._at + 4096])
        self._at += 1
        while True:
            prefix = self._held.find(_PREFIX, self._at)
            if prefix < 0:
                self._at = max(self._at, len(self._held) - 8)
                if self._ended:
                    self._at = len(self._held)
                    return damaged
                self._fill(LONGEST + 64)
                continue
            self._at = max(self._at, prefix - 4)
            self._fill(LONGEST + 64)
            prefix = self._held.find(_PREFIX, self._at)
            for begin in range(self._at, prefix):
                if self._block(begin):
                    self._at = begin
                    return damaged
            self._at = prefix + 1


def _varint(data: bytes, at: int) -> tuple[int, int] | None:
    """An unsigned LEB128 number and where it ends."""
    value = 0
    for shift, place in enumerate(range(at, min(at + 5, len(data)))):
        value |= (data[place] & 0x7F) << (7 * shift)
        if data[place] < 0x80:
            return value, place + 1
    return None
