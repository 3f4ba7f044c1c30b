"""Which of the things that one import holds are held by others too. Pure."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

NOBODY = 0
ELSEWHERE = -1
"""Stands for every road that is not an import."""


class Mine:
    """The keys of one import, each once, with the number of another import that holds it: 21 bytes a key.

    Keys are byte strings of one width, so that numpy's comparison, which takes zero bytes at the end
    for padding, is exact.
    """

    def __init__(self, packed: Iterable[bytes], width: int) -> None:
        self._type = np.dtype(f"S{width}")
        self.keys = np.unique(np.frombuffer(b"".join(packed), self._type))
        self._holders = np.zeros(len(self.keys), np.int64)

    def __len__(self) -> int:
        return len(self.keys)

    def held_by(self, holder: int, packed: bytes) -> None:
        """Say that somebody else holds these; keys that are not among mine do not matter."""
        places, mine = self._places(packed)
        self._holders[places[mine]] = holder

    def of(self, packed: bytes) -> dict[int, bytes]:
        """These keys of mine by who else holds them, NOBODY among them."""
        keys = np.frombuffer(packed, self._type)
        places, _ = self._places(packed)
        holders = self._holders[places]
        return {int(holder): keys[holders == holder].tobytes() for holder in np.unique(holders)}

    def _places(self, packed: bytes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        keys = np.frombuffer(packed, self._type)
        places = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        found = self.keys[places] == keys if len(self.keys) else np.zeros(len(keys), np.bool_)
        return places, found
