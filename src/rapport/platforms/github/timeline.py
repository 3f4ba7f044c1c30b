"""GitHub's events as they were before 2015, brought into today's shape.

Then the actor was a login with `actor_attributes`, the repository an object with its owner's name, issues and
comments bare numbers, and a page's address stood beside the payload. The first months had today's envelope around
those payloads. Source: GH Archive's hours of 2011-2014.
"""

import json
import re
from hashlib import blake2b
from typing import Any

Json = dict[str, Any]

_NUMBER = re.compile(r"/(?:issues|pull|pulls)/(\d+)")
_OLD_TIME = re.compile(r"(\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d):?(\d\d)")


def modern(event: Json) -> Json:
    """The same event in today's shape; one of today's comes back as it was, apart from an id where it has none."""
    event = with_iso_times(event)
    if not isinstance(event.get("payload"), dict):
        event["payload"] = {}
    if isinstance(event.get("actor"), str):
        event["actor"] = {**_dict(event.get("actor_attributes")), "login": event["actor"]}
    if "repo" not in event and isinstance(event.get("repository"), dict):
        event["repo"] = _repo(event["repository"])
    change = _PAYLOADS.get(str(event.get("type")))
    if change is not None:
        event["payload"] = {**event["payload"], **change(event["payload"], str(event.get("url") or ""))}
    if event.get("id") is None:
        event["id"] = blake2b(json.dumps(event, sort_keys=True).encode(), digest_size=16).hexdigest()
    return event


def with_iso_times(value: Json) -> Json:
    """A copy whose fields named `…_at` hold ISO times where they held `2013/01/01 00:00:00 -0800`."""
    return {name: _iso(item) if name.endswith("_at") else _deeper(item) for name, item in value.items()}


def _deeper(value: Any) -> Any:
    return with_iso_times(value) if isinstance(value, dict) else value


def _iso(time: Any) -> Any:
    return _OLD_TIME.sub(r"\1-\2-\3T\4\5:\6", time) if isinstance(time, str) else time


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _repo(repository: Json) -> Json:
    owner = repository.get("owner")
    if isinstance(owner, dict):
        owner = owner.get("login") or owner.get("name")
    name = repository.get("name")
    return {"id": repository.get("id"), "name": f"{owner}/{name}" if owner and name else name}


def _number(*addresses: Any) -> int | None:
    for address in addresses:
        found = _NUMBER.search(address) if isinstance(address, str) else None
        if found:
            return int(found[1])
    return None


def _issues(payload: Json, url: str) -> Json:
    if isinstance(payload.get("issue"), dict):
        return {}
    number = payload.get("number") or _number(url)
    return {"issue": {"number": number, "html_url": url or None}} if number is not None else {}


def _issue_comment(payload: Json, url: str) -> Json:
    changed: Json = {}
    if not isinstance(payload.get("comment"), dict) and "comment_id" in payload:
        changed["comment"] = {"id": payload["comment_id"], "html_url": url or None}
    number = _number(url)
    if not isinstance(payload.get("issue"), dict) and number is not None:
        changed["issue"] = {"number": number, "pull_request": {"html_url": url} if "/pull/" in url else None}
    return changed


def _review_comment(payload: Json, url: str) -> Json:
    if isinstance(payload.get("pull_request"), dict):
        return {}
    comment = _dict(payload.get("comment"))
    number = _number(comment.get("html_url"), comment.get("pull_request_url"), url)
    return {"pull_request": {"number": number}} if number is not None else {}


def _commit_comment(payload: Json, url: str) -> Json:
    if isinstance(payload.get("comment"), dict) or "comment_id" not in payload:
        return {}
    return {"comment": {"id": payload["comment_id"], "commit_id": payload.get("commit"), "html_url": url or None}}


def _fork(payload: Json, _url: str) -> Json:
    forkee = payload.get("forkee")
    return {"forkee": {"id": forkee}} if isinstance(forkee, int) else {}


def _gollum(payload: Json, _url: str) -> Json:
    return {"pages": [payload]} if "page_name" in payload and "pages" not in payload else {}


def _member(payload: Json, _url: str) -> Json:
    member = payload.get("member")
    return {"member": {"login": member}} if isinstance(member, str) else {}


_PAYLOADS = {
    "IssuesEvent": _issues,
    "IssueCommentEvent": _issue_comment,
    "PullRequestReviewCommentEvent": _review_comment,
    "CommitCommentEvent": _commit_comment,
    "ForkEvent": _fork,
    "GollumEvent": _gollum,
    "MemberEvent": _member,
}
