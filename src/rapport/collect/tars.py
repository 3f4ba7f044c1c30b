"""Read a tar as it streams by, and know a whole one from one that was cut off."""

import tarfile
from functools import partial

from rapport.collect.members import Member, Members
from rapport.collect.streams import FAULTS, Broken, Content, Guarded, Piece

HEADER = 1 << 24
"""The largest name or extended header; a made-up one could claim all of memory."""


class Headers(tarfile.TarFile):
    """Remembers how the last header ended: `tarfile` takes a cut-off or damaged one for the end."""

    end: tarfile.HeaderError | None = None
    members: list[tarfile.TarInfo]


class Header(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "Header":
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if isinstance(archive, Headers):
                archive.end = error
            raise


class Forward:
    """The stream of a tar as `tarfile` wants it: it tells where it is, and seeks forward only."""

    def __init__(self, stream: Guarded) -> None:
        self._stream = Content(stream)
        self._file = stream.file
        self._at = 0

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        if size > HEADER:
            raise Broken(self._file, self._at, f"a header says that it is {size:,} bytes long")
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def seek(self, place: int) -> None:
        while self._at < place and self.read(min(place - self._at, HEADER)):
            pass


class Tar:
    """The members of a tar, one after the other, in flat memory."""

    def __init__(self, stream: Guarded) -> None:
        self._file = stream.file
        self._forward = Forward(stream)
        self._tar: Headers | None = None

    def next(self) -> tarfile.TarInfo | None:
        """The next member; None behind the last. Raises Broken where the tar cannot be read on."""
        try:
            if self._tar is None:
                self._tar = Headers(fileobj=self._forward, tarinfo=Header, errors="surrogateescape")  # type: ignore[arg-type]
            member = self._tar.next()
            self._tar.members.clear()
        except Broken:
            raise
        except FAULTS as fault:
            raise Broken(self._file, self._forward.tell(), f"the tar is cut off or damaged ({fault})") from fault
        if member is None and not isinstance(self._tar.end, tarfile.EOFHeaderError):  # type: ignore[attr-defined]
            raise Broken(self._file, self._forward.tell(), f"the tar is cut off or damaged ({self._tar.end})")
        return member

    def open(self, member: tarfile.TarInfo) -> Piece:
        """`tarfile` itself gives nothing of a piece whose end is missing."""
        self._forward.seek(member.offset_data)
        return Piece(self._forward.read, member.size)


def members_of(stream: Guarded) -> Members:
    tar = Tar(stream)
    while member := tar.next():
        if not member.isdir():
            yield Member(member.name, partial(tar.open, member), why_not(member), inflated=False)


def why_not(member: tarfile.TarInfo) -> str | None:
    """Why a member that is no folder is not read, or None for a regular file."""
    if member.issym() or member.islnk():
        return "a link; what it points to is not followed"
    if member.isdev():
        return "a device or pipe, not a file"
    if member.issparse():
        return "a file with holes, which are not made here; unpack the tar and import the folder"
    return None if member.isreg() else "not a plain file"
