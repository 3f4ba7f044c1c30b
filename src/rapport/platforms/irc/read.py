"""Lines of a log as activities. Pure; a log's lines are read in their order, as they lean on those before."""

from datetime import datetime
from hashlib import blake2b

from rapport.platforms.irc.clock import Clock, head_of, stamp_of
from rapport.platforms.irc.forms import Said, said
from rapport.platforms.irc.place import Place
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record

KINDS = {
    "message": "message", "emote": "message", "notice": "message",
    "join": "join", "part": "leave", "quit": "leave",
    "kick": "moderation", "topic": "moderation", "mode": "moderation",
}  # fmt: skip


class NotReadable(Exception):
    """Why a line cannot be read, as a sentence."""


class Log:
    """One log being read: its place, its clock, and what was said in this minute already."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.clock = Clock(place.day)
        self._minute: datetime | None = None
        self._minute_told = ""
        self._times: dict[str, int] = {}

    def record(self, line: str, position: str) -> Record | None:
        """None for a line about the log itself. Raises NotReadable."""
        if head := head_of(line):
            if head.day:
                self.clock.set(head.day)
            if head.channel:
                is_channel = head.channel.startswith(("#", "&"))
                self.place = self.place._replace(channel=head.channel, query=not is_channel, guessed=False)
            return None
        stamp = stamp_of(line)
        if stamp is None and not line.startswith("==="):
            raise NotReadable("The line has no time, as each line of an IRC log has.")
        understood = said(line[stamp.end :] if stamp else line, tabbed=bool(stamp and stamp.day))
        at = self.clock.at(stamp) if stamp else self.clock.again()
        if understood is None or understood.what not in KINDS or self.place.query:
            return Record(position, [])
        if at is None:
            raise NotReadable(
                "Nothing tells the day of this line. Put it into the file's name (2013-05-01.log) and import it again."
            )
        return Record(position, [self.activity(understood, at)])

    def activity(self, told: Said, at: datetime) -> Activity:
        place, message = self.place, KINDS[told.what] == "message"
        facts: dict[str, Fact] = {} if told.what == "message" else {"form" if message else "action": told.what}
        if told.bridge:
            facts["bridged"] = True
        who, where = place.who(told.nick, told.bridge), place.where
        return Activity(
            "irc", self._key(told, at, who, where), KINDS[told.what], at, who, where, revision_of(at),
            text=(told.text.rstrip() or None) if message else None, facts=facts or None,
        )  # fmt: skip

    def _key(self, told: Said, at: datetime, who: Identity, where: Channel) -> str:
        """`libera/#python/2013-05-01T12:34/ada/<hash>`, and `/2` for the same words again in that minute.

        Of minutes, as some logs have no seconds: two people's logs of a channel then meet.
        """
        minute = at.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._minute_told, self._times = minute, f"{minute:%Y-%m-%dT%H:%M}", {}
        # Clients word events differently.
        words = told.text.strip() if KINDS[told.what] == "message" else told.what
        digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        key = f"{where.native_id}/{self._minute_told}/{who.native_id.partition('/')[2]}/{digest}"
        times = self._times[key] = self._times.get(key, 0) + 1
        return key if times == 1 else f"{key}/{times}"
