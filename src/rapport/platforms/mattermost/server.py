"""Where things are and who did them, called by names: a bulk export has no ids, and does not say its server's."""

import re
from typing import NamedTuple

from rapport.words.identity import Channel, Identity

UNKNOWN = "unknown"
"""The server of an export whose path names none, the same for all of them."""

_FOLDER = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:\.(?:zip|tar|tgz|gz|jsonl|json))+$", re.IGNORECASE)


def server_of(file: str, given: str = "") -> str:
    """The host that a container or folder is called like: `chat.example.org.zip › import.jsonl`."""
    parts = re.split(r"/| › ", file)[:-1]
    folders = [_ENDINGS.sub("", part.strip()) for part in [given.rstrip("/").rsplit("/", 1)[-1], *parts]]
    return next((folder.lower() for folder in reversed(folders) if _FOLDER.fullmatch(folder)), UNKNOWN)


class Room(NamedTuple):
    """A channel, as its line tells."""

    channel: Channel
    is_open: bool
    """Whether everybody of the team may read it."""


def channel_of(server: str, team: str, name: str, shown: str | None = None) -> Channel:
    url = None if server == UNKNOWN else f"https://{server}/{team}/channels/{name}"
    return Channel("mattermost", f"{server}/{team}/{name}", f"{team} / {shown or name}", url, None if shown else True)


def person(server: str, username: str, *, bot: bool | None = None) -> Identity:
    return Identity("mattermost", f"{server}/{username.lower()}", handle=username, bot=bot)
