"""Who somebody is, as users.json tells, or as a message does where that file is not there."""

from datetime import UTC, datetime
from functools import lru_cache

from rapport.platforms.slack.wire import Message, Profile, User
from rapport.words.activity import EPOCH
from rapport.words.identity import Identity

SLACKBOT = "USLACKBOT"


def identity_of(user: User) -> Identity:
    profile = user.profile or Profile()
    marks = (user.is_admin, user.is_owner, user.is_primary_owner)
    return Identity(
        "slack",
        user.id,
        handle=user.name or profile.display_name or None,
        name=profile.real_name or user.real_name or profile.display_name or None,
        email=_address(profile.email),
        avatar=_picture(profile),
        bot=True if user.is_bot or user.id == SLACKBOT else None,
        staff=True if True in marks else False if False in marks else None,
    )


def shown_as(user: User) -> str:
    """What Slack writes for a mention of this person."""
    profile = user.profile or Profile()
    return profile.display_name or user.name or profile.real_name or user.real_name or user.id


def told_at(user: User) -> datetime:
    """When the description was last changed; what says nothing is older than anything."""
    try:
        return datetime.fromtimestamp(user.updated or 0, UTC)
    except (ValueError, OverflowError, OSError):
        return EPOCH


def somebody(id_: str) -> Identity:
    """A person of whom the id is known."""
    return _person(id_, None, None, None)


def author_in(message: Message) -> Identity | None:
    """Whom the message itself tells of: a person, an app, or an integration that has nothing but a name."""
    if message.user:
        profile = message.user_profile or Profile()
        name = profile.real_name or profile.display_name or None
        return _person(message.user, profile.name or None, name, _picture(profile))
    app = message.bot_profile
    id_ = message.bot_id or (app.id if app else None)
    name = (app.name if app else None) or message.username or None
    if id_:
        return _program(id_, name)
    return _program(f"bot:{name.lower()}", name) if name else None


@lru_cache(1 << 13)
def _person(id_: str, handle: str | None, name: str | None, avatar: str | None) -> Identity:
    bot = True if id_ == SLACKBOT else None
    return Identity("slack", id_, handle=handle, name=name, avatar=avatar, bot=bot)


@lru_cache(1 << 10)
def _program(id_: str, name: str | None) -> Identity:
    return Identity("slack", id_, name=name, bot=True)


def _address(email: str | None) -> str | None:
    return email if email and "@" in email else None


def _picture(profile: Profile) -> str | None:
    picture = profile.image_192 or profile.image_72
    return picture if picture and picture.startswith("https://") else None
