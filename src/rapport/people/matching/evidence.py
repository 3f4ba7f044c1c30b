"""A piece of evidence on whether two aliases are one person."""

from typing import NamedTuple


class Evidence(NamedTuple):
    weight: float
    words: str
    of: str = ""
    """The handle that it is about, or the one word that is the name."""


NONE = Evidence(0.0, "")
