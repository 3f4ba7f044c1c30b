"""Which chat an export is of: its name, and whether it is a group. A talk between two is nobody else's."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from rapport.platforms.dates import day_is_first
from rapport.platforms.lines import Lines
from rapport.platforms.whatsapp.own import is_of_group
from rapport.platforms.whatsapp.stamps import LOOKED_AT, MARKS, messages
from rapport.words.identity import Channel

_NAMED = re.compile(
    r"(?:.*\bwhats ?app\b[ -]*(?:chat)?|whats ?app.*?|chat (?:de |do )?whats ?app)"
    r"(?: (?:with|mit|con|com|avec|met|med|z|с)|\s*-) (?P<name>.+)",
    re.IGNORECASE,
)
# `WhatsApp Chat with Otters (2).txt`: a second download.
_AGAIN = re.compile(r"\s*\(\d{1,3}\)$")
_AUTHOR = re.compile(r"(?P<who>[^\n\"“”„«»]{1,100}?) ?:(?: |$)", re.MULTILINE)
_CREATED = re.compile(
    r".+? (?:created (?:the |this )?group|hat die Gruppe|creó el grupo|a créé le groupe|criou o grupo"
    r"|ha creato il gruppo|heeft de groep) [\"“„«](?P<name>[^\"”“»\n]{1,100})[\"”“»].*"
)
SMALLEST = 3
"""People who write, where nothing else tells of a group."""


class Chat(NamedTuple):
    name: str | None
    """None where neither the file nor what it lies in is called like a chat, and no line tells how it was founded."""
    day_first: bool
    group: bool

    @property
    def key(self) -> str:
        return (self.name or "unknown").casefold()

    @property
    def channel(self) -> Channel:
        return Channel("whatsapp", self.key, self.name or "WhatsApp group", None, None if self.name else True)


class Said(NamedTuple):
    """One message, taken apart."""

    who: str
    """Empty where WhatsApp itself speaks."""
    text: str
    own: bool
    """Whether the words are WhatsApp's own."""


def said_in(rest: str) -> Said:
    found = _AUTHOR.match(rest)
    if found is None:
        return Said("", MARKS.sub("", rest).strip(), own=True)
    text = rest[found.end() :]
    who = " ".join(MARKS.sub("", found["who"]).strip().removeprefix("~").split())
    return Said(who, text, own=text.startswith("\u200e") or not who)


def chat_of(lines: Lines, manner: re.Pattern[str], file: str) -> Chat:
    """What all of the file tells. It is a group where three people write or WhatsApp speaks of one, but never where one
    who writes is called like the chat: then it is the talk with that person."""
    name = name_of(file)
    authors: set[str] = set()
    dates: list[str] = []
    group = False
    for each in messages(lines, manner):
        if not each.stamp:
            continue
        if len(dates) < LOOKED_AT:
            dates.append(each.stamp)
        said = said_in(each.rest)
        if not said.own and len(authors) < LOOKED_AT:
            authors.add(said.who.casefold())
        elif said.own:
            words = MARKS.sub("", said.text)
            group = group or is_of_group(words)
            if name is None and (created := _CREATED.fullmatch(words)):
                name = created["name"]
    group = group or len(authors) >= SMALLEST
    return Chat(name, day_is_first(dates), group and (name or "").casefold() not in authors)


def name_of(file: str) -> str | None:
    """`WhatsApp Chat with Otters.txt`, `WhatsApp Chat - Otters.zip › _chat.txt`, `WhatsApp-Chat mit Otters.txt`: the
    name in the innermost file or folder that is called so."""
    for part in reversed(file.replace(" › ", "/").split("/")):
        stem = PurePosixPath(MARKS.sub("", part)).name
        stem = re.sub(r"\.(?:txt|zip|gz)$", "", stem, flags=re.IGNORECASE)
        if found := _NAMED.fullmatch(stem):
            return _AGAIN.sub("", " ".join(found["name"].split())) or None
    return None
