"""What people call a group of an answer."""

from rapport.measure.question import By
from rapport.words.kinds import BY_NAME
from rapport.words.platforms import name_of

_SIDES = {"community": "community", "team": "team", "bot": "bots", "unnamed": "author not named"}


def group_label(by: By | None, group: str) -> str:
    if by is By.KIND and group in BY_NAME:
        return BY_NAME[group].plural
    if by is By.PLATFORM:
        return name_of(group)
    return _SIDES.get(group, group)
