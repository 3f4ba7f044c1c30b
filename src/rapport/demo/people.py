"""The people of a simulated community: who they are, when they come, how much they do, when they stop."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from rapport.demo import rhythm
from rapport.demo.chance import around, one_of, some_of
from rapport.demo.handles import Called
from rapport.demo.happenings import Happenings, arrival_weights
from rapport.demo.names import CULTURES, Culture, name_from
from rapport.demo.organisations import ORGANISATIONS, TIDEMARK, Organisation
from rapport.demo.places import PLACES
from rapport.demo.plan import DAYS, Plan
from rapport.words.identity import Identity

TEAM = ("advocate", "advocate", "support", "support", "engineer", "engineer", "engineer", "engineer", "engineer",
        "engineer", "product", "founder")  # fmt: skip
_TEAM_ON = ("discord", "discourse", "slack", "x", "linkedin", "youtube", "mastodon", "bluesky", "threads")
"""Where everybody of the team is."""
ONCE = 0.34
"""The share of people who come once and are not seen again."""


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    name: str
    given: str
    culture: Culture
    zone: int
    role: str
    """One of TEAM, or `member`."""
    works_at: Organisation | None
    rate: float
    """Conversations that they begin on a usual day."""
    helps: float
    """How readily they answer others."""
    codes: bool
    arrives: int
    """Day number."""
    lapses: int
    """The last day on which they do something; DAYS where they stay."""
    came_by: str | None
    home: str
    """The platform that they come in by."""
    since: dict[str, int] = field(hash=False, compare=False)
    """The day on which they come to each of their platforms."""
    handles: dict[str, Identity] = field(hash=False, compare=False)
    mail: Identity
    """The address with which they come to meetings."""
    authors: tuple[Identity, ...]
    """Under whom they commit."""
    interests: tuple[str, ...]
    terse: bool
    """Writes as one talks: small letters, no greeting."""

    @property
    def team(self) -> bool:
        return self.role != "member"

    def here(self, day: int) -> bool:
        return self.arrives <= day <= self.lapses


def populate(chance: Random, plan: Plan, happenings: Happenings, topics: Sequence[str]) -> list[Person]:
    """The team first; the others in the order in which they come."""
    taken: set[str] = set()
    team = [_teammate(chance, number, role, topics, taken) for number, role in enumerate(TEAM)]
    weights = arrival_weights(plan, happenings)
    days = sorted(chance.choices(range(DAYS), [weight.total for weight in weights], k=plan.people - len(TEAM)))
    others = []
    for number, day in enumerate(days, len(TEAM)):
        came_by = chance.choices([None, *weights[day].extra], [weights[day].usual, *weights[day].extra.values()])[0]
        lured = next((each.platform for each in happenings.campaigns if each.name == came_by), None)
        others.append(_newcomer(chance, number, day, came_by, lured, topics, taken))
    return [*team, *others]


def _teammate(chance: Random, number: int, role: str, topics: Sequence[str], taken: set[str]) -> Person:
    culture = CULTURES[(0, 2, 1, 6, 0, 2, 3, 10, 7, 0, 4, 10)[number]]
    rate = {"advocate": 0.5, "engineer": 1.1, "support": 0.25}.get(role, 0.2)
    return _person(chance, number, culture, role, TIDEMARK, rate, 0, DAYS, None, "github", topics, taken)


def _newcomer(
    chance: Random,
    number: int,
    day: int,
    came_by: str | None,
    lured: str | None,
    topics: Sequence[str],
    taken: set[str],
) -> Person:
    culture = one_of(chance, {culture: culture.share for culture in CULTURES})
    works_at = one_of(chance, {each: each.weight for each in ORGANISATIONS}) if chance.random() < 0.4 else None
    home = lured if lured and chance.random() < 0.7 else one_of(chance, {name: p.home for name, p in PLACES.items()})
    rate = min(around(chance, 0.03, 1.2), 0.6)
    stays = 0.0 if chance.random() < ONCE else chance.expovariate(1 / (70 + 900 * rate))
    lapses = min(DAYS, day + int(stays))
    return _person(chance, number, culture, "member", works_at, rate, day, lapses, came_by, home, topics, taken)


def _person(
    chance: Random,
    number: int,
    culture: Culture,
    role: str,
    works_at: Organisation | None,
    rate: float,
    arrives: int,
    lapses: int,
    came_by: str | None,
    home: str,
    topics: Sequence[str],
    taken: set[str],
) -> Person:
    name = name_from(chance, culture)
    team = role != "member"
    called = Called(chance, number, name, works_at, staff=team, taken=taken)
    platforms = _platforms(chance, home, team)
    since = {home: arrives}
    for platform in platforms[1:]:
        later = 0 if team else int(chance.expovariate(1 / 40))
        since[platform] = min(arrives + later, lapses)
    return Person(
        number=number,
        name=name.full,
        given=name.given,
        culture=culture,
        zone=chance.choice(culture.zones),
        role=role,
        works_at=works_at,
        rate=rate,
        helps=min(rate * around(chance, 0.8, 0.9), 0.16),
        codes=role in ("engineer", "founder") or (not team and chance.random() < 0.3),
        arrives=arrives,
        lapses=lapses,
        came_by=came_by,
        home=home,
        since=since,
        handles={platform: called.on(platform) for platform in platforms},
        mail=called.mail("meeting"),
        authors=tuple({called.author(): None for _ in range(2 if chance.random() < 0.3 else 1)}),
        interests=tuple(some_of(chance, topics, 3)),
        terse=chance.random() < 0.45,
    )


def _platforms(chance: Random, home: str, team: bool) -> list[str]:
    """The one they come in by first; then where else they are."""
    if team:
        return [home, *(name for name in PLACES if name != home and (name in _TEAM_ON or chance.random() < 0.5))]
    more = chance.choices(range(6), (46, 29, 14, 7, 3, 1))[0]
    listed = [home]
    while len(listed) <= more:
        platform = one_of(chance, {name: place.home for name, place in PLACES.items()})
        if platform not in listed:
            listed.append(platform)
    return listed


def awake(person: Person, at: datetime) -> bool:
    return rhythm.awake(person.culture.quiet, person.zone, person.team, at)
