"""The fields of GitHub's REST objects that we read, and of what tools put around them.

As in `wire`, everything not named here is skipped while decoding. Sources: docs.github.com/rest, the objects of
issues, pulls, comments, reviews, timelines, releases, commits and stars.
"""

from typing import Any

from msgspec import Raw, field

from rapport.platforms.github import wire
from rapport.platforms.github.wire import Account, Count, Sha, Time
from rapport.platforms.wire import Wire


class Marks(Wire):
    """What tells an object's kind, and the lists that tools lay into it; each only looked over."""

    backend_name: Raw = Raw()
    origin: Raw = Raw()
    data: Raw = Raw()
    items: Raw = Raw()
    total_count: Raw = Raw()
    open_issues: Raw = Raw()
    payload: Raw = Raw()
    type: Raw = Raw()
    issue: Raw = Raw()
    issues: Raw = Raw()
    pull: Raw = Raw()
    pulls: Raw = Raw()
    pull_requests: Raw = Raw()
    pull_request: Raw = Raw()
    number: Raw = Raw()
    title: Raw = Raw()
    base: Raw = Raw()
    merge_commit_sha: Raw = Raw()
    event: Raw = Raw()
    starred_at: Raw = Raw()
    tag_name: Raw = Raw()
    sha: Raw = Raw()
    commit: Raw = Raw()
    diff_hunk: Raw = Raw()
    path: Raw = Raw()
    pull_request_url: Raw = Raw()
    issue_url: Raw = Raw()
    commit_id: Raw = Raw()
    submitted_at: Raw = Raw()
    body: Raw = Raw()
    content: Raw = Raw()
    full_name: Raw = Raw()
    login: Raw = Raw()
    created_at: Raw = Raw()
    url: Raw = Raw()
    events: Raw = Raw()
    timeline: Raw = Raw()
    comments: Raw = Raw()
    review_comments: Raw = Raw()
    reviews: Raw = Raw()
    commits: Raw = Raw()
    reactions: Raw = Raw()
    comments_data: Raw = Raw()
    comment_data: Raw = Raw()
    comment_regular_data: Raw = Raw()
    review_comments_data: Raw = Raw()
    reviews_data: Raw = Raw()
    review_data: Raw = Raw()
    event_data: Raw = Raw()
    events_data: Raw = Raw()
    commit_data: Raw = Raw()
    reactions_data: Raw = Raw()
    reaction_data: Raw = Raw()
    discussion_comments: Raw = Raw()
    discussion_id: Raw = Raw()
    createdAt: Raw = Raw()  # noqa: N815 (GraphQL's)


LISTS = {
    "issues": None,
    "pulls": None,
    "pull_requests": None,
    "events": "event",
    "timeline": "event",
    "event_data": "event",
    "events_data": "event",
    "comments": None,
    "review_comments": "review comment",
    "reviews": "review",
    "commits": "commit",
    "comments_data": None,
    "comment_regular_data": None,
    "comment_data": None,
    "review_comments_data": "review comment",
    "reviews_data": "review",
    "review_data": "review",
    "commit_data": "commit",
    "reactions": "reaction",
    "reactions_data": "reaction",
    "reaction_data": "reaction",
    "discussion_comments": "discussion comment",
}
"""The lists, with what stands in them where that is sure: Perceval's end in `_data`, so do python-github-backup's."""


class Reactions(Wire):
    """How often each was given; who gave them is told elsewhere."""

    total_count: Count = 0
    up: Count = field(default=0, name="+1")
    down: Count = field(default=0, name="-1")
    laugh: Count = 0
    hooray: Count = 0
    confused: Count = 0
    heart: Count = 0
    rocket: Count = 0
    eyes: Count = 0


class Named(Wire):
    """A repository inside another object, or by itself."""

    id: int | None = None
    full_name: str | None = None
    updated_at: Time | None = None


class Branch(Wire):
    repo: Named | None = None


class Profile(Account):
    """An account by itself."""

    created_at: Time | None = None
    updated_at: Time | None = None


class Issue(wire.Issue):
    id: int | None = None
    node_id: str | None = None
    url: str | None = None
    repository_url: str | None = None
    comments: Any = None
    """A figure; a list where a tool put the comments there."""
    closed_by: Account | None = None
    author_association: str | None = None
    reactions: Reactions | list[Raw] | None = None
    draft: bool | None = None
    state_reason: str | None = None
    user_data: Account | None = None
    repository: Named | None = None


class Pull(wire.PullRequest):
    id: int | None = None
    node_id: str | None = None
    url: str | None = None
    comments: Any = None
    review_comments: Any = None
    commits: Any = None
    merged_by: Account | None = None
    merged_by_data: Account | None = None
    author_association: str | None = None
    reactions: Reactions | list[Raw] | None = None
    draft: bool | None = None
    user_data: Account | None = None
    base: Branch | None = None


class Comment(wire.Comment):
    node_id: str | None = None
    url: str | None = None
    issue_url: str | None = None
    pull_request_url: str | None = None
    discussion_url: str | None = None
    accepted_at: Time | None = None
    author_association: str | None = None
    reactions: Reactions | list[Raw] | None = None
    user_data: Account | None = None


class Reaction(Wire, kw_only=True):
    id: int = 0
    """0 where a migration archive says none, as of a release."""
    user: Account | None = None
    user_data: Account | None = None
    content: str | None = None
    created_at: Time


class Release(wire.Release):
    id: int = 0
    node_id: str | None = None
    url: str | None = None
    user: Account | None = None
    """Its author, in a migration archive."""
    reactions: Reactions | None = None
    created_at: Time | None = None


class Star(Wire, kw_only=True):
    starred_at: Time
    user: Account
    repo: Named | None = None
    """Of what somebody starred; `repository` of who starred it, where the dump says so."""
    repository: Named | None = None


class Fork(Wire, kw_only=True):
    """Of /forks: the new repository, whose owner made it."""

    id: int
    full_name: str | None = None
    owner: Account | None = None
    created_at: Time
    html_url: str | None = None


class Signature(Wire):
    name: str | None = None
    email: str | None = None
    date: Time | None = None


class GitCommit(Wire):
    message: str | None = None
    author: Signature | None = None
    committer: Signature | None = None


class Changes(Wire):
    additions: Count = 0
    deletions: Count = 0


class Commit(Wire):
    """Of /commits: what git knows is inside, the accounts stand beside it."""

    sha: Sha
    commit: GitCommit
    url: str | None = None
    html_url: str | None = None
    author: Account | None = None
    parents: list[Any] | None = None
    stats: Changes | None = None
    files: list[Raw] | None = None


class Renamed(Wire):
    to: str | None = None


class Source(Wire):
    issue: Issue | None = None


class Dated(Wire):
    """What every entry of a timeline says."""

    event: str
    id: int | None = None
    node_id: str | None = None
    url: str | None = None
    html_url: str | None = None
    actor: Account | None = None
    created_at: Time | None = None
    commit_id: str | None = None
    label: wire.Label | None = None
    assignee: Account | None = None
    requested_reviewer: Account | None = None
    rename: Renamed | None = None
    source: Source | None = None
    issue: Issue | None = None
    """Only in a repository's own list of events."""
    sha: Sha | None = None
    """Of a commit, as the next four."""
    message: str | None = None
    author: Signature | None = None
    committer: Signature | None = None
    parents: list[Any] | None = None
    user: Account | None = None
    """Of a comment or review, as the rest."""
    body: str | None = None
    state: str | None = None
    issue_url: str | None = None
    pull_request_url: str | None = None
    submitted_at: Time | None = None
    updated_at: Time | None = None
    author_association: str | None = None
    reactions: Reactions | None = None
    comments: Raw = Raw()
    """Remarks on lines."""
