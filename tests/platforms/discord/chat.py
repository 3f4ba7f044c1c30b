"""Small Discord channels for tests, as DiscordChatExporter writes them."""

import json
from io import BytesIO
from typing import Any

from rapport.platforms.discord.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Where

BY_NAME: dict[str, Archive] = {archive.name: archive for archive in ARCHIVES}
JSON, CSV = BY_NAME["discord-json"], BY_NAME["discord-table"]

ADA = {"id": "200000000000000001", "name": "ada", "discriminator": "0000", "nickname": "Ada", "isBot": False}
BOB = {"id": "200000000000000002", "name": "bob", "discriminator": "4711", "nickname": "bob", "isBot": False}
GUILD = {"id": "1000000000000000001", "name": "Example", "iconUrl": None}
CHANNEL = {"id": "1000000000000000005", "type": "GuildTextChat", "categoryId": "1", "category": "Lobby", "name": "talk"}
HEADING = "AuthorID,Author,Date,Content,Attachments,Reactions"


def message(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(1_100_000_000_000_000_000 + number),
        "type": "Default",
        "timestamp": f"2023-04-24T09:{number % 60:02}:00.193+00:00",
        "timestampEdited": None,
        "content": f"Message {number}",
        "author": ADA | {"roles": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]},
        "attachments": [],
        "reactions": [],
        "mentions": [BOB, ADA],
        **fields,
    }


def export(messages: list[Any], indent: int | None = 2, **fields: Any) -> bytes:
    whole = {"guild": GUILD, "channel": CHANNEL, "dateRange": {}} | fields
    return json.dumps(whole | {"messages": messages, "messageCount": len(messages)}, indent=indent).encode()


def read(data: bytes, file: str = "x.json", archive: Archive = JSON) -> list[Outcome]:
    return list(archive.read(BytesIO(data), Where(file)))


def table(
    *rows: str, heading: str = HEADING, file: str = "Example - Lobby - talk [1000000000000000005].csv"
) -> list[Outcome]:
    return read("\r\n".join([heading, *rows, ""]).encode(), file, CSV)


def row(number: int, date: str = "2023-04-24T09:00:00.0000000+00:00", content: str = "hello") -> str:
    quoted = content.replace('"', '""')
    return f'"20000000000000000{number % 10}","ada#0000","{date}","{quoted}","",""'


def activities(outcomes: list[Outcome]) -> list[Activity]:
    assert all(isinstance(outcome, Record) for outcome in outcomes), outcomes
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def one(**fields: Any) -> Activity:
    """The message's own activity."""
    return activities(read(export([message(1, **fields)])))[0]
