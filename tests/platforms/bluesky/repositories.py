"""Small Bluesky repositories for tests, as a server exports them."""

from hashlib import sha256
from io import BytesIO
from typing import Any

import libipld

from rapport.platforms.bluesky.archive import ARCHIVES
from rapport.words.records import Outcome, Where

DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
OTHER = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"
REV = "3kyyyyyyyyy2a"


def block(value: Any) -> tuple[bytes, bytes]:
    """A value's CID, and its bytes."""
    data = libipld.encode_dag_cbor(value)
    return b"\x01\x71\x12\x20" + sha256(data).digest(), data


def framed(cid: bytes, data: bytes) -> bytes:
    return varint(len(cid) + len(data)) + cid + data


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def link(cid: bytes) -> Any:
    """A CID as DAG-CBOR has it: tag 42. The encoder takes no links, so it is put in where this mark stands."""
    return "\x00cid" + cid.hex()


def repository(records: dict[str, Any], *, records_first: bool = False) -> bytes:
    """A CAR file of these records, by path. The tree is one node."""
    blocks = {path: block(record) for path, record in sorted(records.items())}
    entries, before = [], ""
    for path, (cid, _) in blocks.items():
        shared = next((at for at, (one, two) in enumerate(zip(before, path, strict=False)) if one != two), 0)
        entries.append({"k": path[shared:].encode(), "p": shared, "t": None, "v": link(cid)})
        before = path
    node = linked({"e": entries, "l": None})
    commit = linked({"did": DID, "rev": REV, "sig": b"\0" * 64, "data": link(node[0]), "prev": None, "version": 3})
    head = linked({"roots": [link(commit[0])], "version": 1})[1]
    tree, leaves = [commit, node], list(blocks.values())
    ordered = leaves + tree if records_first else tree + leaves
    return varint(len(head)) + head + b"".join(framed(*each) for each in ordered)


def linked(value: Any) -> tuple[bytes, bytes]:
    """A block whose marks have become links."""
    data = libipld.encode_dag_cbor(value)
    mark = b"\x78\x4c\x00cid"  # a text of 76 bytes, as `link` makes it
    while (at := data.find(mark)) >= 0:
        cid = bytes.fromhex(data[at + len(mark) : at + len(mark) + 72].decode())
        data = data[:at] + b"\xd8\x2a\x58\x25\x00" + cid + data[at + len(mark) + 72 :]
    return b"\x01\x71\x12\x20" + sha256(data).digest(), data


def read(data: bytes) -> list[Outcome]:
    return list(ARCHIVES[0].read(BytesIO(data), Where("repo.car")))
