"""The simulated community from its first day to its last: who does something today, and what follows of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from random import Random

from rapport.demo import bots, gatherings, giving, posts, rhythm
from rapport.demo.book import book
from rapport.demo.chance import poisson
from rapport.demo.crowd import Crowd
from rapport.demo.happenings import (
    LICENCE_DAY,
    LICENCE_DAYS,
    SPAM_DAY,
    SPAM_DAYS,
    effects,
    happenings,
    openings_factor,
)
from rapport.demo.ids import Ids
from rapport.demo.outbox import Outbox, Said
from rapport.demo.people import Person, populate
from rapport.demo.places import PLACES
from rapport.demo.plan import DAYS, Plan
from rapport.demo.raid import raid, spammers
from rapport.demo.scene import Scene, act
from rapport.demo.talk import conversation
from rapport.demo.truth import Human, Truth, Witness
from rapport.demo.wave import Wave
from rapport.words.activity import Activity

UPGRADES = "upgrades"
"""What is asked more after a release."""


class Community:
    """Everything follows from the plan. `truth` grows as activities are taken."""

    def __init__(self, plan: Plan) -> None:
        chance = Random(plan.seed)
        happened = happenings(plan)
        self.plan = plan
        self._people = populate(chance, plan, happened, list(book().topics))
        self._scene = Scene(chance, plan, book(), Crowd(self._people), Ids(), happened)
        self._outbox = Outbox()
        self._wave = Wave()
        self._spammers = spammers(chance)
        self._coming: defaultdict[int, list[tuple[Person, str]]] = defaultdict(list)
        self._due: defaultdict[int, list[Person]] = defaultdict(list)
        for person in self._people:
            for platform, day in person.since.items():
                self._coming[day].append((person, platform))
        self._witness = self._sworn()

    @property
    def truth(self) -> Truth:
        return self._witness.truth

    def activities(self) -> Iterator[Activity]:
        """In the order of time, up to the plan's end. Once for each community."""
        for day in range(DAYS):
            self._scene.crowd.look(day)
            for said in self._day(day):
                self._outbox.put(said)
            end = min(self.plan.moment(day + 1), self.plan.until)
            for one in self._outbox.before(end):
                self._witness.hear(*one)
                yield one.activity

    def _day(self, day: int) -> Iterator[Iterable[Said]]:
        """What begins on a day; of its follow-ups many are later."""
        for person, platform in self._coming[day]:
            yield self._comes(person, platform, day)
        for person in self._due.pop(day, ()):
            yield from self._sessions(person, day)
        yield bots.daily(self._scene, self.plan, day)
        yield from self._team(day)
        yield from self._happens(day)

    def _comes(self, person: Person, platform: str, day: int) -> Iterator[Said]:
        """Somebody's first act on a platform; on the one that they come in by, what follows is planned too."""
        scene, at = self._scene, self.plan.moment(day, rhythm.second(self._scene.chance, person.zone))
        arrival = PLACES[platform].arrival
        if arrival == "star":
            yield giving.starred(scene, person, at)
            if scene.chance.random() < 0.06:
                yield giving.forked(scene, person, at)
        elif arrival:
            place = PLACES[platform].rooms[0].channel
            who = person.handles[platform]
            yield Said(act(arrival, f"{arrival}/{who.native_id}", at, who, place))
            if platform == "discord":
                yield bots.greeted(scene, person, at)
        else:
            yield from conversation(scene, person, platform, at)
        if platform == person.home:
            self._plan_next(person, day, first=True)

    def _plan_next(self, person: Person, day: int, *, first: bool = False) -> None:
        """When they begin something next, unless they have lapsed by then. Who comes mostly comes for a reason."""
        chance = self._scene.chance
        if first and chance.random() < 0.55:
            later = 0 if person.lapses == day else chance.randrange(2)
        else:
            later = max(1, round(chance.expovariate(person.rate)))
        if day + later <= min(person.lapses, DAYS - 1):
            self._due[day + later].append(person)

    def _sessions(self, person: Person, day: int) -> Iterator[Iterable[Said]]:
        """What somebody begins on a day; on a weekend or a holiday it may wait for the next."""
        chance = self._scene.chance
        if chance.random() > rhythm.share(person.culture.quiet, self.plan.day(day)):
            if day + 1 <= person.lapses:
                self._due[day + 1].append(person)
            return
        for _ in range(max(1, poisson(chance, person.rate))):
            yield self._session(person, day)
        if chance.random() < openings_factor(self._scene.happened, day) - 1:
            yield self._session(person, day, UPGRADES)
        self._plan_next(person, day)

    def _session(self, person: Person, day: int, topic: str | None = None) -> Iterator[Said]:
        chance, scene = self._scene.chance, self._scene
        there = [platform for platform, since in person.since.items() if since <= day]
        usual = 14 if person.role == "engineer" else 3
        platform = chance.choices(there, [usual if each == person.home else 1 for each in there])[0]
        at = self.plan.moment(day, rhythm.second(chance, person.zone))
        if platform == "github" and person.codes and topic is None and chance.random() < 0.6:
            for said in giving.change(scene, person, at):
                yield said
                if said.activity.kind == "pull_request":
                    yield bots.built(scene, said.activity)
        else:
            yield from conversation(scene, person, platform, at, topic)

    def _team(self, day: int) -> Iterator[Iterable[Said]]:
        """What the advocates do by their calendar: posts three days a week, a video on Thursdays."""
        scene, weekday = self._scene, self.plan.day(day).weekday()
        advocates = [person for person in self._people if person.role == "advocate"]
        author = advocates[day // 7 % len(advocates)]
        if weekday in (0, 2, 4) and scene.chance.random() < 0.85:
            at = self.plan.moment(day, 13 * 3600 + scene.chance.randrange(9000))
            yield posts.post(scene, author, at, scene.chance.choice(scene.book.common["posts"]))
        if weekday == 3 and "youtube" in author.handles:
            yield posts.video(scene, author, self.plan.moment(day, 15 * 3600), day // 7)

    def _happens(self, day: int) -> Iterator[Iterable[Said]]:
        scene, happened = self._scene, self._scene.happened
        founder = self._people[11]
        advocate = next(person for person in self._people if person.role == "advocate")
        for release in happened.releases:
            if release.day == day:
                yield posts.released(scene, advocate, release, self.plan.moment(day, 14 * 3600))
        for campaign in happened.campaigns:
            if campaign.day <= day < campaign.day + campaign.days:
                yield posts.campaign(scene, advocate, campaign, day, self.plan.moment(day, 12 * 3600))
        for meetup in happened.meetups:
            if meetup.day - 10 == day:
                yield gatherings.gathering(scene, self._people, meetup)
        if SPAM_DAY <= day < SPAM_DAY + SPAM_DAYS:
            yield raid(
                scene, day, self._spammers, [each for each in self._people if "discord" in each.handles and each.team]
            )
        if LICENCE_DAY <= day < LICENCE_DAY + LICENCE_DAYS:
            yield self._wave.day(scene, founder, day - LICENCE_DAY, day)

    def _sworn(self) -> Witness:
        """Who knows everybody before the first day; what they do is written down as it is told."""
        owners, humans = {}, {}
        truth = Truth(
            bots=[(each.platform, each.native_id) for each in bots.ALL],
            spammers=[(each.platform, each.native_id) for each in self._spammers],
            effects=effects(self.plan, self._scene.happened),
            topics={topic.key: topic.label for topic in self._scene.book.topics.values()},
        )
        for person in self._people:
            mails = [person.mail._replace(platform=platform) for platform in ("calendar", "meeting")]
            for handle in (*person.handles.values(), *person.authors, *mails):
                owners[handle.platform, handle.native_id] = person.number
            humans[person.number] = Human(
                person.name,
                person.team,
                person.works_at.name if person.works_at else None,
                self.plan.day(person.arrives),
                self.plan.day(person.lapses) if person.lapses < DAYS else None,
                person.came_by,
            )
        return Witness(owners, humans, frozenset(person.number for person in self._people if person.team), truth)
