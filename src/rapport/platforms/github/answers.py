"""What GitHub's answers say beside their content: what is left of a quota, and why something was refused.

Source: docs.github.com, "Rate limits for the REST API", "Rate limits and query limits for the GraphQL API",
"Troubleshooting the REST API".
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from rapport.words.errors import CredentialsRefused, PlaceGone, RapportError, RateLimited, Unreachable
from rapport.words.live import Answer, Budget

PATIENCE = timedelta(minutes=1)
"""How long to wait where GitHub asks for patience without saying how long; its own advice."""
NOT_CHANGED = 304


def budget_of(headers: Mapping[str, str]) -> Budget | None:
    """None where an answer does not tell."""
    try:
        return Budget(
            headers.get("x-ratelimit-resource", "core"),
            int(headers["x-ratelimit-limit"]),
            int(headers["x-ratelimit-remaining"]),
            datetime.fromtimestamp(int(headers["x-ratelimit-reset"]), UTC),
        )
    except (KeyError, ValueError, OverflowError):
        return None


def refusal_of(answer: Answer, now: datetime) -> RapportError | None:
    """Why an answer is none; None for a good one."""
    told = _told(answer.body)
    if answer.status in (200, NOT_CHANGED):
        return _refused_by_graphql(told, answer, now)
    words = str(told.get("message") or "") if isinstance(told, dict) else ""
    if answer.status == 401:
        return CredentialsRefused(
            "GitHub does not take the token any more: it was revoked, or it has expired. Make a new one, and enter it."
        )
    if answer.status in (403, 429) and (limited := _limited(answer, words, now)):
        return limited
    if answer.status in (403, 404, 410, 422, 451):
        return PlaceGone(_gone(answer.status, words))
    return Unreachable(f"GitHub answered with {answer.status}{f' ({words})' if words else ''}.")


def _told(body: bytes) -> Any:
    try:
        return orjson.loads(body) if body else None
    except orjson.JSONDecodeError:
        return None


def _limited(answer: Answer, words: str, now: datetime) -> RateLimited | None:
    budget = budget_of(answer.headers)
    if budget is not None and not budget.left:
        return RateLimited(budget.anew_at, budget.name)
    wait = answer.headers.get("retry-after", "")
    if wait.isdigit():
        return RateLimited(now + timedelta(seconds=int(wait)))
    if answer.status == 429 or "rate limit" in words.lower():
        return RateLimited(now + PATIENCE)
    return None


def _refused_by_graphql(told: Any, answer: Answer, now: datetime) -> RapportError | None:
    """GraphQL refuses with 200 and a list of errors. What was found all the same is not used: half is not known."""
    errors = told.get("errors") if isinstance(told, dict) else None
    if not errors or not isinstance(errors, list):
        return None
    first = errors[0] if isinstance(errors[0], dict) else {}
    words = str(first.get("message") or "It does not say why.")
    if first.get("type") == "RATE_LIMITED":
        budget = budget_of(answer.headers)
        return RateLimited(budget.anew_at if budget else now + PATIENCE, "graphql")
    if first.get("type") in ("NOT_FOUND", "FORBIDDEN", "INSUFFICIENT_SCOPES", "INVALID_CURSOR_ARGUMENTS"):
        return PlaceGone(f"GitHub says: {words}")
    return Unreachable(f"GitHub could not answer the question: {words}")


def _gone(status: int, words: str) -> str:
    said = f" GitHub says: {words}" if words else ""
    if status == 403:
        return f"The token may not read this. Give it read access to it on GitHub.{said}"
    if status == 410:
        return f"This is switched off for the repository.{said}"
    return f"This is not there, or the token may not see it.{said}"
