"""A Discourse JSON document, and its fields taken only where they have the type they should have."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from rapport.platforms.fields import NotReadable

MAX_FILE = 64 << 20
"""Bytes of one file. The API's largest answer, 1,000 posts on one page, stays under 20 MB."""

LARGEST_ID = (1 << 63) - 1


def parse(data: bytes) -> Any:
    """The JSON value. orjson is strict; what it refuses (lone surrogates, NaN) the standard library may take.

    NaN and the infinities become `None`, bytes that are not UTF-8 become U+FFFD.
    """
    if len(data) > MAX_FILE:
        raise NotReadable(f"The file is larger than {MAX_FILE >> 20} MiB. Ask the forum for smaller pages.")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return _parse_leniently(data)


def _parse_leniently(data: bytes) -> Any:
    text = data.decode("utf-8-sig", "replace")
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except RecursionError:
        raise NotReadable("The JSON is nested too deeply.") from None
    except ValueError as error:
        raise NotReadable(f"The file is not whole JSON: {error}.") from None


def whole(value: Any) -> int | None:
    """A whole number that fits PostgreSQL's bigint; true and false are not numbers."""
    if type(value) is int and -LARGEST_ID <= value <= LARGEST_ID:
        return value
    return None


def moment(value: Any) -> datetime | None:
    """An ISO 8601 time in UTC (`2017-10-02T15:51:03.835Z`), or None where it is no time (year 0, 30 February)."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is UTC:
            return at
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def scalars(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that hold no further JSON: all that is kept of a record nested too deeply to write again."""
    return {key: value for key, value in fields.items() if not isinstance(value, dict | list)}
