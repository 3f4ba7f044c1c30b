"""A repository's issues and pull requests with their timelines, as GitHub's REST API answered them: a tar of JSON."""

import json
import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.prove.raw.deeds import Deed, World, world

Json = dict[str, Any]
TO_PEOPLE = ("mentioned", "subscribed", "unsubscribed")
"""These happen to somebody, who does nothing."""
GONE = 10137
"""`ghost`: GitHub's stand-in for all whose accounts are gone."""
BOT = re.compile(r"(?:\[bot\]|-bot)$")
PLACE, GITHUB = "secp256k1", "github"
A_LITTLE = timedelta(seconds=2)
"""GitHub's two records of one closing, or of a merge and its closing, are as far apart."""


def read(path: Path) -> World:
    deeds: list[Deed] = []
    bots: set[str] = set()
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                document = json.load(file)
                deeds += _issue(document)
                bots |= set(_bots(document))
    return world(sorted(deeds, key=lambda deed: deed.who is not None), bots)  # who says by whom stands


def _issue(document: Json) -> Iterator[Deed]:
    thing = document.get("issue") or document["pull"]
    number = thing["number"]
    root, events = f"#{number}", document["events"]
    yield _deed(root, "pull_request" if "pull" in document else "issue", thing["created_at"], thing["user"], root)
    merged, closed = thing.get("merged_at"), thing.get("closed_at")
    if merged:
        yield _deed(f"{root} merged", "merge", merged, thing.get("merged_by"), root, root)
    elif closed:
        yield _deed(f"{root} closed {_at(closed)}", "close", closed, thing.get("closed_by"), root, root)
    for event in events:
        yield from _event(event, root, merged, closed)
    for comment in document.get("comments") or ():
        answered = f"remark {comment['in_reply_to_id']}" if comment.get("in_reply_to_id") else root
        yield _deed(f"remark {comment['id']}", "review_comment", comment["created_at"], comment["user"], root, answered)


def _event(event: Json, root: str, merged: str | None, closed: str | None) -> Iterator[Deed]:
    what, when = event["event"], event["created_at"]
    by = event["actor"]
    if what in TO_PEOPLE:
        return
    if what == "commented":
        yield _deed(f"comment {event['id']}", "comment", when, event.get("user") or by, root, root)
    elif what == "reviewed" and (event.get("state") or "").lower() != "pending":
        yield _deed(
            f"review {event['id']}", "review", event["submitted_at"] or when, event.get("user") or by, root, root
        )
    elif what == "committed":
        yield _commit(event)
    elif what == "merged" and merged:
        yield _deed(f"{root} merged", "merge", merged, by, root, root)
    elif what == "closed":
        if not (merged and abs(_at(merged) - _at(when)) <= A_LITTLE):
            at = closed if closed and abs(_at(closed) - _at(when)) <= A_LITTLE else when
            yield _deed(f"{root} closed {_at(at)}", "close", at, by, root, root)
    elif what == "reopened":
        yield _deed(f"{root} reopened {when}", "reopen", when, by, root, root)
    elif when and what != "merged":
        yield _deed(f"{root} {what} {when} {_about(event)}", "update", when, by, root, root)


def _about(event: Json) -> str:
    """What tells two acts of one kind in one second apart."""
    person = event.get("assignee") or event.get("requested_reviewer") or {}
    told = (event.get("label") or {}).get("name"), person.get("id"), event["commit_id"]
    if event["event"] == "cross-referenced":
        return str(((event.get("source") or {}).get("issue") or {}).get("id"))
    kinds = ("labeled", "unlabeled", "assigned", "unassigned", "review_requested", "review_request_removed")
    return str(told) if event["event"] in (*kinds, "referenced") else ""


def _commit(event: Json) -> Deed:
    author = event["author"]
    name, address = " ".join(author["name"].split()), "".join(author["email"].split()).lower()
    return Deed(event["sha"], "commit", _at(author["date"]), f"{name} <{address}>", place=PLACE, platform="git")


def _deed(id_: str, kind: str, at: str, who: Json | None, root: str, answers: str | None = None) -> Deed:
    by = str(who["id"]) if who and who["id"] != GONE else None
    return Deed(id_, kind, _at(at), by, root, answers, PLACE, GITHUB)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(UTC)


def _bots(document: Any) -> Iterator[str]:
    """Every account anywhere in it that GitHub calls a bot, or has a name that only bots have."""
    if isinstance(document, dict):
        if "login" in document and (document.get("type") == "Bot" or BOT.search(str(document["login"]))):
            yield str(document["id"])
        document = list(document.values())
    if isinstance(document, list):
        for inner in document:
            yield from _bots(inner)
