"""The fields of Slack's messages, users and channels that we read, as an export holds them.

Everything not named here is skipped while decoding. Nearly every field is optional: exports of 2014 and of today have
little in common but `type`, `ts` and `text`.
Sources: docs.slack.dev/reference/events/message with its subtypes, docs.slack.dev/reference/objects, Slack's help page
"How to read Slack data exports", and what hfaran/slack-export-viewer had to cope with.
"""

from typing import Annotated

from msgspec import Meta, Raw

from rapport.platforms.wire import Wire

Count = Annotated[int, Meta(ge=0, lt=1 << 31)]


class Profile(Wire):
    """`profile` of a user, and the shorter `user_profile` that a message carries since 2018."""

    real_name: str | None = None
    display_name: str | None = None
    name: str | None = None
    email: str | None = None
    image_72: str | None = None
    image_192: str | None = None


class User(Wire):
    id: str
    name: str | None = None
    real_name: str | None = None
    profile: Profile | None = None
    tz: str | None = None
    tz_offset: float | None = None
    """Seconds east of UTC when the export was made."""
    is_bot: bool | None = None
    is_admin: bool | None = None
    is_owner: bool | None = None
    is_primary_owner: bool | None = None
    updated: float | None = None
    """Seconds since 1970."""


class Conversation(Wire):
    """One of channels.json, groups.json (private channels), dms.json and mpims.json (among a few)."""

    id: str
    name: str | None = None


class Share(Wire):
    channel: str | None = None


class Canvas(Wire):
    """One of canvases.json and lists.json."""

    id: str
    is_public: bool | None = None
    """Shared in a channel that everybody may join."""
    shares: list[Share] | None = None


class BotProfile(Wire):
    id: str | None = None
    name: str | None = None


class Edited(Wire):
    ts: str | float | None = None


class Reaction(Wire):
    name: str | None = None
    users: list[str | None] | None = None
    count: Count | None = None


class Comment(Wire):
    """What was said of a file, until 2018 as `file_comment` or as the file's `initial_comment`."""

    user: str | None = None
    comment: str | None = None


class File(Wire):
    title: str | None = None
    name: str | None = None
    mode: str | None = None
    """`tombstone` where the file was deleted."""
    initial_comment: Comment | None = None

    @property
    def is_gone(self) -> bool:
        return self.mode in ("tombstone", "hidden_by_limit")


class Room(Wire):
    """A huddle, in the message that tells of it."""

    created_by: str | None = None
    date_start: float | None = None
    date_end: float | None = None
    participant_history: list[str | None] | None = None


class Message(Wire):
    ts: str | float | None = None
    """Seconds since 1970 with six digits behind the point: with its channel, a message's id."""
    subtype: str | None = None
    user: str | None = None
    username: str | None = None
    bot_id: str | None = None
    bot_profile: BotProfile | None = None
    user_profile: Profile | None = None
    channel: str | None = None
    text: str | None = None
    blocks: Raw = Raw()
    attachments: Raw = Raw()
    """JSON as it stands, read only where `text` does not say all."""
    thread_ts: str | float | None = None
    latest_reply: str | float | None = None
    reply_count: Count | None = None
    edited: Edited | None = None
    reactions: list[Reaction | None] | None = None
    files: list[File | None] | None = None
    file: File | None = None
    """The one file of a message before 2018."""
    comment: Comment | None = None
    room: Room | None = None
    permalink: str | None = None
    topic: str | None = None
    purpose: str | None = None
    name: str | None = None
    deleted_ts: str | float | None = None
    message: "Message | None" = None
    """The new state, in a `message_changed`."""
    previous_message: "Message | None" = None
    original: "Message | None" = None
    """The former state, where a workspace keeps edits and deletions."""

    def all_files(self) -> list[File]:
        if not self.files and self.file is None:
            return []
        found = [*(self.files or ()), self.file]
        return [file for file in found if file is not None and not file.is_gone]


class Attachment(Wire):
    """What an app wrote in the manner of before 2019."""

    pretext: str | None = None
    title: str | None = None
    text: str | None = None
    fallback: str | None = None
