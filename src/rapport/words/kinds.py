"""What one can do in a community: the kinds of activity, and which of them give something.

The numbers stand in the ledger: never change or reuse one.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    number: int
    weight: int
    """How much commitment it shows, unless the team says otherwise: 1 (a star) to 12, 0 for none at all. The scale is
    that of the Orbit Model, whose examples are kept to: an event organised 11, a pull request 8, an answer 6, an event
    attended 5 (github.com/orbit-love/orbit-model, pages/activities.mdx)."""
    name: str
    label: str
    plural: str
    gives: str | None = None
    """The contribution it is, one of GIFTS, or None; a team can say otherwise (`people.weights`)."""


KINDS = (
    Kind(1, 4, "topic", "topic", "topics"),
    Kind(2, 4, "post", "post", "posts"),
    Kind(3, 6, "answer", "accepted answer", "accepted answers", "answer"),
    Kind(4, 2, "reaction", "reaction", "reactions"),
    Kind(5, 8, "moderation", "moderation", "moderation acts", "upkeep"),
    Kind(6, 8, "commit", "commit", "commits", "code"),
    Kind(7, 7, "coauthor", "co-authored commit", "co-authored commits", "code"),
    Kind(8, 6, "signoff", "sign-off", "sign-offs", "upkeep"),
    Kind(9, 6, "report", "report credited in a commit", "reports credited in commits", "report"),
    Kind(10, 6, "test", "test credited in a commit", "tests credited in commits", "review"),
    Kind(11, 8, "review", "review", "reviews", "review"),
    Kind(12, 6, "review_comment", "review comment", "review comments", "review"),
    Kind(13, 5, "push", "push", "pushes"),
    Kind(14, 6, "issue", "issue", "issues", "report"),
    Kind(15, 8, "pull_request", "pull request", "pull requests", "code"),
    Kind(16, 4, "comment", "comment", "comments"),
    Kind(17, 3, "close", "closing", "closings"),
    Kind(18, 3, "reopen", "reopening", "reopenings"),
    Kind(19, 8, "merge", "merge", "merges", "upkeep"),
    Kind(20, 2, "update", "update", "updates"),
    Kind(21, 1, "star", "star", "stars"),
    Kind(22, 2, "fork", "fork", "forks"),
    Kind(23, 9, "release", "release", "releases", "upkeep"),
    Kind(24, 3, "create", "branch, tag or repository made", "branches, tags and repositories made"),
    Kind(25, 2, "delete", "branch or tag removed", "branches and tags removed"),
    Kind(26, 7, "wiki", "wiki edit", "wiki edits", "documentation"),
    Kind(27, 3, "member", "member added", "members added"),
    Kind(28, 3, "publish", "repository made public", "repositories made public"),
    Kind(29, 9, "sponsor", "sponsorship", "sponsorships"),
    Kind(30, 2, "other", "other act", "other acts"),
    Kind(31, 1, "join", "arrival", "arrivals"),
    Kind(32, 3, "message", "message", "messages"),
    Kind(33, 4, "question", "question", "questions"),
    Kind(34, 6, "response", "answer given", "answers given", "answer"),
    Kind(35, 1, "follow", "follow", "follows"),
    Kind(36, 2, "repost", "repost", "reposts"),
    Kind(37, 8, "article", "article", "articles"),
    Kind(38, 5, "event", "event", "events"),
    Kind(39, 2, "rsvp", "reply to an invitation", "replies to invitations"),
    Kind(40, 5, "attendance", "attendance", "attendances"),
    Kind(41, 0, "leave", "departure", "departures"),
    Kind(42, 2, "edit", "edit", "edits"),
    Kind(43, 2, "vote", "vote", "votes"),
    Kind(44, 8, "video", "video", "videos"),
    Kind(45, 10, "talk", "talk", "talks", "talk"),
    Kind(46, 5, "meeting", "meeting", "meetings"),
    Kind(47, 4, "call", "call", "calls"),
    Kind(48, 9, "mentoring", "mentoring", "mentoring", "mentoring"),
    Kind(49, 11, "organised", "event organised", "events organised", "organising"),
)

GIFTS = ("code", "review", "answer", "documentation", "report", "upkeep", "talk", "mentoring", "organising")
"""What one can give."""
BY_NAME = {kind.name: kind for kind in KINDS}
BY_NUMBER = {kind.number: kind for kind in KINDS}
GIVING = tuple(kind.number for kind in KINDS if kind.gives)
"""The kinds that are contributions, unless the team says otherwise."""
