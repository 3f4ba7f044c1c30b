"""7z archives, as Stack Exchange's dumps are: py7zr reads the header, and its decompressors are asked piece by piece.

Members lie one behind the other in blocks, each compressed as a whole, so that they are read in their order.
"""

import io
from collections.abc import Sequence
from functools import partial
from struct import unpack
from typing import Any, BinaryIO

import py7zr
from py7zr import archiveinfo
from py7zr.exceptions import PasswordRequired
from py7zr.properties import PROPERTY

from rapport.collect.members import Member, Members
from rapport.collect.streams import CHUNK, Broken, Piece, spare_memory

archiveinfo.MAX_NUMFILES = 500_000
archiveinfo.MAX_HEADER_SIZE = 64 << 20
# Its own limits let a header of 456 bytes take 4 GB; these, some 300 MB.

_LZMA, _LZMA2, _PPMD = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01"
_GREEDY = {b"\x04\xf7\x11\x01": 1 << 10, b"\x04\x01\x08": 1 << 15, b"\x04\x01\x09": 1 << 15}
"""Zstandard, Deflate and Deflate64 unpack all that they get at once. Of so many bytes each makes 34 MB at most."""


def members_of(file: BinaryIO, name: str) -> Members:
    """Raises Broken where the archive's header cannot be read."""
    try:
        _spare_header(file)
        archive = py7zr.SevenZipFile(file)
        infos = list(archive.files)
        blocks = _blocks(file, archive)
    except PasswordRequired as fault:
        raise Broken(name, 0, _ENCRYPTED) from fault
    except Exception as fault:  # header or library: a hostile file may bring about any of Python's errors
        raise Broken(name, 0, f"the 7z is cut off or damaged ({str(fault) or type(fault).__name__})") from fault
    for info in infos:
        if info.is_directory:
            continue
        block = blocks.get(id(info.folder))
        if info.emptystream or block is None:
            yield Member(info.filename, io.BytesIO)
        else:
            start = block.reserve(info.uncompressed)
            why_not = "a link; what it points to is not followed" if info.is_symlink else None
            yield Member(info.filename, partial(block.open, start, info.uncompressed), why_not)


def _spare_header(file: BinaryIO) -> None:
    """Raises ValueError for a header packed as no program packs one, which py7zr would unpack at one go."""
    offset, size = unpack("<12xQQ4x", file.read(32))
    file.seek(32 + offset)
    if size and file.read(1) == PROPERTY.ENCODED_HEADER:
        packed = io.BytesIO(file.read(min(size, archiveinfo.MAX_HEADER_SIZE)))
        folders = archiveinfo.HeaderStreamsInfo.retrieve(packed).unpackinfo.folders
        if any(coder["method"] in _GREEDY for folder in folders for coder in folder.coders):
            raise ValueError("its header is packed in an unusual way")
    file.seek(0)


_ENCRYPTED = "it is encrypted; unpack it with its password and import what was in it"


def _blocks(file: BinaryIO, archive: py7zr.SevenZipFile) -> "dict[int, _Block]":
    streams = archive.header.main_streams
    if streams is None:
        return {}
    blocks, stream = {}, 0
    start = archive.afterheader + streams.packinfo.packpos
    for folder in streams.unpackinfo.folders:
        count = len(folder.packed_indices)
        packed = sum(streams.packinfo.packsizes[stream : stream + count])
        blocks[id(folder)] = _Block(file, folder, start, packed)
        start, stream = start + packed, stream + count
    return blocks


class _Block:
    """What is compressed as a whole. A fault in it is the fault of all that comes behind."""

    def __init__(self, file: BinaryIO, folder: Any, start: int, packed: int) -> None:
        self._file, self._folder = file, folder
        self._start, self._packed = start, packed
        self._decompressor: Any = None
        self._at = self._reserved = 0

    def reserve(self, size: int) -> int:
        """The place of the next member."""
        start, self._reserved = self._reserved, self._reserved + size
        return start

    def open(self, start: int, size: int) -> Piece:
        """Raises ValueError for a block that is encrypted or wants too much memory, EOFError where it breaks off."""
        if self._decompressor is None:
            spare_memory(_window(self._folder.coders))
            try:
                self._decompressor = self._folder.get_decompressor(self._packed, reset=True)
            except PasswordRequired as fault:
                raise ValueError(_ENCRYPTED) from fault
            except Exception as fault:
                raise ValueError(f"it is packed in a way that is not read here ({fault}); unpack it") from fault
            sizes = [_GREEDY[coder["method"]] for coder in self._folder.coders if coder["method"] in _GREEDY]
            self._decompressor.block_size = min(sizes, default=self._decompressor.block_size)
            self._file.seek(self._start)
        while self._at < start:
            self.read(min(CHUNK, start - self._at))
        return Piece(self.read, size)

    def read(self, size: int) -> bytes:
        while True:
            before = self._decompressor.consumed
            try:
                data = bytes(self._decompressor.decompress(self._file, size))
            except Exception as fault:
                raise ValueError(str(fault) or type(fault).__name__) from fault
            self._at += len(data)
            if data:
                return data
            if self._decompressor.consumed == before:
                raise EOFError("the compressed data ends too early")


def _window(coders: Sequence[dict[str, Any]]) -> int:
    """Bytes of memory that the coders want, as their properties say (7zFormat.txt and LZMA's specification)."""
    wanted = 0
    for coder in coders:
        method, said = coder["method"], coder["properties"] or b""
        if method in (_LZMA, _PPMD) and len(said) >= 5:
            wanted += unpack("<I", said[1:5])[0]
        elif method == _LZMA2 and len(said) == 1:
            wanted += 0xFFFFFFFF if said[0] >= 40 else (2 | said[0] & 1) << said[0] // 2 + 11
    return wanted
