"""What GitHub sends by itself: octokit's examples of all events, and the signature that GitHub's documents work out."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from rapport.platforms.github.hooks import TYPES, checked, heard
from rapport.words.live import NotSigned, Signed
from rapport.words.records import Record
from tests.conftest import SHARED_DATA

CONFORMANCE = SHARED_DATA / "conformance"
CAME = datetime(2026, 11, 24, tzinfo=UTC)
HEADERS = {"x-github-event": "issues", "x-github-delivery": "1"}

needs_data = pytest.mark.skipif(not CONFORMANCE.exists(), reason="the conformance suites lie beside the checkout")


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind in json.loads((CONFORMANCE / "github-webhooks" / "index.json").read_bytes()):
        yield from ((kind["name"], example) for example in kind["examples"])


@needs_data
def test_every_example_is_read_and_what_tells_of_people_leaves_something() -> None:
    read, left = 0, set()
    for kind, example in examples():
        repository = (example.get("repository") or {}).get("id")
        told = heard(kind, orjson.dumps(example), {"places": [{"id": repository, "name": "a/b"}]}, CAME)
        assert all(isinstance(one, Record) for one in told.outcomes), (kind, example.get("action"))
        left |= {kind for one in told.outcomes if isinstance(one, Record) and one.activities}
        read += 1
    assert read == 329
    # Of sponsorships no example names a repository that one could have chosen.
    assert set(TYPES) - left == {"sponsorship"}


@needs_data
def test_the_signature_of_githubs_own_example_is_right() -> None:
    vectors = json.loads((CONFORMANCE / "webhook-signature-vectors" / "vectors.json").read_bytes())
    [vector] = [one for one in vectors if one["scheme"] == "github"]
    headers = {name.lower(): value for name, value in vector["header"].items()} | HEADERS
    assert checked(headers, vector["payload"].encode(), vector["secret"], CAME) == Signed("1", "issues")
    for wrong in (vector["payload"] + " ", vector["payload"].replace("!", "?")):
        with pytest.raises(NotSigned):
            checked(headers, wrong.encode(), vector["secret"], CAME)
    with pytest.raises(NotSigned):
        checked(headers, vector["payload"].encode(), vector["secret"] + "!", CAME)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"repository": 7}', b'{"repository": {"id": 7}}', b"\xff", b"null"]
)
def test_rubbish_is_told_and_never_raised(body: bytes) -> None:
    told = heard("issues", body, {"places": [{"id": 7, "name": "a/b"}]}, CAME)
    assert not any(isinstance(one, Record) for one in told.outcomes)
