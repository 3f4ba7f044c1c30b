"""Comments on canvases and lists, and the lists of them, as exports of 2024 and later hold them."""

import json
from typing import Any

import pytest

from rapport.collect.archives import recognise
from rapport.words.records import Record
from tests.platforms.slack.workspace import FILES, GENERAL, activities, message, read

LINKS = {"id": "C0LINKS01", "name": "FC:F0LINKS01:🔗 Links", "creator": "USLACKBOT", "members": ["U0ADA0001"]}
DAY = "export.zip › FC:F0LINKS01:🔗 Links/2026-01-04.json"


def beside(**canvas: Any) -> dict[str, bytes]:
    files = {"canvases.json": [{"id": "F0LINKS01", "title": "🔗 Links", **canvas}], "file_conversations.json": [LINKS]}
    return FILES | {name: json.dumps(rows).encode() for name, rows in files.items()}


@pytest.mark.parametrize(
    "canvas", [{"is_public": True}, {"is_public": False, "shares": [{"team": "T0", "channel": GENERAL["id"]}]}]
)
def test_comments_on_what_a_channel_sees_are_messages_of_a_channel_called_like_it(canvas: dict[str, Any]) -> None:
    (comment,) = activities(read([message(1)], DAY, beside(**canvas)))
    assert comment.native_id.startswith("C0LINKS01/")
    assert comment.channel
    assert (comment.channel.native_id, comment.channel.name) == ("C0LINKS01", "🔗 Links")


def test_a_folder_unpacked_on_windows_has_the_same_channel() -> None:
    (comment,) = activities(read([message(1)], DAY.replace(":", "_"), beside(is_public=True)))
    assert comment.native_id.startswith("C0LINKS01/")


@pytest.mark.parametrize(
    "around", [beside(is_public=False, shares=[{"team": "T0", "channel": "D0TWO0001"}]), beside(), FILES]
)
def test_comments_on_what_may_be_of_a_private_talk_are_counted_and_not_kept(around: dict[str, bytes]) -> None:
    assert read([message(1), message(2)], DAY, around) == [Record("message 1", []), Record("message 2", [])]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("huddle_transcripts.json", "[\n\n]"),
        ("huddle_transcripts.json", '[{"id": "F0HUDDLE1", "mode": "huddle_transcript", "is_public": false}]'),
        ("content_flags.json", "[]"),
        ("file_conversations.json", json.dumps([LINKS])),
        (
            ".slack-manifest.json",
            '{"version": 2, "metadata": {"exporter": "slack"}}',
        ),
    ],
)
def test_what_else_an_export_holds_is_known_and_names_no_channel(name: str, content: str) -> None:
    archive = recognise(name, content.encode())
    assert archive
    assert archive.name == "slack-others"
    assert read(content.encode(), name, {}, archive) == []
