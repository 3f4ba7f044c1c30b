"""What people call a group of an answer."""

from rapport.measure.question import By
from rapport.words.kinds import BY_NAME

_PLATFORMS = {"discourse": "Discourse", "git": "git", "github": "GitHub"}
_SIDES = {"community": "community", "team": "team", "bot": "bots", "unnamed": "author not named"}


def platform_label(platform: str) -> str:
    return _PLATFORMS.get(platform, platform.capitalize())


def group_label(by: By | None, group: str) -> str:
    if by is By.KIND and group in BY_NAME:
        return BY_NAME[group].plural
    if by is By.PLATFORM:
        return platform_label(group)
    return _SIDES.get(group, group)
