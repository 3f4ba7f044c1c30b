"""What GitHub's node ids hold. GitHub promises nothing about them.

Until 2021 they were base64 of `05:Issue70007`: a length, the type, the object's own id. Since then they are `I_` or the
like before base64 of a MessagePack list: 0, for most types the repository's id, and the object's own id last.
"""

import re
from base64 import b64decode, urlsafe_b64decode
from typing import Any

import msgspec

_OLD = re.compile(rb"0\d+:[A-Za-z]+?(\d{1,18})$")
_WITH_REPOSITORY = re.compile(r"(?:I|PR|IC|PRR|PRRC|CC|RE|D|DC|[A-Z]+E)_")
_SHORTEST, _LONGEST = 8, 200


def parts_of(node_id: Any) -> list[Any]:
    """The list in a node id of today; empty where it is none."""
    if not isinstance(node_id, str) or "_" not in node_id or not _SHORTEST < len(node_id) < _LONGEST:
        return []
    packed = node_id.partition("_")[2]
    try:
        parts = msgspec.msgpack.decode(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, msgspec.DecodeError, RecursionError):
        return []
    return parts if isinstance(parts, list) and len(parts) > 1 and parts[0] == 0 else []


def id_in(node_id: Any) -> int | None:
    """The object's own id."""
    if parts := parts_of(node_id):
        return parts[-1] if type(parts[-1]) is int else None
    if not isinstance(node_id, str) or not _SHORTEST < len(node_id) < _LONGEST:
        return None
    try:
        found = _OLD.match(b64decode(node_id, validate=True))
    except ValueError:
        return None
    return int(found[1]) if found else None


def repository_in(node_id: str | None, id_: int | None) -> int | None:
    """The repository's id beside the object's own, `id_`; None where that does not fit."""
    if not node_id or id_ is None or not _WITH_REPOSITORY.match(node_id):
        return None
    parts = parts_of(node_id)
    fits = len(parts) > 2 and parts[-1] == id_ and type(parts[1]) is int and parts[1] > 0
    return parts[1] if fits else None
