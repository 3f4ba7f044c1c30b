"""Small files that tell what the files around them leave out: who `U02AB` is, which channel a folder is.

A kind of archive names those it looks into (`Archive.beside`). They are read first, so that their place in a container
does not matter; each file finds those of its own folder and of the folders above.
"""

from collections import ChainMap
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from rapport.collect.streams import FAULTS, Broken, Readable

LARGEST = 48 << 20
"""Bytes of one such file. A longer one is not looked into, though it is still read as a file of its own."""
MOST = 96 << 20
"""Bytes of all that one container or folder holds."""


class Beside:
    """What one container or folder holds of such files."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._room = MOST
        self._folders: dict[PurePosixPath, dict[str, bytes]] = {}

    def wants(self, path: str) -> bool:
        return PurePosixPath(path).name in self._wanted

    def take(self, path: str, file: Readable) -> None:
        """Keep the content of a wanted file. One that is damaged is told of when its own turn comes."""
        limit = min(LARGEST, self._room)
        content = b""
        with suppress(Broken, *FAULTS):
            while len(content) <= limit and (piece := file.read(limit + 1 - len(content))):
                content += piece
            if len(content) <= limit:
                self._room -= len(content)
                place = PurePosixPath(path)
                self._folders.setdefault(place.parent, {})[place.name] = content

    def of(self, path: str) -> Mapping[str, bytes]:
        """By name, for the file at this path inside the container; of several of one name the nearest."""
        return ChainMap(*[self._folders[above] for above in PurePosixPath(path).parents if above in self._folders])
