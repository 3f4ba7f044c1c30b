"""Who wrote, as rows and Users.xml tell."""

import re
from functools import lru_cache

from rapport.platforms.stackexchange.rows import Row, moment, needed_id, needed_moment, whole, words
from rapport.platforms.stackexchange.site import channel_of, web
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Identity
from rapport.words.records import Record, Told

COMMUNITY = -1
"""The account of each site's own program."""

_REMOVED = re.compile(r"user([0-9]{1,12})", re.ASCII)


def author_of(row: Row, site: str, number: str = "UserId", name: str = "UserDisplayName") -> Identity | None:
    """The account of a row, whose attributes are called differently from file to file.

    A removed account leaves its display name without a number. `user1234` was number 1234; other names are not unique,
    and nobody can be told by them.
    """
    account = whole(row, number)
    if account is None and (removed := _REMOVED.fullmatch(row.get(name, ""))):
        account = int(removed[1])
    return None if account is None else account_of(account, site)


@lru_cache(1 << 13)
def account_of(account: int, site: str) -> Identity:
    return Identity(
        "stackexchange",
        f"{site}/{account}",
        url=web(site, f"/users/{account}"),
        bot=True if account == COMMUNITY else None,
    )


def user(row: Row, site: str, position: str) -> Record:
    """An account: who it is, and when it came to the site. Raises NotReadable for one without number or time."""
    account, came = needed_id(row, "Id"), needed_moment(row, "CreationDate")
    who = account_of(account, site)._replace(name=words(row, "DisplayName"), avatar=words(row, "ProfileImageUrl"))
    told = Told(who, max(came, moment(row, "LastAccessDate") or came))
    if account == COMMUNITY:
        return Record(position, [], people=[told])
    arrival = Activity(
        platform="stackexchange",
        native_id=f"{site}/user/{account}",
        kind="join",
        at=came,
        author=who,
        channel=channel_of(site),
        revision=revision_of(came),
        url=who.url,
    )
    return Record(position, [arrival], people=[told])
