"""Small files that tell what the files around them leave out: who `U02AB` is, which channel a folder is.

A kind of archive names those it looks into (`Archive.beside`). They are read first, so that their place in a container
does not matter; each file finds those of its own folder and of the folders above. A kind may also ask the beginning of
every JSON file what it tells the others (`Archive.tells`): the id of the repository that all of them name.
"""

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
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
ASKED = frozenset({".json", ".jsonl", ".ndjson"})

Tells = Callable[[bytes], Mapping[str, bytes]]


class Beside:
    """What one container or folder holds of such files."""

    def __init__(self, wanted: frozenset[str], tells: Sequence[Tells] = ()) -> None:
        self._wanted = wanted
        self._tells = tells
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
                self._told |= tells(head)
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
        nearest = [self._folders[above] for above in PurePosixPath(path).parents if above in self._folders]
        return ChainMap(*nearest, self._told)
