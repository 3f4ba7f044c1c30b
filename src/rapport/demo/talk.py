"""Conversations: somebody asks or tells, others answer after a while, in the platform's manner."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from rapport.demo.book import Language, Problem, Topic
from rapport.demo.bots import tidied
from rapport.demo.chance import around, one_of, poisson
from rapport.demo.grammar import Telling
from rapport.demo.happenings import RELEASES, topic_factor
from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.places import PLACES, Place, Room, repository
from rapport.demo.scene import Scene, act
from rapport.demo.truth import Mark
from rapport.demo.voice import spoken, written
from rapport.words.activity import Activity, Fact
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
    heard: Identity
    """Who said the last word."""

    @property
    def titled(self) -> bool:
        return self.place.titled or self.room.opens == "topic"


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
    if platform == "github":
        room = repository(topic)
    language = scene.book.languages.get(room.language) if room.language else None
    lists = {**(language.lists if language else scene.book.topics[topic].lists), **_versions(scene, at)}
    opening = scene.ids.opening(room.channel, at)
    return Thread(
        platform, place, room, topic, Telling(scene.chance, lists), language, person, opening, at, at, opening,
        [person.number], person.handles[platform],
    )  # fmt: skip


def _room(scene: Scene, person: Person, place: Place) -> Room:
    own = [room for room in place.rooms if room.language and room.language == person.culture.language]
    if own and scene.chance.random() < OWN_LANGUAGE:
        return scene.chance.choice(own)
    return one_of(scene.chance, {room: room.weight for room in place.rooms if room.language is None})


def _versions(scene: Scene, at: datetime) -> dict[str, list[str]]:
    """Those that people have by then: the last few, and older ones that they came from."""
    day = scene.plan.number_of(at)
    out = ["0.13", "0.14", "0.14.2", *(each.version.removesuffix(".0") for each in RELEASES if each.day <= day)]
    return {"version": out[-3:], "older": out[-7:-3] or out[:1]}


def _topic(scene: Scene, person: Person, at: datetime) -> str:
    day = scene.plan.number_of(at)
    weights = {
        key: topic.weight * (3 if key in person.interests else 1) * topic_factor(key, day)
        for key, topic in scene.book.topics.items()
    }
    return one_of(scene.chance, weights)


def open_with(scene: Scene, thread: Thread, what: str, title: str, text: str) -> Said:
    """The first word, with the marks of truth."""
    titled = thread.titled
    mail = thread.platform == "email"
    polite = thread.platform not in ("github", "stackexchange")
    text = written(scene.chance, thread.opener, thread.place, text, mail=mail, polite=polite)
    activity = act(
        thread.room.opens or thread.place.opens,
        thread.opening,
        thread.begun,
        thread.opener.handles[thread.platform],
        thread.room.channel,
        thread=thread.opening,
        title=title if titled else None,
        text=text,
        facts=_viewed(scene, thread),
        zone=thread.opener.zone if mail else None,
    )
    return Said(activity, Mark(what, thread.opening, thread.topic))


VIEWED = {"discourse": 140, "stackexchange": 420}
"""Who tells how often a conversation was viewed, and how often half of them were."""


def _viewed(scene: Scene, thread: Thread) -> dict[str, Fact] | None:
    """Drawn apart: nobody says anything else for it."""
    median = VIEWED.get(thread.platform)
    chance = Random(f"{scene.plan.seed} {thread.opening}")
    return {"views": int(around(chance, median, 1.1))} if median else None


def question(scene: Scene, thread: Thread, problem: Problem) -> Iterator[Said]:
    chance, telling, place = scene.chance, thread.telling, thread.place
    title, ask = telling.new(problem.titles) or "", telling.new(problem.asks) or ""
    if place.chat and thread.room.opens != "topic" and chance.random() < 0.35:
        ask = title if title.endswith(("?", "？")) else f"{title}?"  # in a chat many ask in one line
    yield open_with(scene, thread, "question", title, ask)
    if chance.random() > place.answered:
        yield from _unheard(scene, thread)
        if chance.random() < 0.12 and not thread.language:  # found it out alone; that is no answer by another
            yield from _maybe(scene, thread, thread.opener, telling.new_of("solved"), 600)
        return
    helper = responder(scene, thread, team=chance.random() < place.team)
    if helper is None:
        return
    waits = place.team_minutes if helper.team else place.minutes
    if thread.language is None and chance.random() < 0.2:
        asked, told = (telling.tell(each) for each in chance.choice(scene.book.asked_back))
        yield say(scene, thread, helper, asked, _later(scene, thread, waits))
        yield say(scene, thread, thread.opener, told, _later(scene, thread, 0.35 * waits))
        waits *= 0.35
    yield say(scene, thread, helper, telling.new(problem.answers) or "", _later(scene, thread, waits), answers=True)
    answer, answered_by = thread.last, helper
    for _ in range(min(poisson(chance, place.replies_mean - 1), 7)):
        yield from _follow_up(scene, thread, problem, waits)
    if chance.random() < place.accepts:
        yield _accepted(scene, thread, answer, answered_by)
    if thread.platform == "github" and chance.random() < 0.8:
        yield _closed(scene, thread)


def _follow_up(scene: Scene, thread: Thread, problem: Problem, waits: float) -> Iterator[Said]:
    """The asker's thanks, another answer, or somebody who has the same."""
    chance, telling, language = scene.chance, thread.telling, thread.language
    draw = chance.random()
    if draw < 0.5:
        if thread.spoke[-1] != thread.opener.number:
            words = telling.new(language.thanks if language else problem.more) if chance.random() < 0.55 else None
            words = words or (None if language else telling.new_of("thanks"))
            yield from _maybe(scene, thread, thread.opener, words, 0.35 * waits)
        return
    second = responder(scene, thread, team=chance.random() < 0.2)
    if second is None:
        return
    if draw < 0.8 and (words := telling.new(problem.answers)):
        yield say(scene, thread, second, words, _later(scene, thread, waits), answers=True)
    elif language is None:
        yield from _maybe(scene, thread, second, telling.new_of("same"), waits * 2)


def _maybe(scene: Scene, thread: Thread, person: Person, words: str | None, median: float) -> Iterator[Said]:
    """Said, unless nothing is left to say."""
    if words:
        yield say(scene, thread, person, words, _later(scene, thread, median))


def discussion(scene: Scene, thread: Thread) -> Iterator[Said]:
    """What is told, or a fault that is reported, with what others say to it."""
    chance, telling, place = scene.chance, thread.telling, thread.place
    source: Topic | Language = thread.language or scene.book.topics[thread.topic]
    general, back = ("on_issue", "issue_back") if thread.platform == "github" else ("agree", "back")
    fitting: Sequence[str] = ()
    if isinstance(source, Topic) and thread.platform == "github":
        title, text = (telling.tell(each) for each in chance.choice(source.issues))
    else:
        says, *fitting = chance.choice(source.talks)
        told = telling.tell(says)
        title, text = headline(told) if thread.titled else ("", told)
    yield open_with(scene, thread, "message", title, text)
    if chance.random() > place.answered:
        yield from _unheard(scene, thread)
        return
    for _ in range(min(poisson(chance, place.replies_mean), 9)):
        speaker = responder(scene, thread, team=chance.random() < place.team * 0.6)
        words = telling.new(fitting) if fitting and (thread.language or chance.random() < 0.7) else None
        words = words or (None if thread.language else telling.new_of(general))
        if speaker is None or words is None:
            return
        yield say(scene, thread, speaker, words, _later(scene, thread, place.minutes * 0.8))
        if chance.random() < 0.22 and thread.language is None:
            yield from _maybe(scene, thread, thread.opener, telling.new_of(back), place.minutes * 0.5)
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
    if thread.language is None and person.handles[thread.platform] != thread.heard:
        text = _dressed(scene, thread, text, answers=answers)
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
        thread.at, thread.last, thread.heard = at, native_id, person.handles[thread.platform]
    thread.spoke.append(person.number)
    return Said(activity, Mark("response", thread.opening))


ADDRESSES = ("github", "slack", "discord", "discourse", "telegram", "x", "mastodon", "bluesky", "threads")
"""Where one writes `@handle` to somebody."""


def _dressed(scene: Scene, thread: Thread, text: str, *, answers: bool) -> str:
    """With what people put before and after what they say, so that nobody says the same in the same words each time."""
    chance, lists = scene.chance, scene.book.common
    if answers:
        first = chance.choice(lists["before"]) if chance.random() < 0.5 else ""
        then = chance.choice(lists["after"]) if chance.random() < 0.5 and not text.endswith("```") else ""
        told = Telling(chance, {**lists, **_versions(scene, thread.begun)})
        text = told.tell(first) + text + told.tell(then)
    if thread.platform in ADDRESSES and chance.random() < 0.3:
        text = f"@{thread.heard.handle} {text}"
    return text


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


_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")


def headline(text: str) -> tuple[str, str]:
    """Title and text of something that was said in one: the first sentence, and the others if there are any."""
    first, *others = [part for part in _SENTENCE.split(text) if part]
    return first.rstrip(".。:")[:110], " ".join(others) or text


def _unheard(scene: Scene, thread: Thread) -> Iterator[Said]:
    if thread.platform == "github":
        yield tidied(scene, thread.room.channel, thread.opening, thread.begun)


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
