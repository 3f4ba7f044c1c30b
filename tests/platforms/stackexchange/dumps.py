"""Small files of a dump for tests."""

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from rapport.platforms.stackexchange.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

*TABLES, API = ARCHIVES
BY_NAME: Mapping[str, Archive] = {archive.name.removeprefix("stackexchange-"): archive for archive in TABLES}
SITE = "ai.stackexchange.com"


def row(**attributes: object) -> bytes:
    return b"<row %s />" % " ".join(f"{name}={quoteattr(str(value))}" for name, value in attributes.items()).encode()


def question(number: int, **more: object) -> bytes:
    return row(Id=number, PostTypeId=1, CreationDate=f"2021-04-27T15:00:{number % 60:02}.123", OwnerUserId=7, **more)


def answer(number: int, to: int, **more: object) -> bytes:
    fields = {"Id": number, "PostTypeId": 2, "ParentId": to, "CreationDate": "2021-04-28T00:00:00", "OwnerUserId": 8}
    return row(**{**fields, **more})


def dump(root: str, rows: list[bytes]) -> bytes:
    body = b"".join(b"  " + one + b"\r\n" for one in rows)
    return b'<?xml version="1.0" encoding="utf-8"?>\r\n<%s>\r\n%s</%s>' % (root.encode(), body, root.encode())


def read(root: str, rows: list[bytes] | bytes, beside: Mapping[str, bytes] = MappingProxyType({})) -> list[Outcome]:
    content = rows if isinstance(rows, bytes) else dump(root, rows)
    return list(BY_NAME[root].read(BytesIO(content), Where(f"{SITE}/{root}.xml", beside)))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    assert not [outcome for outcome in outcomes if isinstance(outcome, Unreadable)]
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]
