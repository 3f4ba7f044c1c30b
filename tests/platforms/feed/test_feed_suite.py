"""feedparser's own suite (data/README.md): what each file's header expects, asked of the feed that our reader reads.

An expectation is a Python expression over the parsed feed. It is evaluated only if it is made of nothing but names,
literals, comparisons, look-ups and the few calls below.
"""

import ast
import datetime
import io
import re
import tarfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest

from rapport.platforms.feed.archive import ARCHIVES
from rapport.platforms.feed.parse import parse, wide
from rapport.words.records import Outcome, Record, Unreadable, Where

SUITE = Path(__file__).parents[4] / "shared/data/feeds/feedparser-tests.tar.gz"
pytestmark = pytest.mark.skipif(not SUITE.exists(), reason=f"no {SUITE}")

SITE = "http://127.0.0.1:8097/"
"""Where the suite's own runner serves its files: relative links are resolved against it."""

OF_THE_CLIENT = {
    "wellformed/http/headers_etag.xml",
    "wellformed/http/headers_last_modified-modified.xml",
    "wellformed/http/headers_last_modified-modified_parsed.xml",
}
"""Misses: `etag` and `modified` of an answer over HTTP. A file has none."""

OF_FEEDPARSER = {
    # An entry's link must not be taken from its enclosure.
    "wellformed/atom/entry_link_no_href_link_priority.xml",
    "wellformed/atom/entry_link_rel_enclosure_no_href.xml",
    "wellformed/atom10/entry_link_no_href_link_priority.xml",
    "wellformed/atom10/entry_link_rel_enclosure_no_href.xml",
    # Ids with attributes, of two namespaces, or kept in capitals.
    "wellformed/atom10/entry_id_no_normalization_4.xml",
    "wellformed/atom10/entry_id_with_attributes.xml",
    "wellformed/node_precedence/atom10_id.xml",
    # A Content-Location that is a script.
    "wellformed/http/headers_content_location-unsafe.xml",
    # True and False, where the released one says 1 and None.
    "wellformed/itunes/itunes_channel_explicit_false.xml",
    "wellformed/itunes/itunes_channel_explicit_no.xml",
    "wellformed/itunes/itunes_channel_explicit_true.xml",
    "wellformed/itunes/itunes_item_explicit_false.xml",
    "wellformed/itunes/itunes_item_explicit_no.xml",
    "wellformed/itunes/itunes_item_explicit_true.xml",
    # What looks like a doctype inside a description.
    "wellformed/rss/item_description_not_a_doctype.xml",
}
"""Misses: the suite is of feedparser's development, which is ahead of the version released on PyPI."""

WITHOUT_CHARDET = {
    f"illformed/chardet/{name}.xml"
    for name in ("big5", "eucjp", "euckr", "gb2312", "koi8r", "shiftjis", "tis620", "windows1255")
}
"""Misses: undeclared encodings. The suite itself asks for these only where `chardet` is installed."""

MISSES = OF_THE_CLIENT | OF_FEEDPARSER | WITHOUT_CHARDET

CALLS = {"len": len, "ord": ord, "isinstance": isinstance}
METHODS = {"get", "has_key", "timedelta", "locals"}
NODES = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq,
    ast.Is, ast.IsNot, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Attribute, ast.Subscript, ast.Constant, ast.Tuple,
    ast.List, ast.Dict, ast.Call, ast.BinOp, ast.Add,
)  # fmt: skip


@cache
def files() -> Mapping[str, bytes]:
    with tarfile.open(SUITE) as suite:
        members = ((member.name, suite.extractfile(member)) for member in suite if member.isfile())
        return {name.removeprefix("tests/"): file.read() for name, file in members if file}


def header_of(data: bytes) -> str:
    codec = wide(data)
    return data.decode(codec or "utf-8", "replace")[:4000]


def expectation_of(name: str, data: bytes) -> str:
    found = re.search(r"Expect:\s*(.+?)\s*-->", header_of(data), re.DOTALL)
    assert found, f"{name} says nothing of what is expected"
    return " ".join(found[1].split("\n"))


def headers_of(name: str, data: bytes) -> dict[str, str]:
    """The headers that the suite's runner would send: those of the file, its type and its place."""
    said = re.findall(r"^\s*Header:\s*([^:]+):(.*)$", header_of(data), re.MULTILINE)
    headers = {key.strip().lower(): value.strip() for key, value in said}
    if name.startswith("encoding/") and not headers:
        return {}
    place = urljoin(SITE + "tests/" + name, headers.get("content-location", ""))
    return {"content-type": "application/xml"} | headers | {"content-location": place}


def is_met(expectation: str, parsed: Mapping[str, Any]) -> bool:
    tree = ast.parse(expectation, mode="eval")
    for node in ast.walk(tree):
        assert isinstance(node, NODES), f"{type(node).__name__} in {expectation}"
        if isinstance(node, ast.Attribute | ast.Name):
            assert not (node.attr if isinstance(node, ast.Attribute) else node.id).startswith("_")
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called in METHODS | CALLS.keys(), called
    known = CALLS | {"locals": lambda: dict(parsed), "feedparser": feedparser, "datetime": datetime}
    try:
        return bool(eval(compile(tree, "expectation", "eval"), {"__builtins__": {}} | known, dict(parsed)))  # noqa: S307
    except (LookupError, NameError, AttributeError, TypeError):
        return False  # what it asks for is not there


def outcomes_of(name: str, data: bytes) -> list[Outcome]:
    (archive,) = (archive for archive in ARCHIVES if archive.recognise(name, data[:65_536]))
    return list(archive.read(io.BytesIO(data), Where(name)))


def test_expectations_are_met_but_for_the_misses_named_here() -> None:
    xml = {name: data for name, data in files().items() if name.endswith(".xml")}
    missed = {
        name
        for name, data in xml.items()
        if not is_met(expectation_of(name, data), parse(data, headers_of(name, data)))
    }
    assert missed == MISSES
    assert len(xml) == 2_106
    assert 1 - len(missed) / len(xml) >= 0.98


NO_FEED = {"illformed/rss_empty_document.xml"}
"""A file of nothing but its comment."""


def test_every_file_is_read_and_every_entry_counted() -> None:
    """Entries are counted by their start tags, outside comments and character data."""
    for name, data in files().items():
        if name in NO_FEED:
            assert not any(archive.recognise(name, data[:65_536]) for archive in ARCHIVES)
            continue
        entries = [each for each in outcomes_of(name, data) if each.position.startswith("entry")]
        assert len(entries) == counted(data), name
        for entry in entries:
            assert isinstance(entry, Unreadable) or len(entry.activities) == 1


def counted(data: bytes) -> int:
    text = data.decode(wide(data) or "latin-1", "replace")
    if text.lstrip().startswith("{"):
        return text.count('"id":')
    bare = re.sub(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", "", text, flags=re.DOTALL)
    return len(re.findall(r"<(?:\w+:)?(?:item|entry)[\s>/]", bare, re.IGNORECASE))


def test_the_json_feed_reads_as_its_header_expects() -> None:
    """`feed.title == 'My Example Feed' and len(entries) == 2`"""
    feed, *entries = outcomes_of("example.json", files()["json/example.json"])
    assert isinstance(feed, Record)
    assert feed.channels[0].name == "My Example Feed"
    assert len(entries) == 2
