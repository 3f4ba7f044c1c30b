"""What happens to the community: releases, campaigns, meetings, a rewrite of its documentation, bad days.

Days are numbers, counted from the first. What each of them does to whom is part of the truth.
"""

from collections.abc import Mapping
from typing import NamedTuple

from rapport.demo.plan import DAYS, Plan
from rapport.demo.rhythm import share
from rapport.demo.truth import Effect


class Release(NamedTuple):
    day: int
    version: str
    what: str
    """Its best part, in a few words."""

    @property
    def minor(self) -> bool:
        """More than mended faults."""
        return self.version.endswith(".0")


class Campaign(NamedTuple):
    name: str
    day: int
    days: int
    lift: float
    """How many more newcomers come on each of its days: 0.6 is 60 % more."""
    platform: str
    """Where it is seen."""
    says: str


class Meetup(NamedTuple):
    day: int
    name: str
    kind: str
    """`call`, `workshop` or `conference`."""
    minutes: int


class Happenings(NamedTuple):
    releases: tuple[Release, ...]
    campaigns: tuple[Campaign, ...]
    meetups: tuple[Meetup, ...]


RELEASES = (
    Release(12, "0.15.0", "window joins"),
    Release(24, "0.15.1", "a fix for restarts under load"),
    Release(58, "0.16.0", "change data capture from Postgres without Debezium"),
    Release(71, "0.16.1", "fixes for replication slots"),
    Release(110, "0.17.0", "incremental checkpoints"),
    Release(121, "0.17.1", "faster restores"),
    Release(167, "0.18.0", "a new SQL planner"),
    Release(176, "0.18.1", "fixes for correlated subqueries"),
    Release(188, "0.18.2", "memory limits that hold"),
    Release(236, "0.19.0", "tiered storage"),
    Release(249, "0.19.1", "fixes for tiered storage"),
    Release(301, "0.20.0", "the Kubernetes operator"),
    Release(315, "0.20.1", "operator fixes"),
    Release(372, "1.0.0", "a stable protocol and a promise to keep it"),
    Release(383, "1.0.1", "fixes for upgrades from 0.20"),
    Release(397, "1.0.2", "fewer allocations in joins"),
    Release(446, "1.1.0", "exactly-once sinks"),
    Release(461, "1.1.1", "fixes for transactional sinks"),
    Release(508, "1.2.0", "functions in WebAssembly"),
    Release(519, "1.2.1", "a smaller WebAssembly runtime"),
    Release(541, "1.2.2", "a security fix in the HTTP sink"),
)
CAMPAIGNS = (
    Campaign("Stream Week", 92, 7, 0.9, "youtube", "five live sessions, one a day"),
    Campaign("Docs sprint", 205, 14, 0.25, "github", "write a page, get a mug"),
    Campaign("Tidemark in 30 days", 268, 30, 0.6, "x", "a short lesson every day"),
    Campaign("1.0 launch", 372, 10, 1.6, "hackernews", "Tidemark 1.0 is here"),
    Campaign("Conference stickers", 420, 14, 0.0, "linkedin", "find us at the booth"),
    Campaign("WASM challenge", 512, 14, 0.8, "discord", "build a function, show it to us"),
)
"""One of them did nothing, as in life."""
DOCS_REWRITTEN = 330
DOCS_TOPIC, DOCS_SIZE = "windows", -0.45
"""The rewrite explained windows and late events; fewer have had to ask since."""
RISING, RISING_SINCE, RISING_TO = "wasm", 488, 5.0
"""A topic that grows from its day on, to so many times as much by the end."""
RELEASE_DAYS, RELEASE_SIZE = 7, 0.4
"""After a release that is more than fixes, more is asked for a week."""
LICENCE_DAY, LICENCE_DAYS = 404, 9
"""The post on the change of licence, and how long people were angry."""
SPAM_DAY, SPAM_DAYS = 287, 2
MEETUP_SIZE, MEETUP_DAYS = 0.3, 2
"""A conference or workshop brings so many more newcomers, on its day and the next."""


def happenings(plan: Plan) -> Happenings:
    calls = [Meetup(_on(plan, day, 3), "Community call", "call", 50) for day in range(16, DAYS - 6, 30)]
    workshops = [
        Meetup(_on(plan, day, 1), f"Workshop: {name}", "workshop", 90)
        for day, name in (
            (50, "your first pipeline"), (138, "joins without tears"), (226, "checkpoints and restores"),
            (345, "from Postgres to a dashboard"), (480, "sinks you can trust"), (530, "functions in WebAssembly"),
        )
    ]  # fmt: skip
    conferences = [
        Meetup(_on(plan, day, 2), name, "conference", 420)
        for day, name in (
            (196, "Tidal, the Tidemark conference"),
            (424, "Streams in Practice (our booth and two talks)"),
        )
    ]
    meetups = sorted([*calls, *workshops, *conferences])
    return Happenings(RELEASES, CAMPAIGNS, tuple(meetups))


def _on(plan: Plan, day: int, weekday: int) -> int:
    """The next such weekday from a day on; Monday is 0."""
    return day + (weekday - plan.day(day).weekday()) % 7


class Weight(NamedTuple):
    """How many newcomers a day has beside the others."""

    usual: float
    extra: Mapping[str, float]
    """What campaigns and meetings add, by their names."""

    @property
    def total(self) -> float:
        return self.usual + sum(self.extra.values())


FOUND, FOUND_DAYS = 6.0, 12
"""In its first days the record meets those who were there before it began."""
GROWTH = 1.6
"""The rate at which people come at the end, beside that of the beginning."""


def arrival_weights(plan: Plan, happened: Happenings) -> list[Weight]:
    weights = []
    for number in range(DAYS):
        usual = (
            (FOUND if number < FOUND_DAYS else 1)
            * (1 + (GROWTH - 1) * number / DAYS)
            * share("winter", plan.day(number)) ** 0.8
        )
        extra = {
            each.name: usual * each.lift for each in happened.campaigns if each.day <= number < each.day + each.days
        }
        extra |= {
            each.name: usual * MEETUP_SIZE
            for each in happened.meetups
            if each.kind != "call" and each.day <= number < each.day + MEETUP_DAYS
        }
        weights.append(Weight(usual, extra))
    return weights


def openings_factor(happened: Happenings, day: int) -> float:
    """How much more than usual is begun on a day."""
    near = any(each.minor and each.day <= day < each.day + RELEASE_DAYS for each in happened.releases)
    return 1 + RELEASE_SIZE if near else 1.0


def topic_factor(topic: str, day: int) -> float:
    """How much more than usual a topic is talked about on a day."""
    if topic == DOCS_TOPIC and day >= DOCS_REWRITTEN:
        return 1 + DOCS_SIZE
    if topic == RISING:
        return 1 + (RISING_TO - 1) * max(0, day - RISING_SINCE) / (DAYS - RISING_SINCE)
    return 1.0


def effects(plan: Plan, happened: Happenings) -> list[Effect]:
    def effect(name: str, what: str, day: int, days: int, size: float) -> Effect:
        return Effect(name, what, plan.day(day), min(plan.day(day + days - 1), plan.until.date()), size)

    return sorted(
        [
            *(effect(each.name, "newcomers", each.day, each.days, each.lift) for each in happened.campaigns),
            *(
                effect(each.name, "newcomers", each.day, MEETUP_DAYS, MEETUP_SIZE)
                for each in happened.meetups
                if each.kind != "call"
            ),
            *(
                effect(f"Release {each.version}", "openings", each.day, RELEASE_DAYS, RELEASE_SIZE)
                for each in happened.releases
                if each.minor
            ),
            effect("Documentation rewritten", DOCS_TOPIC, DOCS_REWRITTEN, DAYS - DOCS_REWRITTEN, DOCS_SIZE),
            effect("A topic rises", RISING, RISING_SINCE, DAYS - RISING_SINCE, RISING_TO - 1),
        ],
        key=lambda one: one.first,
    )
