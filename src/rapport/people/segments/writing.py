"""A segment's meaning in its one canonical form, which `reading.read` reads as the same meaning. Pure."""

from calendar import monthrange
from datetime import date
from functools import singledispatch

from rapport.people.segments.tree import (
    All,
    At,
    Called,
    Did,
    Either,
    HasEmail,
    Last,
    Not,
    Period,
    Score,
    Seen,
    Side,
    Silent,
    Tagged,
    Times,
    Tree,
)
from rapport.people.segments.words import ACTIVE, MONTHS, VERBS
from rapport.text.names import language_name
from rapport.words.kinds import BY_NAME
from rapport.words.platforms import NAMES, name_of

_LIMITS = {"least": "at least", "most": "at most", "exactly": "exactly"}


@singledispatch
def write(tree: Tree) -> str:
    raise TypeError(f"{tree!r} is no segment")


@write.register
def _all(tree: All) -> str:
    return ", ".join(_within(each, Either) for each in tree.each)


@write.register
def _either(tree: Either) -> str:
    return " or ".join(_within(each, All) for each in tree.each)


@write.register
def _negation(tree: Not) -> str:
    return f"not {_within(tree.one, All, Either)}"


def _within(tree: Tree, *in_brackets: type) -> str:
    return f"({write(tree)})" if isinstance(tree, in_brackets) else write(tree)


@write.register
def _did(tree: Did) -> str:
    words = [_doing(tree)]
    if tree.platform:
        words.append(f"on {_name(name_of(tree.platform))}")
    if tree.language:
        words.append(f"in {language_name(tree.language)}")
    if tree.channel:
        words.append(f"in {quoted(tree.channel)}")
    if tree.period:
        words.append(period(tree.period))
    return " ".join(words)


def _doing(tree: Did) -> str:
    if tree.what not in VERBS:
        return f"made {_amount(tree)}"
    verb = "writes" if tree.what == ACTIVE and tree.language else tree.what
    if tree.times == Times("most", 0):
        return f"never {tree.what}"
    return verb if tree.times == Times() else f"{verb} {_times(tree.times)}"


def _amount(tree: Did) -> str:
    kind = BY_NAME[tree.what]
    label = kind.label if tree.times.n == 1 else kind.plural
    return f"{_LIMITS[tree.times.limit]} {tree.times.n} {label}"


def _times(times: Times) -> str:
    often = {1: "once", 2: "twice"}.get(times.n, f"{times.n} times")
    return f"{_LIMITS[times.limit]} {often}"


@write.register
def _seen(tree: Seen) -> str:
    return f"{tree.which} seen {period(tree.period)}"


@write.register
def _silent(tree: Silent) -> str:
    if isinstance(tree.period, Last):
        return f"silent for {_length(tree.period)}"
    return f"silent {period(tree.period)}"


@write.register
def _side(tree: Side) -> str:
    return "a bot" if tree.side == "bot" else f"in the {tree.side}"


@write.register
def _tagged(tree: Tagged) -> str:
    return f"tagged {quoted(tree.tag)}"


@write.register
def _at(tree: At) -> str:
    return f"at {quoted(tree.organisation)}"


@write.register
def _has_email(_: HasEmail) -> str:
    return "has an e-mail address"


@write.register
def _called(tree: Called) -> str:
    return f"{tree.what} contains {quoted(tree.words)}"


@write.register
def _score(tree: Score) -> str:
    when = f" {period(tree.period)}" if tree.period else ""
    return f"score {_LIMITS[tree.limit]} {tree.n}{when}"


def period(when: Period) -> str:
    """`since June 2025`, `in the last 30 days`."""
    if isinstance(when, Last):
        return f"in the last {_length(when)}"
    if when.since and when.until:
        return _span(when.since, when.until)
    return f"since {_first(when.since)}" if when.since else f"until {_last(when.until or date.max)}"


def _span(since: date, until: date) -> str:
    if since == until:
        return f"on {since}"
    if _first(since) == _last(until):
        return f"in {_last(until)}"
    if since.day == 1 and until == _month_end(since):
        return f"in {_month(since)}"
    return f"between {_first(since)} and {_last(until)}"


def _length(last: Last) -> str:
    return f"{last.n} {last.unit}s" if last.n != 1 else last.unit


def _first(day: date) -> str:
    """A day on which a year or a month begins is named by that."""
    if day.day > 1:
        return day.isoformat()
    return f"{day.year:04}" if day.month == 1 else _month(day)


def _last(day: date) -> str:
    if (day.month, day.day) == (12, 31):
        return f"{day.year:04}"
    return _month(day) if day == _month_end(day) else day.isoformat()


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year:04}"


def quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _name(name: str) -> str:
    return name if name in NAMES.values() else quoted(name)
