"""Which space a folder of Google Takeout holds: `Google Chat/Groups/Space AAAA/messages.json`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from rapport.platforms.fields import NotReadable, items, load, mapping, words
from rapport.words.identity import Channel, Identity

INFO = "group_info.json"
ALONE = (
    "Nothing tells whether this is a space or a private talk, so nothing of it is kept. Keep the folder's name as "
    "Takeout gave it (Space …), or its group_info.json beside it."
)
_FOLDER = re.compile(r"(?:^|[/\\])(?P<sort>Space|DM) (?P<id>[\w-]{1,100})[/\\][^/\\]+$")


class Space(NamedTuple):
    channel: Channel
    members: list[Identity]


def space_of(file: str, info: bytes) -> Space | None:
    """None for a talk between two or a few. Raises NotReadable where nothing tells what it is: only a space has a name.

    `info` is the group_info.json of its folder; empty where there is none.
    """
    folder = _FOLDER.search(file.replace(" › ", "/"))
    if folder and folder["sort"] == "DM":
        return None
    told = _told(info)
    name = words(told.get("name"))
    if folder is None and name is None:
        raise NotReadable(ALONE)
    native = f"spaces/{folder['id']}" if folder else f"name:{(name or '').casefold()}"
    page = f"https://chat.google.com/room/{folder['id']}" if folder else None
    channel = Channel("googlechat", native, name or native, page, None if name else True)
    return Space(channel, [who for each in items(told.get("members")) if (who := identity_of(each))])


@lru_cache(4)
def _told(info: bytes) -> Mapping[str, Any]:
    try:
        return mapping(load(info)) if info else {}
    except NotReadable:
        return {}


def identity_of(person: Any) -> Identity | None:
    """By address, as Takeout has no accounts' numbers; else by the name; None for nobody."""
    told = mapping(person)
    name, address = words(told.get("name")), (words(told.get("email")) or "").strip().lower()
    bot = True if told.get("user_type") == "Bot" else None
    if "@" in address:
        return Identity("googlechat", address, name=name, email=address, bot=bot)
    return Identity("googlechat", f"name:{name.casefold()}", name=name, bot=bot) if name else None
