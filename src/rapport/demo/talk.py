"""Conversations: somebody asks or tells, others answer after a while, in the platform's manner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.demo.book import Language, Problem, Topic
from rapport.demo.bots import tidied
from rapport.demo.chance import around, one_of, poisson
from rapport.demo.grammar import Telling
from rapport.demo.happenings import topic_factor
from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.places import PLACES, Place, Room
from rapport.demo.scene import Scene, act
from rapport.demo.truth import Mark
from rapport.demo.voice import spoken, written
from rapport.words.activity import Activity
from rapport.words.identity import Identity

SPREAD = 1.35
"""Sigma of the logarithm of waiting times."""
OWN_LANGUAGE = 0.5
"""How many of those who have another language than English write in it where there is a room for it."""


@dataclass
class Thread:
    """A conversation while it is being planned."""

    platform: str
    place: Place
    room: Room
    topic: str
    telling: Telling
    language: Language | None
    opener: Person
    opening: str
    begun: datetime
    at: datetime
    """Of its last word."""
    last: str
    """The native id of its last word."""
    spoke: list[int]
    """Who has said something, the opener first."""


def conversation(scene: Scene, person: Person, platform: str, at: datetime, topic: str | None = None) -> Iterator[Said]:
    """All of it, as it will go; what lies after the end of the simulation is never told."""
    thread = begin(scene, person, platform, at, topic)
    chance, place = scene.chance, thread.place
    asks = chance.random() < (place.asks if thread.room.asks is None else thread.room.asks)
    if asks:
        source: Topic | Language = thread.language or scene.book.topics[thread.topic]
        yield from question(scene, thread, chance.choice(source.problems))
    else:
        yield from discussion(scene, thread)
    yield from liked(scene, thread, place.likes)


def begin(scene: Scene, person: Person, platform: str, at: datetime, topic: str | None = None) -> Thread:
    """A conversation in a room that suits the person, of which nothing is said yet."""
    place = PLACES[platform]
    room = _room(scene, person, place)
    topic = topic or ("wasm" if room.channel.name.endswith("wasm") else _topic(scene, person, at))
    language = scene.book.languages.get(room.language) if room.language else None
    lists = language.lists if language else scene.book.topics[topic].lists
    opening = scene.ids.opening(room.channel, at)
    return Thread(
        platform, place, room, topic, Telling(scene.chance, lists), language, person, opening, at, at, opening,
        [person.number],
    )  # fmt: skip


def _room(scene: Scene, person: Person, place: Place) -> Room:
    own = [room for room in place.rooms if room.language and room.language == person.culture.language]
    if own and scene.chance.random() < OWN_LANGUAGE:
        return scene.chance.choice(own)
    return one_of(scene.chance, {room: room.weight for room in place.rooms if room.language is None})


def _topic(scene: Scene, person: Person, at: datetime) -> str:
    day = scene.plan.number_of(at)
    weights = {
        key: topic.weight * (3 if key in person.interests else 1) * topic_factor(key, day)
        for key, topic in scene.book.topics.items()
    }
    return one_of(scene.chance, weights)


def open_with(scene: Scene, thread: Thread, what: str, title: str, text: str) -> Said:
    """The first word, with the marks of truth."""
    titled = thread.place.titled or thread.room.opens == "topic"
    mail = thread.platform == "email"
    text = written(scene.chance, thread.opener, thread.place, text if titled else text or title, mail=mail)
    activity = act(
        thread.room.opens or thread.place.opens,
        thread.opening,
        thread.begun,
        thread.opener.handles[thread.platform],
        thread.room.channel,
        thread=thread.opening,
        title=title if titled else None,
        text=text,
        zone=thread.opener.zone if mail else None,
    )
    return Said(activity, Mark(what, thread.opening, thread.topic))


def question(scene: Scene, thread: Thread, problem: Problem) -> Iterator[Said]:
    chance, tell, place = scene.chance, thread.telling.tell, thread.place
    title = tell(chance.choice(problem.titles))
    ask = tell(chance.choice(problem.asks))
    if place.chat and thread.room.opens != "topic" and chance.random() < 0.35:
        ask = title if title.endswith(("?", "？")) else f"{title}?"  # in a chat many ask in one line
    yield open_with(scene, thread, "question", title, ask)
    if chance.random() > place.answered:
        yield from _unheard(scene, thread)
        if chance.random() < 0.12:  # found it out alone; that is no answer by another
            yield say(scene, thread, thread.opener, _own(scene, thread), _later(scene, thread, 600))
        return
    team = chance.random() < place.team
    helper = responder(scene, thread, team=team)
    if helper is None:
        return
    waits = place.team_minutes if helper.team else place.minutes
    soon = 0.35 * waits
    if thread.language is None and chance.random() < 0.2:
        yield say(scene, thread, helper, tell("{which}"), _later(scene, thread, waits))
        yield say(scene, thread, thread.opener, tell("{told}"), _later(scene, thread, soon))
        waits = soon
    best = chance.choice(problem.answers)
    yield say(scene, thread, helper, tell(best), _later(scene, thread, waits), answers=True)
    answer, answered_by = thread.last, helper
    others = [each for each in problem.answers if each != best]
    for _ in range(min(poisson(chance, place.replies_mean - 1), 7)):
        draw = chance.random()
        if draw < 0.5:
            words = (thread.language.thanks if thread.language else problem.more) or ("{thanks}",)
            more = chance.choice(words) if chance.random() < 0.55 else "{thanks}"
            more = chance.choice(thread.language.thanks) if thread.language else more
            if thread.spoke[-1] != thread.opener.number:
                yield say(scene, thread, thread.opener, tell(more), _later(scene, thread, soon))
        elif others and (second := responder(scene, thread, team=chance.random() < 0.25)):
            yield say(scene, thread, second, tell(others.pop()), _later(scene, thread, waits), answers=True)
        elif thread.language is None and (second := responder(scene, thread, team=False)):
            yield say(scene, thread, second, tell("{same}"), _later(scene, thread, waits * 3))
    if chance.random() < place.accepts:
        yield _accepted(scene, thread, answer, answered_by)
    if thread.platform == "github" and chance.random() < 0.8:
        yield _closed(scene, thread)


def discussion(scene: Scene, thread: Thread) -> Iterator[Said]:
    chance, tell = scene.chance, thread.telling.tell
    source: Topic | Language = thread.language or scene.book.topics[thread.topic]
    if thread.platform == "github":
        title, text = (tell(each) for each in chance.choice(scene.book.topics[thread.topic].issues))
        yield open_with(scene, thread, "message", title, text)
    else:
        text = tell(chance.choice(source.says))
        yield open_with(scene, thread, "message", headline(text), text)
    place = thread.place
    if chance.random() > place.answered:
        yield from _unheard(scene, thread)
        return
    for _ in range(min(poisson(chance, place.replies_mean), 12)):
        speaker = responder(scene, thread, team=chance.random() < place.team * 0.6)
        if speaker is None:
            return
        words = chance.choice(
            source.replies if thread.language or chance.random() < 0.7 else scene.book.common["agree"]
        )
        yield say(scene, thread, speaker, tell(words), _later(scene, thread, place.minutes * 0.8))
        if chance.random() < 0.25 and thread.language is None:
            yield say(scene, thread, thread.opener, tell("{back}"), _later(scene, thread, place.minutes * 0.5))
    if thread.platform == "github" and chance.random() < 0.72:
        yield _closed(scene, thread)


def say(scene: Scene, thread: Thread, person: Person, text: str, at: datetime, *, answers: bool = False) -> Said:
    """One more word in a thread, mostly to the last one. What comes last moves the thread on."""
    kind = thread.place.replies
    if thread.platform == "stackexchange" and not answers:
        kind = "comment"
    native_id = scene.ids.reply(thread.room.channel, thread.opening, at)
    parent = thread.last if at > thread.at and scene.chance.random() < 0.6 else thread.opening
    mail = thread.platform == "email"
    text = spoken(scene.chance, person, thread.place, text)
    activity = act(
        kind,
        native_id,
        at,
        person.handles[thread.platform],
        thread.room.channel,
        parent=parent,
        thread=thread.opening,
        text=f"{text}\n\n{person.given}" if mail else text,
        zone=person.zone if mail else None,
    )
    if at > thread.at:
        thread.at, thread.last = at, native_id
    thread.spoke.append(person.number)
    return Said(activity, Mark("response", thread.opening))


def responder(scene: Scene, thread: Thread, *, team: bool) -> Person | None:
    """Somebody else than the opener, in the thread's language if they can be found."""
    group = thread.language.key if thread.language else "team" if team else "anybody"
    asker = [thread.opener.number]
    about = thread.at + timedelta(minutes=thread.place.minutes)
    crowd, chance = scene.crowd, scene.chance
    found = crowd.someone(chance, thread.platform, about, group, asker)
    return found or crowd.someone(chance, thread.platform, about, "anybody", asker)


def liked(scene: Scene, thread: Thread, mean: float) -> Iterator[Said]:
    """Reactions to the opening, each by somebody else."""
    found = set()
    for _ in range(poisson(scene.chance, mean)):
        who = scene.crowd.someone(scene.chance, thread.platform, thread.begun, "anybody", [thread.opener.number])
        if who is None or who.number in found:
            continue
        found.add(who.number)
        at = thread.begun + timedelta(seconds=int(60 * around(scene.chance, 120, 1.6)))
        yield Said(reaction(who.handles[thread.platform], thread.opening, thread, at, who.number))


def reaction(who: Identity, to: str, thread: Thread, at: datetime, number: int) -> Activity:
    """One like, by somebody with this number."""
    return act(
        "reaction", f"{to}/reaction/{number}", at, who, thread.room.channel, parent=to, thread=thread.opening,
        facts={"reaction": "like"},
    )  # fmt: skip


def headline(text: str) -> str:
    """The first sentence as a title."""
    first = text.split("\n")[0]
    for end in (". ", "! ", "? ", "。", "！"):
        first = first.split(end)[0]
    return first.rstrip(".:。")[:110]


def _unheard(scene: Scene, thread: Thread) -> Iterator[Said]:
    if thread.platform == "github":
        yield tidied(scene, thread.room.channel, thread.opening, thread.begun)


def _own(scene: Scene, thread: Thread) -> str:
    if thread.language:
        return thread.telling.tell(scene.chance.choice(thread.language.thanks))
    return thread.telling.tell("{solved}")


def _later(scene: Scene, thread: Thread, median: float) -> datetime:
    """After the thread's last word, by minutes; half of the waits are shorter than the median."""
    return thread.at + timedelta(seconds=int(20 + 60 * around(scene.chance, max(median, 1.0), SPREAD)))


def _accepted(scene: Scene, thread: Thread, answer: str, by: Person) -> Said:
    at = thread.at + timedelta(minutes=around(scene.chance, 90, 1.2))
    activity = act(
        "answer",
        f"{thread.opening}/accepted",
        at.replace(microsecond=0),
        by.handles[thread.platform],
        thread.room.channel,
        parent=answer,
        thread=thread.opening,
    )
    return Said(activity, Mark("accepted", thread.opening))


def _closed(scene: Scene, thread: Thread) -> Said:
    closer = scene.crowd.someone(scene.chance, "github", thread.at, "team") or thread.opener
    at = (thread.at + timedelta(minutes=around(scene.chance, 2000, 1.2))).replace(microsecond=0)
    native_id = f"{thread.opening}/closed/{int(at.timestamp())}"
    return Said(
        act("close", native_id, at, closer.handles["github"], thread.room.channel, parent=thread.opening,
            thread=thread.opening)
    )  # fmt: skip
