"""A table's row by a mapping → one activity. Pure."""

from collections.abc import Mapping
from datetime import UTC
from hashlib import blake2b

from rapport.platforms.mapped.mapping import PLATFORM, Map, zone_of
from rapport.platforms.mapped.when import Manner, Moment, moment_of
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.kinds import BY_NAME

Row = Mapping[str, object]


def read_row(row: Row, by: Map) -> Activity:
    """Raises ValueError, in words, where the row has no readable time, kind or platform."""
    moment = _moment(row, by)
    platform = (_said(row, by, "platform") or by.platform).lower().replace(" ", "-")
    if not PLATFORM.fullmatch(platform):
        raise ValueError(f"“{platform[:60]}” cannot be a platform's name.")
    author = _author(row, by, platform)
    place = _said(row, by, "channel") or by.channel
    text, title = _said(row, by, "text"), _said(row, by, "title")
    own = _said(row, by, "id") or _key(place, author, moment, title, text)
    return Activity(
        platform=platform,
        native_id=own,
        kind=_kind(row, by),
        at=moment.at,
        zone=moment.zone,
        author=author,
        channel=Channel(platform, place, place),
        revision=_revision(row, by, moment),
        parent=_said(row, by, "parent"),
        thread=_said(row, by, "thread"),
        title=title,
        text=text,
        url=_said(row, by, "url"),
    )


def manner_of(by: Map) -> Manner:
    return Manner(by.time_format, by.dates, zone_of(by.zone) or UTC)


def _said(row: Row, by: Map, field: str) -> str | None:
    """The text of a column; None where it is empty or there is none."""
    value = row.get(by.columns[field]) if field in by.columns else None
    if value is None or isinstance(value, bool | list | dict):
        return None
    if isinstance(value, float) and value.is_integer():  # a column of whole numbers with gaps
        value = int(value)
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.strip() or None


def _moment(row: Row, by: Map) -> Moment:
    column = by.columns["time"]
    if row.get(column) in (None, ""):
        raise ValueError(f"The column {column} is empty; every row needs its time.")
    return moment_of(row[column], manner_of(by))


def _kind(row: Row, by: Map) -> str:
    word = (_said(row, by, "kind") or by.kind).lower()
    kind = by.kinds.get(word, word.replace(" ", "_"))
    if kind not in BY_NAME:
        raise ValueError(f"The kind “{word[:60]}” is not known. Say under [kinds] which one it is.")
    return kind


def _author(row: Row, by: Map, platform: str) -> Identity | None:
    """By the id where there is one, else handle, address, name: what is least likely to be somebody else's."""
    own, handle, email, name = (_said(row, by, f"author_{part}") for part in ("id", "handle", "email", "name"))
    email = email.lower() if email and "@" in email else None
    native_id = own or handle or email or name
    return Identity(platform, native_id, handle=handle, name=name, email=email) if native_id else None


def _key(place: str, author: Identity | None, moment: Moment, title: str | None, text: str | None) -> str:
    """The id of a row that has none: its channel, author, time and a hash of what it says. Two rows alike in all of
    these are one activity."""
    said = blake2b(f"{title or ''}\0{text or ''}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{place}/{author.native_id if author else ''}/{moment.at.isoformat()}/{said}"


def _revision(row: Row, by: Map, moment: Moment) -> int:
    edited = row.get(by.columns["edited"]) if "edited" in by.columns else None
    return revision_of(moment.at if edited in (None, "") else moment_of(edited, manner_of(by)).at)
