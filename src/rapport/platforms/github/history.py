"""Entries of an issue's or pull request's timeline → activities.

An entry is named in the past tense; webhooks and GH Archive call most of them the same. What only happens to somebody
(mentioned, subscribed) is nothing that anybody did. Source: docs.github.com, "Issue event types".
"""

from datetime import datetime, timedelta

from rapport.platforms.github import rest
from rapport.platforms.github.happening import utc
from rapport.platforms.github.home import Home
from rapport.platforms.github.things import (
    Context,
    Read,
    comment,
    git_commit,
    home_of_issue,
    merged_when,
    review,
)
from rapport.platforms.github.who import identity_of
from rapport.words.activity import Activity, Fact, revision_of

NOBODY_S = frozenset({"mentioned", "subscribed", "unsubscribed", "line-commented", "commit-commented"})
"""What happens to people, and what only holds remarks, each of which is read for itself."""
_KINDS = {"closed": "close", "reopened": "reopen", "merged": "merge"}
_ACTIONS = {"convert_to_draft": "converted_to_draft", "added_to_merge_queue": "enqueued"}
"""Where webhooks have another word than timelines."""
NEAR = timedelta(seconds=2)
"""The timeline of a closing or merge may be a second off the issue's own time (one in fourteen of 1,099)."""


def happened(it: rest.Dated, context: Context) -> Read:
    if it.event == "committed":
        return _committed(it, context)
    if it.event == "commented":
        return comment(_with_id(it), context)
    if it.event == "reviewed":
        return review(_with_id(it), context)
    if it.event in NOBODY_S:
        return Read([])
    return _changed(it, context)


def _committed(it: rest.Dated, context: Context) -> Read:
    if it.sha is None:
        raise ValueError("The commit has no sha.")
    home = context.home(it.html_url, it.url)
    return Read([git_commit(it.sha, it.message, it.author, it.committer, home.name, it.parents)])


def _with_id(it: rest.Dated) -> rest.Dated:
    if it.id is None:
        raise ValueError("It has no id.")
    return it


def _changed(it: rest.Dated, context: Context) -> Read:
    """A closing, reopening, merge or another change of state."""
    home, number, closed_at, merged_at = _about(it, context)
    if it.created_at is None:
        raise ValueError("The event has no time.")
    told_at = at = utc(it.created_at)
    about = f"{home.repo}#{number}"
    kind, action, title = _KINDS.get(it.event, "update"), _ACTIONS.get(it.event, it.event), None
    facts: dict[str, Fact] = {"action": action} if kind == "update" else {}
    if it.commit_id:
        facts["sha"] = it.commit_id
    if it.event == "merged":
        key, at = f"{about}/merged", merged_at or at
    else:
        if it.event == "closed":
            if _near(at, merged_at):
                return Read([])  # the merge stands for it
            at = closed_at if closed_at and _near(at, closed_at) else at
        key = f"{about}/{action}/{revision_of(at) // 1_000_000}{_which(it)}"
        title = it.rename.to if it.rename else None
    page = f"https://github.com/{home.name}/{'pull' if context.within.pull else 'issues'}/{number}"
    return Read([Activity(
        "github", key, kind, at, identity_of(it.actor), home.channel, revision_of(told_at), None, about, about, title,
        None, page, facts or None,
    )])  # fmt: skip


def _about(it: rest.Dated, context: Context) -> tuple[Home, int, datetime | None, datetime | None]:
    """Where it happened, and when its issue was closed and merged."""
    if it.issue is None:
        within = context.within
        home = context.home(it.url, node_id=it.node_id, id_=it.id)
        return home, context.number(it.html_url), within.closed_at, within.merged_at
    closed_at = utc(it.issue.closed_at) if it.issue.closed_at else None
    return home_of_issue(it.issue, context), it.issue.number, closed_at, merged_when(it.issue)


def _near(at: datetime, other: datetime | None) -> bool:
    return other is not None and abs(at - other) <= NEAR


def _which(it: rest.Dated) -> str:
    """What tells two of the same second apart: the label, the person, the commit, the place it was named in."""
    if it.label is not None:
        return f"/{it.label.name}"
    if (person := identity_of(it.assignee) or identity_of(it.requested_reviewer)) is not None:
        return f"/{person.native_id}"
    if it.event == "referenced" and it.commit_id:
        return f"/{it.commit_id}"
    if it.source is not None and it.source.issue is not None and it.source.issue.id is not None:
        return f"/{it.source.issue.id}"
    return ""
