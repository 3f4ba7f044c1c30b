"""How each platform is named and marked in pages. The hue is the stylesheet's, by the same key."""

from typing import NamedTuple


class Mark(NamedTuple):
    label: str
    letters: str


MARKS = {
    "bluesky": Mark("Bluesky", "B"),
    "dev": Mark("DEV", "DE"),
    "discord": Mark("Discord", "Di"),
    "discourse": Mark("Discourse", "D"),
    "email": Mark("E-mail", "@"),
    "git": Mark("git", "g"),
    "github": Mark("GitHub", "GH"),
    "hackernews": Mark("Hacker News", "Y"),
    "linkedin": Mark("LinkedIn", "in"),
    "mastodon": Mark("Mastodon", "M"),
    "matrix": Mark("Matrix", "[m]"),
    "rapport": Mark("Rapport", "R"),
    "reddit": Mark("Reddit", "r/"),
    "slack": Mark("Slack", "S"),
    "stackoverflow": Mark("Stack Overflow", "SO"),
    "telegram": Mark("Telegram", "T"),
    "threads": Mark("Threads", "Th"),
    "x": Mark("X", "X"),
    "youtube": Mark("YouTube", "YT"),
}


def mark_of(platform: str) -> Mark:
    """The mark of a platform; of one that has none yet, its own name and first letter."""
    return MARKS.get(platform) or Mark(platform, platform[:1].upper())
