"""Small Telegram exports for tests, as Telegram Desktop writes them."""

import json
from io import BytesIO
from typing import Any

from rapport.platforms.telegram.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Where

DESKTOP = ARCHIVES[0]


def message(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2023-05-01T14:00:00",
        "date_unixtime": str(1_682_942_400 + number),
        "from": "Ada Example",
        "from_id": "user7",
        "text": f"Message {number}.",
        "text_entities": [{"type": "plain", "text": f"Message {number}."}],
        **fields,
    }


def chat(messages: list[Any], kind: str = "public_supergroup", **fields: Any) -> dict[str, Any]:
    return {"name": "Builders", "type": kind, "id": 1234567890, **fields, "messages": messages}


def account(*chats: Any, left: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {
        "about": "Here is the data you requested. Telegram …",
        "personal_information": {"user_id": 1, "first_name": "Ada"},
        "contacts": {"about": "…", "list": [{"user_id": 3, "messages": []}]},
        "chats": {"about": "This page lists all chats from this export.", "list": list(chats)},
        "left_chats": {"about": "…", "list": list(left)},
    }


def read(document: Any) -> list[Outcome]:
    data = document if isinstance(document, bytes) else json.dumps(document, indent=1).encode()
    return list(DESKTOP.read(BytesIO(data), Where("result.json")))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    assert all(isinstance(outcome, Record) for outcome in outcomes), outcomes
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]
