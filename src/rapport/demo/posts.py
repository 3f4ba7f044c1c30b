"""What the team's advocates post where everybody sees it, and what it gets: likes, reposts, comments, videos."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rapport.demo.chance import around, poisson
from rapport.demo.grammar import Telling
from rapport.demo.happenings import Campaign, Release
from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.places import PLACES
from rapport.demo.scene import Scene, act
from rapport.demo.talk import Thread, begin, liked, open_with, responder, say

WHERE = ("x", "linkedin", "bluesky", "mastodon", "threads")
REACH = {
    "x": (11, 3.4, 1.8), "linkedin": (13, 1.2, 1.6), "bluesky": (7, 1.8, 1.0), "mastodon": (5, 2.2, 0.9),
    "threads": (6, 1.0, 0.8),
}  # fmt: skip
"""Likes, reposts and comments of a usual post, on average, once the community is grown."""
COUNTING = ("x", "mastodon")
"""Whose archives tell how often a post was passed on."""


def post(scene: Scene, author: Person, at: datetime, text: str, loud: float = 1.0) -> Iterator[Said]:
    """The same news on each platform where the author is, some minutes apart."""
    grown = (0.35 + 0.65 * scene.plan.number_of(at) / 548) * scene.plan.scale * loud
    for platform in WHERE:
        if platform not in author.handles:
            continue
        at += timedelta(seconds=scene.chance.randrange(40, 900))
        likes, reposts, comments = (each * grown for each in REACH[platform])
        thread = begin(scene, author, platform, at)
        opened = open_with(scene, thread, "message", "", thread.telling.tell(text))
        liking, passing_on = [*liked(scene, thread, likes)], [*_reposted(scene, thread, reposts)]
        if platform in COUNTING:
            opened = opened._replace(activity=opened.activity._replace(facts={"reposts": len(passing_on)}))
        yield from (opened, *liking, *passing_on)
        yield from _answered(scene, thread, comments)


def released(scene: Scene, author: Person, release: Release, at: datetime) -> Iterator[Said]:
    """A release on GitHub, then the news of it; a release of fixes makes less noise."""
    channel = PLACES["github"].rooms[0].channel
    native_id = f"release/demo{release.day}"
    title = f"Tidemark {release.version}"
    text = f"{title}: {release.what}."
    yield Said(
        act("release", native_id, at, author.handles["github"], channel, title=title, text=text,
            facts={"tag": f"v{release.version}", "prerelease": False})
    )  # fmt: skip
    loud = 3.0 if release.version == "1.0.0" else 1.5 if release.minor else 0.6
    news = f"{title} is out: {release.what}. [Notes and upgrade steps|What changed and how to upgrade] are in the docs."
    yield from post(scene, author, at + timedelta(minutes=25), news, loud)


def campaign(scene: Scene, author: Person, what: Campaign, day: int, at: datetime) -> Iterator[Said]:
    """One post a day, or every third of a long one."""
    if what.days <= 10 or (day - what.day) % 3 == 0:
        number = day - what.day + 1
        lists = scene.book.common
        text = (
            f"{what.name}, day {number}: {scene.chance.choice(lists['lesson'])}"
            if number > 1
            else (f"{what.name} starts today: {what.says}. {scene.chance.choice(lists['join_us'])}")
        )
        yield from post(scene, author, at, text, 1.2)


def video(scene: Scene, author: Person, at: datetime, number: int) -> Iterator[Said]:
    """A video with its comments."""
    chance = scene.chance
    channel = PLACES["youtube"].rooms[0].channel
    native_id = f"demovideo{number:03d}"
    title = scene.book.common["videos"][number % len(scene.book.common["videos"])]
    facts = {"views": int(around(chance, 900, 0.8)), "seconds": chance.randrange(240, 2400)}
    yield Said(
        act(
            "video", native_id, at, author.handles["youtube"], channel, thread=native_id, title=title, facts=dict(facts)
        )
    )
    for _ in range(poisson(chance, 7 * scene.plan.scale)):
        if who := scene.crowd.someone(chance, "youtube", at, "anybody"):
            later = at + timedelta(seconds=int(60 * around(chance, 1800, 1.5)))
            text = Telling(chance, scene.book.common).new_of("video_comments")
            yield Said(
                act("comment", scene.ids.reply(channel, native_id, later), later, who.handles["youtube"], channel,
                    parent=native_id, thread=native_id, text=text)
            )  # fmt: skip


def _reposted(scene: Scene, thread: Thread, mean: float) -> Iterator[Said]:
    seen = set()
    for _ in range(poisson(scene.chance, mean)):
        who = scene.crowd.someone(scene.chance, thread.platform, thread.begun, "anybody", [thread.opener.number])
        if who and who.number not in seen:
            seen.add(who.number)
            at = thread.begun + timedelta(seconds=int(60 * around(scene.chance, 90, 1.6)))
            native_id = f"{thread.opening}/repost/{who.number}"
            author = who.handles[thread.platform]
            yield Said(act("repost", native_id, at, author, thread.room.channel, parent=thread.opening))


def _answered(scene: Scene, thread: Thread, mean: float) -> Iterator[Said]:
    for _ in range(poisson(scene.chance, mean)):
        if who := responder(scene, thread, team=False):
            text = thread.telling.tell(scene.chance.choice(scene.book.common["cheers"]))
            yield say(
                scene, thread, who, text, thread.begun + timedelta(seconds=int(60 * around(scene.chance, 200, 1.4)))
            )
