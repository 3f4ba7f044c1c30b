"""JSON that can be read and, being nested so deeply, cannot be written again: it costs at most itself."""

import io
from pathlib import Path

import pytest

from rapport.collect.archives import named
from rapport.words.records import Record, Unreadable, Where

REALM = (Path(__file__).parent / "golden/zulip/realm.native.json").read_bytes()
DEEP = "[" * 990 + "]" * 990
ZULIP = '{"id": %d, "sender": 11, "recipient": 31, "content": "x", "date_sent": %s, "x": %s}'
REDDIT = '{"kind": "t3", "data": {"id": "%s", "author": "ada", "subreddit": "kites", "created_utc": 1, "x": %s}}'
POST = '{"type": "post", "post": {"team": "k", "channel": "s", "user": "ada", "create_at": %s, "x": %s}}\n'
MATTERMOST = (
    '{"type": "version", "version": 1}\n{"type": "channel", "channel": {"team": "k", "name": "s", "type": "O"}}\n'
)
FILES = {
    "zulip-messages": f'{{"zerver_message": [{ZULIP % (7, "null", DEEP)}, {ZULIP % (8, 1_554_100_000, 1)}]}}',
    "mattermost-bulk": MATTERMOST + POST % ("null", DEEP) + POST % (1_554_100_000_000, 1),
    "reddit-dump": f'[{{"kind": "Listing", "data": {{"children": [{REDDIT % ("a", DEEP)}, {REDDIT % ("b", 1)}]}}}}]',
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_nested_too_deeply_takes_no_other_with_it(name: str) -> None:
    archive = named(name)
    assert archive
    outcomes = list(archive.read(io.BytesIO(FILES[name].encode()), Where("x", {"realm.json": REALM})))
    assert isinstance(outcomes[-1], Record)
    assert len(outcomes[-1].activities) == 1
    for outcome in outcomes:
        if isinstance(outcome, Unreadable):
            assert [type(each) for each in archive.retry(outcome.raw, "x")] in ([], [Unreadable])
