"""Small Matrix events and exports for tests, as homeservers and Element give them."""

import json
from io import BytesIO
from typing import Any

from rapport.platforms.matrix.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Where

LINES, EXPORT = ARCHIVES
START = 1_700_000_000_000


def event(number: int, kind: str = "m.room.message", content: Any = None, **fields: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "sender": "@ada:example.org",
        "content": {"msgtype": "m.text", "body": f"Message {number}."} if content is None else content,
        "origin_server_ts": START + number * 1000,
        "unsigned": {"age": 5},
        "event_id": f"${number}",
        "room_id": "!room:example.org",
        **fields,
    }


def relating(kind: str, to: int, **fields: Any) -> dict[str, Any]:
    return {"m.relates_to": {"rel_type": kind, "event_id": f"${to}", **fields}}


def export(events: list[Any], **fields: Any) -> dict[str, Any]:
    return {
        "room_name": "Builders",
        "room_creator": "Ada",
        "topic": "",
        "export_date": "Sunday, 1 January 2023",
        "exported_by": "Ada",
        "messages": events,
        **fields,
    }


def read(document: Any, archive: Archive = EXPORT) -> list[Outcome]:
    data = document if isinstance(document, bytes) else json.dumps(document, indent=2).encode()
    return list(archive.read(BytesIO(data), Where("export.json")))


def activities(events: list[Any]) -> list[Activity]:
    outcomes = read(export(events))
    assert all(isinstance(outcome, Record) for outcome in outcomes), outcomes
    return [each for outcome in outcomes if isinstance(outcome, Record) for each in outcome.activities]


def latest(events: list[Any]) -> dict[str, Activity]:
    """What the ledger would hold: of each id the highest revision."""
    kept: dict[str, Activity] = {}
    for each in activities(events):
        if each.native_id not in kept or each.revision > kept[each.native_id].revision:
            kept[each.native_id] = each
    return kept
