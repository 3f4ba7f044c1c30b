"""Matrix events as activities: messages, edits, deletions, reactions, polls, members, changes of the room. Pure."""

from collections.abc import Mapping
from typing import Any

from rapport.platforms.matrix.event import Event, channel, event_of, identity, mapping, moment, word
from rapport.platforms.matrix.member import member
from rapport.platforms.matrix.memory import Known, Memory
from rapport.platforms.matrix.text import media_of, poll_of, text_of
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.records import Record

POLL_START = ("m.poll.start", "org.matrix.msc3381.poll.start")
POLL_RESPONSE = ("m.poll.response", "org.matrix.msc3381.poll.response")
SAID = ("m.room.message", "m.room.encrypted", "m.sticker", *POLL_START)


def record_of(value: Any, position: str, room: str | None, memory: Memory) -> Record:
    """One event. It holds nothing if it is of a type that tells of nothing done. Raises NotReadable."""
    event = event_of(value, room)
    if event.type == "m.room.name" and (name := word(event.content.get("name"))) and event.room:
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
    name = memory.names.get(event.room or "")
    return Activity(
        "matrix", event.id, kind, event.at, identity(event.sender), channel(event.room, name), revision_of(event.at),
        None, parent, thread, None, None, event.url,
    )  # fmt: skip


def _activities(event: Event, memory: Memory) -> list[Activity]:
    if event.type == "m.room.redaction":
        return _redaction(event, memory)
    relation = event.relation
    target = word(relation.get("event_id")) if relation else None
    if target and relation.get("rel_type") == "m.replace":
        return _edit(event, target, memory)
    if event.type == "m.reaction" and (target or _gone(event)):
        return [_hanging(event, "reaction", target, {"reaction": str(relation.get("key"))[:64]}, memory)]
    if event.type in POLL_RESPONSE and target:
        return [_hanging(event, "vote", target, None, memory)]
    if event.type in SAID:
        return [_said(event, memory)]
    if event.state_key is not None:
        return _state(event, memory)
    return []


def _said(event: Event, memory: Memory) -> Activity:
    """A message. One that stayed encrypted has no text, and gives way to the same one decrypted."""
    parent, thread = _answered(event, memory)
    said = base(event, "message", memory, parent, thread or event.id)
    content, changed = event.content, None
    if _gone(event):
        return _removed(event, said)
    if event.type == "m.room.encrypted" or content.get("msgtype") == "m.bad.encrypted":
        return said._replace(revision=said.revision - 1, facts={"encrypted": True})
    # The server's own summary of the last edit.
    edit = mapping(mapping(event.unsigned.get("m.relations")).get("m.replace"))
    if (
        edit
        and (after := mapping(mapping(edit.get("content")).get("m.new_content")))
        and edit.get("sender") == event.sender
    ):
        content, changed = after, moment(edit.get("origin_server_ts"))
    text, facts = _content(event.type, content, replies=parent is not None)
    return said._replace(text=text, facts=facts, revision=max(said.revision, revision_of(changed) if changed else 0))


def _content(kind: str, content: Mapping[str, Any], *, replies: bool) -> tuple[str | None, dict[str, Fact] | None]:
    if kind in POLL_START:
        text, options = poll_of(content)
        return text, {"options": options}
    if kind == "m.sticker":
        return word(content.get("body")), {"media": "sticker"}
    if media := media_of(content):
        return text_of(content), {"media": media}
    form = content.get("msgtype")
    facts: dict[str, Fact] | None = {"form": form[2:]} if form in ("m.emote", "m.notice") else None
    # An edit's new content need not repeat the relation, but repeats the fallback.
    return text_of({**content, "m.relates_to": {"m.in_reply_to": {}}} if replies else content), facts


def _answered(event: Event, memory: Memory) -> tuple[str | None, str | None]:
    """What it answers and its thread. In a thread, an answer that only older clients see answers the thread."""
    relation = event.relation
    if not relation:
        return None, None
    answered = word(mapping(relation.get("m.in_reply_to")).get("event_id"))
    if relation.get("rel_type") == "m.thread" and (root := word(relation.get("event_id"))):
        return (answered if answered and relation.get("is_falling_back") is not True else root), root
    return answered, memory.thread_of(answered) if answered else None


def _edit(event: Event, target: str, memory: Memory) -> list[Activity]:
    """The message in its new form. Only its own author's edit counts, as the specification has it."""
    known = memory.of(target)
    content = mapping(event.content.get("m.new_content"))
    if (known and known.author != identity(event.sender)) or not content or _gone(event):
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
    done = base(event, kind, memory)._replace(parent=target, facts=facts)
    if _gone(event):
        return _removed(event, done)
    return done._replace(thread=memory.thread_of(target) if target else None)


def _state(event: Event, memory: Memory) -> list[Activity]:
    if event.state_key == event.sender or "call" in event.type:
        return []
    kind = "other" if event.type == "m.room.create" else "moderation"
    return [base(event, kind, memory)._replace(facts={"action": event.type[:64]})]


def _gone(event: Event) -> bool:
    """A deleted event stays in its place, with nothing in it."""
    return "redacted_because" in event.unsigned


def _removed(event: Event, activity: Activity) -> Activity:
    when = moment(mapping(event.unsigned.get("redacted_because")).get("origin_server_ts")) or event.at
    revision = max(activity.revision, revision_of(when))
    return activity._replace(revision=revision, text=None, facts=None, deleted=True)
