"""One GitHub event → its activities. Pure: bytes in, values out.

The quick road decodes straight into the structs of `wire`. What does not fit there takes the patient road: lone
surrogates, ids written as text, the shapes of before 2015, types of events we have no word for.
"""

import codecs
import json
from collections.abc import Callable
from datetime import UTC
from typing import Any

import msgspec
import orjson

from rapport.platforms.github import code, talk, timeline, wire
from rapport.platforms.github.happening import Happening, act
from rapport.platforms.github.who import channel_of, identity_of
from rapport.words.activity import Activity, revision_of

LARGEST_EVENT = 16 << 20
"""Bytes. GitHub sends no event of a tenth of this; it bounds the memory that one hostile line can take."""

YEARS = range(2007, 2100)
"""GitHub began in October 2007; an event of another year has a broken time."""


class Unfit(Exception):
    """An event that cannot be read; says why. `is_json` is False where it is not even JSON."""

    def __init__(self, reason: str, is_json: bool = True) -> None:
        super().__init__(reason)
        self.is_json = is_json


def read_event(line: bytes) -> list[Activity]:
    """The event's own activity first, then what came with it: commits, the issue that was commented on.

    Raises Unfit.
    """
    if len(line) > LARGEST_EVENT:
        raise Unfit(f"The event has {len(line):,} bytes; at most {LARGEST_EVENT:,} are read.", is_json=False)
    try:
        event = _decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        event = _patiently(line)
    try:
        return _activities(event)
    except OverflowError as problem:
        raise Unfit(f"A time lies outside the years 1 to 9999: {problem}") from problem
    except ValueError as problem:
        raise Unfit(_reason(problem)) from problem


def _activities(event: wire.Event) -> list[Activity]:
    at = event.created_at
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    if at.year not in YEARS:
        raise ValueError(f"the year {at.year} is none of GitHub's - at `$.created_at`")
    channel = channel_of(event.repo)
    happening = Happening(identity_of(event.actor), channel, channel.native_id, channel.url, at, revision_of(at))
    return _READERS[type(event)](event, happening)


def _other(event: wire.OtherEvent, h: Happening) -> list[Activity]:
    return [act(h, "other", f"event/{event.id}", url=h.url, facts={"type": event.type})]


_decode = msgspec.json.Decoder(wire.Known).decode

# Each function takes the struct of its own type of event; a mapping from type to function cannot say so.
_READERS: dict[type[wire.Event], Callable[[Any, Happening], list[Activity]]] = {
    wire.PushEvent: code.push,
    wire.CreateEvent: code.create,
    wire.DeleteEvent: code.delete,
    wire.WatchEvent: code.star,
    wire.ForkEvent: code.fork,
    wire.ReleaseEvent: code.release,
    wire.GollumEvent: code.wiki,
    wire.MemberEvent: code.member,
    wire.PublicEvent: code.publish,
    wire.SponsorshipEvent: code.sponsor,
    wire.FollowEvent: code.follow,
    wire.IssuesEvent: talk.issues,
    wire.PullRequestEvent: talk.pull_request,
    wire.IssueCommentEvent: talk.issue_comment,
    wire.PullRequestReviewCommentEvent: talk.review_comment,
    wire.PullRequestReviewEvent: talk.review,
    wire.PullRequestReviewThreadEvent: talk.review_thread,
    wire.CommitCommentEvent: talk.commit_comment,
    wire.DiscussionEvent: talk.discussion,
    wire.DiscussionCommentEvent: talk.discussion_comment,
    wire.OtherEvent: _other,
}
_NAMES = {known.__name__ for known in _READERS} - {"OtherEvent"}


def _patiently(line: bytes) -> wire.Event:
    found = _loads(line)
    if not isinstance(found, dict):
        raise Unfit("This is JSON, but not an event: an event is an object with `type`, `actor` and `created_at`.")
    if not isinstance(found.get("type"), str):
        raise Unfit("type: an event says what it is in a field `type`; here it is missing or not text.")
    try:
        return _shaped(timeline.modern(found))
    except (msgspec.ValidationError, RecursionError, UnicodeError) as problem:  # a lone surrogate where a time belongs
        raise Unfit(_reason(problem)) from problem


def _shaped(event: timeline.Json) -> wire.Event:
    """Before 2015 payloads varied beyond what is documented: what does not fit there is kept as an other act."""
    if event["type"] in _NAMES:
        try:
            known: wire.Event = msgspec.convert(event, wire.Known, strict=False)
            return known
        except (msgspec.ValidationError, UnicodeError):
            if str(event.get("created_at"))[:4] > "2014":
                raise
    return msgspec.convert(event, wire.OtherEvent, strict=False)


def _loads(line: bytes) -> Any:
    line = line.removeprefix(codecs.BOM_UTF8)
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        try:
            # Lone surrogates and control characters inside strings, which orjson refuses.
            return json.loads(line.decode("utf-8", "surrogatepass"), strict=False)
        except (ValueError, RecursionError) as problem:
            raise Unfit(_not_json(line, problem), is_json=False) from problem


def _not_json(line: bytes, problem: Exception) -> str:
    text = line.strip(b" \t\r\n\0")
    if not text:
        return "The line holds nothing but NUL bytes."
    if text.startswith(b"{") and not text.endswith(b"}"):
        return "The line ends in the middle of an event; the file may have been cut off."
    return f"The line is not JSON: {problem}"


def _reason(problem: Exception) -> str:
    """A decoder's message with the field first: `payload.issue.number: Expected `int`, got `str``."""
    message, _, place = str(problem).partition(" - at `$")
    place = place.strip("`").lstrip(".")
    return f"{place}: {message}" if place else message
