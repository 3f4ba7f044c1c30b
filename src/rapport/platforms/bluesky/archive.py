"""The export of an account's repository (CAR): the records, and the tree that says where each of them stands.

A record does not hold its own key; the tree's nodes do, each for itself. So a record is read as soon as the node that
names it and the commit that names the account have been seen; servers write both first. What comes before them waits.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

import libipld

from rapport.platforms.bluesky.car import Block, blocks
from rapport.platforms.bluesky.names import is_did, is_key, time_of_tid
from rapport.platforms.bluesky.read import Place, record_of
from rapport.platforms.fields import NotReadable, items, mapping, words
from rapport.words.activity import EPOCH
from rapport.words.records import MAX_RAW, Archive, Outcome, Unreadable, Where

MOST_WAITING = 128 << 20
"""Bytes of records that wait for the tree."""
NO_PLACE = "No part of the repository's tree says where this record stands."


def recognise(_name: str, head: bytes) -> bool:
    """A CAR header: a map of `roots` and `version` 1, before anything else."""
    return b"eroots" in head[:16] and b"gversion\x01" in head[:256]


def read(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    repository = _Repository()
    try:
        for block in blocks(stream):
            if isinstance(block, Block):
                yield from repository.take(block)
            else:
                position = f"byte {block.position:,}"
                yield Unreadable(position, "A block is damaged: its content does not have its hash.", block.start)
    finally:
        # What waited is given even where the stream breaks off.
        left = repository.left()
    yield from left


def retry(raw: bytes, _name: str) -> Iterator[Outcome]:
    """What was set aside: a record with its account and its path, as `_kept` wrote it."""
    kept = mapping(_decode(raw))
    did, path, record = words(kept.get("did")), words(kept.get("path")), mapping(kept.get("record"))
    if did is None or path is None:
        yield Unreadable("record", NO_PLACE, raw[:MAX_RAW])
    else:
        yield _outcome(record, did, path, EPOCH)


class _Repository:
    def __init__(self) -> None:
        self._did: str | None = None
        self._changed = EPOCH
        self._paths: dict[bytes, list[str]] = {}
        """Where records stand that have not been seen, by the hash of their content."""
        self._waiting: dict[bytes, tuple[Any, int]] = {}
        self._size = 0

    def take(self, block: Block) -> Iterator[Outcome]:
        value = _decode(block.data)
        if not isinstance(value, dict):
            yield Unreadable("block", "A block is no DAG-CBOR map.", block.data[:MAX_RAW])
        elif "sig" in value and "did" in value:
            yield from self._commit(value)
        elif "e" in value and "l" in value and "$type" not in value:
            yield from self._node(value)
        elif self._did and block.cid in self._paths:
            yield from self._give(block.cid, value)
        elif self._size < MOST_WAITING:
            self._waiting[block.cid] = (value, len(block.data))
            self._size += len(block.data)
        else:
            yield Unreadable("record", NO_PLACE, block.data[:MAX_RAW])

    def left(self) -> list[Outcome]:
        """Records that no node named. Without a commit nothing tells whose they are."""
        return [Unreadable("record", NO_PLACE, _kept(value, None, None)) for value, _ in self._waiting.values()]

    def _commit(self, commit: Mapping[str, Any]) -> Iterator[Outcome]:
        did = words(commit.get("did"))
        if did is None or not is_did(did):
            yield Unreadable("commit", "The repository's commit does not say whose it is (did).", b"")
            return
        self._did = did
        self._changed = time_of_tid(words(commit.get("rev")) or "") or EPOCH
        for cid in [cid for cid in self._waiting if cid in self._paths]:
            yield from self._arrived(cid)

    def _node(self, node: Mapping[str, Any]) -> Iterator[Outcome]:
        """A node of the tree. Each key leaves out as many bytes as it shares with the one before it in the node."""
        before = b""
        for entry in map(mapping, items(node.get("e"))):
            shared, rest, cid = entry.get("p"), entry.get("k"), entry.get("v")
            if type(shared) is not int or not isinstance(rest, bytes) or not isinstance(cid, bytes):
                yield Unreadable("tree", "An entry of the repository's tree is not as it should be.", b"")
                continue
            before = before[: max(0, shared)] + rest
            self._paths.setdefault(cid, []).append(before.decode("utf-8", "replace"))
            if self._did and cid in self._waiting:
                yield from self._arrived(cid)

    def _arrived(self, cid: bytes) -> Iterator[Outcome]:
        value, size = self._waiting.pop(cid)
        self._size -= size
        return self._give(cid, value)

    def _give(self, cid: bytes, value: Any) -> Iterator[Outcome]:
        for path in self._paths.pop(cid):
            yield _outcome(value, self._did or "", path, self._changed)


def _outcome(record: Mapping[str, Any], did: str, path: str, changed: datetime) -> Outcome:
    collection, _, key = path.partition("/")
    try:
        if not is_key(key):
            raise NotReadable("The record's key is none that atproto allows.")
        return record_of(record, Place(did, collection, key), changed)
    except NotReadable as error:
        return Unreadable(path, str(error), _kept(record, did, path))


def _kept(record: Any, did: str | None, path: str | None) -> bytes:
    try:
        kept: bytes = libipld.encode_dag_cbor({"did": did, "path": path, "record": record})
    except (ValueError, RecursionError):
        return b""
    return kept[:MAX_RAW]


def _decode(data: bytes) -> Any:
    try:
        return libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError):
        return None


ARCHIVES = (Archive("bluesky", "bluesky-repository", "Bluesky repositories", recognise, read, retry),)
