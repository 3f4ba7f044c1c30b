"""Which channel a file of messages is of: the folder it lies in."""

import re
import unicodedata
from contextlib import suppress
from typing import NamedTuple

from rapport.platforms.slack.workspace import Workspace, canvas_of
from rapport.words.identity import Channel

_PARTS = re.compile(r" › |[/\\]")
_DIRECT = re.compile(r"D[A-Z0-9]{6,}|mpdm-.*")
"""The folder of a conversation between two is called by its id, that of one among a few `mpdm-ada--bob-1`."""
_PACKED = re.compile(r"(?:\.(?:zip|tar|tgz|gz|bz2|xz|7z|zst))+$", re.IGNORECASE)
UNKNOWN = "unknown channel"


class Place(NamedTuple):
    channel: Channel
    is_direct: bool
    """A conversation between two or among a few, which is nobody else's."""


def last(file: str) -> str:
    return _PARTS.split(file)[-1]


def place_of(file: str, workspace: Workspace, given: str = "") -> Place:
    """By the folder around the file, which may be the one that was given, or that of the file that was given."""
    around = [part for part in _PARTS.split(given) if part not in ("", ".", "..")]
    parts = _PARTS.split(file)
    root = around[:-1] if around and parts[0] == around[-1] else around
    parts = root[-1:] + parts
    folder = _PACKED.sub("", parts[-2]) if len(parts) > 1 else ""
    for name in _readings(folder):
        if name in workspace.channels:
            return Place(workspace.channels[name], is_direct=name in workspace.direct)
        if (canvas := canvas_of(name)) and canvas[0] in workspace.canvases:
            return Place(workspace.canvases[canvas[0]], is_direct=False)
    name = _readings(folder)[-1] or UNKNOWN
    return Place(Channel("slack", f"name:{name.lower()}", name, stands_in=True), is_direct(name, workspace))


def is_direct(name: str, workspace: Workspace) -> bool:
    """Whether a conversation of this name or id is one among a few, or about a file that nobody else may have seen."""
    return name in workspace.direct or _DIRECT.fullmatch(name) is not None or canvas_of(name) is not None


def _readings(folder: str) -> list[str]:
    """The folder's name, and what it is where a zip does not say that its names are UTF-8.

    A Mac takes names apart when it unpacks (`e` and an accent); Slack writes them whole.
    """
    found = [unicodedata.normalize("NFC", folder)]
    with suppress(UnicodeError):
        if not folder.isascii():
            found.append(folder.encode("cp437").decode("utf-8"))
    return found
