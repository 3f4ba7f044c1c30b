"""DiscordChatExporter's CSV: rows that say who wrote what when, and how many reacted; mostly no ids of messages.

Source: CsvMessageWriter.cs of github.com/Tyrrrz/DiscordChatExporter. The heading is
`AuthorID;Author;Date;Content;Attachments;Reactions;` (2019) or the same with commas; before 2019 without `AuthorID`
and `Reactions`. Programs made after it write `MessageID` in front.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from io import BytesIO
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from rapport.platforms.dates import day_is_first, read_date
from rapport.platforms.discord.moment import id_of, made
from rapport.platforms.discord.place import place_named
from rapport.platforms.discord.who import DELETED
from rapport.platforms.tables import Row, column, rows_of
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

HEADING = re.compile(
    rb'"?(?:MessageID"?[;,\t]"?)?(?:AuthorID"?[;,\t]"?)?Author"?[;,\t]"?Date"?[;,\t]"?Content"?[;,\t]"?Attachments',
    re.IGNORECASE,
)
# A row begins so, and a message that holds such a line has its quotes doubled.
_BEGINS = re.compile(r'"\d{15,20}"[,;\t]"')
LOOKED_AT = 2_000
"""Rows from which the manner of the dates is told."""
_COUNT = re.compile(r"\((\d{1,9})\)(?:,|$)")
NOTICES = {"Joined the server.": "join", "Pinned a message.": "moderation"}
"""What DiscordChatExporter writes for a message that is Discord's own."""


class _Table(NamedTuple):
    heading: Row
    columns: Sequence[str]
    day_first: bool
    channel: Channel


def looks_like_table(_name: str, head: bytes) -> bool:
    return HEADING.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def rows(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a row. Direct messages are counted and left out."""
    place = place_named(where.file)
    lines = rows_of(stream, _BEGINS)
    if (heading := next(lines, None)) is None:
        return
    first = list(islice(lines, LOOKED_AT))
    columns = _columns(heading)
    date = columns.index("date") if "date" in columns else 0
    day_first = day_is_first(row.cells[date] for row in first if row.cells)
    table, seen = _Table(heading, columns, day_first, place.channel), Seen()
    for number, row in enumerate(chain(first, lines), 1):
        position = f"row {number}"
        yield Record(position, []) if place.is_direct else _outcome(row, position, table, seen)


def rows_again(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside: how the dates of its file are to be read, the heading, and the row."""
    kept, _, rest = raw.partition(b"\n")
    try:
        how = json.loads(kept)
        day_first, channel = how["day_first"] is True, Channel("discord", str(how["id"]), str(how["name"]), None, True)
    except (ValueError, TypeError, KeyError):
        day_first, channel, rest = True, place_named(name).channel, raw
    lines = rows_of(BytesIO(rest), _BEGINS)
    if (heading := next(lines, None)) is None:
        return
    table, seen = _Table(heading, _columns(heading), day_first, channel), Seen()
    for number, row in enumerate(lines, 1):
        yield _outcome(row, f"row {number}", table, seen)


class Seen:
    """How often the same was said in the same minute. Rows are in their order, so the last time is enough."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._counts = Counter[str]()

    def count(self, key: str, at: datetime) -> int:
        if at != self._at:
            self._at = at
            self._counts.clear()
        self._counts[key] += 1
        return self._counts[key]


def _columns(heading: Row) -> list[str]:
    return [column(cell) for cell in heading.cells or ()]


def _outcome(row: Row, position: str, table: _Table, seen: Seen) -> Outcome:
    fields = dict(zip(table.columns, row.cells or (), strict=False))
    at = read_date(fields.get("date", ""), day_first=table.day_first)
    if row.cells is None:
        reason = row.reason
    elif at is None:
        reason = f"The row's date is missing or none that is known here: {fields.get('date', '')[:40]!r}."
    elif at.year < 2015:
        reason = f"The row's date is {at:%Y-%m-%d}; Discord began in 2015."
    elif not (fields.get("authorid") or fields.get("author")):
        reason = "The row does not say who wrote it (AuthorID, Author)."
    else:
        return Record(position, [activity_of(fields, at, table.channel, seen)])
    return Unreadable(position, reason, _keep(row, table))


def activity_of(fields: Mapping[str, str], at: datetime, channel: Channel, seen: Seen) -> Activity:
    content, author = fields.get("content", ""), _author(fields)
    writer = author.native_id if author else DELETED
    said = f"{writer}/{at:%Y-%m-%dT%H:%M:%S.%f}/{_hash(content)}"
    kind = NOTICES.get(content, "message")
    id_ = id_of(fields.get("messageid"))
    at = made(id_) if id_ else at
    return Activity(
        "discord",
        id_ or f"csv/{channel.native_id}/{said}/{seen.count(said, at)}",
        kind,
        at,
        author,
        channel,
        # With an id it meets the JSON, which says more.
        revision_of(at) - bool(id_),
        text=content or None if kind == "message" else None,
        facts=_facts(fields, kind) or None,
    )


def _author(fields: Mapping[str, str]) -> Identity | None:
    """The account; where a file has no AuthorID, the name it had."""
    handle = fields.get("author", "").strip().removesuffix("#0000") or None
    id_ = id_of(fields.get("authorid"))
    if id_ == DELETED:
        return None
    url = f"https://discord.com/users/{id_}" if id_ else None
    return Identity("discord", id_ or f"name:{(handle or '').lower()}", handle=handle, url=url)


def _hash(content: str) -> str:
    return blake2b(content.replace("\r\n", "\n").encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _facts(fields: Mapping[str, str], kind: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if files := fields.get("attachments"):
        facts["files"] = files.count(",") + 1
    if reactions := sum(int(count) for count in _COUNT.findall(fields.get("reactions", ""))):
        facts["reactions"] = reactions
    if kind == "moderation":
        facts["action"] = "pinned"
    return facts


def _keep(row: Row, table: _Table) -> bytes:
    channel = {"id": table.channel.native_id, "name": table.channel.name, "day_first": table.day_first}
    return (json.dumps(channel).encode() + b"\n" + table.heading.raw.rstrip(b"\r\n") + b"\n" + row.raw)[:MAX_RAW]
