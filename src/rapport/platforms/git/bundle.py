"""A file that `git bundle create` wrote: a whole repository, or a part of one, to carry about.

Source: gitformat-bundle(5): `# v2 git bundle` or v3, capabilities, prerequisites, branches, an empty line, the pack.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from rapport.platforms.git.read import Source, read_commit
from rapport.platforms.git.repository import channel_of, name_of_bundle
from rapport.words.errors import SourceUnreadable
from rapport.words.records import Outcome, Unreadable, Where

_MARK = re.compile(rb"# v[23] git bundle\n")
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
LONGEST = 1 << 20
"""Bytes of one line of a header."""
MOST = 100_000


class Header(NamedTuple):
    sha256: bool
    partial: bool
    """Whether files were left out (`--filter`)."""


def recognise(_name: str, head: bytes) -> bool:
    return _MARK.match(head) is not None


def bundle_header(stream: BinaryIO) -> Header:
    """What stands before the branches."""
    capabilities: set[bytes] = set()
    for _ in range(MOST):
        line = stream.readline(LONGEST).strip()
        if line.startswith(b"@"):
            capabilities.add(line)
        elif not line.startswith(b"#"):
            break
    return Header(b"@object-format=sha256" in capabilities, any(each.startswith(b"@filter=") for each in capabilities))


def is_sha(written: str) -> bool:
    return _SHA.fullmatch(written) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    from rapport.platforms.git.client import read_bundle

    try:
        yield from read_bundle(stream, where.file, channel_of(name_of_bundle(where.file)))
    except SourceUnreadable as error:
        yield Unreadable("whole file", error.reason, b"")


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """One commit as `git log` told of it. What its lines changed is not asked again."""
    yield read_commit(raw, Source(channel_of(name_of_bundle(name)), changes=False))
