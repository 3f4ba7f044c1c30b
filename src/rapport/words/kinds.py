"""What one can do in a community: the kinds of activity, and which of them give something.

The numbers stand in the ledger: never change or reuse one.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    number: int
    name: str
    label: str
    plural: str
    gives: str | None = None
    """The contribution it is (code, review, answer, documentation, report, upkeep), or None."""


KINDS = (
    Kind(1, "topic", "topic", "topics"),
    Kind(2, "post", "post", "posts"),
    Kind(3, "answer", "accepted answer", "accepted answers", "answer"),
    Kind(4, "reaction", "reaction", "reactions"),
    Kind(5, "moderation", "moderation", "moderation acts", "upkeep"),
    Kind(6, "commit", "commit", "commits", "code"),
    Kind(7, "coauthor", "co-authored commit", "co-authored commits", "code"),
    Kind(8, "signoff", "sign-off", "sign-offs", "upkeep"),
    Kind(9, "report", "report credited in a commit", "reports credited in commits", "report"),
    Kind(10, "test", "test credited in a commit", "tests credited in commits", "review"),
    Kind(11, "review", "review", "reviews", "review"),
    Kind(12, "review_comment", "review comment", "review comments", "review"),
    Kind(13, "push", "push", "pushes"),
    Kind(14, "issue", "issue", "issues", "report"),
    Kind(15, "pull_request", "pull request", "pull requests", "code"),
    Kind(16, "comment", "comment", "comments"),
    Kind(17, "close", "closing", "closings"),
    Kind(18, "reopen", "reopening", "reopenings"),
    Kind(19, "merge", "merge", "merges", "upkeep"),
    Kind(20, "update", "update", "updates"),
    Kind(21, "star", "star", "stars"),
    Kind(22, "fork", "fork", "forks"),
    Kind(23, "release", "release", "releases", "upkeep"),
    Kind(24, "create", "branch, tag or repository made", "branches, tags and repositories made"),
    Kind(25, "delete", "branch or tag removed", "branches and tags removed"),
    Kind(26, "wiki", "wiki edit", "wiki edits", "documentation"),
    Kind(27, "member", "member added", "members added"),
    Kind(28, "publish", "repository made public", "repositories made public"),
    Kind(29, "sponsor", "sponsorship", "sponsorships"),
    Kind(30, "other", "other act", "other acts"),
    Kind(31, "join", "arrival", "arrivals"),
    Kind(32, "message", "message", "messages"),
    Kind(33, "question", "question", "questions"),
    Kind(34, "response", "answer given", "answers given", "answer"),
    Kind(35, "follow", "follow", "follows"),
    Kind(36, "repost", "repost", "reposts"),
    Kind(37, "article", "article", "articles"),
    Kind(38, "event", "event", "events"),
    Kind(39, "rsvp", "reply to an invitation", "replies to invitations"),
    Kind(40, "attendance", "attendance", "attendances"),
    Kind(41, "leave", "departure", "departures"),
    Kind(42, "edit", "edit", "edits"),
    Kind(43, "vote", "vote", "votes"),
    Kind(44, "video", "video", "videos"),
)

BY_NAME = {kind.name: kind for kind in KINDS}
BY_NUMBER = {kind.number: kind for kind in KINDS}
GIVING = tuple(kind.number for kind in KINDS if kind.gives)
"""The kinds that are contributions."""
