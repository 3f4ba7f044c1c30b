"""Walk a path: folders, clones, plain files, and what is inside compressed files, tars, zips and 7z archives.

A member's name leads nowhere: nothing is written but nameless temporary files. Everything is recognised by content.
"""

import io
import os
import stat
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rapport.collect import sevens, tars, zips
from rapport.collect.beside import Beside, Tells
from rapport.collect.members import Members, Opener, Spooled, Stream, reader, spooled
from rapport.collect.streams import DECOMPRESSORS, FAULTS, Broken, Content, Disk, Guarded, Inflated, Meter
from rapport.platforms.git.client import is_repository
from rapport.platforms.workbooks import is_workbook

ENDINGS = (".gz", ".bz2", ".xz", ".zst")
LAYERS = 3
"""Compressions around one content."""
DEEPEST = 3
"""Archives inside an archive."""


class Found(NamedTuple):
    """A stream of content. It must be read, and what stands beside it looked at, before the walk goes on."""

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


class _Packed(NamedTuple):
    """A stream on its way in, and how to come by it again."""

    stream: Guarded
    file: str
    name: str
    beside: Mapping[str, bytes]
    again: Callable[[], AbstractContextManager[Stream]] | None
    """Opens the same bytes anew; None for a pipe, and for what is inside another archive."""
    path: Path | None
    """Where it lies on the disk as it is, so that one can seek in it."""
    depth: int = 0


class Walk:
    """The entries of one path in a fixed order, and how many bytes of it were taken from the disk."""

    def __init__(self, path: Path, wanted: frozenset[str] = frozenset(), tells: Sequence[Tells] = ()) -> None:
        """`wanted`: the names of the small files that readers look into; `tells`: what they ask every other."""
        self._path = path
        self._wanted = wanted
        self._tells = tells
        self._finished = 0
        self._meter = Meter(None)

    @property
    def consumed(self) -> int:
        return self._finished + self._meter.consumed

    def __iter__(self) -> Iterator[Entry]:
        if self._path.is_dir():
            yield from self._folder(self._path)
        else:
            yield from self._file(self._path, self._path.name, {})

    def _folder(self, top: Path) -> Iterator[Entry]:
        refused: list[Unread] = []

        def refuse(error: OSError) -> None:
            refused.append(Unread(str(error.filename), _why(error)))

        beside = Beside(self._wanted, self._tells, partial(_gather_in_folder, top))
        nothing = True
        for here, folders, files in _folders(top, refuse):
            if is_repository(here):
                nothing = False
                yield Clone(os.path.relpath(here, top), here)
                continue
            for name in files:
                nothing = False
                file = os.path.relpath(here / name, top)
                yield from self._file(here / name, file, beside.of(file), walked=True)
            for name in folders:
                if (here / name).is_symlink():
                    nothing = False
                    yield Unread(os.path.relpath(here / name, top), "a link; give its target itself")
        yield from refused
        if nothing and not refused:
            yield Unread(str(top), "there is no file in it")

    def _file(self, path: Path, file: str, beside: Mapping[str, bytes], *, walked: bool = False) -> Iterator[Entry]:
        try:
            before = path.lstat() if walked else path.stat()
            if why := _why_not(before.st_mode, walked=walked):
                yield Unread(file, why)
                return
            plain = stat.S_ISREG(before.st_mode)
            self._meter = Meter(before.st_size if plain else None)
            again = partial(io.FileIO, path) if plain else None
            with io.FileIO(path) as raw:
                stream = Guarded(Disk(raw, self._meter), file, self._meter, inflated=False)
                yield from self._content(_Packed(stream, file, path.name, beside, again, path if plain else None))
            if path.stat().st_mtime_ns != before.st_mtime_ns:
                yield Unread(file, "it changed while it was read; import it again when it is complete")
        except OSError as error:
            yield Unread(file, _why(error))
        self._finished += self._meter.consumed
        self._meter = Meter(None)

    def _content(self, packed: _Packed) -> Iterator[Entry]:
        """What one stream holds."""
        file, stream, name = packed.file, packed.stream, packed.name
        layers: list[str] = []
        while (form := form_of(stream.head())) in DECOMPRESSORS and len(layers) < LAYERS:
            layers.append(form)
            stream = Guarded(Inflated(Content(stream), form), file, self._meter, inflated=True)
            name = _bare(name)
        if form == "nothing":
            yield from _cut(file, stream.broken) if stream.broken else [Unread(file, "it is empty")]
        elif form == "content":
            yield Found(file, name, stream, packed.beside)
        elif form in DECOMPRESSORS:
            yield Unread(file, f"compressed more than {LAYERS} times; unpack it and import the result")
        elif form not in ("tar", "zip", "7z"):
            yield Unread(file, f"a {form} file, which is not read here; unpack it and import what was in it")
        elif packed.depth > DEEPEST:
            yield Unread(file, f"more than {DEEPEST} archives one in another; unpack it and import it by itself")
        elif form == "tar" and not packed.depth:
            opener = partial(_tar_again, packed.again, layers) if packed.again else None
            yield from self._members(tars.members_of(stream), opener, packed)
        elif packed.path and not layers:
            with packed.path.open("rb", buffering=0) as disk:
                yield from self._sought(form, disk.fileno(), packed)
        else:
            try:
                spool = spooled(stream)
            except OSError as error:
                yield Unread(file, _why(error))
                return
            with spool:
                if form == "tar":
                    yield from self._tar_inside(spool.fileno(), stream, packed)
                else:
                    yield from self._sought(form, spool.fileno(), packed)

    def _tar_inside(self, descriptor: int, stream: Guarded, packed: _Packed) -> Iterator[Entry]:
        """A tar in another archive. What holds it is not read anew for it: of a thousand tars in one, that was as many
        times."""

        def members() -> Members:
            return tars.members_of(Guarded(Spooled(descriptor, stream), packed.file, Meter(None), inflated=False))

        yield from self._members(members(), lambda: nullcontext(members()), packed)

    def _sought(self, form: str, descriptor: int, packed: _Packed) -> Iterator[Entry]:
        """A zip or 7z in a file where one can seek."""
        meter = self._meter if packed.path else None
        archive = None if form == "7z" else zips.opened(reader(descriptor, meter), zips.DIRECTORY >> 2 * packed.depth)

        def members(meter: Meter | None = None) -> Members:
            if archive:
                return zips.listed(archive)
            file = reader(descriptor, meter)
            if form == "7z":
                return sevens.members_of(file, packed.file)
            return zips.streamed(Guarded(file, packed.file, Meter(None), inflated=False))

        with archive or nullcontext():
            yield from self._members(members(meter), lambda: nullcontext(members()), packed)

    def _members(self, members: Members, opener: Opener | None, packed: _Packed) -> Iterator[Entry]:
        """What a container holds, one after the other."""
        gather = partial(_gather_in, opener) if opener else lambda beside: None
        beside = Beside(self._wanted, self._tells, gather, packed.beside)
        at, last, empty = packed.file, packed.stream, True
        while not self._meter.exploded:
            try:
                member = next(members, None)
            except Broken as broken:
                # Where the container cannot be gone on with, what broke is what was read last.
                yield from _cut(at, last.broken or broken)
                if packed.stream.broken:
                    packed.stream.broken.told = True
                return
            if member is None:
                if empty:
                    yield Unread(packed.file, "there is no file in it")
                return
            empty, at = False, f"{packed.file} › {member.name}"
            if member.why_not:
                yield Unread(at, member.why_not)
                continue
            try:
                content = member.open()
            except (Broken, *FAULTS) as fault:
                yield Unread(at, zips.told(fault))
                continue
            with content:
                last = Guarded(content, at, self._meter, inflated=member.inflated)
                yield from self._content(
                    _Packed(last, at, Path(member.name).name, beside.of(member.name), None, None, packed.depth + 1)
                )


def _gather_in_folder(top: Path, beside: Beside) -> None:
    """What cannot be opened, a link or a pipe, is told of when its own turn comes."""
    for here, _, files in _folders(top, None):
        for name in files:
            path = os.path.relpath(here / name, top)
            if beside.wants(path):
                with suppress(OSError):
                    if stat.S_ISREG((here / name).lstat().st_mode):
                        with (here / name).open("rb", buffering=0) as file:
                            beside.take(path, file)


def _gather_in(opener: Opener, beside: Beside) -> None:
    with suppress(Broken, *FAULTS), opener() as members:
        for member in members:
            if not member.why_not and beside.wants(member.name):
                with suppress(Broken, *FAULTS), member.open() as content:
                    beside.take(member.name, content)


@contextmanager
def _tar_again(again: Callable[[], AbstractContextManager[Stream]], layers: Sequence[str]) -> Iterator[Members]:
    meter = Meter(None)
    with again() as raw:
        stream = Guarded(Disk(raw, meter), "", meter, inflated=False)
        for form in layers:
            stream = Guarded(Inflated(Content(stream), form), "", meter, inflated=True)
        yield tars.members_of(stream)


_MAGIC = (
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\0", "xz"), (b"PK\3\4", "zip"), (b"PK\5\6", "zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!", "rar"),
    (b"\x1f\x9d", "compress (.Z)"), (b"\x04\x22\x4d\x18", "lz4"), (b"LZIP", "lzip"), (b"PK\7\10", "split zip"),
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
