"""The only way to GitHub: one request at a time through githubkit, which knows how to sign it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from githubkit import GitHub, TokenAuthStrategy
from githubkit.exception import RequestError, RequestFailed

from rapport.platforms.github import hooks, looking, polling
from rapport.platforms.github.answers import refusal_of
from rapport.words.errors import PlaceGone, Unreachable
from rapport.words.live import Access, Answer, Ask, Asking, Json, Reader, Secret, Step

SECONDS = 30
VERSION = "2022-11-28"
"""Of the REST API: what `rest.py` and `polling.py` were written for."""
STARS = "application/vnd.github.star+json"


@contextmanager
def opened(access: Access) -> Iterator[Asking]:
    # Nothing is asked again by itself: what waits and what is tried again is decided where it is written down.
    with GitHub(
        TokenAuthStrategy(access.secrets["token"]),
        base_url=access.address,
        user_agent="rapport",
        timeout=SECONDS,
        http_cache=False,
        auto_retry=False,
    ) as github:
        yield lambda ask: _answer(github, ask)


def _answer(github: "GitHub[TokenAuthStrategy]", ask: Ask) -> Answer:
    headers = {"X-GitHub-Api-Version": VERSION} | ({"If-None-Match": ask.etag} if ask.etag else {})
    try:
        if ask.query:
            asked = {"query": ask.query, "variables": dict(ask.params)}
            told = github.request("POST", ask.path, json=asked, headers=headers).raw_response
        else:
            told = github.request("GET", ask.path, params=dict(ask.params), headers=headers).raw_response
    except RequestFailed as failed:
        told = failed.response.raw_response
    except RequestError as error:
        # Not in the library's words: these may hold what was sent.
        raise Unreachable(f"GitHub cannot be reached ({type(error.exc).__name__}).") from None
    answer = Answer(told.status_code, {name.lower(): value for name, value in told.headers.items()}, told.content)
    if refused := refusal_of(answer, datetime.now(UTC)):
        raise refused
    return answer


def step(ask: Asking, chosen: Json, stream: str, kept: Json | None) -> Step:
    repository, kind = polling.found(chosen, stream)
    at = polling.cursor_of(kept, chosen)
    try:
        return polling.step(repository, kind, at, ask(polling.next_ask(repository, kind, at)))
    except PlaceGone:
        if further := polling.without(at):
            return further
        raise
    except (ValueError, KeyError, TypeError) as problem:
        raise Unreachable(
            f"GitHub answered with something that is not in its own description: {problem!r}"
        ) from problem


READER = Reader(
    platform="github",
    address="https://api.github.com",
    secrets=(
        Secret(
            "token",
            "Token",
            "A fine-grained personal access token with read access to the repositories' issues, pull requests,"
            " discussions, contents and metadata.",
        ),
    ),
    places="Repositories",
    places_help="One a line, as owner/name; owner/* stands for all of an owner's that are no forks.",
    costs="Nothing in money. GitHub lets each account make 5,000 requests an hour.",
    opened=opened,
    look=looking.look,
    streams=polling.streams,
    step=step,
    archive="github-dump",
    hooks=hooks.HOOKS,
)
