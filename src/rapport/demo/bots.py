"""Programs that write: one builds, one greets, one repeats a feed, one tidies. Two of them do not say what they are."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.places import PLACES
from rapport.demo.plan import Plan
from rapport.demo.scene import Scene, act
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity

BUILDER = Identity("github", "909900001", "tidemark-ci[bot]", None, bot=True)
TIDIER = Identity("github", "909900002", "stale-issues[bot]", None, bot=True)
GREETER = Identity("discord", "9990000000000001", "harbourmaster", "Harbourmaster", bot=True)
FEED = Identity("slack", "B0DEMOFEED", "release-feed", "Release feed", bot=True)
NEWS = Identity("telegram", "909900003", "tidemark_news_bot", "Tidemark news")
"""Telegram's exports do not tell who is a bot; its name does."""
ECHO = Identity("mastodon", "tidemark_echo@toot.example", "tidemark_echo@toot.example", "Tidemark echo")
"""Says nowhere that it is one; its texts and times do."""
ALL = (BUILDER, TIDIER, GREETER, FEED, NEWS, ECHO)


def built(scene: Scene, pull: Activity) -> Said:
    """The build's report on a pull request, some minutes later: the first word there, and no answer by a human."""
    chance = scene.chance
    at = pull.at + timedelta(seconds=chance.randrange(240, 1500))
    failed = chance.random() < 0.18
    text = f"Build failed: {chance.randrange(1, 9)} of 412 checks." if failed else "All 412 checks have passed."
    native_id = scene.ids.reply(pull.channel, pull.native_id, at)
    return Said(
        act("comment", native_id, at, BUILDER, pull.channel, parent=pull.native_id, thread=pull.native_id, text=text)
    )


def tidied(scene: Scene, channel: Channel, issue: str, at: datetime) -> Said:
    """The reminder under an issue to which nobody has said anything for two months."""
    later = at + timedelta(days=60)
    text = "This issue has had no activity for 60 days. It will be closed in 14 days unless somebody objects."
    native_id = scene.ids.reply(channel, issue, later)
    return Said(act("comment", native_id, later, TIDIER, channel, parent=issue, thread=issue, text=text))


def greeted(scene: Scene, who: Person, at: datetime) -> Said:
    """Seconds after somebody has come to Discord."""
    channel = PLACES["discord"].rooms[1].channel
    later = at + timedelta(seconds=4)
    text = f"Welcome aboard, {who.given}! Read the pinned message, then ask away in #help."
    native_id = scene.ids.opening(channel, later)
    return Said(act("message", native_id, later, GREETER, channel, thread=native_id, text=text))


def daily(scene: Scene, plan: Plan, day: int) -> Iterator[Said]:
    """What they write by the clock."""
    chance = scene.chance
    if plan.day(day).weekday() < 5:
        slack, at = PLACES["slack"].rooms[0].channel, plan.moment(day, 9 * 3600 + 30)
        text = f"{chance.randrange(1, 9)} new posts on the Tidemark blog and in the release notes."
        native_id = scene.ids.opening(slack, at)
        yield Said(act("message", native_id, at, FEED, slack, thread=native_id, text=text))
        for number, code in enumerate(("-100190000001",)):
            telegram = next(room.channel for room in PLACES["telegram"].rooms if room.channel.native_id == code)
            at = plan.moment(day, 10 * 3600 + number)
            native_id = scene.ids.opening(telegram, at)
            text = f"Build {day * 3 + 1200} is on the mirror."
            yield Said(act("message", native_id, at, NEWS, telegram, thread=native_id, text=text))
    toot, at = PLACES["mastodon"].rooms[0].channel, plan.moment(day, 6 * 3600)
    native_id = scene.ids.opening(toot, at)
    text = f"Tidemark weather report no. {day + 1}: streams are flowing. #tidemark #streams"
    yield Said(act("post", native_id, at, ECHO, toot, thread=native_id, text=text))
