"""Who came and went, as a room's member events tell; they bring the display names too."""

from rapport.platforms.fields import words
from rapport.platforms.matrix.event import EMPTY, Event, identity
from rapport.words.activity import Activity
from rapport.words.records import Record, Told


def member(event: Event, done: Activity, position: str) -> Record:
    """`done` is the event as an act of its sender. Its `state_key` is the member whom it is about."""
    about = event.state_key
    if about is None:
        return Record(position, [])
    now = event.content.membership
    before = (event.unsigned.prev_content or EMPTY).membership
    who = identity(about, words(event.content.displayname))
    told = [Told(who, event.at)] if who.name else []
    if now == "join":
        # Whoever was there already has changed their name or picture.
        acts = [] if before == "join" else [done._replace(kind="join", author=who)]
        return Record(position, acts, people=told)
    if now == "leave" and about == event.sender:
        return Record(position, [] if before in ("invite", "knock") else [done._replace(kind="leave", author=who)])
    if now == "leave":
        action = {"ban": "unban", "invite": "invitation withdrawn", "knock": "knock refused"}.get(str(before), "kick")
    elif now == "ban":
        action = "ban"
    elif now == "invite":
        return Record(position, [done._replace(facts={"action": "invite"})], people=told)
    else:
        return Record(position, [], people=told)
    return Record(position, [done._replace(kind="moderation", facts={"action": action})])
