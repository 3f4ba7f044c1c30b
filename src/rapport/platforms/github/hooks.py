"""What GitHub sends by itself: whether it is GitHub's, and what it means.

A webhook's payload is that of an event of GH Archive but for what stands around it: who, where, which type. It is put
into that form and read by the same readers, so that the same thing seen by three roads is one activity.
Source: docs.github.com, "Webhook events and payloads", "Validating webhook deliveries".
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

from rapport.platforms.github.read import Unfit, read_event
from rapport.words.activity import Activity
from rapport.words.live import Heard, Hooks, Json, NotSigned, Signed
from rapport.words.records import MAX_RAW, Record, Unreadable

LARGEST = 25 << 20
"""Bytes; GitHub sends no larger one."""

TYPES = {
    "commit_comment": "CommitCommentEvent", "create": "CreateEvent", "delete": "DeleteEvent",
    "discussion": "DiscussionEvent", "discussion_comment": "DiscussionCommentEvent", "fork": "ForkEvent",
    "gollum": "GollumEvent", "issue_comment": "IssueCommentEvent", "issues": "IssuesEvent", "member": "MemberEvent",
    "public": "PublicEvent", "pull_request": "PullRequestEvent", "pull_request_review": "PullRequestReviewEvent",
    "pull_request_review_comment": "PullRequestReviewCommentEvent",
    "pull_request_review_thread": "PullRequestReviewThreadEvent", "push": "PushEvent", "release": "ReleaseEvent",
    "sponsorship": "SponsorshipEvent", "star": "WatchEvent",
}  # fmt: skip
"""What the readers know each event as. All others tell of machines and settings, and leave nothing in the ledger."""

TOLD_ELSEWHERE = "update", "reopen"
"""Their native ids hold GitHub's time of them, which a webhook does not tell: the list of events does."""
STREAMS = {
    "issues": ("issues", "events"), "pull_request": ("pulls", "events"), "pull_request_review": ("pulls",),
    "discussion": ("discussions",),
}  # fmt: skip
"""Which streams tell in full what an event tells in part."""


def checked(headers: Mapping[str, str], body: bytes, secret: str, _now: datetime) -> Signed:
    """GitHub sends no time along: a delivery that comes again is known by its id. Raises NotSigned."""
    told = headers.get("x-hub-signature-256", "")
    right = f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
    if not hmac.compare_digest(told.encode("utf-8", "replace"), right.encode()):
        raise NotSigned("The signature X-Hub-Signature-256 is missing or does not fit the secret of this connection.")
    key, kind = headers.get("x-github-delivery", ""), headers.get("x-github-event", "")
    if not key or not kind:
        raise NotSigned("It does not say which delivery of which event it is (X-GitHub-Delivery, X-GitHub-Event).")
    return Signed(key[:100], kind[:60])


def heard(kind: str, body: bytes, chosen: Json, at: datetime) -> Heard:
    """`at` is when it came."""
    try:
        payload = orjson.loads(body)
        repository = payload.get("repository") or {}
        number = str(repository.get("id", ""))
        if kind not in TYPES or number not in {str(each["id"]) for each in chosen["places"]}:
            return Heard(())
        activities = _activities(kind, payload, repository, at)
    except (Unfit, AttributeError, KeyError, TypeError, ValueError) as problem:
        return Heard((Unreadable(kind, str(problem), body[:MAX_RAW]),))
    streams = tuple(f"{number}/{name}" for name in STREAMS.get(kind, ()))
    return Heard((Record(kind, activities),) if activities else (), streams)


def _activities(kind: str, payload: Any, repository: Any, at: datetime) -> list[Activity]:
    if kind == "star" and payload.get("action") == "deleted":
        return _unstarred(payload, repository, at)
    event = {
        "type": TYPES[kind],
        "actor": payload.get("sender"),
        "repo": {"id": repository["id"], "name": repository["full_name"]},
        "created_at": _when(kind, payload, repository) or f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "payload": _as_event(kind, payload),
    }
    found = read_event(orjson.dumps(event))
    elsewhere = (*TOLD_ELSEWHERE, "close") if kind == "discussion" else TOLD_ELSEWHERE
    return [one for one in found if one.kind not in elsewhere]


def _unstarred(payload: Any, repository: Any, at: datetime) -> list[Activity]:
    # What the repository's time of change is at that moment: ours would be later than a star given again meanwhile.
    then = min(str(repository.get("updated_at") or f"{at:%Y-%m-%dT%H:%M:%SZ}"), f"{at:%Y-%m-%dT%H:%M:%SZ}")
    given = _activities("star", payload | {"action": "created", "starred_at": then}, repository, at)
    return [one._replace(deleted=True, url=None) for one in given]


def _when(kind: str, payload: Any, repository: Any) -> str | None:
    """What an event is about mostly says when it was changed last; of a star, when it was given; of what is pushed,
    made or removed the repository says it, so that two webhooks tell of one."""
    if kind in ("push", "create", "delete"):
        pushed = repository.get("pushed_at")
        return f"{datetime.fromtimestamp(pushed, UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(pushed, int) else pushed
    if kind in ("member", "public"):
        return str(repository["updated_at"]) if repository.get("updated_at") else None
    if payload.get("action") == "deleted":
        return None
    if isinstance(payload.get("starred_at"), str):
        return str(payload["starred_at"])
    for name in ("comment", "review", "issue", "pull_request", "discussion", "release"):
        thing = payload.get(name)
        if isinstance(thing, dict):
            told = thing.get("updated_at") or thing.get("submitted_at") or thing.get("published_at")
            return str(told) if told else None
    return None


def _as_event(kind: str, payload: Any) -> Any:
    if kind != "push":
        return payload
    commits = [{**each, "sha": each.get("id")} for each in payload.get("commits") or ()]
    return {
        "ref": payload.get("ref"), "before": payload.get("before"), "head": payload.get("after"), "commits": commits,
        "size": len(commits), "distinct_size": sum(each.get("distinct") is True for each in commits),
    }  # fmt: skip


HOOKS = Hooks(
    checked=checked,
    heard=heard,
    largest=LARGEST,
    steps=(
        "On GitHub, open the repository's (or the organisation's) Settings, Webhooks, Add webhook.",
        "Payload URL: {url}",
        "Content type: application/json",
        "Secret: {secret}",
        "Which events: let me select; tick issues, issue comments, pull requests, reviews, review comments,"
        " discussions, discussion comments, commit comments, pushes, releases, stars, forks and wiki. Or send"
        " everything: the rest is passed over.",
    ),
)
