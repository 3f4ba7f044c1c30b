"""What is asked of a repository, step by step, and what an answer means: where to go on, and whether all was read.

Two ways, by what GitHub can sort:

- *Rising*: by the time of the last change, the oldest first, from where one is. What changes while one reads moves
  behind, where it is met again. Each page is asked from the time of the last thing seen, not by its number: numbers
  shift, and something would be passed over.
- *Newest first*: pages back to what was known at the beginning of the pass before. What changes meanwhile moves to the
  front, and the next pass finds it.

What is read again is known already and costs the ledger nothing. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import orjson
from msgspec import Raw

from rapport.platforms.github import camel, dump, questions
from rapport.platforms.github.answers import NOT_CHANGED, budget_of
from rapport.platforms.github.home import Homes, key_of, name_in
from rapport.platforms.github.things import Context, Within
from rapport.platforms.wire import Wire
from rapport.words.errors import PlaceGone
from rapport.words.live import Answer, Ask, Json, Step, Stream, since_of
from rapport.words.records import Outcome

PAGE = 100
LATE = timedelta(minutes=2)
"""GitHub shows a change some seconds after the time that it gives it: so far before the newest is read again."""
MINUTES = 60


class Repository(NamedTuple):
    id: int
    name: str

    @property
    def path(self) -> str:
        """By its number: a name may be given to another repository."""
        return f"/repositories/{self.id}"

    def context(self, *names: str | None) -> Context:
        """`names` are what else it is called in an answer: it may be called anew by now."""
        told = {key_of(name): str(self.id).encode() for name in (self.name, *names) if name}
        homes = Homes(told, b"")
        return Context(homes, Within(homes.of(self.name, self.id)))


@dataclass(frozen=True)
class Kind:
    """One sort of thing that a repository has a list of."""

    label: str
    every: int
    """Seconds between two looks."""
    path: str = ""
    """Below the repository; empty where it is asked by GraphQL."""
    params: dict[str, str] = field(default_factory=dict)
    when: str = "updated_at"
    """The field by whose time the list is sorted."""
    rising: bool = False
    whole: bool = False
    """Read from its beginning whenever its first page changed: for what is changed later, sorted by when it began."""
    shape: str | None = None
    """What stands in it, where it does not say so itself."""
    query: str = ""
    inside: str = ""
    """Of GraphQL: the repository's field."""
    deeper: str = ""
    """Of GraphQL: the list inside each thing that may go on."""

    @property
    def budget(self) -> str:
        return "graphql" if self.query else "core"


_BY_CHANGE = {"sort": "updated", "direction": "asc"}
KINDS: dict[str, Kind] = {
    "issues": Kind("issues", MINUTES, "/issues", {"state": "all", **_BY_CHANGE}, rising=True),
    "comments": Kind("comments", MINUTES, "/issues/comments", _BY_CHANGE, rising=True),
    "remarks": Kind("review comments", 2 * MINUTES, "/pulls/comments", _BY_CHANGE, rising=True),
    "pulls": Kind("pull requests and reviews", 2 * MINUTES, when="updatedAt", query=questions.PULLS,
                  inside="pullRequests", deeper="reviews"),
    "discussions": Kind("discussions", 2 * MINUTES, when="updatedAt", query=questions.DISCUSSIONS, inside="discussions",
                        deeper="comments"),
    "events": Kind("who closed, labelled, assigned", 5 * MINUTES, "/issues/events", when="created_at", shape="event"),
    "releases": Kind("releases", 10 * MINUTES, "/releases", when="created_at", whole=True),
    "stars": Kind("stars", 10 * MINUTES, when="starredAt", query=questions.STARS, inside="stargazers"),
    "forks": Kind("forks", 30 * MINUTES, "/forks", {"sort": "newest"}, when="created_at", shape="fork"),
}  # fmt: skip


class Cursor(msgspec.Struct, omit_defaults=True):
    """Where a stream stands."""

    since: str | None = None
    """Rising: the time from which to ask. Newest first: as far back as this pass goes."""
    page: int = 1
    after: str | None = None
    """The same, of GraphQL."""
    newest: str | None = None
    """The newest thing that this pass saw."""
    etag: str = ""
    """Of the answer to this very question, where it was asked before."""
    deeper: list[tuple[str, str, str | None]] = []
    """Lists inside things that go on: which list, whose (a node id), behind what."""


def repositories_of(chosen: Json) -> list[Repository]:
    return [Repository(int(each["id"]), each["name"]) for each in chosen["places"]]


def streams(chosen: Json) -> list[Stream]:
    return [
        Stream(f"{repository.id}/{name}", f"{repository.name}: {kind.label}", kind.budget, kind.every)
        for repository in repositories_of(chosen)
        for name, kind in KINDS.items()
    ]


def found(chosen: Json, stream: str) -> tuple[Repository, Kind]:
    """Raises KeyError of a stream that is no longer chosen."""
    number, _, name = stream.partition("/")
    by_id = {repository.id: repository for repository in repositories_of(chosen)}
    return by_id[int(number)], KINDS[name]


def cursor_of(kept: Json | None, chosen: Json) -> Cursor:
    """As it was kept, or the beginning."""
    if kept is not None:
        return msgspec.convert(kept, Cursor)
    since = since_of(chosen)
    return Cursor(since=f"{since.isoformat()}T00:00:00Z" if since else None)


def next_ask(repository: Repository, kind: Kind, at: Cursor) -> Ask:
    if at.deeper:
        which, node, after = at.deeper[0]
        return Ask("/graphql", {"id": node} | _after(after), query=questions.DEEPER[which])
    if kind.query:
        owner, _, name = repository.name.partition("/")
        return Ask("/graphql", {"owner": owner, "name": name} | _after(at.after), query=kind.query)
    params = {"per_page": str(PAGE), "page": str(at.page)} | kind.params
    if kind.rising and at.since:
        params["since"] = at.since
    return Ask(repository.path + kind.path, params, etag=at.etag)


def _after(cursor: str | None) -> dict[str, str]:
    return {"after": cursor} if cursor else {}


def step(repository: Repository, kind: Kind, at: Cursor, answer: Answer) -> Step:
    """What the answer to `next_ask` brought. Raises ValueError where it is none of GitHub's."""
    if answer.status == NOT_CHANGED:
        read = _Read([], at, caught_up=True, last=None)
    elif kind.query:
        read = _of_graphql(repository, kind, at, orjson.loads(answer.body))
    else:
        read = _of_rest(repository, kind, at, answer)
    reached = _time(read.last) if read.last else None
    return Step(read.told, msgspec.to_builtins(read.cursor), read.caught_up, reached, budget_of(answer.headers))


class _Head(Wire):
    """What a thing of any list says beside what it is; times as GitHub writes them can be compared as such."""

    url: str | None = None
    html_url: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


_head = msgspec.json.Decoder(_Head).decode


class _Read(NamedTuple):
    told: list[Outcome]
    cursor: Cursor
    caught_up: bool
    last: str | None
    """The time of the last thing in it."""


def _of_rest(repository: Repository, kind: Kind, at: Cursor, answer: Answer) -> _Read:
    items = _list(answer.body)
    heads = [_head(item) for item in items]
    times: list[str | None] = [getattr(head, kind.when) for head in heads]
    told = list(_outcomes(items, heads, repository, kind))
    last = times[-1] if times else None
    # Not by how many there are: GitHub leaves out of a page what one may not see.
    more = 'rel="next"' in answer.headers.get("link", "")
    if kind.rising:
        return _Read(told, _risen(at, times, answer, more=more), not more, last)
    newest = at.newest or max(filter(None, times), default=None)
    behind = at.since is not None and last is not None and last < at.since
    if more and (kind.whole or not behind):
        return _Read(told, Cursor(at.since, at.page + 1, newest=newest, etag=""), False, last)
    # Only the first page's tag says whether the next pass has anything to read.
    etag = answer.headers.get("etag", "") if at.page == 1 else ""
    return _Read(told, Cursor(_a_bit_before(newest) or at.since, etag=etag), True, last)


def _risen(at: Cursor, times: Sequence[str | None], answer: Answer, *, more: bool) -> Cursor:
    last = times[-1] if times else None
    if more:
        # Where a hundred things have the same time, there is no later one to go on from.
        return Cursor(since=last) if last and last != at.since else Cursor(at.since, at.page + 1)
    since = max(filter(None, (at.since, _a_bit_before(last))), default=None)
    asked_again = since == at.since and at.page == 1
    return Cursor(since, etag=answer.headers.get("etag", "") if asked_again else "")


def _of_graphql(repository: Repository, kind: Kind, at: Cursor, body: Any) -> _Read:
    data = body["data"]
    if at.deeper:
        return _of_deeper(repository, at, data["node"])
    whole = data["repository"]
    if whole is None or whole["databaseId"] != repository.id:
        raise PlaceGone("Under this name there is another repository now, or none that the token may see.")
    held = whole[kind.inside]
    things = camel.items_of(held) if kind.deeper else [edge for edge in held["edges"] if isinstance(edge, dict)]
    times = [str(thing[kind.when]) for thing in things]
    names = {whole["nameWithOwner"], *(name_in(thing.get("url")) for thing in things)}
    told = list(_translated(things if kind.deeper else whole, repository, *names))
    newest = at.newest or (times[0] if times else None)
    last = times[-1] if times else None
    news = [thing for thing in things if at.since is None or str(thing[kind.when]) >= at.since]
    deeper = [one for thing in news for one in _going_on(kind.deeper, thing)]
    behind = at.since is not None and last is not None and last < at.since
    page = held["pageInfo"]
    if page["hasNextPage"] and not behind:
        return _Read(told, Cursor(at.since, after=page["endCursor"], newest=newest, deeper=deeper), False, last)
    done = Cursor(_a_bit_before(newest) or at.since, deeper=deeper)
    return _Read(told, done, not deeper, last)


def _of_deeper(repository: Repository, at: Cursor, node: Json | None) -> _Read:
    """What is gone meanwhile has nothing more to tell."""
    which, *_ = at.deeper[0]
    rest = at.deeper[1:]
    told: list[Outcome] = []
    if node:
        thing = _in_its_discussion(node) if which == "replies" else node
        told = list(_translated([thing], repository, name_in(thing.get("url"))))
        rest = [*_going_on(which, node), *rest]
    return _Read(told, msgspec.structs.replace(at, deeper=rest), not rest and at.after is None, None)


def without(at: Cursor) -> Step | None:
    """Where to go on when what was asked for is gone: a thing whose list went on, or pages further back than GitHub
    tells. None where it is the stream itself that is gone."""
    if at.deeper:
        rest = msgspec.structs.replace(at, deeper=at.deeper[1:])
        return Step([], msgspec.to_builtins(rest), not rest.deeper and at.after is None)
    if at.after:
        return Step([], msgspec.to_builtins(Cursor(at.since)), caught_up=False)
    if at.page > 1:
        return Step([], msgspec.to_builtins(Cursor(_a_bit_before(at.newest) or at.since)), caught_up=True)
    return None


def _in_its_discussion(comment: Json) -> Json:
    """A comment whose answers go on, as its discussion would have shown it."""
    discussion: Json = comment["discussion"]
    return discussion | {"comments": {"nodes": [comment]}}


def _going_on(which: str, thing: Json) -> Iterator[tuple[str, str, str | None]]:
    held = thing.get(which) if which else None
    if not isinstance(held, dict):
        return
    if held["pageInfo"]["hasNextPage"]:
        yield which, thing["id"], held["pageInfo"]["endCursor"]
    if which == "comments":
        for comment in camel.items_of(held):
            yield from _going_on("replies", comment)


def _outcomes(items: Sequence[Raw], heads: Sequence[_Head], repository: Repository, kind: Kind) -> Iterator[Outcome]:
    for number, (item, head) in enumerate(zip(items, heads, strict=True), 1):
        context = repository.context(name_in(head.url, head.html_url))
        place = f"{repository.name}, {kind.label}, {number} of {len(items)}"
        yield from dump.outcomes(item, context, place, kind.shape)


def _translated(value: Any, repository: Repository, *names: str | None) -> Iterator[Outcome]:
    context = repository.context(*names)
    for shape, fields in camel.rest_of(value):
        number = fields.get("number")
        place = f"{repository.name}, {shape}{f' {number}' if number else ''}"
        yield from dump.translated(shape, fields, context, place)


def _list(body: bytes) -> list[Raw]:
    return msgspec.json.decode(body, type=list[Raw])


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _a_bit_before(text: str | None) -> str | None:
    return f"{_time(text) - LATE:%Y-%m-%dT%H:%M:%SZ}" if text else None
