"""Walk a path: folders, clones, plain files, and what is inside compressed files, tars and zips.

Nothing is ever written to disk, so a member's name can lead nowhere. Everything is recognised by content.
"""

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

from stream_unzip import stream_unzip

from rapport.collect.beside import Beside, Tells
from rapport.collect.streams import CHUNK, DECOMPRESSORS, FAULTS, Broken, Content, Disk, Guarded, Inflated, Meter
from rapport.collect.tars import Tar, why_not
from rapport.collect.zips import DIRECTORY, Pieces, directory_size, told
from rapport.platforms.git.client import is_repository
from rapport.platforms.workbooks import is_workbook

ENDINGS = (".gz", ".bz2", ".xz", ".zst")


class Found(NamedTuple):
    """A stream of content. It must be read before the walk goes on."""

    file: str
    """For people: the path inside what was given, `forum.tar.gz › posts/7.json`."""
    name: str
    """Its own name without the ending of its compression: `7.json`."""
    stream: Guarded
    beside: Mapping[str, bytes]
    """What stands around it that it may need (see `beside.py`)."""


class Clone(NamedTuple):
    file: str
    path: Path


class Unread(NamedTuple):
    file: str
    reason: str


class Cut(NamedTuple):
    """The walk came to a place from which it cannot go on in this file."""

    file: str
    broken: Broken


Entry = Found | Clone | Unread | Cut


class Walk:
    """The entries of one path in a fixed order, and how many bytes of it were taken from the disk."""

    def __init__(self, path: Path, wanted: frozenset[str] = frozenset(), tells: Sequence[Tells] = ()) -> None:
        """`wanted`: the names of the small files that readers look into; `tells`: what they ask every other."""
        self._path = path
        self._wanted = wanted
        self._tells = tells
        self._beside = Beside(wanted)
        self._finished = 0
        self._meter = Meter(None)

    @property
    def consumed(self) -> int:
        return self._finished + self._meter.consumed

    def __iter__(self) -> Iterator[Entry]:
        if self._path.is_dir():
            yield from self._folder(self._path)
        else:
            yield from self._file(self._path, self._path.name)

    def _folder(self, top: Path) -> Iterator[Entry]:
        refused: list[Unread] = []

        def refuse(error: OSError) -> None:
            refused.append(Unread(str(error.filename), _why(error)))

        self._beside = self._around(top)
        for here, folders, files in _folders(top, refuse):
            if is_repository(here):
                yield Clone(os.path.relpath(here, top), here)
                continue
            for name in files:
                yield from self._file(here / name, os.path.relpath(here / name, top), walked=True)
            for name in folders:
                if (here / name).is_symlink():
                    yield Unread(os.path.relpath(here / name, top), "a link; give its target itself")
        yield from refused

    def _file(self, path: Path, file: str, *, walked: bool = False) -> Iterator[Entry]:
        try:
            before = path.lstat() if walked else path.stat()
            if why := _why_not(before.st_mode, walked=walked):
                yield Unread(file, why)
                return
            self._meter = Meter(before.st_size if stat.S_ISREG(before.st_mode) else None)
            with path.open("rb", buffering=0) as raw:
                stream = Guarded(Disk(raw, self._meter), file, self._meter, inflated=False)
                yield from self._content(stream, file, path.name, path, self._beside.of(file))
            if path.stat().st_mtime_ns != before.st_mtime_ns:
                yield Unread(file, "it changed while it was read; import it again when it is complete")
        except OSError as error:
            yield Unread(file, _why(error))
        self._finished += self._meter.consumed
        self._meter = Meter(None)

    def _content(
        self, stream: Guarded, file: str, name: str, path: Path | None, beside: Mapping[str, bytes]
    ) -> Iterator[Entry]:
        """What one stream holds; `path` where it is a file on disk rather than a member of one."""
        form = form_of(stream.head())
        seekable = path if self._meter.size is not None else None
        if form in DECOMPRESSORS:
            packed = Content(stream)
            stream = Guarded(Inflated(packed, form), file, self._meter, inflated=True)
            form, seekable, name = form_of(stream.head()), None, _bare(name)
        if form == "nothing":
            yield from _cut(file, stream.broken) if stream.broken else [Unread(file, "it is empty")]
        elif form == "content":
            yield Found(file, name, stream, beside)
        elif form in DECOMPRESSORS:
            yield Unread(file, "compressed twice; unpack it once and import the result")
        elif form not in ("tar", "zip"):
            yield Unread(file, f"a {form} file, which is not read here; unpack it and import what was in it")
        elif path is None:
            yield Unread(file, f"a {form} inside another archive; unpack it and import it by itself")
        elif form == "tar":
            yield from self._tar(stream, file, self._in_tar(path))
        elif seekable is not None:
            yield from self._zip(stream, file, seekable)
        else:
            yield from self._streamed_zip(stream, file)

    def _tar(self, stream: Guarded, file: str, beside: Beside) -> Iterator[Entry]:
        tar = Tar(stream)
        while not self._meter.exploded:
            try:
                member = tar.next()
            except Broken as broken:
                yield from _cut(file, broken)
                return
            if member is None:
                return
            inside = f"{file} › {member.name}"
            if member.isdir():
                continue
            if why := why_not(member):
                yield Unread(inside, why)
                continue
            guarded = Guarded(tar.open(member), inside, self._meter, inflated=False)
            yield from self._content(guarded, inside, Path(member.name).name, None, beside.of(member.name))
            if guarded.broken and (tar.ended or stream.broken):
                yield from _cut(inside, guarded.broken)
                return

    def _zip(self, stream: Guarded, file: str, path: Path) -> Iterator[Entry]:
        try:
            if directory_size(path) > DIRECTORY:
                yield Unread(file, "its table of contents is too long; unpack it and import the folder")
                return
            archive = zipfile.ZipFile(path)
        except FAULTS:
            yield from self._streamed_zip(stream, file)
            return
        with archive:
            beside = self._in_zip(archive)
            for info in archive.infolist():
                inside = f"{file} › {info.filename}"
                if info.is_dir() or self._meter.exploded:
                    continue
                if stat.S_ISLNK(info.external_attr >> 16):
                    yield Unread(inside, "a link; what it points to is not followed")
                    continue
                try:
                    member = archive.open(info)
                except FAULTS as fault:
                    yield Unread(inside, told(fault))
                    continue
                self._meter.consumed = min(self._meter.consumed + info.compress_size, self._meter.size or 0)
                with member:
                    guarded = Guarded(cast(io.BufferedIOBase, member), inside, self._meter, inflated=True)
                    yield from self._content(guarded, inside, Path(info.filename).name, None, beside.of(info.filename))

    def _streamed_zip(self, stream: Guarded, file: str) -> Iterator[Entry]:
        """A zip without its table of contents, cut off or in a pipe: member by member until it ends."""
        reader = Content(stream)
        members = stream_unzip(iter(lambda: reader.read1(CHUNK), b""), chunk_size=CHUNK)
        at = file
        while not self._meter.exploded:
            try:
                member = next(members, None)
            except Broken as broken:
                yield from _cut(at, broken)
                return
            except FAULTS as fault:
                yield from _cut(at, Broken(at, stream.taken, f"the zip is cut off or damaged ({told(fault)})"))
                return
            if member is None:
                return
            name = member[0].decode("utf-8", "replace")
            at = f"{file} › {name}"
            guarded = Guarded(Pieces(member[2]), at, self._meter, inflated=True)
            if not name.endswith("/"):
                yield from self._content(guarded, at, Path(name).name, None, {})
            guarded.drain()
            if guarded.broken:
                yield from _cut(at, guarded.broken)
                return

    def _around(self, top: Path) -> Beside:
        """The wanted files of a folder. What cannot be opened is told of when its own turn comes."""
        beside = Beside(self._wanted, self._tells)
        for here, _, files in _folders(top, None):
            for name in filter(beside.wants, files):
                with suppress(OSError), (here / name).open("rb", buffering=0) as file:
                    beside.take(os.path.relpath(here / name, top), file)
        return beside

    def _in_zip(self, archive: zipfile.ZipFile) -> Beside:
        beside = Beside(self._wanted, self._tells)
        for info in archive.infolist():
            if beside.wants(info.filename):
                with suppress(*FAULTS), archive.open(info) as member:
                    beside.take(info.filename, cast(io.BufferedIOBase, member))
        return beside

    def _in_tar(self, path: Path) -> Beside:
        """A tar has no table of contents: it is read through once before its members are."""
        beside = Beside(self._wanted, self._tells)
        if (self._wanted or self._tells) and self._meter.size is not None:
            meter = Meter(self._meter.size)
            with suppress(OSError, Broken), path.open("rb", buffering=0) as raw:
                stream = Guarded(Disk(raw, meter), path.name, meter, inflated=False)
                if (form := form_of(stream.head())) in DECOMPRESSORS:
                    stream = Guarded(Inflated(Content(stream), form), path.name, meter, inflated=True)
                tar = Tar(stream)
                while (member := tar.next()) and not meter.exploded:
                    if member.isreg() and beside.wants(member.name):
                        beside.take(member.name, tar.open(member))
        return beside


_MAGIC = (
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\0", "xz"), (b"PK\3\4", "zip"), (b"PK\5\6", "zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"), (b"7z\xbc\xaf\x27\x1c", "7-zip"), (b"Rar!", "rar"),
)  # fmt: skip


def form_of(head: bytes) -> str:
    """`nothing`, `content`, or the compression or container that the first bytes tell of."""
    if not head:
        return "nothing"
    if is_workbook(head):
        return "content"
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    return "tar" if _is_tar(head) else "content"


def _is_tar(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head[:512], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def size_of(path: Path) -> int:
    """Bytes on disk of a file, or of the files in a folder; a clone counts none, as git reads it."""
    if not path.is_dir():
        return path.stat().st_size
    return sum(
        (here / name).lstat().st_size
        for here, _, files in _folders(path, None)
        if not is_repository(here)
        for name in files
    )


def _folders(top: Path, refuse: Callable[[OSError], None] | None) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Every folder with its folders and files in order; a clone's own folders are left to git."""
    for here, folders, files in os.walk(top, onerror=refuse):
        if is_repository(Path(here)):
            folders.clear()
        folders.sort()
        yield Path(here), folders, sorted(files)


def _cut(file: str, broken: Broken) -> Iterator[Cut]:
    """Say that a file broke off, unless whoever read the stream has said so."""
    if not broken.told:
        broken.told = True
        yield Cut(file, broken)


def name_of(file: str) -> str:
    """The name that a reader was given for an entry's `file`."""
    return _bare(Path(file.rsplit(" › ", 1)[-1]).name)


def _bare(name: str) -> str:
    """The name without the ending of its compression."""
    return name.rsplit(".", 1)[0] if name.lower().endswith(ENDINGS) else name


def _why_not(mode: int, *, walked: bool) -> str | None:
    """Why a path that is no folder is not opened. A pipe is read only where it was given by name."""
    if stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and not walked):
        return None
    return "a link; give its target itself" if stat.S_ISLNK(mode) else "not a file"


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "it is not there"
    if isinstance(error, PermissionError):
        return "you may not read it; change its permissions or run this as its owner"
    return f"it cannot be read ({error.strerror or error})"
