"""A small Slack workspace for tests, as its export holds it."""

import json
from io import BytesIO
from typing import Any

from rapport.platforms.slack.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Where

BY_NAME: dict[str, Archive] = {archive.name: archive for archive in ARCHIVES}
MESSAGES = BY_NAME["slack-messages"]
PEOPLE = BY_NAME["slack-people"]

ADA = {
    "id": "U0ADA0001",
    "name": "ada",
    "tz": "Europe/Berlin",
    "tz_offset": 7200,
    "profile": {"real_name": "Ada Example", "display_name": "ada l.", "email": "ada@example.org"},
    "is_admin": True,
    "updated": 1_700_000_000,
}
BOB = {"id": "U0BOB0002", "name": "bob", "profile": {"real_name": "Bob Example"}, "updated": 1_600_000_000}
GENERAL = {"id": "C0GENERAL", "name": "general", "members": ["U0ADA0001"]}
FILES = {"users.json": json.dumps([ADA, BOB]).encode(), "channels.json": json.dumps([GENERAL]).encode()}


def message(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "user": "U0ADA0001",
        "text": f"Message {number}",
        "ts": f"1705312{number:03}.000100",
        **fields,
    }


def read(
    messages: Any,
    file: str = "export.zip › general/2024-01-15.json",
    beside: dict[str, bytes] | None = None,
    archive: Archive = MESSAGES,
) -> list[Outcome]:
    data = messages if isinstance(messages, bytes) else json.dumps(messages).encode()
    return list(archive.read(BytesIO(data), Where(file, FILES if beside is None else beside)))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    assert all(isinstance(outcome, Record) for outcome in outcomes), outcomes
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def one(**fields: Any) -> Activity:
    """The message's own activity."""
    return activities(read([message(1, **fields)]))[0]
