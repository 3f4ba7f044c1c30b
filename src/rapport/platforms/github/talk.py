"""Events about issues, pull requests, discussions, and what people write under them.

Issues, pull requests and discussions of a repository share one row of numbers, and comments on all of them name
only the number; so the thread's native id is `<repository id>#<number>`.
"""

from collections.abc import Mapping
from datetime import datetime

from rapport.platforms.github.happening import SEEN_BARE, Happening, act, below, utc
from rapport.platforms.github.who import identity_of
from rapport.platforms.github.wire import (
    Comment,
    CommitCommentEvent,
    DiscussionCommentEvent,
    DiscussionEvent,
    Issue,
    IssueChange,
    IssueCommentEvent,
    IssuesEvent,
    PullRequest,
    PullRequestChange,
    PullRequestEvent,
    PullRequestReviewCommentEvent,
    PullRequestReviewEvent,
    PullRequestReviewThreadEvent,
)
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Identity

WHOLE = 1
"""Added to the revision of a pull request that came with its figures, so that it wins over the same state without
them. GitHub's times are whole seconds: it can never outrun a later change."""

_STATES = {"closed": "close", "reopened": "reopen", "merged": "merge"}


def issues(event: IssuesEvent, h: Happening) -> list[Activity]:
    change = event.payload
    issue = change.issue
    seen = issue_of(issue, h, "pull_request" if issue.is_pull() else "issue")
    if change.action == "opened":
        return [seen or _bare(h, "issue", issue.number)]
    if change.action == "deleted":
        return [_gone(seen or _bare(h, "issue", issue.number), h)]
    done = change_of(change, h, issue.number, issue.html_url, issue.closed_at)
    return [done, seen] if seen else [done]


def pull_request(event: PullRequestEvent, h: Happening) -> list[Activity]:
    change = event.payload
    pull = change.pull_request
    number = _number(pull, change.number)
    seen = pull_of(pull, number, h)
    if change.action == "opened":
        return [seen or _bare(h, "pull_request", number)]
    if change.action == "closed" and (pull.merged or pull.merged_at):
        done = _merge(pull, number, h)
    else:
        url = pull.html_url or below(h.url, f"pull/{number}")
        done = change_of(change, h, number, url, pull.closed_at)
    return [done, seen] if seen else [done]


def issue_comment(event: IssueCommentEvent, h: Happening) -> list[Activity]:
    issue = event.payload.issue
    thread = f"{h.repo}#{issue.number}"
    said = comment_of(event.payload.comment, h, "comment", "comment", event.payload.action, thread)
    seen = issue_of(issue, h, "pull_request" if issue.is_pull() else "issue")
    return [said, seen] if seen else [said]


def review_comment(event: PullRequestReviewCommentEvent, h: Happening) -> list[Activity]:
    comment = event.payload.comment
    pull = event.payload.pull_request
    number = _number(pull)
    said = comment_of(comment, h, "review_comment", "review_comment", event.payload.action, f"{h.repo}#{number}")
    if comment.in_reply_to_id is not None:
        said = said._replace(parent=f"review_comment/{comment.in_reply_to_id}")
    seen = pull_of(pull, number, h)
    return [said, seen] if seen else [said]


def review(event: PullRequestReviewEvent, h: Happening) -> list[Activity]:
    comment = event.payload.review
    pull = event.payload.pull_request
    number = _number(pull)
    facts = {"state": comment.state.lower()} if comment.state else None
    said = comment_of(comment, h, "review", "review", event.payload.action, f"{h.repo}#{number}", facts)
    seen = pull_of(pull, number, h)
    return [said, seen] if seen else [said]


def review_thread(event: PullRequestReviewThreadEvent, h: Happening) -> list[Activity]:
    change = event.payload
    number = _number(change.pull_request)
    key = f"review_thread/{change.thread.node_id}/{change.action}/{h.unix}"
    done = act(h, "update", key, about=f"{h.repo}#{number}", facts={"action": change.action})
    seen = pull_of(change.pull_request, number, h)
    return [done, seen] if seen else [done]


def commit_comment(event: CommitCommentEvent, h: Happening) -> list[Activity]:
    comment = event.payload.comment
    facts = {"sha": comment.commit_id} if comment.commit_id else None
    return [comment_of(comment, h, "comment", "commit_comment", event.payload.action, None, facts)]


def discussion(event: DiscussionEvent, h: Happening) -> list[Activity]:
    change = event.payload
    topic = change.discussion
    seen = issue_of(topic, h, "topic")
    if change.action == "created":
        return [seen or _bare(h, "topic", topic.number)]
    if change.action == "deleted":
        return [_gone(seen or _bare(h, "topic", topic.number), h)]
    thread = f"{h.repo}#{topic.number}"
    if change.action == "answered" and change.answer is not None:
        answer = change.answer
        key = f"discussion_comment/{answer.id}/accepted"
        done = act(h, "answer", key, url=answer.html_url, about=thread)
        done = done._replace(author=identity_of(answer.user), parent=f"discussion_comment/{answer.id}")
    else:
        key = f"{thread}/{change.action}/{h.unix}"
        kind = _STATES.get(change.action or "", "update")
        done = act(h, kind, key, url=topic.html_url, about=thread, facts={"action": change.action})
    return [done, seen] if seen else [done]


def discussion_comment(event: DiscussionCommentEvent, h: Happening) -> list[Activity]:
    comment = event.payload.comment
    topic = event.payload.discussion
    thread = f"{h.repo}#{topic.number}"
    said = comment_of(comment, h, "comment", "discussion_comment", event.payload.action, thread)
    if comment.parent_id is not None:
        said = said._replace(parent=f"discussion_comment/{comment.parent_id}")
    seen = issue_of(topic, h, "topic")
    return [said, seen] if seen else [said]


def _number(pull: PullRequest, number: int | None = None) -> int:
    """Raises ValueError where neither the event nor the pull request says its number."""
    found = number if pull.number is None else pull.number
    if found is None:
        raise ValueError("Object missing required field `number` - at `$.payload.pull_request`")
    return found


def issue_of(issue: Issue, h: Happening, kind: str) -> Activity | None:
    """The issue as it was when the event was written; None where the event says too little of it."""
    if issue.created_at is None or issue.title is None:
        return None
    facts: dict[str, Fact] = {"state": issue.state, "comments": issue.comments}
    return Activity(
        "github", f"{h.repo}#{issue.number}", kind, utc(issue.created_at), identity_of(issue.user), h.channel,
        revision_of(issue.updated_at or issue.created_at), None, None, f"{h.repo}#{issue.number}", issue.title,
        issue.body or None, issue.html_url, facts,
    )  # fmt: skip


def pull_of(pull: PullRequest, number: int, h: Happening) -> Activity | None:
    """As `issue_of`; the figures of a pull request come with its own events only."""
    if pull.created_at is None or pull.title is None:
        return None
    revision = revision_of(pull.updated_at or pull.created_at)
    facts: dict[str, Fact] = {"state": pull.state}
    if pull.changed_files is not None:
        revision += WHOLE
        facts |= {
            "merged": bool(pull.merged or pull.merged_at),
            "comments": pull.comments,
            "review_comments": pull.review_comments,
            "commits": pull.commits,
            "added": pull.additions,
            "removed": pull.deletions,
            "files": pull.changed_files,
        }
    return Activity(
        "github", f"{h.repo}#{number}", "pull_request", utc(pull.created_at), identity_of(pull.user), h.channel,
        revision, None, None, f"{h.repo}#{number}", pull.title, pull.body or None, pull.html_url, facts,
    )  # fmt: skip


def _bare(h: Happening, kind: str, number: int) -> Activity:
    """Something opened of which the event gives the number alone (before 2015, and pull requests since 2025)."""
    page = {"issue": "issues", "pull_request": "pull", "topic": "discussions"}[kind]
    key = f"{h.repo}#{number}"
    opened = act(h, kind, key, url=below(h.url, f"{page}/{number}"))
    return opened._replace(thread=key, revision=SEEN_BARE)


def _gone(thread: Activity, h: Happening) -> Activity:
    """What is left of a thread that was deleted; webhooks tell of it, archives do not."""
    return thread._replace(
        revision=max(h.revision, thread.revision + 1), title=None, text=None, facts=None, deleted=True
    )


def change_of(
    change: IssueChange | PullRequestChange, h: Happening, number: int, url: str | None, closed_at: datetime | None
) -> Activity:
    """A closing, a reopening or another change of state. Labels and people are told apart in the same second."""
    action = change.action or "changed"
    kind = _STATES.get(action, "update")
    about = f"{h.repo}#{number}"
    if kind == "merge":
        return act(h, kind, f"{about}/merged", url=url, about=about)
    at = utc(closed_at) if kind == "close" and closed_at else h.at
    key = f"{about}/{action}/{revision_of(at) // 1_000_000}"
    if change.label is not None:
        key += f"/{change.label.name}"
    elif (person := identity_of(change.assignee) or _reviewer(change)) is not None:
        key += f"/{person.native_id}"
    facts = {"action": action} if kind == "update" else None
    return act(h, kind, key, url=url, about=about, facts=facts)._replace(at=at)


def _reviewer(change: IssueChange | PullRequestChange) -> Identity | None:
    return identity_of(change.requested_reviewer) if isinstance(change, PullRequestChange) else None


def _merge(pull: PullRequest, number: int, h: Happening) -> Activity:
    """A pull request is merged once; the merge stands for its closing too."""
    about = f"{h.repo}#{number}"
    merged = act(h, "merge", f"{about}/merged", url=pull.html_url, about=about)
    return merged._replace(at=utc(pull.merged_at)) if pull.merged_at else merged


def comment_of(
    comment: Comment,
    h: Happening,
    kind: str,
    word: str,
    action: str | None,
    thread: str | None,
    facts: Mapping[str, Fact] | None = None,
) -> Activity:
    made = comment.created_at or comment.submitted_at
    deleted = action == "deleted"
    changed = comment.updated_at or made
    revision = SEEN_BARE if changed is None else revision_of(changed)
    if deleted:  # after all that was there, also where our clock lags behind GitHub's
        revision = max(revision + 1, h.revision)
    return Activity(
        "github", f"{word}/{comment.id}", kind, utc(made) if made else h.at, identity_of(comment.user) or h.actor,
        h.channel, revision, None, thread, thread, None,
        None if deleted else comment.body or None, comment.html_url, facts, deleted,
    )  # fmt: skip
