"""When people do things: on weekdays, by day where they live, seldom on holidays."""

from datetime import date, datetime, timedelta
from random import Random

WEEKEND = 0.42
"""What a Saturday has of a Wednesday."""
HOLIDAY = 0.3
AUGUST = 0.8

QUIET = {
    "winter": (((12, 23), (12, 31)), ((1, 1), (1, 2))),
    "golden": (((12, 30), (12, 31)), ((1, 1), (1, 3)), ((4, 29), (5, 5)), ((8, 13), (8, 15))),
    "spring": (((1, 28), (2, 4)), ((10, 1), (10, 7))),
    "diwali": (((10, 29), (11, 2)), ((1, 1), (1, 1))),
}
"""First and last day, as month and day, of the holidays that people of a culture keep."""

_HOURS = (1, 0.6, 0.3, 0.2, 0.2, 0.3, 0.8, 2, 4.5, 7.5, 9, 8.5, 6.5, 7.5, 8.5, 8, 7, 5.5, 4, 3.5, 4, 4.2, 3.5, 2)
"""How much is done in each hour of a day where one lives."""


def share(quiet: str, day: date) -> float:
    """What a day has of a usual one."""
    weekend = WEEKEND if day.weekday() >= 5 else 1.0
    if keeps(quiet, day):
        return weekend * HOLIDAY
    return weekend * (AUGUST if quiet == "winter" and day.month == 8 else 1.0)


def keeps(quiet: str, day: date) -> bool:
    """Whether it is a holiday."""
    return any(first <= (day.month, day.day) <= last for first, last in QUIET.get(quiet, ()))


def second(chance: Random, zone: int) -> int:
    """A second of a day in UTC at which somebody does something who lives so many minutes east of it."""
    local = chance.choices(range(24), _HOURS)[0]
    return int(((local - zone / 60) % 24) * 3600) % 86_400 // 3600 * 3600 + chance.randrange(3600)


def awake(quiet: str, zone: int, works: bool, at: datetime) -> bool:
    """Whether somebody may answer at this moment; who does it for a living, at work (mostly)."""
    local = at + timedelta(minutes=zone)
    if works:
        return 8 <= local.hour < 19 and local.weekday() < 5 and not keeps(quiet, local.date())
    return 7 <= local.hour < 24
