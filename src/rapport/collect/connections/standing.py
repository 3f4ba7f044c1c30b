"""How a connection stands: whether all there is was read, how far behind it is, what it waits for."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from rapport.accounts.models import Connection
from rapport.collect.connections.following import spent
from rapport.collect.models import Stream

SOON = timedelta(days=14)


class Standing(NamedTuple):
    word: str
    """In a word or two."""
    tone: str
    """`good`, `warn`, `bad`, or nothing."""
    about: str
    """What that means now, in a sentence."""
    behind: datetime | None
    """Up to when everything is known; None until then."""
    waits_until: datetime | None
    """When it goes on, where its platform makes it wait."""


def standing_of(connection: Connection, now: datetime | None = None) -> Standing:
    now = now or datetime.now(UTC)
    streams = list(connection.streams.all())
    waits = min((one.anew_at for one in spent(connection, now)), default=None)
    behind = _known_until(streams)
    if connection.state == Connection.State.REFUSED:
        return Standing("refused", "bad", connection.error, behind, None)
    if connection.state == Connection.State.PAUSED:
        return Standing(
            "paused", "warn", "Somebody paused it. What is sent meanwhile is kept, and read afterwards.", behind, None
        )
    if connection.state == Connection.State.ENDED:
        return Standing("disconnected", "quiet", "It is not read any more.", behind, None)
    failing = [stream for stream in streams if stream.error]
    if connection.error:
        return Standing("failing", "bad", f"{connection.error} It is tried again by itself.", behind, waits)
    begun = [stream for stream in streams if stream.caught_up_at is None and not stream.error]
    if begun:
        said = f"{len(streams) - len(begun)} of {len(streams)} parts are read to their end."
        return Standing("reading", "", said, behind, waits)
    if connection.expires_at and connection.expires_at - now < SOON:
        said = f"Its credentials end on {connection.expires_at:%-d %B %Y}: enter new ones before."
        return Standing("ends soon", "warn", said, behind, waits)
    if failing:
        return Standing("in part", "warn", f"{len(failing)} of {len(streams)} parts cannot be read.", behind, waits)
    return Standing("up to date", "good", "All there is was read, and it is looked at again and again.", behind, waits)


def _known_until(streams: Sequence[Stream]) -> datetime | None:
    told = [stream.caught_up_at for stream in streams if not stream.error]
    return None if not told or None in told else min(filter(None, told))
