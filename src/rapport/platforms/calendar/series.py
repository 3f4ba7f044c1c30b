"""An event that recurs → its occurrences, within bounds. Pure.

Which days a rule means is for recurring-ical-events to say; here is said how far it is asked, and of which rules it
is not asked at all because its answer would take hours.
"""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Component, vRecur
from icalendar.prop import vBroken

from rapport.platforms.calendar.component import NotReadable, every, start_of, time_in, times, when

MOST = 10_000
"""Occurrences of one series: 27 years of every day. What comes after them is left out."""
AHEAD = timedelta(days=183)
"""How far an endless series goes on after the calendar was last written."""
FARTHEST = timedelta(days=36_525)
LONGEST = timedelta(days=62)
END_OF_TIME = datetime(9998, 1, 1, tzinfo=UTC)
"""Behind it the steps of a rule leave the range of Python's times."""
YEAR = timedelta(days=365)

_STEP = {
    "HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1),
    "MONTHLY": timedelta(days=31), "YEARLY": timedelta(days=366),
}  # fmt: skip
_SPARSE = 12
"""A rule with conditions may pass over so many of its steps for one that it takes: 29 February, Friday the 13th."""
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def recurs(component: Component) -> bool:
    """Whether it is a series. A rule that says nothing, as CalendarLabs' holidays have it, is none."""
    return "RDATE" in component or any(_is_rule(each) for each in every(component, "RRULE"))


def occurrences(master: Component, changed: Sequence[Component], horizon: datetime | None) -> Iterator[Component]:
    """The occurrences of a series, earliest first, each with its RECURRENCE-ID, without those that `changed` tells of.

    `horizon` is how far an endless one goes. NotReadable for a rule that is broken or asks for no end of work.
    """
    master = _mended(master)
    rules = every(master, "RRULE")
    begin = when(start_of(master), UTC).at
    if begin >= END_OF_TIME:
        raise NotReadable("The event begins at the end of the calendar, behind which there are no days.")
    last = min(_last(begin, rules, master, horizon), _later(begin, FARTHEST))
    known = {instant: each for each in changed if (instant := _instant(each))}
    calendar = Calendar()
    for each in (master, *changed):
        calendar.add_component(_bounded(each))
    seen: set[Any] = set()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            query = recurring_ical_events.of(calendar)
            since = begin - timedelta(days=2)
            while since <= last and len(seen) < MOST:
                until = min(since + YEAR, last + timedelta(seconds=1))
                for found in sorted(query.between(since, until), key=lambda each: when(start_of(each), UTC).at):
                    instant = _own_instant(found, known)
                    if instant is not None and instant not in seen and len(seen) < MOST:
                        seen.add(instant)
                        yield found
                since = until if until > since else last + YEAR
                if until > last:
                    return
    except NotReadable:
        raise
    except Exception as error:  # noqa: BLE001 - rules of any shape meet two libraries there
        raise NotReadable(f"The rule by which the event recurs cannot be followed: {str(error)[:200]}.") from None


def first_of(master: Component) -> Component:
    """The first occurrence alone, where the rule cannot be followed. NotReadable for one without a start."""
    alone = master.copy(recursive=True)
    for name in ("RRULE", "RDATE", "EXDATE"):
        alone.pop(name, None)
    alone.add("RECURRENCE-ID", start_of(master))
    return alone


def _mended(master: Component) -> Component:
    """The series with rules that can be followed, without the single times that cannot be read."""
    whole = master.copy(recursive=True)
    for name in ("RDATE", "EXDATE"):
        good = [each for each in every(master, name) if _is_readable(each)]
        whole.pop(name, None)
        if good:
            whole[name] = good
    rules = [_sound(rule) for rule in every(master, "RRULE") if _is_rule(rule)]
    whole.pop("RRULE", None)
    if rules:
        whole["RRULE"] = rules
    return whole


def _is_rule(value: Any) -> bool:
    return isinstance(value, vBroken) or bool(value)


def _bounded(component: Component) -> Component:
    """Without an end that is more than LONGEST away: all occurrences of such a series would be going on at once."""
    try:
        end = time_in(component.get("DTEND"))
        length = time_in(component.get("DURATION")) if end is None else end - start_of(component)
        good = length is None or timedelta() <= length <= LONGEST
    except (TypeError, NotReadable):
        good = False
    if good:
        return component
    shorter = component.copy(recursive=True)
    for name in ("DTEND", "DURATION"):
        shorter.pop(name, None)
    return shorter


def _is_readable(several: Any) -> bool:
    """Whether an RDATE or EXDATE holds dates or periods; some programs write times of day."""
    return not isinstance(several, vBroken) and all(isinstance(time_in(each), date | tuple) for each in several.dts)


def _instant(component: Component) -> datetime | None:
    """The time that a RECURRENCE-ID names, to compare by."""
    written = time_in(component.get("RECURRENCE-ID"))
    return when(written, UTC).at if isinstance(written, date) else None


def _own_instant(found: Component, changed: Mapping[datetime, Component]) -> datetime | None:
    """The time that names an occurrence; None for one that is a changed one itself.

    Those after a change to "this and future" ones come with the name of that change, and get their own here.
    """
    instant = _instant(found)
    change = changed.get(instant) if instant else None
    if change is None:
        return instant
    own = _unmoved(start_of(found), start_of(change), time_in(change["RECURRENCE-ID"]))
    if when(own, UTC).at == instant:
        return None
    found.pop("RECURRENCE-ID")
    found.add("RECURRENCE-ID", own)
    return _instant(found)


def _unmoved(start: Any, moved: Any, named: Any) -> Any:
    """When what begins at `start` would begin, had nobody moved the occurrence `named` to `moved`.

    A time may have become a day, or a day a time: an hour's meeting that takes the whole day once.
    """
    try:
        return start - (moved - named)
    except TypeError:
        day = _day(start) - (_day(moved) - _day(named))
        return datetime.combine(day, named.timetz()) if isinstance(named, datetime) else day


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _last(begin: datetime, rules: Sequence[vRecur], master: Component, horizon: datetime | None) -> datetime:
    """The time after which nothing of the series is asked for."""
    ends = [when(each, UTC).at for each in times(master, "RDATE")]
    for rule in rules:
        until, count = _one(rule, "UNTIL"), _one(rule, "COUNT")
        if isinstance(until, date):
            ends.append(_later(when(until, UTC).at, timedelta(days=1)))
        elif isinstance(count, int):
            steps = min(count, MOST) * int(_one(rule, "INTERVAL") or 1) * (_SPARSE if _conditions(rule) else 1)
            step = _STEP[str(_one(rule, "FREQ")).upper()]
            ends.append(_later(begin, min(FARTHEST // step, steps + 1) * step))
        else:
            ends.append(horizon or _later(begin, AHEAD))
    return max([_later(begin, timedelta(days=1)), *ends])


def _later(moment: datetime, by: timedelta) -> datetime:
    """So much later, or the end of time."""
    return END_OF_TIME if moment >= END_OF_TIME - by else moment + by


def _one(rule: Mapping[str, Any], name: str) -> Any:
    value = rule.get(name)
    return value[0] if isinstance(value, list) and value else value


def _conditions(rule: Mapping[str, Any]) -> list[str]:
    return [name for name in rule if str(name).upper().startswith("BY")]


def _sound(rule: Any) -> vRecur:
    """The rule, if it can be followed in bounded time. Blanks and backslashes in it are overlooked."""
    if not isinstance(rule, vRecur):
        try:
            rule = vRecur.from_ical(re.sub(r"[\s\\]", "", str(rule)))
        except (ValueError, TypeError):
            raise NotReadable(
                f"The rule by which the event recurs (RRULE) cannot be read: {str(rule)[:80]!r}."
            ) from None
    if str(_one(rule, "RSCALE") or "GREGORIAN").upper() != "GREGORIAN" or (_one(rule, "SKIP") or "OMIT") != "OMIT":
        raise NotReadable("The rule by which the event recurs counts by another calendar (RSCALE, SKIP).")
    frequency, conditions = str(_one(rule, "FREQ")).upper(), _conditions(rule)
    if frequency not in _STEP:
        raise NotReadable(f"An event that recurs {frequency.lower()} is not followed.")
    interval = _one(rule, "INTERVAL")
    if interval is not None and not (isinstance(interval, int) and 0 < interval < 100_000):
        raise NotReadable(f"The rule's interval is {str(interval)[:20]}.")
    if (frequency == "HOURLY" and conditions) or _a_day(rule) > 24 or _never(rule):
        raise NotReadable("The rule by which the event recurs asks for too many times, or for none.")
    return vRecur(rule)


def _a_day(rule: Mapping[str, Any]) -> int:
    """How many times a day the rule means."""
    product = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        values = rule.get(name)
        product *= max(len(values), 1) if isinstance(values, list) else 1
    return product


def _never(rule: Mapping[str, Any]) -> bool:
    """Whether the rule means days that no month has, or leaves all to conditions that a day cannot have."""
    months, days = rule.get("BYMONTH"), rule.get("BYMONTHDAY")
    if str(_one(rule, "FREQ")).upper() in ("DAILY", "WEEKLY") and {"BYYEARDAY", "BYWEEKNO", "BYSETPOS"} & set(rule):
        return True
    if not isinstance(days, list):
        return False
    lengths = (
        [_DAYS[int(month) - 1] for month in months if 1 <= int(month) <= 12] if isinstance(months, list) else _DAYS
    )
    return not lengths or min(abs(int(day)) for day in days) > max(lengths)
