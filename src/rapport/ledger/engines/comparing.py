"""Ibis expressions are compared without a memory that all threads share.

Ibis 12 remembers in one dictionary, by `id`, which expressions are equal, and forgets as they go. Where pages and the
watch ask at once, one thread takes out what the other is putting in: an entry stays behind, and a later expression at
that address would be called equal to what it is not (or the other way round). Here a comparison remembers what it found
until it is over, which takes as long (12 to 13 ms of processor time a question, with either).
<https://github.com/ibis-project/ibis/blob/12.0.0/ibis/common/bases.py>
"""

from threading import local
from typing import Any

from ibis.common.bases import Comparable


class _Found(local):
    pairs: dict[tuple[int, int], bool] | None = None
    """By the `id` of both: of parts of what is being compared, which therefore stay."""


_found = _Found()


def _equals(self: Any, other: Any) -> bool:
    if self is other:
        return True
    if type(self) is not type(other):
        return False
    if _found.pairs is None:
        _found.pairs = {}
        try:
            return bool(self.__equals__(other))
        finally:
            _found.pairs = None
    pair = (id(self), id(other))
    if pair not in _found.pairs:
        _found.pairs[pair] = bool(self.__equals__(other))
    return _found.pairs[pair]


Comparable.__eq__ = _equals
del Comparable.__del__
