"""The three doors of a new home: what it can be given first, and how."""

from typing import NamedTuple


class Door(NamedTuple):
    platform: str
    what: str
    command: str = ""


ARCHIVES = (
    Door("discourse", "Your forum's topics, as JSON files or a .tar.gz of them.", "rapport import forum.tar.gz"),
    Door("git", "A clone of your repository.", "rapport import ~/src/my-project"),
    Door("github", "Hours of public events from GH Archive.", "rapport import 2015-01-01-0.json.gz"),
)
"""Examples; `rapport.collect.archives` knows all that are understood."""

EXPORTS = (
    Door("slack", "Tools & settings, Workspace settings, Import/Export data"),
    Door("discord", "DiscordChatExporter, as JSON"),
    Door("email", "The list's mbox archive"),
    Door("stackexchange", "The data dump of your site"),
)
"""Where platforms give out what they hold, until Rapport fetches it by itself."""
