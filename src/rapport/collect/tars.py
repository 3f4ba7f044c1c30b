"""Read a tar as it streams by, and know a whole one from one that was cut off."""

import io
import tarfile

from rapport.collect.streams import FAULTS, Broken, Content, Guarded

HEADER = 1 << 24
"""The largest name or extended header; a made-up one could claim all of memory."""


class Members(tarfile.TarFile):
    """Remembers how the last header ended: `tarfile` takes a cut-off or damaged one for the end."""

    end: tarfile.HeaderError | None = None
    members: list[tarfile.TarInfo]


class Header(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "Header":
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if isinstance(archive, Members):
                archive.end = error
            raise


class Forward:
    """The stream of a tar as `tarfile` wants it: it tells where it is, and seeks forward only."""

    def __init__(self, stream: Guarded) -> None:
        self._stream = Content(stream)
        self._file = stream.file
        self._at = 0
        self.ended = False

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        if size > HEADER:
            raise Broken(self._file, self._at, f"a header says that it is {size:,} bytes long")
        data = self._stream.read(size)
        self._at += len(data)
        self.ended = len(data) < size
        return data

    def seek(self, place: int) -> None:
        while self._at < place and self.read(min(place - self._at, HEADER)):
            pass


class Tar:
    """The members of a tar, one after the other, in flat memory."""

    def __init__(self, stream: Guarded) -> None:
        self._file = stream.file
        self._forward = Forward(stream)
        self._tar: Members | None = None

    @property
    def ended(self) -> bool:
        """Whether the bytes gave out, so that what comes next cannot be read."""
        return self._forward.ended

    def next(self) -> tarfile.TarInfo | None:
        """The next member; None behind the last. Raises Broken where the tar cannot be read on."""
        try:
            if self._tar is None:
                self._tar = Members(fileobj=self._forward, tarinfo=Header, errors="surrogateescape")  # type: ignore[arg-type]
            member = self._tar.next()
            self._tar.members.clear()
        except Broken:
            raise
        except FAULTS as fault:
            raise Broken(self._file, self._forward.tell(), f"the tar is cut off or damaged ({fault})") from fault
        if member is None and not isinstance(self._tar.end, tarfile.EOFHeaderError):  # type: ignore[attr-defined]
            raise Broken(self._file, self._forward.tell(), f"the tar is cut off or damaged ({self._tar.end})")
        return member

    def open(self, member: tarfile.TarInfo) -> io.BufferedReader:
        assert self._tar is not None  # noqa: S101  # for mypy: the member came from it
        content = self._tar.extractfile(member)
        assert isinstance(content, io.BufferedReader)  # noqa: S101  # a regular file's always is
        return content


def why_not(member: tarfile.TarInfo) -> str | None:
    """Why a member that is no folder is not read, or None for a regular file."""
    if member.issym() or member.islnk():
        return "a link; what it points to is not followed"
    if member.isdev():
        return "a device or pipe, not a file"
    if not member.isreg() or member.issparse():
        return "not a plain file"
    return None
