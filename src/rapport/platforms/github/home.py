"""Which repository an object of the REST API belongs to, and that repository's id.

Most objects give their repository's name alone, in their addresses; but native ids are made of its id, which a name may
lose. The id is taken from where it can be had: the repository's own object in a pull request; a node id; the other
files of the same folder, tar or zip. Only where all of these are silent does the name stand in for it.

GitHub promises nothing about node ids (`nodes.py`), so one is believed only where it ends with the id that stands
beside it; what GraphQL and gh tell holds nothing else, and there the newest is believed.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from rapport.platforms.github.nodes import id_in, repository_in
from rapport.platforms.github.who import channel_of
from rapport.platforms.github.wire import Repository
from rapport.words.identity import Channel

_NAME = re.compile(r"https://(?:api\.github\.com/repos|github\.com)/([\w.-]{1,100}/[\w.-]{1,100})")
_NAMES = re.compile(rb"https://(?:api\.github\.com/repos|github\.com)/([\w.-]{1,100}/[\w.-]{1,100})")
_THREADS = re.compile(
    rb'"(?:issue|pull_request)_url":\s*"https://api\.github\.com/repos/[\w.-]+/[\w.-]+/(?:issues|pulls)/(\d{1,18})"'
)
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
_PAGES = re.compile(rb'"url":\s*"https://github\.com/([\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/\d')
_NODES = re.compile(rb'"id":\s*"((?:I|PR|IC|PRR|D|DC)_[\w-]{8,100})"')
NEARBY = 1_500
"""Bytes before an id in which its object's addresses stand."""
ENOUGH = 20
"""Node ids that are looked at in the beginning of one file."""


class Home(NamedTuple):
    name: str
    """`owner/name`"""
    channel: Channel

    repo: str
    """The first part of most native ids: the channel's own."""

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
            channel = channel_of(Repository(id=self._id(name) if id_ is None else id_, name=name))
            home = Home(name, channel, channel.native_id)
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

    @cached_property
    def only_number(self) -> int | None:
        """The issue that the beginning names, where it names one alone: a saved timeline does not repeat it."""
        numbers = set(_THREADS.findall(self._head))
        return int(numbers.pop()) if len(numbers) == 1 else None

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
    return found or _told_by_graphql(head)


def _told_by_graphql(head: bytes) -> dict[str, bytes]:
    """The repository's id from node ids, where all pages that are named are one repository's."""
    names = set(_PAGES.findall(head)) if b'"createdAt"' in head else set()
    repository = repository_told(head) if len(names) == 1 else None
    return {} if repository is None else {key_of(names.pop().decode()): b"%d" % repository}


def repository_told(head: bytes) -> int | None:
    """The repository's id that most of the first node ids hold: one of them may be damaged."""
    nodes = (node.decode() for node in islice(_NODES.findall(head), ENOUGH))
    found = Counter(repository for node in nodes if (repository := repository_in(node, id_in(node))) is not None)
    return next((repository for repository, _ in found.most_common(1)), None)


def _name_around(head: bytes, start: int, end: int) -> str | None:
    """The repository in the address that stands beside an object's id, behind it or before it."""
    if after := _AFTER.match(head, end):
        return after[1].decode()
    before = list(_BEFORE.finditer(head, max(0, start - NEARBY), start))[-1:]
    if not before or _ELSEWHERE.search(head, before[0].end(), start):
        return None
    return before[0][1].decode()


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
