"""The fields of Matrix events that we read; everything not named here is skipped while decoding.

Nearly every client and bridge writes some field in a way of its own, so a field of a wrong kind costs that field alone.
Source: spec.matrix.org, "Client-Server API", versions 1.1 to 1.13; MSC3381 for polls before they were in it.
"""

from typing import Any, TypeVar, get_args

import msgspec
from msgspec import field

from rapport.platforms.fields import NotReadable, load
from rapport.platforms.wire import Wire


class Pointer(Wire):
    event_id: str | None = None


class Relation(Wire):
    """`m.relates_to`, which stays in the clear where the rest is encrypted."""

    rel_type: str | None = None
    event_id: str | None = None
    key: str | None = None
    is_falling_back: bool | None = None
    answers: Pointer | None = field(default=None, name="m.in_reply_to")


class Content(Wire):
    body: str | None = None
    msgtype: str | None = None
    filename: str | None = None
    format: str | None = None
    relation: Relation | None = field(default=None, name="m.relates_to")
    new: "Content | None" = field(default=None, name="m.new_content")
    membership: str | None = None
    displayname: str | None = None
    is_direct: bool | None = None
    name: str | None = None
    redacts: str | None = None
    poll: Any = field(default=None, name="m.poll")
    poll_before: Any = field(default=None, name="org.matrix.msc3381.poll.start")
    text: Any = field(default=None, name="m.text")
    text_before: Any = field(default=None, name="org.matrix.msc1767.text")


class Because(Wire):
    """The redaction in the event that it emptied."""

    origin_server_ts: int | float | None = None


class Edit(Wire):
    sender: str | None = None
    origin_server_ts: int | float | None = None
    content: Content | None = None


class Relations(Wire):
    edit: Edit | None = field(default=None, name="m.replace")


class Unsigned(Wire):
    redacted_because: Because | None = None
    relations: Relations | None = field(default=None, name="m.relations")
    prev_content: Content | None = None


class Room(Wire):
    room_id: str | None = None


class Written(Wire):
    """An event as it is written, or what matrix-commander writes around it with `--output json` or `json-max`."""

    event_id: str | None = None
    type: str | None = None
    sender: str | None = None
    origin_server_ts: int | float | None = None
    room_id: str | None = None
    state_key: str | None = None
    redacts: str | None = None
    content: Content | None = None
    unsigned: Unsigned | None = None
    source: "Written | None" = None
    room: Room | None = None


_decode = msgspec.json.Decoder(Written).decode


def written(raw: bytes) -> Written:
    """Raises NotReadable."""
    try:
        return _decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        value = load(raw)
    if not isinstance(value, dict):
        raise NotReadable("An event is no object.")
    return _fitting(value, Written)


T = TypeVar("T", bound=Wire)


def _fitting(value: dict[str, Any], shape: type[T]) -> T:
    """What of an object has the kind that it should have."""
    fields: dict[str, Any] = {}
    for each in msgspec.structs.fields(shape):
        found = value.get(each.encode_name)
        try:
            fields[each.name] = msgspec.convert(found, each.type)
        except (msgspec.ValidationError, UnicodeError, RecursionError, OverflowError):
            branch = next((kind for kind in get_args(each.type) if issubclass(kind, Wire)), None)
            fields[each.name] = _fitting(found, branch) if branch and isinstance(found, dict) else None
    return shape(**fields)
