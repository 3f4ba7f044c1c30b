"""Nine days of anger after the post on the change of licence: on X and on the forum most of all."""

from collections.abc import Iterator
from datetime import timedelta

from rapport.demo.chance import around, poisson
from rapport.demo.happenings import LICENCE_DAYS
from rapport.demo.outbox import Said
from rapport.demo.people import Person
from rapport.demo.scene import Scene
from rapport.demo.talk import Thread, begin, open_with, responder, say

HALF_LIFE = 2.0
"""Days after which half as much is said."""
LOUD = {
    "x": 110, "discourse": 46, "hackernews": 70, "reddit": 40, "mastodon": 16, "bluesky": 20, "threads": 10,
    "linkedin": 8,
}  # fmt: skip
"""Words on each platform on the first day."""
ANNOUNCED = (
    "A change to our licence",
    "From 1.1 on, the Tidemark server is under the Tidemark Community Licence. The clients, the connectors and the"
    " operator stay under Apache 2.0. You may use it for everything, except selling it as a hosted service. We know"
    " that this is not what some of you hoped for; ask us anything here.",
)


class Wave:
    """Threads of the first day go on through the others."""

    def __init__(self) -> None:
        self._threads: dict[str, list[Thread]] = {}

    def day(self, scene: Scene, founder: Person, number: int, day: int) -> Iterator[Said]:
        """What is said on its day of this number, counted from 0."""
        if number == 0:
            yield from self._announce(scene, founder, day)
        for platform, words in LOUD.items():
            mean = words * 0.5 ** (number / HALF_LIFE) * scene.plan.scale
            for _ in range(poisson(scene.chance, mean)):
                seconds = min(around(scene.chance, 3 * 3600 if number == 0 else 6 * 3600, 0.8), 32_000)
                yield from self._word(
                    scene, founder, platform, day, 15 * 3600 + seconds if number == 0 else seconds * 2
                )
        if number == LICENCE_DAYS - 1:
            yield from self._settled(scene, founder, day)

    def _announce(self, scene: Scene, founder: Person, day: int) -> Iterator[Said]:
        for platform in ("discourse", "x"):
            if platform in founder.handles:
                thread = begin(scene, founder, platform, scene.plan.moment(day, 14 * 3600), "licence")
                yield open_with(scene, thread, "message", *ANNOUNCED)
                self._threads.setdefault(platform, []).append(thread)

    def _word(self, scene: Scene, founder: Person, platform: str, day: int, seconds: float) -> Iterator[Said]:
        at = scene.plan.moment(day, min(seconds, 86_399))
        chance = scene.chance
        who = scene.crowd.someone(chance, platform, at, "anybody")
        if who is None:
            return
        angry = chance.choice(scene.book.common["angry"])
        threads = self._threads.get(platform, [])
        if not threads or chance.random() < (0.3 if platform == "x" else 0.06):
            thread = begin(scene, who, platform, at, "licence")
            text = thread.telling.tell(angry)
            yield open_with(scene, thread, "message", thread.telling.tell("{angry_title}"), text)
            self._threads.setdefault(platform, []).append(thread)
            return
        thread = chance.choice(threads[-12:])
        if at <= thread.begun:
            return
        if chance.random() < 0.06 and platform in founder.handles:
            yield say(scene, thread, founder, thread.telling.tell("{calm}"), at)
        elif chance.random() < 0.2 and (other := responder(scene, thread, team=False)):
            yield say(scene, thread, other, thread.telling.tell("{mild}"), at)
        else:
            yield say(scene, thread, who, thread.telling.tell(angry), at)

    def _settled(self, scene: Scene, founder: Person, day: int) -> Iterator[Said]:
        for thread in self._threads.get("discourse", [])[:1]:
            text = thread.telling.tell("{settled}")
            yield say(scene, thread, founder, text, scene.plan.moment(day, 0) + timedelta(hours=17))
