"""Every kind of file that is understood, and which one a file is."""

from importlib import import_module

from rapport.words.platforms import name_of
from rapport.words.records import Archive

READERS = (
    "rapport.platforms.bluesky.archive",
    "rapport.platforms.calendar.archive",
    "rapport.platforms.discord.archive",
    "rapport.platforms.discourse.archive",
    "rapport.platforms.email.archive",
    "rapport.platforms.feed.archive",
    "rapport.platforms.git.archive",
    "rapport.platforms.github.archive",
    "rapport.platforms.googlechat.archive",
    "rapport.platforms.irc.archive",
    "rapport.platforms.linkedin.archive",
    "rapport.platforms.mapped.archive",
    "rapport.platforms.mastodon.archive",
    "rapport.platforms.matrix.archive",
    "rapport.platforms.mattermost.archive",
    "rapport.platforms.meeting.archive",
    "rapport.platforms.reddit.archive",
    "rapport.platforms.slack.archive",
    "rapport.platforms.stackexchange.archive",
    "rapport.platforms.telegram.archive",
    "rapport.platforms.whatsapp.archive",
    "rapport.platforms.x.archive",
    "rapport.platforms.youtube.archive",
    "rapport.platforms.zulip.archive",
)

ARCHIVES: list[Archive] = [archive for reader in READERS for archive in import_module(reader).ARCHIVES]

BESIDE = frozenset[str]().union(*(archive.beside for archive in ARCHIVES))
"""Names of the small files that some kind looks into."""
TELLS = tuple(archive.tells for archive in ARCHIVES if archive.tells)
"""What the beginnings of the other files are asked."""

CLONE = "git-clone"
"""What `git log` tells is no file; a record of it that was set aside is tried again by importing the clone."""
CLONE_LABEL = "git clone"
SIMULATED = "simulated"
"""What the demo tells of is no file either; the platform's name follows."""


def recognise(name: str, head: bytes) -> Archive | None:
    """The kind of a file, by its name and up to 64 KiB of its content; the more exact kinds are asked first."""
    return next((archive for archive in ARCHIVES if archive.recognise(name, head)), None)


def named(name: str) -> Archive | None:
    return next((archive for archive in ARCHIVES if archive.name == name), None)


def understood() -> str:
    """The platforms whose archives are read, for people."""
    return ", ".join(sorted({name_of(archive.platform) for archive in ARCHIVES}, key=str.lower))


def label_of(name: str) -> str:
    """A kind of archive for people."""
    if name.startswith(f"{SIMULATED}-"):
        return "Simulated"
    archive = named(name)
    return archive.label if archive else CLONE_LABEL
