"""A look at GitHub with new credentials, before anything is kept: whose they are, what they may read, what it takes.

Pure but for what it is given to ask with.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from math import ceil
from typing import Any

import orjson

from rapport.platforms.github import questions
from rapport.platforms.github.answers import budget_of
from rapport.platforms.github.polling import KINDS, PAGE, Kind, Repository, cursor_of, next_ask
from rapport.words.errors import PlaceGone
from rapport.words.live import Answer, Ask, Asking, Found, Json, Place

NAME = re.compile(r"(?:https?://github\.com/)?([\w.-]{1,100})/([\w.-]{1,100}?)(?:\.git)?/?")
MOST = 200
"""Repositories of one connection."""
OF_GRAPHQL = {"pulls": ("pullRequests", 40), "discussions": ("discussions", 15), "stars": ("stargazers", PAGE)}
"""What counts them, and how many an answer holds."""
_LAST = re.compile(r'<[^>]*[?&]page=(\d+)[^>]*>;\s*rel="last"')
_EXPIRES = "github-authentication-token-expiration"


def look(ask: Asking, chosen: Json) -> Found:
    """`chosen["names"]` are the repositories as a person wrote them. Raises as `Asking` does."""
    answer = ask(Ask("/user"))
    me = orjson.loads(answer.body)
    places: list[Place] = []
    problems: list[str] = []
    for written in dict.fromkeys(chosen["names"]):
        try:
            places += [place for place in _places(ask, written) if place not in places]
        except PlaceGone as gone:
            problems.append(f"{written}: {gone}")
    if len(places) > MOST:
        problems.append(
            f"These are {len(places):,} repositories; one connection reads {MOST}. Choose fewer, or connect twice."
        )
        places = places[:MOST]
    repositories = [Repository(int(place.native_id), place.name) for place in places]
    items, requests = _amount(ask, repositories, chosen, problems)
    budgets = tuple(filter(None, [budget_of(answer.headers)]))
    return Found(
        me["login"],
        str(me["id"]),
        places,
        problems,
        items,
        requests,
        budgets,
        _expiry(answer.headers.get(_EXPIRES, "")),
    )


def _places(ask: Asking, written: str) -> Iterator[Place]:
    """The repository of that name, or all of an owner: `pond/*`."""
    owner, star = written.strip().removeprefix("https://github.com/").partition("/*")[:2]
    if star:
        yield from _of_owner(ask, owner)
        return
    name = NAME.fullmatch(written.strip())
    if name is None:
        raise PlaceGone("This is no name of a repository. Write it as owner/name, or owner/* for all of an owner's.")
    found = orjson.loads(ask(Ask(f"/repos/{name[1]}/{name[2]}")).body)
    yield Place(str(found["id"]), found["full_name"])


def _of_owner(ask: Asking, owner: str) -> Iterator[Place]:
    """Their own ones, no forks."""
    for page in range(1, MOST // PAGE + 2):
        params = {"per_page": str(PAGE), "page": str(page), "type": "owner", "sort": "full_name"}
        found: list[dict[str, Any]] = orjson.loads(ask(Ask(f"/users/{owner}/repos", params)).body)
        yield from (Place(str(one["id"]), one["full_name"]) for one in found if not one.get("fork"))
        if len(found) < PAGE:
            return


def _amount(
    ask: Asking, repositories: list[Repository], chosen: Json, problems: list[str]
) -> tuple[int, dict[str, int]]:
    """How many things a backfill reads, and how many requests that takes of each budget; and what cannot be read."""
    items, requests = 0, Counter[str]()
    for repository in repositories:
        try:
            totals = _totals(ask, repository)
        except PlaceGone as gone:
            totals = {}
            problems.append(f"{repository.name}: not all of it can be read. {gone}")
        for name, kind in KINDS.items():
            if kind.query:
                inside, held = OF_GRAPHQL[name]
                many = totals.get(inside, {}).get("totalCount", 0)
            else:
                many, held = _counted(ask, repository, kind, chosen), PAGE
            items += many
            requests[kind.budget] += max(ceil(many / held), 1)
    return items, dict(requests)


def _totals(ask: Asking, repository: Repository) -> dict[str, Any]:
    owner, _, name = repository.name.partition("/")
    told = orjson.loads(ask(Ask("/graphql", {"owner": owner, "name": name}, query=questions.TOTALS)).body)
    totals: dict[str, Any] = told["data"]["repository"]
    return totals


def _counted(ask: Asking, repository: Repository, kind: Kind, chosen: Json) -> int:
    """With one thing a page, the number of pages is the number of things."""
    wanted = next_ask(repository, kind, cursor_of(None, chosen))
    try:
        answer = ask(wanted._replace(params={**wanted.params, "per_page": "1"}))
    except PlaceGone:
        return 0
    return _pages(answer)


def _pages(answer: Answer) -> int:
    last = _LAST.search(answer.headers.get("link", ""))
    return int(last[1]) if last else len(orjson.loads(answer.body))


def _expiry(written: str) -> datetime | None:
    """As GitHub writes it: `2026-12-01 10:00:00 UTC`."""
    try:
        return datetime.strptime(written.removesuffix(" UTC").strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
