"""A message of DiscordChatExporter's JSON → activities. Pure: bytes in, values out.

The decisions behind ids, threads, kinds and what is left out are told in docs/platforms/discord.md.
"""

from collections.abc import Iterator

import msgspec

from rapport.platforms.discord.moment import id_of, made, moment
from rapport.platforms.discord.place import Where
from rapport.platforms.discord.text import text_of
from rapport.platforms.discord.who import identity_of
from rapport.platforms.discord.wire import Message, Reaction
from rapport.words.activity import Activity, Fact, revision_of

# discord.com/developers/docs/resources/message, "Message Types": DiscordChatExporter names some of them.
SAID = frozenset({"Default", "0", "Reply", "19", "20", "23"})
"""What people and programs write: 20 and 23 are a program's answers to a command."""
REPLIES = frozenset({"Reply", "19"})
JOINS = frozenset({"GuildMemberJoin", "7"})
UPKEEP = {
    "ChannelPinnedMessage": "pinned",
    "6": "pinned",
    "ChannelNameChange": "renamed",
    "4": "renamed",
    "ChannelIconChange": "icon changed",
    "5": "icon changed",
    "24": "moderated automatically",
}
THREAD_BEGINS = frozenset({"ThreadStarterMessage", "21"})
"""Stands first in a thread that began with a message of the channel above, and only points there."""


class Unfit(Exception):
    """Why a message cannot be read, as a sentence."""


def read_message(raw: bytes, where: Where) -> list[Activity]:
    """The message's own activity first, then the reactions to it; none for a mere pointer. Raises Unfit."""
    try:
        message = _decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        said, _, place = str(problem).partition(" - at `$")
        raise Unfit(f"{place.strip('`').lstrip('.') or 'The message'}: {said}.") from problem
    if message.type is None and message.timestamp is None:
        raise Unfit("This is no message: a message has a type and a time (timestamp).")
    kind = str(message.type or "Default")
    id_ = id_of(message.id)
    if id_ is None:
        raise Unfit(f"The message has no id, or one that is no whole number: {str(message.id)[:40]!r}.")
    if kind in THREAD_BEGINS:
        return []
    own = _activity(message, id_, kind, where)
    return [own, *_reactions(message.reactions, own)] if message.reactions else [own]


_decode = msgspec.json.Decoder(Message).decode


def _activity(message: Message, id_: str, type_: str, where: Where) -> Activity:
    at = moment(message.timestamp) or made(id_)
    edited = moment(message.timestampEdited)
    author = identity_of(message.author)
    begins = where.thread == id_
    kind = "topic" if begins and type_ in SAID else _kind(type_)
    channel = where.channel
    return Activity(
        "discord",
        id_,
        kind,
        at,
        author,
        channel,
        revision=revision_of(max(at, edited) if edited else at),
        parent=_parent(message, id_, type_, where),
        thread=where.thread,
        title=where.title if begins else None,
        text=text_of(message, is_program=bool(author and author.bot)) or None if type_ in SAID else None,
        url=f"{channel.url}/{id_}" if channel.url else None,
        facts=_facts(message, type_) or None,
    )


def _kind(type_: str) -> str:
    if type_ in SAID:
        return "message"
    if type_ in JOINS:
        return "join"
    return "moderation" if type_ in UPKEEP else "other"


def _parent(message: Message, id_: str, type_: str, where: Where) -> str | None:
    """What a reply answers; else, in a thread, what the thread began with."""
    if type_ in REPLIES and message.reference and (answered := id_of(message.reference.messageId)):
        return answered
    return where.thread if where.thread != id_ and type_ in SAID else None


def _facts(message: Message, type_: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if message.attachments:
        facts["files"] = len(message.attachments)
    if message.stickers:
        facts["stickers"] = len(message.stickers)
    if message.reactions:
        facts["reactions"] = sum(_count(reaction) for reaction in message.reactions)
    if message.isPinned:
        facts["pinned"] = True
    if message.timestampEdited:
        facts["edited"] = True
    if message.forwardedMessage:
        facts["forwarded"] = True
    if message.interaction and message.interaction.name:
        facts["command"] = message.interaction.name
    if type_ not in SAID and type_ not in JOINS:
        facts["action"] = UPKEEP.get(type_, type_)
    return facts


def _count(reaction: Reaction) -> int:
    return len(reaction.users or ()) if reaction.count is None else reaction.count


def _reactions(reactions: list[Reaction], own: Activity) -> Iterator[Activity]:
    """One for each person and emoji, where the file names them. Discord does not say when: at the message's time."""
    for reaction in reactions:
        emoji = reaction.emoji
        mark = (id_of(emoji.id) or emoji.name) if emoji else None
        if emoji is None or not mark:
            continue
        for author in dict.fromkeys(identity_of(user) for user in reaction.users or ()):
            if author is not None:
                yield Activity(
                    "discord", f"{own.native_id}/reaction/{mark}/{author.native_id}", "reaction", own.at, author,
                    own.channel, revision_of(own.at), parent=own.native_id, thread=own.thread,
                    facts={"emoji": emoji.name or emoji.code or mark},
                )  # fmt: skip
