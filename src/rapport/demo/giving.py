"""Changes to the code: proposed, reviewed, merged, committed; stars and forks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from rapport.demo.chance import around, poisson
from rapport.demo.grammar import Telling
from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.places import PLACES, Room, repository
from rapport.demo.scene import Scene, act
from rapport.words.identity import Channel, Identity

MERGED = {True: 0.93, False: 0.71}
"""The share of changes that are merged, of the team's and of others'."""


def change(scene: Scene, person: Person, at: datetime) -> Iterator[Said]:
    """A pull request with all that follows."""
    chance = scene.chance
    topic = scene.book.topics[chance.choice(person.interests)]
    tell = Telling(chance, topic.lists).tell
    work = (
        topic.pulls
        if chance.random() < 0.3
        else [[chance.choice(topic.lists[name]) for name in ("work_title", "work_text")]]
    )
    title, text = (tell(each) for each in chance.choice(work))
    room = repository(topic.key, title)
    opening = scene.ids.opening(room.channel, at)
    facts = {
        "files": 1 + poisson(chance, 2.5),
        "added": int(around(chance, 40, 1.3)),
        "removed": int(around(chance, 12, 1.3)),
    }
    yield Said(
        act("pull_request", opening, at, person.handles["github"], room.channel, thread=opening, title=title, text=text,
            facts=dict(facts))
    )  # fmt: skip
    reviewers = _reviewers(scene, person, at)
    last = at
    for number, reviewer in enumerate(reviewers):
        last = _after(scene, last, 600 if person.team else 1500)
        yield _review(
            scene, room, opening, reviewer, last, Telling(chance, topic.lists).tell, final=number == len(reviewers) - 1
        )
        if chance.random() < 0.55:
            last = _after(scene, last, 400)
            yield _comment(scene, room, opening, person, last, Telling(chance, topic.lists).tell("{reworked}"))
    if chance.random() < MERGED[person.team] and reviewers:
        yield from _merged(scene, room, opening, person, reviewers[-1], _after(scene, last, 500), title, facts)
    elif chance.random() < 0.5:
        last = _after(scene, last, 20_000)
        yield Said(
            act("close", f"{opening}/closed/{int(last.timestamp())}", last, person.handles["github"], room.channel,
                parent=opening, thread=opening)
        )  # fmt: skip


def _reviewers(scene: Scene, person: Person, at: datetime) -> list[Person]:
    """One or two of the team; now and then somebody of the community too."""
    found: list[Person] = []
    for group in ("anybody", "team", "team")[0 if scene.chance.random() < 0.2 else 1 :][
        : 1 + (scene.chance.random() < 0.3)
    ]:
        who = scene.crowd.someone(scene.chance, "github", at, group, [person.number, *(each.number for each in found)])
        if who and who.codes:
            found.append(who)
    return found


def _review(
    scene: Scene, room: Room, opening: str, reviewer: Person, at: datetime, tell: Callable[[str], str], *, final: bool
) -> Said:
    native_id = f"review/{scene.ids.sha()[:12]}"
    text = tell("{approve}" if final else "{remark}")
    return Said(
        act("review", native_id, at, reviewer.handles["github"], room.channel, parent=opening, thread=opening,
            text=text, facts={"state": "approved" if final else "commented"})
    )  # fmt: skip


def _comment(scene: Scene, room: Room, opening: str, person: Person, at: datetime, text: str) -> Said:
    native_id = scene.ids.reply(room.channel, opening, at)
    author = person.handles["github"]
    return Said(act("comment", native_id, at, author, room.channel, parent=opening, thread=opening, text=text))


def _merged(
    scene: Scene, room: Room, opening: str, person: Person, by: Person, at: datetime, title: str, facts: dict[str, int]
) -> Iterator[Said]:
    yield Said(
        act("merge", f"{opening}/merged", at, by.handles["github"], room.channel, parent=opening, thread=opening)
    )
    author = scene.chance.choice(person.authors)
    yield commit(scene, room.channel.name, author, at, f"{title} (#{opening.partition('#')[2]})", facts, person.zone)


def commit(
    scene: Scene, repository: str, author: Identity, at: datetime, title: str, facts: dict[str, int], zone: int
) -> Said:
    """As a clone tells it."""
    channel = Channel("git", f"github.com/{repository}", repository)
    return Said(
        act("commit", scene.ids.sha(), at, author, channel, title=title, facts={"merge": False, **facts}, zone=zone)
    )


def starred(scene: Scene, person: Person, at: datetime) -> Said:
    room = scene.chance.choice(PLACES["github"].rooms[:1] * 5 + PLACES["github"].rooms[1:2])
    author = person.handles["github"]
    native_id = f"star/{room.channel.native_id}/{author.native_id}"
    return Said(act("star", native_id, at, author, room.channel))


def forked(scene: Scene, person: Person, at: datetime) -> Said:
    channel, author = PLACES["github"].rooms[0].channel, person.handles["github"]
    title = f"{author.handle}/tidemark"
    return Said(act("fork", f"fork/90{author.native_id}", at, author, channel, title=title))


def _after(scene: Scene, at: datetime, median: float) -> datetime:
    return at + timedelta(seconds=int(60 * around(scene.chance, median, 1.1)))
