"""The metrics, each worked out from its written definition (docs/measure.md, `rapport measure list`)."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from tests.prove.raw.deeds import Deed, World
from tests.prove.raw.talk import SAID, Clock, Thread, clocks, threads
from tests.prove.raw.told import ALL, Figure, Figures, fewest, lasting, mean, median, people, share, things

GIVING = (
    "commit", "coauthor", "pull_request", "review", "review_comment", "test", "answer", "response", "issue", "report",
    "wiki", "merge", "signoff", "release", "moderation", "talk", "mentoring", "organised",
)  # fmt: skip
SILENCE = timedelta(days=90)
AGES = {1: "1 day", 7: "7 days", 30: "30 days", 90: "90 days"}
"""Groups of the unanswered, by how many days they have waited at most."""

Span = tuple[date, date]
Count = Callable[[World, Span], Figure | Figures]
METRICS: dict[str, Count] = {}


def metric(count: Count) -> Count:
    METRICS[count.__name__] = count
    return count


def work_out(name: str, world: World, span: Span) -> Figures:
    found = METRICS[name](world, span)
    return {ALL: found} if isinstance(found, Figure) else {ALL: Figure(0, 0), **found}


def within(when: date | datetime, span: Span) -> bool:
    day = when.date() if isinstance(when, datetime) else when
    return span[0] <= day <= span[1]


@lru_cache(maxsize=1)
def human(world: World) -> tuple[Deed, ...]:
    return tuple(deed for deed in world.deeds if deed.who not in world.bots)


def done(world: World, span: Span, kinds: tuple[str, ...] = ()) -> list[Deed]:
    return [deed for deed in human(world) if within(deed.day, span) and (not kinds or deed.kind in kinds)]


@lru_cache(maxsize=4)
def firsts(world: World, kinds: tuple[str, ...] = ()) -> dict[str, Deed]:
    found: dict[str, Deed] = {}
    for deed in human(world):
        if deed.who and (not kinds or deed.kind in kinds):
            found.setdefault(deed.who, deed)
    return found


# Growth


@metric
def active_members(world: World, span: Span) -> Figure:
    return people(deed.who for deed in done(world, span))


@metric
def new_members(world: World, span: Span) -> Figure:
    return people(who for who, first in firsts(world).items() if within(first.day, span))


@metric
def returning_members(world: World, span: Span) -> Figure:
    return people(deed.who for deed in done(world, span) if deed.who and firsts(world)[deed.who].day < span[0])


@lru_cache(maxsize=1)
def days(world: World) -> dict[str, list[date]]:
    found: dict[str, set[date]] = defaultdict(set)
    for deed in human(world):
        if deed.who:
            found[deed.who].add(deed.day)
    return {who: sorted(when) for who, when in found.items()}


def silences(world: World, who: str) -> list[date]:
    """The last days before silences of 90 days, those that are over."""
    active = days(world)[who]
    after = [*active[1:], world.last + timedelta(days=1)]
    gone = [day for day, then in zip(active, after, strict=True) if then - day > SILENCE]
    return [day for day in gone if day + SILENCE < world.last]


@metric
def lapsed_members(world: World, span: Span) -> Figure:
    return people(who for who in days(world) for day in silences(world, who) if within(day + SILENCE, span))


@metric
def retention_90_days(world: World, span: Span) -> Figure:
    until = world.last - SILENCE - timedelta(days=1)
    stays = []
    for who, first in firsts(world).items():
        if within(first.day, span) and first.day <= until:
            ended = silences(world, who)
            stays.append((float(((ended[0] if ended else until) - first.day).days), bool(ended)))
    return lasting(stays, 89)


@metric
def moves(world: World, span: Span) -> Figures:
    found: dict[str, set[str]] = defaultdict(set)
    where: dict[str, Deed] = {}
    seen: set[tuple[str, date, str]] = set()
    for deed in human(world):
        if deed.who and (deed.who, deed.day, deed.platform) not in seen:
            seen.add((deed.who, deed.day, deed.platform))
            before = where.get(deed.who)
            if before and before.platform != deed.platform and within(deed.day, span):
                found[f"{before.platform} → {deed.platform}"].add(deed.who)
            where[deed.who] = deed
    told = {name: people(who) for name, who in found.items()}
    return {ALL: people(who for them in found.values() for who in them), **told}


# Giving


@metric
def contributions(world: World, span: Span) -> Figure:
    return things([deed.who for deed in done(world, span, GIVING)])


@metric
def contributors(world: World, span: Span) -> Figure:
    return people(deed.who for deed in done(world, span, GIVING))


@metric
def first_contributions(world: World, span: Span) -> Figure:
    return people(who for who, first in firsts(world, GIVING).items() if within(first.day, span))


@metric
def days_to_first_contribution(world: World, span: Span) -> Figure:
    gave = firsts(world, GIVING)
    came = {who: first.at for who, first in firsts(world).items() if within(first.day, span)}
    return median([_until(at, gave[who].at if who in gave else None, world.known, 86400) for who, at in came.items()])


@metric
def contributor_absence_factor(world: World, span: Span) -> Figure:
    return fewest(deed.who for deed in done(world, span, GIVING) if deed.who)


# Talking


@metric
def activity(world: World, span: Span) -> Figure:
    return things([deed.who for deed in done(world, span)])


@metric
def messages(world: World, span: Span) -> Figure:
    return things([deed.who for deed in done(world, span, SAID)])


@metric
def hours(world: World, span: Span) -> Figures:
    found: dict[str, list[str | None]] = defaultdict(list)
    for deed in done(world, span, SAID):
        found[ALL].append(deed.who)
        found[f"{deed.at.hour:02}"].append(deed.who)
    return {hour: things(who) for hour, who in found.items()}


@metric
def zones(world: World, span: Span) -> Figures:
    found: dict[str, list[str | None]] = defaultdict(list)
    for deed in done(world, span):
        if deed.zone is not None:
            found[ALL].append(deed.who)
            found[str(deed.zone)].append(deed.who)
    return {zone: people(who) for zone, who in found.items()}


# Quality


def _of_threads(world: World, span: Span, number: Callable[[Thread], float]) -> list[float]:
    return [number(thread) for thread in threads(world) if within(thread.at, span)]


@metric
def replies_per_thread(world: World, span: Span) -> Figure:
    return mean(_of_threads(world, span, lambda thread: thread.replies))


@metric
def people_per_thread(world: World, span: Span) -> Figure:
    return mean([number for number in _of_threads(world, span, lambda thread: thread.people) if number])


@metric
def depth_of_threads(world: World, span: Span) -> Figure:
    return mean(_of_threads(world, span, lambda thread: thread.depth))


@metric
def threads_without_reply(world: World, span: Span) -> Figure:
    return share([number == 0 for number in _of_threads(world, span, lambda thread: thread.others)])


@metric
def one_time_posters(world: World, span: Span) -> Figure:
    ever: dict[str, int] = defaultdict(int)
    for deed in done(world, (world.first, world.last), SAID):
        if deed.who:
            ever[deed.who] += 1
    return share([ever[who] == 1 for who in {deed.who for deed in done(world, span, SAID)} if who])


# Helping


def asked(world: World, span: Span) -> list[Clock]:
    return [clock for clock in clocks(world) if within(clock.at, span)]


@metric
def questions(world: World, span: Span) -> Figure:
    return things([clock.who for clock in asked(world, span)])


@metric
def unanswered(world: World, span: Span) -> Figures:
    found: dict[str, list[str | None]] = defaultdict(list)
    for clock in asked(world, span):
        if not (clock.replies or clock.closed or clock.accepted):
            age = (world.known - clock.at) / timedelta(days=1)
            found[ALL].append(clock.who)
            found[next((name for most, name in AGES.items() if age < most), "older")].append(clock.who)
    return {age: things(who) for age, who in found.items()}


def _until(began: datetime, ended: datetime | None, known: datetime, unit: int) -> tuple[float, bool]:
    """How long it lasted, and whether it is over."""
    return ((ended or known) - began).total_seconds() / unit, ended is not None


@metric
def time_to_first_response(world: World, span: Span) -> Figure:
    waits = [(clock, clock.answered) for clock in asked(world, span)]
    return median([_until(clock.at, answered, clock.closed or world.known, 3600) for clock, answered in waits])


def _answered_within(world: World, span: Span, limit: int) -> Figure:
    found = []
    for clock in asked(world, span):
        hours, answered = _until(clock.at, clock.answered, world.known, 3600)
        if (answered and hours <= limit) or _until(clock.at, None, world.known, 3600)[0] >= limit:
            found.append(answered and hours <= limit)
    return share(found)


@metric
def answered_within_an_hour(world: World, span: Span) -> Figure:
    return _answered_within(world, span, 1)


@metric
def answered_within_a_day(world: World, span: Span) -> Figure:
    return _answered_within(world, span, 24)


@metric
def answered_within_a_week(world: World, span: Span) -> Figure:
    return _answered_within(world, span, 7 * 24)


def _can_be_resolved(world: World) -> bool:
    return any(clock.resolved for clock in clocks(world))


@metric
def resolution_time(world: World, span: Span) -> Figure:
    if not _can_be_resolved(world):
        return Figure(None, 0)
    return median([_until(clock.at, clock.resolved, world.known, 3600) for clock in asked(world, span)])


@metric
def resolved_share(world: World, span: Span) -> Figure:
    return share([clock.resolved is not None for clock in asked(world, span)] if _can_be_resolved(world) else [])


@metric
def accepted_answers(world: World, span: Span) -> Figure:
    return things([deed.who for deed in done(world, span, ("answer",))])


Answer = tuple[str, str | None, str]
"""Who answered, whom, and where; once a question, on the day of their first reply to it."""


def answers(world: World, span: Span) -> list[Answer]:
    found = []
    for clock in clocks(world):
        first: dict[str, datetime] = {}
        for reply in clock.replies:
            first[reply.who] = min(reply.at, first.get(reply.who, reply.at))
        found += [(who, clock.who, clock.place) for who, at in first.items() if within(at, span)]
    return found


def pairs(world: World, span: Span) -> set[tuple[str, str]]:
    return {(helper, asker) for helper, asker, _ in answers(world, span) if asker}


@metric
def helpers(world: World, span: Span) -> Figure:
    return people(helper for helper, _, _ in answers(world, span))


@metric
def helper_absence_factor(world: World, span: Span) -> Figure:
    return fewest(helper for helper, _, _ in answers(world, span))


@metric
def sole_helped_share(world: World, span: Span) -> Figure:
    by_whom: dict[str, set[str]] = defaultdict(set)
    for helper, asker in pairs(world, span):
        by_whom[asker].add(helper)
    return share([len(helpers) == 1 for helpers in by_whom.values()])


@metric
def brokers(world: World, span: Span) -> Figure:
    where: dict[str, set[str]] = defaultdict(set)
    for helper, _, place in answers(world, span):
        where[helper].add(place)
    return share([len(places) > 1 for places in where.values()])


@metric
def reciprocity(world: World, span: Span) -> Figure:
    ways = pairs(world, span)
    both = {frozenset(way) for way in ways}
    return share([all((one, other) in ways for one, other in (tuple(pair), tuple(pair)[::-1])) for pair in both])


@metric
def reply_density(world: World, span: Span) -> Figure:
    ways = pairs(world, span)
    them = {someone for way in ways for someone in way}
    could_be = len(them) * (len(them) - 1)
    return Figure(100 * len(ways) / could_be, len(them)) if could_be else Figure(None, 0)
