"""What a feed says of itself and of its entries, the same for every format."""

from datetime import datetime
from typing import NamedTuple


class Person(NamedTuple):
    name: str | None = None
    email: str | None = None
    url: str | None = None


class Moment(NamedTuple):
    at: datetime
    """In UTC."""
    zone: int | None
    """Minutes east of UTC that the source wrote."""


class Feed(NamedTuple):
    """The channel. `own` is its address (the self link), `site` the page that it belongs to."""

    own: str | None = None
    id: str | None = None
    site: str | None = None
    title: str | None = None
    at: Moment | None = None
    authors: tuple[Person, ...] = ()
    """Whose work its entries are where they do not say."""


class Entry(NamedTuple):
    id: str | None = None
    link: str | None = None
    title: str | None = None
    """Plain text, as is `text`."""
    text: str | None = None
    authors: tuple[Person, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    answers: str | None = None
    """The id of the entry that this one is a comment on (RFC 4685)."""
    categories: int = 0
    enclosures: int = 0
    comments: int | None = None
    comments_page: str | None = None
    comments_feed: str | None = None


class NotReadable(Exception):
    """Why a feed or an entry cannot be read, as a sentence."""
