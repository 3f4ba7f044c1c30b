"""Which of the things that one import holds are held by others too. Pure."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

NOBODY = 0
ELSEWHERE = -1
"""Stands for every road that is not an import."""

Words = npt.NDArray[np.uint64]


class Mine:
    """The keys of one import, each once, with the number of another import that holds it.

    A key of up to 16 bytes is two numbers, its first eight bytes and the rest: numbers are sorted and found ten times
    as fast as byte strings. 24 bytes a key.
    """

    def __init__(self, packed: Iterable[bytes], width: int) -> None:
        self._width = width
        high, low = self._words(b"".join(packed))
        order = np.argsort(high)
        high, low = high[order], low[order]
        if np.any(high[1:] == high[:-1]):  # of two keys that begin alike the smaller stands first
            order = np.lexsort((low, high))
            high, low = high[order], low[order]
        once = np.ones(len(high), np.bool_)
        once[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
        self._high, self._low = high[once], low[once]
        self._holders = np.zeros(len(self._high), np.int64)

    def __len__(self) -> int:
        return len(self._high)

    @property
    def keys(self) -> npt.NDArray[np.bytes_]:
        """Each key, as bytes of its width."""
        words = np.column_stack((self._high, self._low)).astype(">u8")
        wide = np.frombuffer(words.tobytes(), np.uint8).reshape(-1, 16)[:, : self._width]
        return np.frombuffer(wide.tobytes(), np.dtype(f"S{self._width}"))

    def held_by(self, holder: int, packed: bytes) -> None:
        """Say that somebody else holds these; keys that are not among mine do not matter."""
        places, mine = self._places(packed)
        self._holders[places[mine]] = holder

    def of(self, packed: bytes) -> dict[int, bytes]:
        """These keys of mine by who else holds them, NOBODY among them."""
        keys = np.frombuffer(packed, np.dtype(f"S{self._width}"))
        places, _ = self._places(packed)
        holders = self._holders[places]
        return {int(holder): keys[holders == holder].tobytes() for holder in np.unique(holders)}

    def alone(self, packed: bytes) -> int:
        """How many of these keys of mine nobody else holds."""
        places, _ = self._places(packed)
        return int(np.count_nonzero(self._holders[places] == NOBODY))

    def _words(self, packed: bytes) -> tuple[Words, Words]:
        wide = np.zeros((len(packed) // self._width, 16), np.uint8)
        wide[:, : self._width] = np.frombuffer(packed, np.uint8).reshape(-1, self._width)
        words = wide.view(">u8").astype(np.uint64)
        return words[:, 0], words[:, 1]

    def _places(self, packed: bytes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Where each key stands, and whether it is there at all."""
        high, low = self._words(packed)
        places, last = np.searchsorted(self._high, high), len(self._high) - 1
        if last < 0:
            return places, np.zeros(len(high), np.bool_)
        places = np.minimum(places, last)
        while np.any(behind := (self._high[places] == high) & (self._low[places] < low) & (places < last)):
            places += behind  # of several keys that begin alike, the next
        return places, (self._high[places] == high) & (self._low[places] == low)
