"""A message of a WhatsApp group as activities. Pure."""

import re
from datetime import datetime
from hashlib import blake2b

from rapport.platforms.dates import read_date
from rapport.platforms.fields import NotReadable
from rapport.platforms.whatsapp import own
from rapport.platforms.whatsapp.chat import Chat, Said, said_in
from rapport.platforms.whatsapp.stamps import LONGEST, MARKS, Written
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Identity

_NUMBER = re.compile(r"\+?\d[\d\s()./-]{5,24}")
_NO_DAY = re.compile(r"(?:3[2-9]|[4-9]\d)\D")
"""A date that begins so is damaged: WhatsApp writes years of two digits last."""
BEGAN = 2009


class Reader:
    """Reads the messages of one group in their order: what is said again in the same minute is counted."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self._channel = chat.channel
        self._minute: datetime | None = None
        self._times: dict[str, int] = {}

    def activities(self, written: Written) -> list[Activity]:
        """Nothing for what tells of nobody's act: a deleted message, a new picture of the group. Raises NotReadable."""
        if not written.stamp:
            raise NotReadable("Here begins no message: it has no date in front.")
        if written.too_long:
            raise NotReadable(f"The message is longer than {LONGEST:,} letters.")
        at = read_date(written.stamp, day_first=self.chat.day_first)
        if at is None or _NO_DAY.match(written.stamp):
            raise NotReadable(f"“{MARKS.sub('', written.stamp)[:40]}” is no time.")
        if not BEGAN <= at.year < 2100:
            raise NotReadable(f"The message is said to be of {at.year}; WhatsApp began in {BEGAN}.")
        said = said_in(written.rest)
        words = MARKS.sub("", said.text)
        if not said.who or own.is_deleted(words) or (said.own and not own.is_of_a_person(said.text)):
            return self._moved(words, at)
        return [self._message(said, at)]

    def _message(self, said: Said, at: datetime) -> Activity:
        text, files = own.without_files(said.text)
        text, edited = own.without_edited(text)
        if own.is_omitted(text):
            text, files = "", files + 1
        text = MARKS.sub("", text).replace("\0", "").strip()
        facts: dict[str, Fact] = {"files": files} if files else {}
        if edited:
            facts["edited"] = True
        who = identity_of(said.who, self.chat)
        return self._activity("message", who, at, text or f"{files} files", text or None, facts)

    def _moved(self, said: str, at: datetime) -> list[Activity]:
        move = own.move_in(said)
        named = [identity_of(name, self.chat) for name in move.who] if move else []
        return [self._activity(move.kind, who, at, move.kind, None, {}) for who in named] if move else []

    def _activity(
        self, kind: str, who: Identity, at: datetime, words: str, text: str | None, facts: dict[str, Fact]
    ) -> Activity:
        return Activity(
            "whatsapp", self._key(who, words, at), kind, at, who, self._channel, revision_of(at), text=text,
            facts=facts or None,
        )  # fmt: skip

    def _key(self, who: Identity, words: str, at: datetime) -> str:
        """`otters/2023-12-31T23:59/<hash of who and words>`, and `/2` for the same again in that minute: Android tells
        no seconds, and two exports of a group shall meet. A name stands in no id."""
        minute = at.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._times = minute, {}
        digest = blake2b(f"{who.native_id}\0{words}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        times = self._times[digest] = self._times.get(digest, 0) + 1
        key = f"{self.chat.key}/{minute:%Y-%m-%dT%H:%M}/{digest}"
        return key if times == 1 else f"{key}/{times}"


def identity_of(name: str, chat: Chat) -> Identity:
    """By telephone number in all groups, and then of the number only the last digits are told; else by the name, which
    is the one in the address book of whoever made the export, within one group."""
    plain = " ".join(MARKS.sub("", name).replace("\0", "").strip().removeprefix("~").split())
    if _NUMBER.fullmatch(plain):
        digits = "".join(letter for letter in plain if letter.isdigit())
        hashed = blake2b(digits.encode(), digest_size=12).hexdigest()
        return Identity("whatsapp", f"number/{hashed}", handle=f"…{digits[-3:]}")
    return Identity("whatsapp", f"{chat.key}/{plain.casefold()}", name=plain)
