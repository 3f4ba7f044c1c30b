"""Who wrote or reacted, remembered."""

from functools import lru_cache

from rapport.platforms.discord.moment import id_of
from rapport.platforms.discord.wire import User
from rapport.words.identity import Identity

DELETED = "456226577798135808"
"""The account under which Discord shows all accounts that are gone: nobody in particular."""


def identity_of(user: User | None) -> Identity | None:
    if user is None or (id_ := id_of(user.id)) is None or id_ == DELETED:
        return None
    tag = str(user.discriminator or "0").lstrip("0")
    handle = f"{user.name}#{tag.zfill(4)}" if tag and user.name else user.name
    return _identity(id_, handle, user.nickname, user.isBot, user.avatarUrl)


@lru_cache(1 << 13)
def _identity(id_: str, handle: str | None, name: str | None, bot: bool | None, avatar: str | None) -> Identity:
    return Identity(
        "discord",
        id_,
        handle=handle or None,
        name=name or None,
        url=f"https://discord.com/users/{id_}",
        # An export with its media beside it names a file there.
        avatar=avatar if avatar and avatar.startswith("https://") else None,
        bot=bot or None,
    )
