"""The fields of DiscordChatExporter's JSON that we read; everything not named here is skipped while decoding.

Source: JsonMessageWriter.cs of github.com/Tyrrrz/DiscordChatExporter, versions 2.15 (2019) to 2.46 (2025). Older ones
lack `nickname`, `stickers`, `interaction`, the users of reactions, `exportedAt`.
"""

from typing import Annotated, Any

from msgspec import Meta, Raw

from rapport.platforms.wire import Wire

Count = Annotated[int, Meta(ge=0, lt=1 << 31)]
Snowflake = str | int | None
"""An id, which holds the time of its making. Some tools write it as a number."""


class Guild(Wire):
    id: Snowflake = None
    name: str | None = None


class Place(Wire):
    """A channel, or a thread: then `category` is the channel it is in."""

    id: Snowflake = None
    type: str | int | None = None
    categoryId: Snowflake = None  # noqa: N815  # as it is written
    category: str | None = None
    name: str | None = None


class Head(Wire):
    """What a file tells before its messages."""

    guild: Guild | None = None
    channel: Place | None = None


class User(Wire):
    id: Snowflake = None
    name: str | None = None
    discriminator: str | int | None = None
    nickname: str | None = None
    isBot: bool | None = None  # noqa: N815
    avatarUrl: str | None = None  # noqa: N815


class Emoji(Wire):
    id: Snowflake = None
    """Empty for an emoji that is a character."""
    name: str | None = None
    code: str | None = None


class Reaction(Wire):
    emoji: Emoji | None = None
    count: Count | None = None
    users: list[User] | None = None
    """Since version 2.41."""


class Reference(Wire):
    messageId: Snowflake = None  # noqa: N815


class Forwarded(Wire):
    """What somebody passed on. In exports since 2026 (the exporter's pull request 1451); before, it was left out."""

    content: str | None = None


class Interaction(Wire):
    name: str | None = None


class Message(Wire):
    id: Snowflake
    type: str | int | None = None
    """A name for the common types, their number for the others."""
    timestamp: str | None = None
    timestampEdited: str | None = None  # noqa: N815
    isPinned: bool | None = None  # noqa: N815
    content: str | None = None
    author: User | None = None
    attachments: list[Any] | None = None
    embeds: Raw = Raw()
    stickers: list[Any] | None = None
    reactions: list[Reaction] | None = None
    mentions: Raw = Raw()
    reference: Reference | None = None
    interaction: Interaction | None = None
    forwardedMessage: Forwarded | None = None  # noqa: N815


class Field(Wire):
    name: str | None = None
    value: str | None = None


class Embed(Wire):
    title: str | None = None
    description: str | None = None
    fields: list[Field] | None = None
