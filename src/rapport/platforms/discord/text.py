"""A message's words as plain text.

DiscordChatExporter has turned most of Discord's markup into plain text already; with `--markdown false` it has not.
Source: discord.com/developers/docs/reference, "Message Formatting".
"""

import re

import msgspec

from rapport.platforms.discord.moment import id_of
from rapport.platforms.discord.wire import Embed, Message, User

_MENTION = re.compile(r"<@!?(\d{5,20})>")
_EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{5,20}>")
_users = msgspec.json.Decoder(list[User]).decode
_embeds = msgspec.json.Decoder(list[Embed]).decode


def text_of(message: Message, *, is_program: bool) -> str:
    """What a program says it often says in an embed alone; a person's embeds are the previews of links."""
    text = message.content or (message.forwardedMessage and message.forwardedMessage.content) or ""
    if "<" in text:
        text = _EMOJI.sub(r"\1", text)
        if _MENTION.search(text):
            names = _names(message.mentions)
            text = _MENTION.sub(lambda found: "@" + names.get(found[1], found[1]), text)
    return text if text or not is_program else _said_in(message.embeds)


def _names(mentions: msgspec.Raw) -> dict[str, str]:
    try:
        users = _users(mentions)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return {}
    return {id_: user.nickname or user.name or id_ for user in users if (id_ := id_of(user.id))}


def _said_in(embeds: msgspec.Raw) -> str:
    try:
        found = _embeds(embeds)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ""
    lines: list[str] = []
    for embed in found:
        lines += filter(None, (embed.title, embed.description))
        lines += [f"{field.name}: {field.value}" for field in embed.fields or () if field.name and field.value]
    return "\n".join(lines)
