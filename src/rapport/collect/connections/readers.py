"""Every platform that can be connected."""

from functools import cache
from importlib import import_module

from rapport.words.live import Reader

CLIENTS = {"github": "rapport.platforms.github.client"}
"""Loaded when asked for: an SDK takes its time."""


@cache
def reader_of(platform: str) -> Reader:
    """Raises KeyError of one that cannot be connected."""
    reader: Reader = import_module(CLIENTS[platform]).READER
    return reader
