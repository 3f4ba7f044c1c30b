"""Long posts: tweets.js holds the first 280 characters, note-tweet.js the whole text.

No id joins the two (`noteTweetId` is the note's own). They were made in the same second and begin alike.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from rapport.platforms.fields import NotReadable, items, mapping
from rapport.platforms.x.owner import script
from rapport.platforms.x.text import note_text
from rapport.platforms.x.when import time_written

ALIKE = 24
"""Characters that must be the same at the beginning. Links are written out in one and not in the other."""
APART = 2
"""Seconds between a note and its post, at most."""

Notes = Mapping[int, list[str]]


def notes_of(beside: Mapping[str, bytes]) -> Notes:
    return _notes(beside.get("note-tweet.js", b""))


def note_for(text: str | None, at: datetime, notes: Notes) -> str | None:
    """The whole text of a post that was cut, if it is among the notes."""
    if not text or not notes:
        return None
    second = int(at.timestamp())
    near = (note for shift in range(-APART, APART + 1) for note in notes.get(second + shift, ()))
    return next((note for note in near if len(note) > len(text) and _alike(note, text)), None)


def _alike(note: str, text: str) -> bool:
    return note[:ALIKE].split("http")[0] == text[:ALIKE].split("http")[0]


@lru_cache(maxsize=2)
def _notes(data: bytes) -> Notes:
    try:
        listed = items(script(data)) if data else ()
    except NotReadable:
        return {}
    notes: dict[int, list[str]] = {}
    for each in listed:
        note: Mapping[str, Any] = mapping(mapping(each).get("noteTweet"))
        at, text = time_written(note.get("createdAt")), note_text(note)
        if at and text:
            notes.setdefault(int(at.timestamp()), []).append(text)
    return notes
