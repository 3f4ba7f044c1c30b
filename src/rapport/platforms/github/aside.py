"""A piece of a dump that is set aside, with what it stood in, so that it can be read again by itself."""

from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec import Raw

from rapport.platforms.github.home import Homes, key_of, names_in
from rapport.platforms.github.things import Context, Within
from rapport.platforms.wire import Wire
from rapport.words.records import MAX_RAW


class Kept(NamedTuple):
    piece: bytes
    context: Context
    place: str
    shape: str | None


class Around(Wire):
    """What is written down of a piece's surroundings."""

    place: str
    shape: str | None = None
    repository: str | None = None
    ids: dict[str, str] = {}
    number: int | None = None
    pull: bool = False
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    target: str | None = None


class Written(Wire):
    rapport: Around
    piece: Raw


def kept(what: Kept) -> bytes:
    """At most MAX_RAW bytes; the piece itself stands last, as it was found."""
    home, number, pull, closed_at, merged_at, target = what.context.within
    names = names_in(what.piece) | ({home.name} if home else set())
    around = Around(
        place=what.place, shape=what.shape, repository=home.name if home else None,
        ids={name: id_ for name in sorted(names) if (id_ := what.context.homes.of(name).repo).isdecimal()},
        number=number, pull=pull, closed_at=closed_at, merged_at=merged_at, target=target,
    )  # fmt: skip
    return (b'{"rapport":' + msgspec.json.encode(around) + b',"piece":' + what.piece + b"}")[:MAX_RAW]


def kept_in(raw: bytes) -> Kept | None:
    """What `kept` wrote; None of anything else."""
    if not raw.startswith(b'{"rapport":'):
        return None
    try:
        found = msgspec.json.decode(raw, type=Written)
    except (msgspec.DecodeError, RecursionError):
        return None
    around = found.rapport
    homes = Homes({key_of(name): id_.encode() for name, id_ in around.ids.items()}, b"")
    home = homes.of(around.repository) if around.repository else None
    within = Within(home, around.number, around.pull, around.closed_at, around.merged_at, around.target)
    return Kept(bytes(found.piece), Context(homes, within), around.place, around.shape)
