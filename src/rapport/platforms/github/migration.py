"""Records of GitHub's migration archive (an organisation's export, "Export account data") as objects of the REST API.

There everything is an address: people, issues, labels. Ids stand at the end of the addresses; accounts have theirs in
the address of their picture, in `users_000001.json`. Source: an archive's `schema.json` 1.x and the files beside it.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

Json = dict[str, Any]
Ids = Callable[[str], int | None]
"""The id of an account, by its address."""

_ID = re.compile(r"#(?:[a-z]+-|discussion_r|r)(\d{1,18})$")
_LOGIN = re.compile(r"https://github\.com/(apps/)?([\w.\[\]-]+)/?$")
_PICTURE = re.compile(r"https://avatars\d*\.githubusercontent\.com/u/(\d{1,18})")
_PEOPLE = re.compile(
    rb'"url":\s*"(https://github\.com/[\w.-]+)",\s*"avatar_url":\s*"https://avatars\d*\.githubusercontent\.com/u/(\d{1,18})'
)
_STATES = {1: "commented", 30: "changes_requested", 40: "approved", 50: "dismissed"}
"""Of a review; one that was not handed in has 0."""
_PEERS = {"thinking_face": "confused", "tada": "hooray", "thumbsup": "+1", "thumbsdown": "-1"}


def people_told(head: bytes) -> dict[str, bytes]:
    """The ids of accounts by their addresses, from the beginning of a list of users."""
    return {url.decode().lower(): id_ for url, id_ in _PEOPLE.findall(head)}


def rest_of(record: Json, ids: Ids) -> tuple[str, Json] | None:
    """The kind and fields of the same thing in the REST API; None for what nobody did: milestones, teams, files."""
    make = _KINDS.get(record.get("type") or "")
    if make is None:
        return None
    shape, fields = make(record)
    plain: Json = {name: record.get(name) for name in _SAME if name in record}
    people = {name: _account(record.get(source), ids) for name, source in _WHO.items() if record.get(source)}
    given = [_reaction(each, ids) for each in _dicts(record.get("reactions"))]
    return shape, plain | people | ({"reactions_data": given} if given else {}) | fields


_SAME = (
    "title", "body", "created_at", "updated_at", "closed_at", "merged_at", "submitted_at", "published_at", "event",
    "commit_id", "name", "tag_name", "prerelease", "diff_hunk", "path",
)  # fmt: skip
_WHO = {"user": "user", "actor": "actor", "assignee": "assignee", "requested_reviewer": "subject"}


def _dicts(value: Any) -> list[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _account(address: Any, ids: Ids) -> Json | None:
    found = _LOGIN.match(address) if isinstance(address, str) else None
    if found is None:
        return None
    if found[1]:
        return {"login": f"{found[2].removesuffix('[bot]')}[bot]", "type": "Bot"}
    return {"login": found[2], "id": ids(address)}


def _reaction(given: Json, ids: Ids) -> Json:
    content = given.get("content")
    return {
        "user": _account(given.get("user"), ids),
        "content": _PEERS.get(content, content) if isinstance(content, str) else None,
        "created_at": given.get("created_at"),
    }


def _id(record: Json) -> int | None:
    found = _ID.search(str(record.get("url")))
    return int(found[1]) if found else None


def _number(address: Any) -> int | None:
    found = re.search(r"/(?:issues|pull)/(\d{1,18})(?:\D|$)", str(address))
    return int(found[1]) if found else None


def _thread(record: Json) -> Json:
    """The issue as events carry it, without a time of its own."""
    page = record.get("issue") or record.get("pull_request")
    pull = {"url": page} if record.get("pull_request") else None
    return {"number": _number(page), "html_url": page, "pull_request": pull}


def _issue(record: Json) -> tuple[str, Json]:
    state = "closed" if record.get("closed_at") else "open"
    return "issue", {"number": _number(record.get("url")), "html_url": record.get("url"), "state": state}


def _pull(record: Json) -> tuple[str, Json]:
    return "pull request", _issue(record)[1] | {"draft": record.get("work_in_progress")}


def _comment(record: Json) -> tuple[str, Json]:
    page = record.get("issue") or record.get("pull_request")
    return "comment", {"id": _id(record), "html_url": record.get("url"), "issue_url": page}


def _review(record: Json) -> tuple[str, Json]:
    state = record.get("state")
    word = _STATES.get(state, "pending") if isinstance(state, int) else state
    return "review", {"id": _id(record), "html_url": record.get("url"), "state": word}


def _remark(record: Json) -> tuple[str, Json]:
    answered = _ID.search(str(record.get("in_reply_to")))
    reply = int(answered[1]) if answered else None
    return "review comment", {"id": _id(record), "html_url": record.get("url"), "in_reply_to_id": reply}


def _commit_comment(record: Json) -> tuple[str, Json]:
    return "commit comment", {"id": _id(record), "html_url": record.get("url")}


def _event(record: Json) -> tuple[str, Json]:
    label = record.get("label_name") or unquote(str(record.get("label") or "").rpartition("/labels/")[2])
    renamed = {"to": record["title_is"]} if record.get("title_is") else None
    return "event", {
        "id": _id(record), "issue": _thread(record), "label": {"name": label} if label else None, "rename": renamed,
    }  # fmt: skip


def _release(record: Json) -> tuple[str, Json]:
    return "release", {"html_url": record.get("url"), "draft": record.get("state") == "draft"}


def _user(record: Json) -> tuple[str, Json]:
    picture = _PICTURE.match(str(record.get("avatar_url")))
    mails = _dicts(record.get("emails"))
    mail = next((each for each in mails if each.get("primary")), mails[0] if mails else {})
    return "account", {
        "id": int(picture[1]) if picture else None, "login": record.get("login"), "email": mail.get("address"),
    }  # fmt: skip


def _repository(record: Json) -> tuple[str, Json]:
    return "repository", {"full_name": str(record.get("url")).removeprefix("https://github.com/")}


_KINDS: dict[str, Callable[[Json], tuple[str, Json]]] = {
    "issue": _issue,
    "pull_request": _pull,
    "issue_comment": _comment,
    "pull_request_review": _review,
    "pull_request_review_comment": _remark,
    "commit_comment": _commit_comment,
    "issue_event": _event,
    "release": _release,
    "user": _user,
    "repository": _repository,
}
OTHERS = frozenset({
    "attachment", "bot", "discussion_category", "label", "milestone", "organization", "project",
    "protected_branch", "pull_request_review_thread", "repository_file", "team",
})  # fmt: skip
"""Records that tell of nothing anybody did."""
TYPES = frozenset(_KINDS) | OTHERS
