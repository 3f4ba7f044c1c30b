"""Native ids in the manner of each platform, none of them given to anybody there."""

from collections import Counter
from datetime import datetime

from rapport.words.identity import Channel

_OPENS = {
    "discord": "11901{n:014d}",
    "slack": "{channel}/{seconds}.{n:06d}",
    "discourse": "forum.tidemark.alt/topic/{n}",
    "stackexchange": "stackoverflow.com/post/90{n:07d}",
    "x": "90{n:017d}",
    "reddit": "t3_demo{n}",
    "linkedin": "urn:li:share:90{n:017d}",
    "youtube": "Ugdemo{n:020d}",
    "telegram": "{channel}/{n}",
    "matrix": "$demo{n}",
    "mastodon": "https://toot.example/statuses/{n}",
    "bluesky": "at://did:plc:demo/app.bsky.feed.post/{n}",
    "threads": "90{n:015d}",
    "hackernews": "demo/{n}",
    "dev": "article/{n}",
    "email": "{n}@mail.tidemark.alt",
}
_REPLIES = _OPENS | {
    "discourse": "forum.tidemark.alt/post/{n}",
    "reddit": "t1_demo{n}",
    "dev": "comment/{n}",
    "linkedin": "comment/demo{n}",
}


class Ids:
    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def opening(self, channel: Channel, at: datetime) -> str:
        """Issues and pull requests of a repository are counted together, as they are there."""
        if channel.platform == "github":
            return f"{channel.native_id}#{self._next(channel.native_id)}"
        return self._made(_OPENS, channel, at)

    def reply(self, channel: Channel, thread: str, at: datetime, what: str = "comment") -> str:
        if channel.platform == "github":
            return f"{thread}/{what}/{self._next('github comment')}"
        return self._made(_REPLIES, channel, at)

    def sha(self) -> str:
        """A commit's, which looks like one and is counted."""
        return f"{(self._next('commit') * 0x9E3779B97F4A7C15F39CC0605CEDC8341082276B) % (1 << 160):040x}"

    def _made(self, forms: dict[str, str], channel: Channel, at: datetime) -> str:
        number = self._next(channel.platform)
        return forms[channel.platform].format(n=number, channel=channel.native_id, seconds=int(at.timestamp()))

    def _next(self, what: str) -> int:
        self._counts[what] += 1
        return self._counts[what]
