"""The fields of GitHub's events that we read, as they come over the wire.

One struct a type of event, told apart by its `type`; everything not named here is skipped while decoding, which
is what makes reading quick. A field is optional unless an event means nothing without it: since October 2025
pushes hold no commits and pull requests little more than a number, and older years lack other things.
Source: docs.github.com, "GitHub event types".
"""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from rapport.platforms.wire import Wire

Time = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=0, lt=1 << 53)]
"""A figure that JSON can carry exactly."""


Sha = Annotated[str, Meta(min_length=7, max_length=64)]


class Account(Wire):
    id: int | None = None
    login: str | None = None
    type: str | None = None
    name: str | None = None
    """Only in the archives of 2011-2014, as is `email`."""
    email: str | None = None


class Repository(Wire):
    id: int | None = None
    name: str | None = None


class CommitAuthor(Wire):
    name: str | None = None
    email: str | None = None


class Commit(Wire):
    sha: Sha
    author: CommitAuthor | None = None
    message: str | None = None


class Issue(Wire):
    """An issue, a pull request seen as an issue (`pull_request` is set), or a discussion."""

    number: int
    title: str | None = None
    user: Account | None = None
    body: str | None = None
    state: str | None = None
    comments: Count | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    closed_at: Time | None = None
    html_url: str | None = None
    pull_request: dict[str, Any] | None = None
    """Addresses, where it is a pull request; in early years also for an issue, each of them null."""

    def is_pull(self) -> bool:
        return self.pull_request is not None and any(self.pull_request.values())


class PullRequest(Wire):
    """A pull request; its figures come with its own events only, not beside a review."""

    number: int | None = None
    title: str | None = None
    user: Account | None = None
    body: str | None = None
    state: str | None = None
    merged: bool | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    closed_at: Time | None = None
    merged_at: Time | None = None
    html_url: str | None = None
    comments: Count | None = None
    review_comments: Count | None = None
    commits: Count | None = None
    additions: Count | None = None
    deletions: Count | None = None
    changed_files: Count | None = None


class Comment(Wire):
    """What somebody wrote under an issue, a commit, a line of a pull request or a discussion, or as a review."""

    id: int
    user: Account | None = None
    body: str | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    submitted_at: Time | None = None
    html_url: str | None = None
    state: str | None = None
    commit_id: str | None = None
    in_reply_to_id: int | None = None
    parent_id: int | None = None


class Release(Wire):
    id: int
    tag_name: str | None = None
    name: str | None = None
    body: str | None = None
    author: Account | None = None
    prerelease: bool | None = None
    draft: bool | None = None
    published_at: Time | None = None
    updated_at: Time | None = None
    html_url: str | None = None


class Forkee(Wire):
    id: int
    full_name: str | None = None
    created_at: Time | None = None
    html_url: str | None = None


class Page(Wire):
    page_name: str
    sha: str
    title: str | None = None
    summary: str | None = None
    action: str | None = None
    html_url: str | None = None


class Label(Wire):
    name: str | None = None


class ReviewThread(Wire):
    node_id: str


class Sponsorship(Wire):
    node_id: str
    created_at: Time | None = None
    sponsor: Account | None = None


class Event(Wire, kw_only=True):
    """What every event holds."""

    id: str | int | None = None
    actor: Account | None = None
    repo: Repository | None = None
    created_at: Time


class Pushed(Wire):
    push_id: int | None = None
    size: Count | None = None
    distinct_size: Count | None = None
    ref: str | None = None
    head: str | None = None
    before: str | None = None
    commits: list[Commit] | None = None
    shas: list[list[str | bool | None]] | None = None
    """Commits as they were before 2015: sha, e-mail, message, name, whether new to the repository."""


class PushEvent(Event, tag_field="type", kw_only=True):
    payload: Pushed


class Ref(Wire):
    ref: str | None = None
    ref_type: str | None = None
    description: str | None = None
    object: str | None = None
    """What `ref_type` was called in 2011, and `object_name` the `ref`."""
    object_name: str | None = None


class CreateEvent(Event, tag_field="type", kw_only=True):
    payload: Ref


class DeleteEvent(Event, tag_field="type", kw_only=True):
    payload: Ref


class Forked(Wire):
    forkee: Forkee


class ForkEvent(Event, tag_field="type", kw_only=True):
    payload: Forked


class WatchEvent(Event, tag_field="type", kw_only=True):
    """A star; the name is older than GitHub's stars."""


class PublicEvent(Event, tag_field="type", kw_only=True):
    pass


class Pages(Wire):
    pages: list[Page]


class GollumEvent(Event, tag_field="type", kw_only=True):
    """An edit of the wiki; Gollum is GitHub's wiki."""

    payload: Pages


class Released(Wire, kw_only=True):
    action: str | None = None
    release: Release


class ReleaseEvent(Event, tag_field="type", kw_only=True):
    payload: Released


class MemberChange(Wire, kw_only=True):
    action: str | None = None
    member: Account


class MemberEvent(Event, tag_field="type", kw_only=True):
    payload: MemberChange


class Sponsored(Wire, kw_only=True):
    action: str | None = None
    sponsorship: Sponsorship


class SponsorshipEvent(Event, tag_field="type", kw_only=True):
    payload: Sponsored


class Followed(Wire):
    target: Account


class FollowEvent(Event, tag_field="type", kw_only=True):
    payload: Followed


class IssueChange(Wire, kw_only=True):
    action: str | None = None
    issue: Issue
    label: Label | None = None
    assignee: Account | None = None


class IssuesEvent(Event, tag_field="type", kw_only=True):
    payload: IssueChange


class PullRequestChange(Wire, kw_only=True):
    action: str | None = None
    number: int | None = None
    pull_request: PullRequest
    label: Label | None = None
    assignee: Account | None = None
    requested_reviewer: Account | None = None


class PullRequestEvent(Event, tag_field="type", kw_only=True):
    payload: PullRequestChange


class IssueCommented(Wire, kw_only=True):
    action: str | None = None
    issue: Issue
    comment: Comment


class IssueCommentEvent(Event, tag_field="type", kw_only=True):
    payload: IssueCommented


class PullRequestCommented(Wire, kw_only=True):
    action: str | None = None
    pull_request: PullRequest
    comment: Comment


class PullRequestReviewCommentEvent(Event, tag_field="type", kw_only=True):
    payload: PullRequestCommented


class Reviewed(Wire, kw_only=True):
    action: str | None = None
    pull_request: PullRequest
    review: Comment


class PullRequestReviewEvent(Event, tag_field="type", kw_only=True):
    payload: Reviewed


class ThreadChange(Wire, kw_only=True):
    action: str | None = None
    pull_request: PullRequest
    thread: ReviewThread


class PullRequestReviewThreadEvent(Event, tag_field="type", kw_only=True):
    payload: ThreadChange


class CommitCommented(Wire, kw_only=True):
    action: str | None = None
    comment: Comment


class CommitCommentEvent(Event, tag_field="type", kw_only=True):
    payload: CommitCommented


class DiscussionChange(Wire, kw_only=True):
    action: str | None = None
    discussion: Issue
    answer: Comment | None = None


class DiscussionEvent(Event, tag_field="type", kw_only=True):
    payload: DiscussionChange


class DiscussionCommented(Wire, kw_only=True):
    action: str | None = None
    discussion: Issue
    comment: Comment


class DiscussionCommentEvent(Event, tag_field="type", kw_only=True):
    payload: DiscussionCommented


Known = (
    PushEvent | CreateEvent | DeleteEvent | ForkEvent | WatchEvent | PublicEvent | GollumEvent | ReleaseEvent
    | MemberEvent | SponsorshipEvent | FollowEvent | IssuesEvent | PullRequestEvent | IssueCommentEvent
    | PullRequestReviewCommentEvent | PullRequestReviewEvent | PullRequestReviewThreadEvent | CommitCommentEvent
    | DiscussionEvent | DiscussionCommentEvent
)  # fmt: skip


class OtherEvent(Event, kw_only=True):
    """An event of a type we have no word for."""

    type: str
