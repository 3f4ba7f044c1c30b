"""Matrix events as activities: messages, edits, deletions, reactions, polls, members, changes of the room. Pure."""

from collections.abc import Mapping

from rapport.platforms.fields import words
from rapport.platforms.matrix.event import EMPTY, Event, channel, identity, micros_of
from rapport.platforms.matrix.member import member
from rapport.platforms.matrix.memory import Known, Memory
from rapport.platforms.matrix.text import media_of, poll_of, text_of
from rapport.platforms.matrix.wire import Content
from rapport.words.activity import Activity, Fact
from rapport.words.records import Record

POLL_START = ("m.poll.start", "org.matrix.msc3381.poll.start")
POLL_RESPONSE = ("m.poll.response", "org.matrix.msc3381.poll.response")
SAID = frozenset({"m.room.message", "m.room.encrypted", "m.sticker", *POLL_START})


def record_of(event: Event, position: str, memory: Memory) -> Record:
    """One event. It holds nothing if it is of a type that tells of nothing done."""
    if event.type == "m.room.name" and event.room and (name := words(event.content.name)):
        memory.names[event.room] = name
    if event.type == "m.room.member":
        return member(event, base(event, "other", memory), position)
    activities = _activities(event, memory)
    if activities and activities[0].native_id == event.id:
        first = activities[0]
        memory.keep(event.id, Known(first.kind, first.at, first.author, first.parent, first.thread))
    return Record(position, activities)


def base(event: Event, kind: str, memory: Memory, parent: str | None = None, thread: str | None = None) -> Activity:
    """What every event has."""
    name = memory.names.get(event.room) if event.room else None
    return Activity(
        "matrix", event.id, kind, event.at, identity(event.sender), channel(event.room, name), event.micros,
        None, parent, thread, None, None, event.url,
    )  # fmt: skip


def _activities(event: Event, memory: Memory) -> list[Activity]:
    if event.type == "m.room.redaction":
        return _redaction(event, memory)
    target = words(event.relation.event_id)
    if target and event.relation.rel_type == "m.replace":
        return _edit(event, target, memory)
    if event.type in SAID:
        return [_said(event, memory)]
    if event.type == "m.reaction" and (target or event.is_gone):
        return [_hanging(event, "reaction", target, {"reaction": str(event.relation.key)[:64]}, memory)]
    if event.type in POLL_RESPONSE and target:
        return [_hanging(event, "vote", target, None, memory)]
    if event.state_key is not None:
        return _state(event, memory)
    return []


def _said(event: Event, memory: Memory) -> Activity:
    """A message. One that stayed encrypted has no text, and gives way to the same one decrypted."""
    parent, thread = _answered(event, memory)
    if event.is_gone:
        return _removed(event, base(event, "message", memory, parent, thread or event.id))
    content, revision = event.content, event.micros
    if event.type == "m.room.encrypted" or content.msgtype == "m.bad.encrypted":
        said = base(event, "message", memory, parent, thread or event.id)
        return said._replace(revision=revision - 1, facts={"encrypted": True})
    # The server's own summary of the last edit.
    edit = event.unsigned.relations.edit if event.unsigned.relations else None
    if edit and edit.content and edit.content.new and edit.sender == event.sender:
        content, revision = edit.content.new, max(revision, micros_of(edit.origin_server_ts) or 0)
    text, facts = _content(event.type, content, replies=parent is not None)
    name = memory.names.get(event.room) if event.room else None
    return Activity(
        "matrix", event.id, "message", event.at, identity(event.sender), channel(event.room, name), revision,
        None, parent, thread or event.id, None, text, event.url, facts,
    )  # fmt: skip


def _content(kind: str, content: Content, *, replies: bool) -> tuple[str | None, dict[str, Fact] | None]:
    """An edit's new content need not repeat the relation, but repeats what it answers."""
    if kind in POLL_START:
        text, options = poll_of(content)
        return text, {"options": options}
    if kind == "m.sticker":
        return words(content.body), {"media": "sticker"}
    text, form = text_of(content, replies=replies), content.msgtype
    if form == "m.text":
        return text, None
    if media := media_of(content):
        return text, {"media": media}
    return text, {"form": form[2:]} if form in ("m.emote", "m.notice") else None


def _answered(event: Event, memory: Memory) -> tuple[str | None, str | None]:
    """What it answers and its thread. In a thread, an answer that only older clients see answers the thread."""
    relation = event.content.relation
    if relation is None:
        return None, None
    answered = words(relation.answers.event_id) if relation.answers else None
    if relation.rel_type == "m.thread" and (root := words(relation.event_id)):
        return (answered if answered and relation.is_falling_back is not True else root), root
    return answered, memory.thread_of(answered) if answered else None


def _edit(event: Event, target: str, memory: Memory) -> list[Activity]:
    """The message in its new form. Only its own author's edit counts, as the specification has it."""
    known = memory.of(target)
    content = event.content.new
    if (known and known.author != identity(event.sender)) or content is None or content == EMPTY or event.is_gone:
        return []
    text, facts = _content(event.type, content, replies=bool(known and known.parent))
    said = base(event, "message", memory)._replace(native_id=target, text=text, facts=facts, thread=target)
    said = said._replace(url=event._replace(id=target).url)
    if known:
        said = said._replace(kind=known.kind, at=known.at, parent=known.parent, thread=known.thread)
    return [said]


def _redaction(event: Event, memory: Memory) -> list[Activity]:
    """What was deleted is gone; deleting what somebody else wrote is moderation."""
    if event.redacts is None:
        return []
    known = memory.of(event.redacts)
    gone = base(event, "message", memory)._replace(native_id=event.redacts, author=None, url=None, deleted=True)
    if known is None:
        return [gone]
    gone = gone._replace(kind=known.kind, at=known.at, author=known.author, parent=known.parent, thread=known.thread)
    if known.author == identity(event.sender):
        return [gone]
    done = base(event, "moderation", memory)
    return [done._replace(parent=event.redacts, thread=known.thread, facts={"action": "redaction"}), gone]


def _hanging(event: Event, kind: str, target: str | None, facts: Mapping[str, Fact] | None, memory: Memory) -> Activity:
    """A reaction or a vote, which hangs on a message."""
    if event.is_gone:
        return _removed(event, base(event, kind, memory, target))
    thread = memory.thread_of(target) if target else None
    return base(event, kind, memory, target, thread)._replace(facts=facts)


def _state(event: Event, memory: Memory) -> list[Activity]:
    if event.state_key == event.sender or "call" in event.type:
        return []
    kind = "other" if event.type == "m.room.create" else "moderation"
    return [base(event, kind, memory)._replace(facts={"action": event.type[:64]})]


def _removed(event: Event, activity: Activity) -> Activity:
    because = event.unsigned.redacted_because
    removed = micros_of(because.origin_server_ts) if because else None
    return activity._replace(revision=max(activity.revision, removed or 0), deleted=True)
