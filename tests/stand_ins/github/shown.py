"""The made-up GitHub as its GraphQL API shows it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from graphql import build_schema, graphql_sync

from tests.stand_ins.github.world import Json, World

SCHEMA = build_schema((Path(__file__).parent / "schema.graphql").read_text())


def answer(world: World, query: str, variables: Json) -> Json:
    nodes: dict[str, Json] = {}
    root = {
        "repository": lambda _info, **asked: _repository(world, nodes, **asked),
        "node": lambda _info, **asked: nodes[asked["id"]],
    }
    _repository(world, nodes, *world.name.split("/"))
    told = graphql_sync(SCHEMA, query, root, variable_values=variables)
    return {"data": told.data} | ({"errors": [error.formatted for error in told.errors]} if told.errors else {})


def _repository(world: World, nodes: dict[str, Json], owner: str, name: str) -> Json | None:
    if f"{owner}/{name}" != world.name:
        return None
    pulls = [_pull(world, nodes, issue) for issue in world.issues if issue["number"] in world.pulls]
    discussions = [_discussion(nodes, one) for one in world.discussions]
    stars = [{"starredAt": star["starred_at"], "node": _who(star["user"])} for star in world.stars]
    return {
        "nameWithOwner": world.name, "databaseId": world.id,
        "pullRequests": _paged(sorted(pulls, key=_key, reverse=True)),
        "discussions": _paged(sorted(discussions, key=_key, reverse=True)),
        "stargazers": _paged(sorted(stars, key=_key, reverse=True), "edges"),
    }  # fmt: skip


def _paged(items: Sequence[Json], name: str = "nodes") -> Callable[..., Json]:
    def page(_info: Any, first: int = 100, after: str | None = None, **_: Any) -> Json:
        # As GitHub's, a cursor says behind what one stands, not behind how many.
        keys = [_key(item) for item in items]
        begin = sum(key >= after for key in keys) if after else 0
        shown = items[begin : begin + first]
        end = _key(shown[-1]) if shown else None
        info = {"endCursor": end, "hasNextPage": begin + first < len(items)}
        return {"pageInfo": info, name: shown, "totalCount": len(items)}

    return page


def _in_order(items: Sequence[Json]) -> Callable[..., Json]:
    def page(_info: Any, first: int = 100, after: str | None = None) -> Json:
        begin = int(after) if after else 0
        end = begin + first
        info = {"endCursor": str(min(end, len(items))), "hasNextPage": end < len(items)}
        return {"pageInfo": info, "nodes": items[begin:end], "totalCount": len(items)}

    return page


def _key(item: Json) -> str:
    return f"{item.get('updatedAt') or item.get('starredAt')}/{item.get('id') or item['node']['databaseId']}"


def _who(person: Json) -> Json:
    return {"__typename": person["type"], "login": person["login"], "databaseId": person["id"], "name": None}


def _said(nodes: dict[str, Json], kind: str, thing: Json) -> Json:
    node = nodes.setdefault(f"{kind}_{thing['id']}", {})
    return node | {
        "__typename": kind, "id": f"{kind}_{thing['id']}", "databaseId": thing["id"], "fullDatabaseId": thing["id"],
        "url": thing["html_url"], "body": thing["body"], "author": _who(thing["user"]), "authorAssociation": "NONE",
        "createdAt": thing.get("created_at") or thing["submitted_at"],
        "updatedAt": thing.get("updated_at") or thing["submitted_at"], "reactionGroups": [],
    }  # fmt: skip


def _pull(world: World, nodes: dict[str, Json], issue: Json) -> Json:
    more = world.pulls[issue["number"]]
    merged = issue["pull_request"]["merged_at"]
    reviews = [
        _said(nodes, "PullRequestReview", one) | {"state": one["state"].upper(), "submittedAt": one["submitted_at"]}
        for one in world.reviews[issue["number"]]
    ]
    made = _said(nodes, "PullRequest", issue) | {
        "number": issue["number"], "title": issue["title"], "isDraft": False, "closedAt": issue["closed_at"],
        "state": "MERGED" if merged else issue["state"].upper(), "mergedAt": merged,
        "mergedBy": _who(more["mergedBy"]) if more["mergedBy"] else None, "additions": more["additions"],
        "deletions": more["deletions"], "changedFiles": more["changedFiles"],
        "comments": {"totalCount": issue["comments"]}, "commits": {"totalCount": more["commits"]},
        "reviews": _in_order(reviews),
    }  # fmt: skip
    nodes[made["id"]] = made
    return made


def _discussion(nodes: dict[str, Json], one: Json) -> Json:
    made = _said(nodes, "Discussion", one) | {
        "number": one["number"], "title": one["title"], "closed": False, "closedAt": None, "stateReason": None,
        "answerChosenAt": one["answered_at"],
    }  # fmt: skip
    said = [_comment(nodes, comment, made, one["answer"]) for comment in one["said"]]
    made |= {"comments": _in_order(said), "answer": _answer(nodes, one)}
    nodes[made["id"]] = made
    return made


def _answer(nodes: dict[str, Json], one: Json) -> Json | None:
    return nodes[f"DiscussionComment_{one['answer']['id']}"] if one["answer"] else None


def _comment(nodes: dict[str, Json], one: Json, discussion: Json, answer: Json | None) -> Json:
    made = _said(nodes, "DiscussionComment", one) | {"isAnswer": one is answer, "discussion": discussion}
    made["replies"] = _in_order([_comment(nodes, reply, discussion, answer) for reply in one["said"]])
    nodes[made["id"]] = made
    return made
