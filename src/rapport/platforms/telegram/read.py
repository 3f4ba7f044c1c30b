"""A message of a Telegram export as activities: itself, and the reactions to it that have a name. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from rapport.platforms.fields import NotReadable
from rapport.platforms.telegram.moment import ahead, local, moment
from rapport.platforms.telegram.service import facts_of, kind_of
from rapport.platforms.telegram.text import plain, poll_of, text_of
from rapport.platforms.telegram.who import Chat, identity, peer
from rapport.words.activity import Activity, Fact, revision_of

LARGEST_ID = (1 << 63) - 1

_MEDIA = {
    "photo": "photo", "file": "file", "poll": "poll", "location_information": "location", "game_title": "game",
    "contact_information": "contact", "invoice_information": "invoice",
}  # fmt: skip


class Threads:
    """The first message of each message's thread, as far back as memory allows.

    Two dictionaries: the older is let go when the newer is full, as taking keys off a dictionary's front is slow.
    """

    REMEMBERED = 400_000
    """Replies whose thread is known, about 60 MB. A reply to an older reply begins a thread with that one."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._before: dict[int, int] = {}

    def first_of(self, message: int, answered: int | None) -> int:
        if answered is None:
            return message
        first = self._first.get(answered) or self._before.get(answered, answered)
        if len(self._first) >= self.REMEMBERED // 2:
            self._first, self._before = {}, self._first
        self._first[message] = first
        return first


def activities_of(message: Mapping[str, Any], chat: Chat, threads: Threads) -> list[Activity]:
    """The message first. None for what an export calls unsupported: it has neither time nor content.

    Raises NotReadable.
    """
    number = message.get("id")
    if type(number) is not int or not -LARGEST_ID <= number <= LARGEST_ID:
        raise NotReadable("The message has no id, or one that is no whole number.")
    if message.get("type") == "unsupported":
        return []
    at = moment(message, "date")
    if at is None:
        raise NotReadable(f"The message's time (date) is missing or no date: {str(message.get('date'))[:40]!r}.")
    edited = moment(message, "edited") if "edited" in message else None
    service = message.get("type") == "service"
    parent, answered = _answered(message, chat)
    said = Activity(
        platform="telegram",
        native_id=f"{chat.key}/{number}",
        kind=kind_of(message) if service else "message",
        at=at,
        author=_author(message),
        channel=chat.channel,
        revision=revision_of(max(at, edited) if edited else at),
        parent=parent,
        thread=f"{chat.key}/{threads.first_of(number, answered)}",
        title=plain(message.get("title")) if service else None,
        text=None if service else _text(message),
        url=f"{chat.pages}{number}" if chat.pages and number > 0 else None,
        facts=(facts_of(message) if service else _facts(message)) or None,
    )
    return [said, *_reactions(message, said)] if "reactions" in message else [said]


def _author(message: Mapping[str, Any]) -> Any:
    who = "actor" if "actor_id" in message else "from"
    return identity(message.get(f"{who}_id"), message.get(who))


def _answered(message: Mapping[str, Any], chat: Chat) -> tuple[str | None, int | None]:
    """The native id of what it answers, and its number where that stands in the same chat."""
    number = message.get("reply_to_message_id", message.get("message_id"))
    # What a supergroup had before it was one has numbers below zero.
    if type(number) is not int or number == 0 or not -LARGEST_ID <= number <= LARGEST_ID:
        return None, None
    elsewhere = peer(message.get("reply_to_peer_id"))
    if elsewhere and elsewhere != chat.key:
        return f"{elsewhere}/{number}", None
    return f"{chat.key}/{number}", number


def _text(message: Mapping[str, Any]) -> str | None:
    if "poll" not in message:
        return text_of(message)
    poll = poll_of(message)
    return "\n\n".join(filter(None, (text_of(message), poll and poll[0]))) or None


def _facts(message: Mapping[str, Any]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if media := _media(message):
        facts["media"] = media
    if "poll" in message and (poll := poll_of(message)):
        facts |= poll[1]
    for key, name in (("forwarded_from", "forwarded"), ("via_bot", "via_bot")):
        if key in message:
            facts[name] = True
    counts = [each["count"] for each in _list(message.get("reactions")) if type(each.get("count")) is int]
    if counts:
        facts["reactions"] = sum(counts)
    return facts


def _media(message: Mapping[str, Any]) -> str | None:
    if isinstance(kind := message.get("media_type"), str):
        return kind[:64]
    found = message.keys() & _MEDIA.keys()
    return _MEDIA[min(found)] if found else None


def _reactions(message: Mapping[str, Any], said: Activity) -> Iterator[Activity]:
    """Those whose author is told (`recent`; at most the newest few). Their times are local to the exporter."""
    shift = ahead(message)
    for reaction in _list(message.get("reactions")):
        mark = reaction.get("emoji") or reaction.get("document_id") or reaction.get("type")
        for given in _list(reaction.get("recent")):
            who, at = identity(given.get("from_id"), given.get("from")), local(given.get("date"))
            if who is None or not isinstance(mark, str):
                continue
            try:
                at = max(at - shift, said.at) if at else said.at
            except OverflowError:
                at = said.at
            yield Activity(
                platform="telegram",
                native_id=f"{said.native_id}/reaction/{mark[:64]}/{who.native_id}",
                kind="reaction",
                at=at,
                author=who,
                channel=said.channel,
                revision=revision_of(at),
                parent=said.native_id,
                thread=said.thread,
                url=said.url,
                facts={"reaction": mark[:64]},
            )


def _list(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
