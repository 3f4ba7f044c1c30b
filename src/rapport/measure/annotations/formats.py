"""Marks as JSON, and as one cell of a table."""

from collections.abc import Iterable
from typing import Any

from rapport.measure.annotations.happened import Happened
from rapport.measure.annotations.mark import Mark


def mark_as_json(mark: Mark) -> dict[str, Any]:
    return {
        "kind": mark.kind,
        "title": mark.title,
        "first_day": mark.first.isoformat(),
        "last_day": mark.last.isoformat(),
        "what": mark.what,
        "platform": mark.platform or None,
        "link": mark.link or None,
        "source": mark.source,
        "id": mark.number,
    }


def happened_as_json(happened: Happened) -> dict[str, Any]:
    return {"marks": [mark_as_json(mark) for mark in happened.marks], "more": happened.more}


def in_words(marks: Iterable[Mark]) -> str:
    return "; ".join(f"{mark.title} ({mark.what})" for mark in marks)
