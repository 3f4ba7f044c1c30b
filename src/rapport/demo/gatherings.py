"""Community calls, workshops and conferences: invitation, answers, who came."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from rapport.demo.chance import around
from rapport.demo.happenings import Meetup
from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.scene import Scene, act
from rapport.words.identity import Channel, Identity

HOUR = 16
"""In UTC, when calls and workshops begin: most of the community is awake."""
COME = {"call": 0.035, "workshop": 0.07, "conference": 0.12}
"""The share of those who are here who say that they will come."""


def gathering(scene: Scene, people: Sequence[Person], meetup: Meetup) -> Iterator[Said]:
    """Planned a week or two before its day."""
    chance = scene.chance
    begins = scene.plan.moment(meetup.day, HOUR * 3600)
    name = f"demo-{meetup.kind}-{meetup.day}@calendar.tidemark.alt"
    invitation = Channel("calendar", "community@calendar.tidemark.alt", "Tidemark community")
    room = Channel("meeting", f"id/demo-{meetup.kind}", meetup.name)
    host = next(person for person in people if person.role == "advocate")
    yield Said(act("event", name, begins, _mail(host, "calendar"), invitation, thread=name, title=meetup.name))
    meeting = f"id/demo-{meetup.kind}/{scene.plan.day(meetup.day)}"
    ends = begins + timedelta(minutes=meetup.minutes)
    yield Said(
        act("event", meeting, begins, None, room, thread=meeting, title=meetup.name, facts={"minutes": meetup.minutes})
    )
    for person in _who(scene, people, meetup):
        says = begins - timedelta(seconds=int(60 * min(around(chance, 3000, 1.0), 12_000)))
        answer = chance.choices(("yes", "maybe", "no"), (7, 2, 1))[0]
        rsvp = f"{name}/rsvp/{person.number}"
        yield Said(
            act("rsvp", rsvp, says, _mail(person, "calendar"), invitation, parent=name, thread=name,
                facts={"answer": answer})
        )  # fmt: skip
        if answer != "no" and chance.random() < (0.66 if answer == "yes" else 0.3):
            came = begins + timedelta(seconds=int(chance.expovariate(1 / 240)))
            stayed = int(min((ends - came).total_seconds() / 60, meetup.minutes * chance.uniform(0.3, 1.0)))
            yield Said(
                act("attendance", f"{meeting}/attendance/{person.number}", came, _mail(person, "meeting"), room,
                    parent=meeting, thread=meeting, facts={"minutes": max(stayed, 1)})
            )  # fmt: skip


def _who(scene: Scene, people: Sequence[Person], meetup: Meetup) -> list[Person]:
    """The keener, the likelier; of the team some always."""
    chance, share = scene.chance, COME[meetup.kind]
    before = meetup.day - 7
    return [
        person
        for person in people
        if person.here(before)
        and (chance.random() < 0.5 if person.team else chance.random() < min(0.5, share * (0.4 + 8 * person.rate)))
    ]


def _mail(person: Person, platform: str) -> Identity:
    """They come with the address of their mail."""
    return person.mail._replace(platform=platform)
