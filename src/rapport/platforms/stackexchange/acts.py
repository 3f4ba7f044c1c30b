"""Rows of Votes.xml, PostHistory.xml and PostLinks.xml → activities: what was done to posts."""

from types import MappingProxyType

from rapport.platforms.stackexchange.accepted import ACCEPTING, Posts, acceptance
from rapport.platforms.stackexchange.read import post_id
from rapport.platforms.stackexchange.rows import Row, needed_id, needed_moment, whole, words
from rapport.platforms.stackexchange.site import channel_of, web
from rapport.platforms.stackexchange.who import author_of
from rapport.words.activity import Activity, revision_of

VOTES = MappingProxyType({5: "bookmark", 8: "bounty"})
"""The VoteTypeIds whose voter dumps name (or named: bookmarks until 2022)."""

EDITS = MappingProxyType(dict.fromkeys(range(4, 7), "edit") | dict.fromkeys(range(7, 10), "rollback"))
"""PostHistoryTypeId: of title, body, tags. 1 to 3 are the post as it was first written."""
HANDLING = MappingProxyType(
    {
        10: "closed", 11: "reopened", 12: "deleted", 13: "undeleted", 14: "locked", 15: "unlocked",
        16: "community owned", 17: "migrated", 18: "merged", 19: "protected", 20: "unprotected", 22: "unmerged",
        33: "notice added", 34: "notice removed", 35: "migrated away", 36: "migrated here",
        37: "merged from", 38: "merged into",
    }
)  # fmt: skip
"""What moderators and voters do. Left out are the site's own marks (24, 25, 31, 50 and above)."""
_KINDS = {10: "close", 11: "reopen"}

LINKS = MappingProxyType({1: "linked", 3: "duplicate"})


def vote(row: Row, site: str, posts: Posts | None) -> list[Activity]:
    """An accepted answer, where Posts.xml is at hand to say whose; a bounty or bookmark of a named person.

    Nothing for other votes: dumps do not say whose they are. Raises NotReadable for a row without post, type or time.
    """
    number, type_, at = needed_id(row, "PostId"), needed_id(row, "VoteTypeId"), needed_moment(row, "CreationDate")
    if type_ == ACCEPTING and posts is not None and number in posts.answers:
        question, answer = posts.answers[number]
        return [acceptance(answer, number, question, at, site)]
    voter = author_of(row, site)
    if type_ not in VOTES or voter is None:
        return []
    bounty = whole(row, "BountyAmount")
    return [
        Activity(
            platform="stackexchange",
            native_id=f"{site}/vote/{needed_id(row, 'Id')}",
            kind="vote",
            at=at,
            author=voter,
            channel=channel_of(site),
            revision=revision_of(at),
            parent=post_id(site, number),
            thread=None if posts is None or (asked := posts.question_of(number)) is None else post_id(site, asked),
            facts={"vote": VOTES[type_]} | ({"bounty": bounty} if bounty is not None else {}),
        )
    ]


def change(row: Row, site: str, posts: Posts | None) -> list[Activity]:
    """An edit, or what moderators did, by its person. The rows of one revision (title, body, tags) are one activity.

    Nothing for a post's first version, for the site's own marks, and where nobody is named.
    Raises NotReadable for a row without post, type or time.
    """
    number, at = needed_id(row, "PostId"), needed_moment(row, "CreationDate")
    type_ = needed_id(row, "PostHistoryTypeId")
    author = author_of(row, site)
    if author is None or (type_ not in EDITS and type_ not in HANDLING):
        return []
    revision = words(row, "RevisionGUID") or str(needed_id(row, "Id"))
    edit = type_ in EDITS
    asked = None if posts is None else posts.question_of(number)
    return [
        Activity(
            platform="stackexchange",
            native_id=f"{site}/revision/{revision.lower()}",
            kind="edit" if edit else _KINDS.get(type_, "moderation"),
            at=at,
            author=author,
            channel=channel_of(site),
            revision=revision_of(at),
            parent=post_id(site, number),
            thread=None if asked is None else post_id(site, asked),
            text=words(row, "Comment") if edit else None,
            url=web(site, f"/posts/{number}/revisions"),
            facts={"action": EDITS[type_] if edit else HANDLING[type_]},
        )
    ]


def link(row: Row, site: str) -> list[Activity]:
    """That a post mentions another, or duplicates it. Nobody is named.

    Raises NotReadable for a link without its posts or time.
    """
    number, other = needed_id(row, "PostId"), needed_id(row, "RelatedPostId")
    type_, at = needed_id(row, "LinkTypeId"), needed_moment(row, "CreationDate")
    return [
        Activity(
            platform="stackexchange",
            native_id=f"{site}/link/{number}/{other}/{type_}",
            kind="update",
            at=at,
            author=None,
            channel=channel_of(site),
            revision=revision_of(at),
            parent=post_id(site, number),
            url=web(site, f"/questions/{other}"),
            facts={"link": LINKS.get(type_, str(type_)), "to": other},
        )
    ]
