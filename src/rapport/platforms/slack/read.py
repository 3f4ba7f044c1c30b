"""A message of a Slack export → activities. Pure: bytes in, values out.

The decisions behind ids, revisions, kinds and what is left out are told in docs/platforms/slack.md.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from rapport.platforms.slack.blocks import text_of_attachments, text_of_blocks
from rapport.platforms.slack.moment import GONE, micros_of, minutes_east, moment, ts_of
from rapport.platforms.slack.mrkdwn import plain
from rapport.platforms.slack.place import UNKNOWN
from rapport.platforms.slack.who import SLACKBOT, author_in, somebody
from rapport.platforms.slack.wire import Message, Reaction, Room
from rapport.platforms.slack.workspace import Person
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity

JOINS = ("channel_join", "group_join")
LEAVES = ("channel_leave", "group_leave")
_CHANGES_OF_A_PLACE = (
    *("topic", "purpose", "name", "archive", "unarchive", "posting_permissions", "canvas_updated"),
    *("convert_to_private", "convert_to_public"),
)
UPKEEP = frozenset(
    [f"{place}_{change}" for place in ("channel", "group") for change in _CHANGES_OF_A_PLACE]
    + [f"bot_{change}" for change in ("add", "remove", "enable", "disable")]
    + ["pinned_item", "unpinned_item", "tabbed_canvas_updated"]
)
HUDDLES = ("huddle_thread", "sh_room_created")
SPEECHLESS = frozenset((*JOINS, *LEAVES, *HUDDLES))
"""Their `text` is Slack's own sentence."""
CHANGES = ("message_changed", "message_replied")


class Unfit(Exception):
    """Why a message cannot be read, as a sentence."""


class Spot(NamedTuple):
    """Where a message stands, and what is known around it."""

    channel: Channel
    people: Mapping[str, Person]
    names: Mapping[str, str]


def read_message(raw: bytes, spot: Spot) -> list[Activity]:
    """The message's own activity first, then those that came with it: reactions, who was in a huddle. Raises Unfit."""
    try:
        message = _decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        said, _, place = str(problem).partition(" - at `$")
        raise Unfit(f"{place.strip('`').lstrip('.') or 'The message'}: {said}.") from problem
    return activities_of(message, spot)


_decode = msgspec.json.Decoder(Message).decode


def activities_of(message: Message, spot: Spot) -> list[Activity]:
    """The same of a message that is decoded. Raises Unfit."""
    try:
        if message.subtype is None and not spot.channel.stands_in:
            return _told(message, spot, since=0)
        return _activities(message, spot)
    except OverflowError as problem:
        raise Unfit("The message's time (ts) lies after the year 9999.") from problem


def _activities(message: Message, spot: Spot) -> list[Activity]:
    channel = _place(message, spot.channel)
    if message.subtype == "message_deleted":
        return [_deleted(message, spot, channel)]
    if message.subtype in CHANGES and message.message is not None:
        return _told(message.message, spot._replace(channel=channel), since=_micros(message.ts))
    if message.subtype in CHANGES and message.original is not None:
        now = msgspec.structs.replace(message.original, text=message.text, blocks=message.blocks)
        return _told(now, spot._replace(channel=channel), since=_micros(message.ts))
    return _told(message, spot._replace(channel=channel) if channel is not spot.channel else spot, since=0)


def _deleted(message: Message, spot: Spot, channel: Channel) -> Activity:
    former = message.previous_message or message.original or Message()
    ts = ts_of(message.deleted_ts) or ts_of(former.ts)
    if ts is None:
        raise Unfit("A deletion that does not say which message (deleted_ts) was deleted.")
    thread = ts_of(former.thread_ts)
    return _gone(ts, thread, _author(former, spot), channel)


def _gone(ts: str, thread: str | None, author: Identity | None, channel: Channel) -> Activity:
    here = channel.native_id
    return Activity(
        "slack", f"{here}/{ts}", "message", moment(micros_of(ts)), author, channel, GONE,
        parent=f"{here}/{thread}" if thread and thread != ts else None,
        thread=f"{here}/{thread}" if thread else None,
        deleted=True,
    )  # fmt: skip


def _told(message: Message, spot: Spot, *, since: int) -> list[Activity]:
    """`since`: microseconds of the event that told of this state of the message."""
    ts = ts_of(message.ts)
    if ts is None:
        raise Unfit(f"The message's time (ts), which is its id, is missing or no time: {str(message.ts or '')[:40]!r}.")
    channel, thread = spot.channel, None if message.thread_ts is None else ts_of(message.thread_ts)
    if message.subtype == "tombstone":
        return [_gone(ts, thread, None, channel)]
    here, micros, is_bare = channel.native_id, micros_of(ts), _is_bare(message)
    author, zone = _who(message, micros, spot)
    own = Activity(
        "slack", f"{here}/{ts}", "message" if is_bare else _kind(message), moment(micros), author, channel,
        max(micros, since) if is_bare else max(micros, since, _changed(message)),
        zone,
        f"{here}/{thread}" if thread and thread != ts else None,
        f"{here}/{thread}" if thread else None,
        None if is_bare else _title(message),
        (_said(message, spot.names) if is_bare else _text(message, spot.names)) or None,
        message.permalink if message.permalink and message.permalink.startswith("https://") else None,
        None if is_bare else _facts(message) or None,
    )  # fmt: skip
    if message.reactions is None and message.room is None:
        return [own]
    return [own, *_reactions(message, own, spot), *_attendances(message, own, spot)]


def _is_bare(message: Message) -> bool:
    """Nothing but words, as most messages are; the others have what is looked for below."""
    return (
        message.subtype is None
        and message.files is None
        and message.file is None
        and message.reactions is None
        and message.reply_count is None
        and message.latest_reply is None
        and message.edited is None
    )


def _place(message: Message, known: Channel) -> Channel:
    """The folder's channel; where no file tells its id, the one that the message itself names."""
    if not known.stands_in or not message.channel or message.channel[:1] not in "CG":
        return known
    return known._replace(native_id=message.channel, name=message.channel if known.name == UNKNOWN else known.name)


def _kind(message: Message) -> str:
    subtype = message.subtype
    if subtype is None:
        return "message"
    if subtype in JOINS:
        return "join"
    if subtype in LEAVES:
        return "leave"
    if subtype in HUDDLES and message.room is not None:
        return "event"
    return "moderation" if subtype in UPKEEP else "message"


def _who(message: Message, micros: int, spot: Spot) -> tuple[Identity | None, int | None]:
    """The author, and minutes east of UTC where they were."""
    person = spot.people.get(message.user) if message.user else None
    if person is None or message.room is not None:
        author = _author(message, spot)
        return author, _zone(author, micros, spot)
    return person.identity, None if person.identity.bot else minutes_east(person.zone, person.offset, micros)


def _author(message: Message, spot: Spot) -> Identity | None:
    if message.room is not None and message.room.created_by and message.subtype in HUDDLES:
        return _known(message.room.created_by, spot)
    if message.user and message.user in spot.people:
        return spot.people[message.user].identity
    if not message.user and message.comment and message.comment.user:
        return _known(message.comment.user, spot)
    return author_in(message)


def _known(id_: str, spot: Spot) -> Identity:
    person = spot.people.get(id_)
    return person.identity if person else somebody(id_)


def _zone(author: Identity | None, micros: int, spot: Spot) -> int | None:
    person = spot.people.get(author.native_id) if author else None
    if person is None or person.identity.bot:
        return None
    return minutes_east(person.zone, person.offset, micros)


def _title(message: Message) -> str | None:
    """What the first file is called."""
    if message.subtype in HUDDLES:
        return "Huddle" if message.room is not None else None
    return next((title for file in message.all_files() if (title := file.title or file.name)), None)


def _text(message: Message, names: Mapping[str, str]) -> str:
    if message.subtype in SPEECHLESS:
        return ""
    if message.subtype in UPKEEP:
        return plain(message.topic or message.purpose or message.name or "", names)
    if message.subtype == "file_comment" and message.comment:
        return plain(message.comment.comment or "", names)
    if message.subtype == "file_share" and message.file:
        # "<@U1> uploaded a file: … and commented: …" is Slack's sentence, until 2018.
        said = message.file.initial_comment
        return plain((said.comment if said else None) or "", names) or _of_share(message.text or "", names)
    return _said(message, names)


def _of_share(text: str, names: Mapping[str, str]) -> str:
    is_slacks = text.startswith("<@") and " uploaded a file: <" in text
    return "" if is_slacks else plain(text, names)


def _said(message: Message, names: Mapping[str, str]) -> str:
    """`text`; where that is empty, or an app's `text` is only the short form, what blocks and attachments say."""
    text = plain(message.text or "", names)
    is_empty = not text or text.isspace()
    if is_empty or message.bot_id is not None:
        text = max("" if is_empty else text, text_of_blocks(message.blocks, names), key=len)
    return (text or text_of_attachments(message.attachments, names)).strip("\n")


def _facts(message: Message) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if files := message.all_files():
        facts["files"] = len(files)
    if message.reactions and (reactions := sum(_count(each) for each in message.reactions if each)):
        facts["reactions"] = reactions
    if message.reply_count:
        facts["replies"] = message.reply_count
    if message.edited is not None:
        facts["edited"] = True
    if message.subtype == "thread_broadcast":
        facts["broadcast"] = True
    if message.subtype in UPKEEP:
        facts["action"] = message.subtype
    if message.subtype in HUDDLES and (seconds := _length(message.room)) is not None:
        facts["minutes"] = round(seconds / 60)
    return facts


def _length(room: Room | None) -> float | None:
    """Seconds of a huddle that is over; none goes on for a week."""
    if room is None or not room.date_start or not room.date_end:
        return None
    seconds = room.date_end - room.date_start
    return seconds if 0 <= seconds < 7 * 86_400 else None


def _count(reaction: Reaction) -> int:
    return len(reaction.users or ()) if reaction.count is None else reaction.count


def _reactions(message: Message, own: Activity, spot: Spot) -> Iterator[Activity]:
    """One for each person and emoji. Slack does not say when; it is told at the message's time."""
    for reaction in message.reactions or ():
        if reaction is None or not reaction.name:
            continue
        for user in dict.fromkeys(reaction.users or ()):
            if user:
                yield _beside(own, f"reaction/{reaction.name}/{user}", "reaction", user, spot, {"emoji": reaction.name})


def _attendances(message: Message, own: Activity, spot: Spot) -> Iterator[Activity]:
    if own.kind == "event" and message.room is not None:
        for user in dict.fromkeys(message.room.participant_history or ()):
            if user and user != SLACKBOT:
                yield _beside(own, f"attendance/{user}", "attendance", user, spot, None)


def _beside(own: Activity, path: str, kind: str, user: str, spot: Spot, facts: Mapping[str, Fact] | None) -> Activity:
    author = _known(user, spot)
    return Activity(
        "slack", f"{own.native_id}/{path}", kind, own.at, author, own.channel, revision_of(own.at),
        zone=_zone(author, revision_of(own.at), spot), parent=own.native_id, thread=own.thread, facts=facts,
    )  # fmt: skip


def _changed(message: Message) -> int:
    """Microseconds of the last edit or reply. Both only rise, so the later of two exports has the higher one."""
    return max(_micros(message.edited.ts) if message.edited else 0, _micros(message.latest_reply))


def _micros(value: str | float | None) -> int:
    ts = ts_of(value) if value is not None else None
    return 0 if ts is None else micros_of(ts)
