"""Answers of GitHub's GraphQL API, and what `gh issue list --json` and `gh pr list --json` print, as REST objects.

Both name their fields alike (`createdAt`, `author`), and let one choose them; lists stand bare (gh) or in `nodes` or
`edges`. Where the chosen fields hold no number for a thing's id, its node id does. Sources: docs.github.com/graphql,
objects; cli.github.com/manual, JSON fields.
"""

import re
from collections.abc import Iterator
from typing import Any

from rapport.platforms.github.nodes import id_in

Json = dict[str, Any]
DEEPEST = 12

_PAGE = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/(issues|pull|discussions)/(\d{1,18})")
_DIGITS = re.compile(r"#(?:[a-z]+-|discussion_r)(\d{1,18})$")
_WHOLE = re.compile(r"[0-9]{1,18}")
_REACTIONS = {
    "THUMBS_UP": "+1", "THUMBS_DOWN": "-1", "LAUGH": "laugh", "HOORAY": "hooray", "CONFUSED": "confused",
    "HEART": "heart", "ROCKET": "rocket", "EYES": "eyes",
}  # fmt: skip
_EVENT = re.compile(r"(?<!^)(?=[A-Z])")
_EVENTS = {"renamed_title": "renamed"}


def rest_of(value: Any, depth: int = DEEPEST) -> Iterator[tuple[str, Json]]:
    """Kind and fields of each issue, pull request, discussion and star in an answer, wherever it stands."""
    if depth <= 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from rest_of(item, depth - 1)
    elif isinstance(value, dict):
        page = _PAGE.match(str(value.get("url")))
        if page and "title" in value:
            yield _thing(value, page)
            return
        if value.get("nameWithOwner"):
            yield from _stars(value)
        for item in value.values():
            yield from rest_of(item, depth - 1)


def _thing(node: Json, page: re.Match[str]) -> tuple[str, Json]:
    url, pull = page[0], page[1] == "pull"
    state = str(node.get("state") or ("CLOSED" if node.get("closed") else "OPEN")).lower()
    fields = written_of(node) | {
        "number": int(page[2]),
        "title": node.get("title"),
        "html_url": url,
        "state": "closed" if state == "merged" else state,
        "closed_at": node.get("closedAt"),
        "state_reason": str(node.get("stateReason") or "").lower() or None,
        "draft": node.get("isDraft"),
        "comments": _total(node.get("comments")),
        "comments_data" if page[1] != "discussions" else "discussion_comments": [],
    }
    if pull:
        fields |= {
            "merged_at": node.get("mergedAt"), "merged_by": _account(node.get("mergedBy")),
            "additions": node.get("additions"), "deletions": node.get("deletions"),
            "changed_files": node.get("changedFiles"), "commits": _total(node.get("commits")),
        }  # fmt: skip
        fields["reviews_data"] = [_review(each, url) for each in items_of(node.get("reviews"))]
        remarks = [each for review in items_of(node.get("reviews")) for each in items_of(review.get("comments"))]
        remarks += [each for thread in items_of(node.get("reviewThreads")) for each in items_of(thread.get("comments"))]
        fields["review_comments_data"] = [_remark(each, url) for each in remarks]
        fields["commit_data"] = [_commit(each, url.partition("/pull/")[0]) for each in items_of(node.get("commits"))]
    elif page[1] == "discussions":
        fields["discussion_comments"] = list(_replies(node, url))
    if page[1] != "discussions":
        fields["comments_data"] = [written_of(each) | {"issue_url": url} for each in items_of(node.get("comments"))]
    fields["events"] = [event for each in items_of(node.get("timelineItems")) if (event := _event(each))]
    return ("pull request" if pull else "issue"), fields


def written_of(node: Json) -> Json:
    """What issues and comments have in common."""
    return {
        "id": id_of(node),
        "node_id": node.get("id"),
        "html_url": node.get("url"),
        "user": _account(node.get("author")),
        "body": node.get("body") or node.get("bodyText"),
        "created_at": node.get("createdAt") or node.get("submittedAt"),
        "updated_at": node.get("updatedAt") or node.get("lastEditedAt"),
        "author_association": node.get("authorAssociation"),
        "reactions": _reactions(node.get("reactionGroups")),
    }


def id_of(node: Json) -> int | None:
    """The number that the REST API gives it."""
    told = str(node.get("databaseId") or node.get("fullDatabaseId"))
    digits = _DIGITS.search(str(node.get("url")))
    return int(digits[1]) if digits else int(told) if _WHOLE.fullmatch(told) else id_in(node.get("id"))


def _reactions(groups: Any) -> Json | None:
    if not isinstance(groups, list):
        return None
    counts: dict[str, int] = {}
    for group in items_of(groups):
        people = group.get("users") or group.get("reactors")
        count = people.get("totalCount") if isinstance(people, dict) else None
        if isinstance(count, int) and (name := _REACTIONS.get(str(group.get("content")))):
            counts[name] = count
    return counts | {"total_count": sum(counts.values())}


def _account(who: Any) -> Json | None:
    """gh writes a bot's login as `app/name`, GraphQL as the name alone; REST ends it in `[bot]`."""
    if not isinstance(who, dict) or not isinstance(who.get("login"), str):
        return None
    login = who["login"].removeprefix("app/")
    bot = who.get("is_bot") is True or who.get("__typename") == "Bot" or login != who["login"]
    return {
        "login": f"{login.removesuffix('[bot]')}[bot]" if bot else login,
        "id": who["databaseId"] if isinstance(who.get("databaseId"), int) else id_in(who.get("id")),
        "type": "Bot" if bot else None,
        "name": who.get("name"),
    }


def _review(node: Json, url: str) -> Json:
    state = {"state": node.get("state"), "submitted_at": node.get("submittedAt"), "pull_request_url": url}
    return written_of(node) | state


def _remark(node: Json, url: str) -> Json:
    answered = node.get("replyTo")
    written = written_of(answered) if isinstance(answered, dict) else {}
    return written_of(node) | {"pull_request_url": url, "in_reply_to_id": written.get("id")}


def _replies(node: Json, url: str) -> Iterator[Json]:
    """A discussion's comments, each with the answers to it behind it."""
    chosen = node.get("answerChosenAt")
    answer = node["answer"].get("id") if isinstance(node.get("answer"), dict) else None
    for each in items_of(node.get("comments")):
        for said, above in [(each, None), *((reply, each) for reply in items_of(each.get("replies")))]:
            is_answer = said.get("isAnswer") is True or (answer is not None and said.get("id") == answer)
            yield written_of(said) | {
                "discussion_url": url,
                "parent_id": written_of(above)["id"] if above else None,
                "accepted_at": (chosen or said.get("createdAt")) if is_answer else None,
            }


def _commit(node: Json, repository: str) -> Json:
    commit = node["commit"] if isinstance(node.get("commit"), dict) else node
    authors = [*items_of(commit.get("authors")), *items_of([commit.get("author")])]
    author = authors[0] if authors else {}
    lines = (commit.get("messageHeadline"), commit.get("messageBody"))
    message = commit.get("message") or "\n\n".join(line for line in lines if isinstance(line, str) and line)
    signed = {"name": author.get("name"), "email": author.get("email"), "date": commit.get("authoredDate")}
    user = author.get("user") if isinstance(author.get("user"), dict) else author
    return {
        "sha": commit.get("oid"),
        "html_url": f"{repository}/commit/{commit.get('oid')}",
        "commit": {"message": message, "author": signed | ({} if signed["date"] else {"date": author.get("date")})},
        "author": _account(user),
    }


def _event(node: Json) -> Json | None:
    """`LabeledEvent` → `labeled`. Comments and commits stand in lists of their own."""
    name = str(node.get("__typename"))
    if not name.endswith("Event"):
        return None
    word = _EVENT.sub("_", name.removesuffix("Event")).lower()
    label, commit = node.get("label"), node.get("commit")
    return {
        "event": _EVENTS.get(word, word),
        "actor": _account(node.get("actor")),
        "created_at": node.get("createdAt"),
        "label": {"name": label.get("name")} if isinstance(label, dict) else None,
        "assignee": _account(node.get("assignee")),
        "requested_reviewer": _account(node.get("requestedReviewer")),
        "rename": {"to": node["currentTitle"]} if node.get("currentTitle") else None,
        "commit_id": commit.get("oid") if isinstance(commit, dict) else None,
    }


def _stars(repository: Json) -> Iterator[tuple[str, Json]]:
    given = repository.get("stargazers")
    edges = given.get("edges") if isinstance(given, dict) else None
    named = {"full_name": repository["nameWithOwner"], "id": repository.get("databaseId")}
    for edge in edges if isinstance(edges, list) else ():
        if isinstance(edge, dict) and edge.get("starredAt"):
            yield "star", {"starred_at": edge["starredAt"], "user": _account(edge.get("node")), "repository": named}


def _total(held: Any) -> int | None:
    total = held.get("totalCount") if isinstance(held, dict) else None
    return total if isinstance(total, int) else None


def items_of(value: Any) -> list[Json]:
    """The objects of a list, of `nodes` or of `edges`."""
    if isinstance(value, dict):
        nodes, edges = value.get("nodes"), value.get("edges")
        value = nodes if isinstance(nodes, list) else [edge.get("node") for edge in items_of(edges)]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
