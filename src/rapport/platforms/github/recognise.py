"""Whether a file is a dump of GitHub's REST API, by the fields of its first object, which may be cut off."""

import re
from collections.abc import Iterator

from msgspec import Raw

from rapport.platforms.github.rest import Marks
from rapport.platforms.github.shape import shape_of
from rapport.platforms.perceval import backend_of

_ADDRESS = re.compile(rb'"https://(?:api\.github\.com/(?:repos|users)/|github\.com/)[\w.-]+')
_TOKEN = re.compile(rb'"((?:[^"\\]++|\\.)*+)"(?:\s*:\s*(?=("\w{1,40}"|.)))?|[\[\]{}]', re.DOTALL)
_GRAPHQL = re.compile(rb'"(?:nameWithOwner|issues?|pullRequests?|discussions?|stargazers|number)":')
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?[\s\[]*(?=\{)")
_VALUES = {b"{": Raw(b"{}"), b"[": Raw(b"[]"), b"n": Raw(b"null")}
_FIELDS = frozenset(Marks.__struct_fields__)
UNTOLD = (None, "reaction")
"""A reaction means nothing without what it stands in."""


def is_dump(head: bytes) -> bool:
    first = _FIRST.match(head)
    if first is None or not _ADDRESS.search(head) or not (backend_of(head) or "GitHub").startswith("GitHub"):
        return False
    found: dict[str, Raw] = {}
    for name, value in fields(head, first.end()):
        if name in _FIELDS:
            found[name] = value
            shape = shape_of(Marks(**found))
            if shape not in UNTOLD and (shape != "graphql" or _GRAPHQL.search(head)):
                return True
    return False


def fields(head: bytes, at: int) -> Iterator[tuple[str, Raw]]:
    """The fields of the object that begins there, each with a value of its sort."""
    depth = 0
    for token in _TOKEN.finditer(head, at):
        mark = head[token.start() : token.start() + 1]
        if mark != b'"':
            depth += 1 if mark in (b"{", b"[") else -1
            if not depth:
                return
        elif depth == 1 and token[2] is not None:
            yield (
                token[1].decode("utf-8", "replace"),
                _VALUES.get(token[2], Raw(token[2] if len(token[2]) > 1 else b"1")),
            )
