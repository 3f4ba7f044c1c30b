"""How each platform is named and marked in pages. The hue is the stylesheet's, by the same key."""

from typing import NamedTuple

from rapport.words.platforms import name_of


class Mark(NamedTuple):
    label: str
    letters: str


LETTERS = {
    "bluesky": "B",
    "calendar": "C",
    "dev": "DE",
    "discord": "Di",
    "discourse": "D",
    "email": "@",
    "feed": "F",
    "git": "g",
    "github": "GH",
    "googlechat": "GC",
    "hackernews": "Y",
    "irc": "#",
    "linkedin": "in",
    "log": "IP",
    "mastodon": "M",
    "matrix": "[m]",
    "mattermost": "Mm",
    "meeting": "Me",
    "rapport": "R",
    "reddit": "r/",
    "slack": "S",
    "stackexchange": "SE",
    "telegram": "T",
    "threads": "Th",
    "whatsapp": "W",
    "x": "X",
    "youtube": "YT",
    "zulip": "Z",
}


def mark_of(platform: str) -> Mark:
    """The mark of a platform; of one that has none yet, its first letter."""
    return Mark(name_of(platform), LETTERS.get(platform) or platform[:1].upper())
