"""Which repository an object of the REST API belongs to, and that repository's id.

Most objects give their repository's name alone, in their addresses; but native ids are made of its id, which a name may
lose. The id is taken from where it can be had: the repository's own object in a pull request; a node id; the other
files of the same folder, tar or zip. Only where all of these are silent does the name stand in for it.

Node ids since 2021 are `PR_` and the like before base64 of a MessagePack list: 0, the repository's id, and the
object's own id last. GitHub promises nothing about them, so one is believed only where it ends with the id that stands
beside it.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import msgspec

from rapport.platforms.github.who import channel_of
from rapport.platforms.github.wire import Repository
from rapport.words.identity import Channel

_NAME = re.compile(r"https://(?:api\.github\.com/repos|github\.com)/([\w.-]{1,100}/[\w.-]{1,100})")
_NAMES = re.compile(rb"https://(?:api\.github\.com/repos|github\.com)/([\w.-]{1,100}/[\w.-]{1,100})")
_NUMBER = re.compile(r"/(?:issues|pulls?|discussions)/(\d{1,18})(?!\d)")

_REPOSITORY = re.compile(
    rb'"id":\s*(\d{1,18}),\s*"node_id":\s*"[^"]*",\s*"name":\s*"[^"]*",\s*"full_name":\s*"([\w.-]+/[\w.-]+)"'
)
_URL = rb'"https://api\.github\.com/repos/([\w.-]+/[\w.-]+)/'
_OWN = re.compile(rb'"id":\s*(\d{1,18}),\s*(?:"author":\s*\{[^{}]*\},\s*)?"node_id":\s*"([A-Za-z]{1,6}_[\w-]+)"')
_AFTER = re.compile(rb',\s*"url":\s*' + _URL)
_BEFORE = re.compile(_URL)
_ELSEWHERE = re.compile(rb":\s*[{\[]|[}\]]\s*,")
"""A field that holds an object or list: what stands on its two sides need not belong together."""
NEARBY = 1_500
"""Bytes before an id in which its object's addresses stand."""
ENOUGH = 20
"""Node ids that are looked at in the beginning of one file."""
_KINDS = re.compile(r"(?:I|PR|IC|PRR|PRRC|CC|RE|D|DC|[A-Z]+E)_")

_SHORTEST, _LONGEST = 8, 200


class Home(NamedTuple):
    name: str
    """`owner/name`"""
    channel: Channel

    @property
    def repo(self) -> str:
        """The first part of most native ids."""
        return self.channel.native_id

    @property
    def url(self) -> str:
        return f"https://github.com/{self.name}"


class Homes:
    """The repositories of one file, with what the file and those around it tell of their ids."""

    def __init__(self, beside: Mapping[str, bytes], head: bytes) -> None:
        self._beside = beside
        self._head = head
        self._homes: dict[str, Home] = {}

    def of(self, name: str, id_: int | None = None) -> Home:
        """`id_` where the object itself says it."""
        home = self._homes.get(name)
        if home is None or (id_ is not None and home.repo != str(id_)):
            home = Home(name, channel_of(Repository(id=self._id(name) if id_ is None else id_, name=name)))
            if len(self._homes) < MANY:
                self._homes[name] = home
        return home

    def _id(self, name: str) -> int | None:
        key = key_of(name)
        found = self._beside.get(key) or self._told.get(key)
        return int(found) if found and found.isdigit() else None

    @cached_property
    def _told(self) -> dict[str, bytes]:
        """Only looked for where nothing else tells: it takes as long as reading."""
        return told(self._head)

    def account(self, address: str) -> int | None:
        """The id of an account, where a list of users lies beside the file."""
        found = self._beside.get(address.lower().rstrip("/"))
        return int(found) if found and found.isdigit() else None

    @property
    def only(self) -> Home | None:
        """The repository whose own description lies beside the file; for what names none, as stars do."""
        for file in ("repository.json", "repo.json"):
            for id_, name in _REPOSITORY.findall(self._beside.get(file, b"")[:HEAD])[:1]:
                return self.of(name.decode(), int(id_))
        return None


MANY = 10_000
"""Repositories of one file that are remembered."""
HEAD = 64 << 10


def key_of(name: str) -> str:
    return f"https://github.com/{name.lower()}"


def told(head: bytes) -> dict[str, bytes]:
    """What the beginning of a file says of repositories: their ids by `key_of` their names."""
    found = {key_of(name.decode()): id_ for id_, name in _REPOSITORY.findall(head)}
    if found:
        return found
    for own in islice(_OWN.finditer(head), ENOUGH):
        repository = repository_in(own[2].decode(), int(own[1]))
        if repository is not None and (name := _name_around(head, own.start(), own.end())):
            found.setdefault(key_of(name), b"%d" % repository)
    return found


def _name_around(head: bytes, start: int, end: int) -> str | None:
    """The repository in the address that stands beside an object's id, behind it or before it."""
    if after := _AFTER.match(head, end):
        return after[1].decode()
    before = list(_BEFORE.finditer(head, max(0, start - NEARBY), start))[-1:]
    if not before or _ELSEWHERE.search(head, before[0].end(), start):
        return None
    return before[0][1].decode()


def repository_in(node_id: str | None, id_: int | None) -> int | None:
    """The repository's id that a node id holds beside the object's own, `id_`; None where it does not fit."""
    if not node_id or id_ is None or not _KINDS.match(node_id) or not _SHORTEST < len(node_id) < _LONGEST:
        return None
    packed = node_id.partition("_")[2]
    try:
        parts = msgspec.msgpack.decode(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, msgspec.DecodeError):
        return None
    fits = isinstance(parts, list) and len(parts) > 2 and parts[0] == 0 and parts[-1] == id_
    return parts[1] if fits and type(parts[1]) is int and parts[1] > 0 else None


def name_in(*addresses: str | None) -> str | None:
    """`owner/name`, from the first address that has it."""
    for address in addresses:
        if address and (found := _NAME.match(address)):
            return found[1]
    return None


def number_in(*addresses: str | None) -> int | None:
    """The number of the issue or pull request that an address leads to or below."""
    for address in addresses:
        if address and (found := _NUMBER.search(address)):
            return int(found[1])
    return None


def names_in(raw: bytes) -> set[str]:
    """The repositories that an object names, a few at most."""
    return {name.decode() for name in _NAMES.findall(raw)[:50]}
