"""Small feeds for the tests."""

import io
from collections.abc import Iterable, Sequence

from rapport.platforms.feed.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Where


def item(number: int, text: str = "words") -> str:
    return (
        f"<item><guid>https://x.example/{number}</guid><title>Title {number}</title>"
        f"<description>{text}</description><pubDate>Wed, 03 Jan 2024 00:00:00 GMT</pubDate></item>"
    )


def rss(items: Sequence[str], head: str = "<title>T</title>") -> bytes:
    return f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>".encode()


def read(data: bytes) -> list[Outcome]:
    return list(ARCHIVES[0].read(io.BytesIO(data), Where("feed.xml")))


def activities(outcomes: Iterable[Outcome]) -> list[Activity]:
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]
