"""Who wrote, as a post or a user record tells."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rapport.platforms.discourse.document import moment, whole
from rapport.platforms.discourse.site import forum, web
from rapport.platforms.fields import NotReadable, words
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Identity

REMEMBERED = 1 << 12
"""Identities that are made once; most posts are by few people."""
AVATAR = 144
"""Pixels a side; Discourse serves any size that its templates' `{size}` is given."""


def author_of(record: Mapping[str, Any], host: str) -> Identity | None:
    """The author of a post, or None where the account was removed and the post made nobody's."""
    return identity_of(record, host, user_id=whole(record.get("user_id")))


def identity_of(record: Mapping[str, Any], host: str, user_id: int | None) -> Identity | None:
    """An identity from the fields that posts and users share: username, name, avatar, staff marks.

    Accounts with a negative id (system, discobot) are the forum's own programs.
    """
    handle = words(record.get("username"))
    if user_id is None and handle is None:
        return None
    name, email, avatar = words(record.get("name")), words(record.get("email")), words(record.get("avatar_template"))
    return _identity(host, user_id, handle, name, email, avatar, _staff(record))


@lru_cache(REMEMBERED)
def _identity(
    host: str,
    user_id: int | None,
    handle: str | None,
    name: str | None,
    email: str | None,
    avatar: str | None,
    staff: bool | None,
) -> Identity:
    return Identity(
        platform="discourse",
        native_id=f"{host}/{user_id}" if user_id is not None else f"{host}/u/{(handle or '').lower()}",
        handle=handle,
        name=name,
        email=email if email and "@" in email else None,
        url=web(host, f"/u/{handle}") if handle else None,
        avatar=_avatar(avatar, host),
        bot=True if user_id is not None and user_id < 0 else None,
        staff=staff,
    )


def arrival_of(user: Mapping[str, Any], host: str) -> list[Activity]:
    """A user record's arrival at the forum, or nothing where the profile hides when that was.

    Raises NotReadable for a record without id, or with a time that is none.
    """
    user_id = whole(user.get("id"))
    identity = identity_of(user, host, user_id)
    if user_id is None or identity is None:
        raise NotReadable("The user has no id, or one that is no whole number.")
    if user.get("created_at") is None:
        return []
    at = moment(user["created_at"])
    if at is None:
        raise NotReadable(f"The user's time (created_at) is no date: {str(user['created_at'])[:40]!r}.")
    return [
        Activity(
            platform="discourse",
            native_id=f"{host}/user/{user_id}",
            kind="join",
            at=at,
            author=identity,
            channel=forum(host),
            revision=revision_of(at),
            url=identity.url,
        )
    ]


def _avatar(template: str | None, host: str) -> str | None:
    if template is None:
        return None
    path = template.replace("{size}", str(AVATAR))
    if path.startswith("//"):
        return f"https:{path}"
    if path.startswith("/"):
        return web(host, path)
    return path if path.startswith(("https://", "http://")) else None


def _staff(record: Mapping[str, Any]) -> bool | None:
    marks = (record.get("staff"), record.get("admin"), record.get("moderator"))
    if True in marks:
        return True
    return False if False in marks else None
