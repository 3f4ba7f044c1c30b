"""Which network, channel and day a log is of, as its path tells.

libera/#python/2013-05-01.log                    ZNC
me_freenode_#python_20130501.log                 ZNC before 1.6
irc.libera.#python.weechatlog                    WeeChat
Libera.Chat/#python.log, Libera.Chat-#python.log HexChat, XChat
irclogs/OFTC/#debian.log, 2010/OFTC/#debian.05-06.log  irssi
2013/05/01/#ubuntu.txt                           irclogs.ubuntu.com
python/2013/python.2013-05-01-16.00.log.txt      MeetBot
python.log.01May2013                             eggdrop
"""

import re
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from rapport.platforms.irc.clock import MONTHS
from rapport.words.identity import Channel, Identity

UNKNOWN = "unknown"
"""The network of a log whose path names none."""

NETWORKS = frozenset(
    {
        *("libera", "freenode", "oftc", "efnet", "ircnet", "undernet", "quakenet", "dalnet", "rizon", "gimpnet"),
        *("gnome", "mozilla", "snoonet", "hackint", "espernet", "w3c", "perl", "geekshed", "ergo", "tilde", "slashnet"),
    }
)
_WEECHAT = re.compile(r"irc\.(?P<network>[^/#&]+?)\.(?P<channel>[^/]+)\.weechatlog", re.IGNORECASE)
_NAMED = re.compile(r"(?:(?P<before>[^/#&]*?)[-_. ])?(?P<channel>[#&]+[^\s/,]+)")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./]?)(\d\d)(?:\2|/)(\d\d)(?![0-9])")
_NAMED_DAY = re.compile(rf"(?<!\d)(\d\d)({'|'.join(MONTHS)})((?:19|20)\d\d)(?!\d)")
_ENDINGS = re.compile(
    r"(?:\.\d\d[A-Z][a-z]{2}(?:19|20)\d\d"
    r"|[-_. ]?(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d(?:[-_.]\d\d[-_.]\d\d)?"
    r"|(?:^|[-_. ])(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])"
    r"|\.(?:0[1-9]|1[0-2])-[0-3]\d(?=\.)"
    r"|\.(?:weechatlog|log|txt|irc|text|zip|7z|tar|tgz|gz|bz2|xz|zst))+$",
    re.IGNORECASE,
)
_DAY_OF_YEAR = re.compile(r"/((?:19|20)\d\d)/(?:[^/]+/){0,2}[^/]*(\.)(0[1-9]|1[0-2])-([0-3]\d)\.[^/]*$")
_BEGINS = re.compile(r"(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d[-_. ]+(?=[^\W\d])")
# RFC 1459: these are each other's small and capital letters.
_SCANDINAVIAN = str.maketrans("[]\\~", "{}|^")


class Place(NamedTuple):
    network: str
    channel: str
    day: date | None = None
    query: bool = False
    """A talk between two, which the ledger does not keep."""
    guessed: bool = False
    """Whether no name in the path is a channel's: clients call talks between two like the other's nick."""

    @property
    def where(self) -> Channel:
        return Channel("irc", f"{self.network}/{lower(self.channel)}", self.channel)

    def who(self, nick: str, bridge: str | None = None) -> Identity:
        """A nick on the network; somebody on the other side of a bridge stands behind the bridge's nick."""
        native = f"{self.network}/{lower(bridge)}/{nick.lower()}" if bridge else f"{self.network}/{lower(nick)}"
        return Identity("irc", native, handle=nick)


def lower(name: str) -> str:
    return name.lower().translate(_SCANDINAVIAN)


def place_of(file: str, given: str = "") -> Place:
    """By the path inside what was given; a folder that was given is called like the channel or network too."""
    root = PurePosixPath(given.replace("\\", "/")).name
    if root and not file.startswith(root):
        file = f"{root}/{file}"
    parts = [part for part in PurePosixPath(file.replace(" › ", "/").replace("\\", "/")).parts if part != "/"]
    days = [found for found in map(_day, _DAY.findall("/".join(parts[-5:]))) if found]
    named = _NAMED_DAY.search(parts[-1]) if parts else None
    if not days and (found := _DAY_OF_YEAR.search(f"/{'/'.join(parts)}")):
        days = [each for each in [_day((found[1], found[2], found[3], found[4]))] if each]
    day = days[-1] if days else _day((named[3], "", f"{MONTHS[named[2]]}", named[1])) if named else None
    if parts and (weechat := _WEECHAT.search(parts[-1])):
        channel = _ENDINGS.sub("", f"{weechat['channel']}.log")
        return Place(_plain(weechat["network"]), channel, day, query=not channel.startswith(("#", "&")))
    folders = next((name for name in map(_network, reversed(parts[:-1])) if name), None)
    for part in reversed(parts):
        if found := _NAMED.search(part):
            channel = _ENDINGS.sub("", found["channel"])
            before = [name for name in map(_network, reversed((found["before"] or "").split("_"))) if name]
            return Place(next(iter(before), folders or UNKNOWN), channel, day)
    return Place(folders or UNKNOWN, _stem(parts), day, guessed=True)


def _stem(parts: list[str]) -> str:
    """Where nothing has a #: the name of the file or, if that is a day, of the folder."""
    for part in reversed(parts):
        stem = _BEGINS.sub("", _ENDINGS.sub("", part)).strip("-_. ")
        if stem and not stem.isdigit() and stem.lower() not in ("log", "logs", "irclogs"):
            return f"#{stem}"
    return "#unknown"


def _network(name: str) -> str | None:
    plain = _plain(name)
    return plain if plain in NETWORKS else None


def _plain(name: str) -> str:
    """`Libera.Chat`, `irc.libera.chat` and `libera` are one network."""
    return re.sub(r"^(?:irc|chat)\.|\.(?:chat|net|org|com|fi)$", "", name.lower()) or UNKNOWN


def _day(found: tuple[str, str, str, str]) -> date | None:
    try:
        return date(int(found[0]), int(found[2]), int(found[3]))
    except ValueError:
        return None
