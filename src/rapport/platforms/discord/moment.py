"""Discord's times: as ISO 8601, and inside every id."""

from datetime import UTC, datetime, timedelta

from rapport.platforms.discord.wire import Snowflake

# discord.com/developers/docs/reference, "Snowflakes": milliseconds since 2015 in the bits above the lowest 22.
_BEGUN = datetime(2015, 1, 1, tzinfo=UTC)
_LARGEST = (1 << 63) - 1


def id_of(value: Snowflake) -> str | None:
    """An id as Discord writes it; None for what is none, and for the 0 of a direct message's guild."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0
    return str(value) if value and 0 < value <= _LARGEST else None


def made(id_: str) -> datetime:
    """When the thing of this id was made, to the millisecond."""
    return _BEGUN + timedelta(milliseconds=int(id_) >> 22)


def moment(text: str | None) -> datetime | None:
    """In UTC. None where it is no time; without a zone it is taken as UTC."""
    try:
        at = datetime.fromisoformat(text or "")
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
