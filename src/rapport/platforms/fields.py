"""Fields of a JSON record, taken only where they have the type they should have."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

LARGEST = (1 << 63) - 1


class NotReadable(Exception):
    """Why a record cannot be read, as a sentence."""


def load(data: bytes) -> Any:
    """The JSON value. What orjson refuses (lone surrogates, NaN) the standard library may take.

    Raises NotReadable.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(data.decode("utf-8-sig", "replace"), parse_constant=lambda _: None, strict=False)
    except RecursionError:
        raise NotReadable("The JSON is nested too deeply.") from None
    except ValueError as error:
        raise NotReadable(f"It is not whole JSON: {error}.") from error


def dump(value: Any) -> bytes:
    """JSON that `load` reads back; lone surrogates survive as escapes. Nothing of what is nested too deeply to be
    written, though it could be read."""
    try:
        return json.dumps(value, separators=(",", ":")).encode("ascii")
    except RecursionError:
        return b""


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def words(value: Any) -> str | None:
    """A text that says something."""
    return value if isinstance(value, str) and value and not value.isspace() else None


def whole(value: Any) -> int | None:
    """A whole number that fits PostgreSQL's bigint, also written as a text of digits; true and false are none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    return value if type(value) is int and -LARGEST <= value <= LARGEST else None


def moment(value: Any) -> datetime | None:
    """An ISO 8601 time in UTC, or None where it is no time (year 0, 30 February)."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.strip())
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
