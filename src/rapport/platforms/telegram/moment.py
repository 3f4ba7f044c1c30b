"""When something happened. Exports since 2021 write seconds since 1970 beside each time; all write a local time."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def moment(fields: Mapping[str, Any], key: str) -> datetime | None:
    """`date_unixtime`, else `date`, whose zone (that of the computer that exported) nothing tells: it counts as UTC."""
    seconds = fields.get(key + "_unixtime")
    if type(seconds) is str and seconds.isascii() and seconds.isdigit():
        seconds = int(seconds[:15])
    if type(seconds) is int and seconds > 0:
        try:
            return _EPOCH + timedelta(seconds=seconds)
        except OverflowError:
            return None
    return local(fields.get(key))


def local(value: Any) -> datetime | None:
    """`2023-05-01T12:00:00`. 1970 is what the first exports wrote for “never”."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        at = at if at is None else at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at and at - _EPOCH > _DAY else None


def ahead(message: Mapping[str, Any]) -> timedelta:
    """How far the exporting computer's clock was ahead of UTC, from a message that has both times."""
    at, here = moment(message, "date"), local(message.get("date"))
    return here - at if at and here and abs(here - at) <= _DAY else timedelta()
