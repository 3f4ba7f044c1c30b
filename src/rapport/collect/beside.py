"""Small files that tell what the files around them leave out: who `U02AB` is, which channel a folder is.

A kind of archive names those it looks into (`Archive.beside`). They are gathered when the first file looks, wherever
they stand in the container, which is read once more for them; where no kind looks, it is read once. Each file finds
those of its own folder and of the folders above. A kind may also ask the beginning of every JSON file and log what it
tells the others (`Archive.tells`): the id of the repository that all of them name.
"""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from rapport.collect.streams import FAULTS, Broken, Readable

LARGEST = 48 << 20
"""Bytes of one such file. A longer one is not looked into, though it is still read as a file of its own."""
MOST = 96 << 20
"""Bytes of all that one container or folder holds."""
HEAD = 64 << 10
"""Bytes of the beginning that are asked."""
TOLD = 10_000
"""Things that the beginnings of one container's files may tell."""
ASKED = frozenset({".json", ".jsonl", ".ndjson", ".log", ".txt"})

Tells = Callable[[str, bytes], Mapping[str, bytes]]


class Beside:
    """What one container or folder holds of such files; `gather` is called when the first file looks."""

    def __init__(
        self,
        wanted: frozenset[str],
        tells: Sequence[Tells] = (),
        gather: "Callable[[Beside], None]" = lambda beside: None,
        above: Mapping[str, bytes] | None = None,
    ) -> None:
        """`above`: what stands beside the container itself."""
        self._wanted = wanted
        self._tells = tells
        self._gather = gather
        self._above = above or {}
        self._gathered = not (wanted or tells)
        self._room = MOST
        self._folders: dict[PurePosixPath, dict[str, bytes]] = {}
        self._told: dict[str, bytes] = {}

    def wants(self, path: str) -> bool:
        place = PurePosixPath(path)
        return place.name in self._wanted or bool(self._tells and place.suffix.lower() in ASKED)

    def take(self, path: str, file: Readable) -> None:
        """Keep the content of a wanted file, and what the beginning of another tells. One that is damaged is told of
        when its own turn comes."""
        with suppress(Broken, *FAULTS):
            head = file.read(HEAD) or b""
            for tells in self._tells if len(self._told) < TOLD else ():
                self._told |= tells(path, head)
            if PurePosixPath(path).name in self._wanted:
                self._keep(PurePosixPath(path), head, file)

    def _keep(self, place: PurePosixPath, content: bytes, file: Readable) -> None:
        limit = min(LARGEST, self._room)
        while content and len(content) <= limit and (piece := file.read(limit + 1 - len(content))):
            content += piece
        if len(content) <= limit:
            self._room -= len(content)
            self._folders.setdefault(place.parent, {})[place.name] = content

    def of(self, path: str) -> Mapping[str, bytes]:
        """By name, for the file at this path inside the container; of several of one name the nearest."""
        return _Nearest(self, PurePosixPath(path))

    def look(self, place: PurePosixPath) -> Mapping[str, bytes]:
        if not self._gathered:
            self._gathered = True
            self._gather(self)
        nearest = [self._folders[above] for above in place.parents if above in self._folders]
        return ChainMap(*nearest, self._told, self._above)  # type: ignore[arg-type]  # it is never written to


class _Nearest(Mapping[str, bytes]):
    """What one file finds, looked for when it is asked."""

    def __init__(self, beside: Beside, place: PurePosixPath) -> None:
        self._beside = beside
        self._place = place
        self._found: Mapping[str, bytes] | None = None

    def _all(self) -> Mapping[str, bytes]:
        if self._found is None:
            self._found = self._beside.look(self._place)
        return self._found

    def __getitem__(self, name: str) -> bytes:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
