"""Fields of a component, taken only where they can be read. icalendar keeps what it cannot read as text."""

import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from icalendar import Component
from icalendar.prop import vBroken
from icalendar.timezone import tzp


class NotReadable(Exception):
    """Why a component cannot be read, as a sentence."""


class When(NamedTuple):
    at: datetime
    """In UTC."""
    zone: int | None
    """Minutes east of UTC there and then, where the calendar says."""
    all_day: bool = False
    floating: bool = False
    """Whether the time has no zone of its own: it is whatever the clocks on the wall say."""


def component_of(raw: bytes) -> Component:
    """The component. NotReadable, in words, for what is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Component.from_ical(raw)
    except Exception as error:  # noqa: BLE001 - a parser of hostile text fails in many ways
        raise NotReadable(f"The component cannot be read: {str(error)[:200]}.") from None


def zone_named(name: str) -> tzinfo | None:
    """The zone of that name: of the time zone database, one of Windows' names, or one that the file told of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names with a maker's prefix it says that it guesses
        try:
            return tzp.timezone(name)
        except Exception:  # noqa: BLE001 - a name can be a path, or anything
            return None


def first(component: Component, name: str) -> Any:
    """The value of a property; of several, which the standard forbids for these, the first."""
    value = component.get(name)
    return value[0] if isinstance(value, list) and value else value


def every(component: Component, name: str) -> list[Any]:
    value = component.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def time_in(value: Any) -> Any:
    """The date, time, period or length that a value holds; None for one that icalendar could not read."""
    return None if isinstance(value, vBroken) else getattr(value, "dt", None)


def words(component: Component, name: str) -> str | None:
    value = first(component, name)
    return (str(value).strip() or None) if isinstance(value, str) else None


def stamp(component: Component, *names: str) -> datetime | None:
    """A time in UTC, such as LAST-MODIFIED; the first of these that can be read."""
    for name in names:
        written = time_in(first(component, name))
        if isinstance(written, datetime):
            return when(written, UTC).at
    return None


def when(written: date | datetime, here: tzinfo) -> When:
    """A time as the calendar means it; one without a zone, and a day, in the zone `here` of the calendar.

    NotReadable for one that is out of Python's range once it is put into UTC.
    """
    all_day = not isinstance(written, datetime)
    local = written if isinstance(written, datetime) else datetime.combine(written, time())
    floating = local.tzinfo is None
    try:
        local = local.replace(tzinfo=here) if floating else local
        offset = local.utcoffset() or timedelta()
        at = local.astimezone(UTC)
    except (OverflowError, ValueError):
        raise NotReadable(f"The time {str(written)[:40]} cannot be put into UTC.") from None
    named = str(local.tzinfo) not in ("UTC", "Etc/UTC")
    return When(at, int(offset.total_seconds() // 60) if named else None, all_day, floating and not all_day)


def start_of(component: Component) -> date | datetime:
    written = first(component, "DTSTART")
    found = time_in(written)
    if isinstance(found, date):
        return found
    said = f"{str(written)[:40]!r} is no time" if written is not None else "there is none"
    raise NotReadable(f"The event has no start (DTSTART) that can be read: {said}.")


def times(component: Component, name: str) -> Iterator[date | datetime]:
    """The single times of RDATE or EXDATE; of a period its beginning."""
    for value in every(component, name):
        for each in () if isinstance(value, vBroken) else getattr(value, "dts", ()):
            found = time_in(each)
            found = found[0] if isinstance(found, tuple) else found
            if isinstance(found, date):
                yield found


def key_of(written: date | datetime) -> str:
    """The name of an occurrence within its series: `20240108T090000Z`, a day, or a floating time without the `Z`."""
    if not isinstance(written, datetime):
        return f"{written:%Y%m%d}"
    if written.tzinfo is None:
        return f"{written:%Y%m%dT%H%M%S}"
    return f"{when(written, UTC).at:%Y%m%dT%H%M%SZ}"
