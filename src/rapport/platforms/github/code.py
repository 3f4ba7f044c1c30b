"""Events about the repository itself: pushes, branches, forks, releases, wiki pages, stars, people."""

import re
from datetime import datetime

from rapport.platforms.github.happening import Happening, act, below, utc
from rapport.platforms.github.who import author_of, git_channel, identity_of
from rapport.platforms.github.wire import (
    Commit,
    CommitAuthor,
    CreateEvent,
    DeleteEvent,
    FollowEvent,
    ForkEvent,
    GollumEvent,
    MemberEvent,
    PublicEvent,
    PushEvent,
    Release,
    ReleaseEvent,
    SponsorshipEvent,
    WatchEvent,
)
from rapport.words.activity import COMMIT_FROM_PUSH, Activity, Fact, revision_of
from rapport.words.identity import Channel

# Trailers hold other people's names and addresses; `rapport.platforms.git` reads them from a clone.
_TRAILER = re.compile(
    r"^[ \t]*(?:(?:[a-z][a-z-]*-by|cc)[ \t]*:.*|[a-z0-9-]+[ \t]*:.*<[^<>\s@]+@[^<>\s@]+>[ \t\r]*)$\n?",
    re.IGNORECASE | re.MULTILINE,
)


def push(event: PushEvent, h: Happening) -> list[Activity]:
    pushed = event.payload
    commits = pushed.commits or [_commit_of_old(each) for each in pushed.shas or () if each and each[0]]
    key = str(pushed.push_id) if pushed.push_id is not None else f"{h.repo}/{pushed.head}/{h.unix}"
    url = f"{h.url}/compare/{pushed.before}...{pushed.head}" if h.url and pushed.before and pushed.head else None
    facts: dict[str, Fact] = {"ref": pushed.ref}
    if pushed.size is not None:
        facts |= {"commits": pushed.size, "distinct": pushed.distinct_size}
    activities = [act(h, "push", f"push/{key}", url=url, facts=facts)]
    if commits:
        git = git_channel(h.channel.name)
        page = below(h.url, "commit/")
        activities.extend([_commit(commit, h.at, git, page) for commit in commits])
    return activities


def _commit(commit: Commit, pushed_at: datetime, git: Channel, page: str | None) -> Activity:
    """A commit is its sha wherever it comes from; a clone of the repository tells more and replaces this."""
    title, text = split_message(commit.message or "")
    return Activity(
        "git", commit.sha, "commit", pushed_at, author_of(commit), git, COMMIT_FROM_PUSH, None, None, None, title,
        text, page and page + commit.sha,
    )  # fmt: skip


def _commit_of_old(fields: list[str | bool | None]) -> Commit:
    sha, email, message, name = ([str(field or "") for field in fields] + [""] * 3)[:4]
    return Commit(sha=sha, message=message, author=CommitAuthor(name=name, email=email))


def split_message(message: str) -> tuple[str | None, str | None]:
    """A commit's subject, and the rest without its trailers."""
    subject, line_end, rest = message.partition("\n")
    if line_end:
        rest = rest.strip()
        if ":" in rest:
            rest = _TRAILER.sub("", rest).strip()
    return subject.strip() or None, rest or None


def create(event: CreateEvent, h: Happening) -> list[Activity]:
    made = event.payload
    ref = made.ref or made.object_name
    type_ = made.ref_type or made.object
    if type_ == "repository" or ref is None:
        return [act(h, "create", f"repository/{h.repo}", title=h.channel.name, text=made.description, url=h.url,
                    facts={"type": "repository"})]  # fmt: skip
    key = f"ref/{h.repo}/{type_}/{ref}/created/{h.unix}"
    return [act(h, "create", key, title=ref, url=below(h.url, f"tree/{ref}"), facts={"type": type_})]


def delete(event: DeleteEvent, h: Happening) -> list[Activity]:
    gone = event.payload
    key = f"ref/{h.repo}/{gone.ref_type}/{gone.ref}/deleted/{h.unix}"
    return [act(h, "delete", key, title=gone.ref, facts={"type": gone.ref_type})]


def star(event: WatchEvent, h: Happening) -> list[Activity]:
    actor = h.actor.native_id if h.actor else "nobody"
    return [act(h, "star", f"star/{h.repo}/{actor}", url=h.url)]


def fork(event: ForkEvent, h: Happening) -> list[Activity]:
    forkee = event.payload.forkee
    url = forkee.html_url or (f"https://github.com/{forkee.full_name}" if forkee.full_name else None)
    made = act(h, "fork", f"fork/{forkee.id}", title=forkee.full_name, url=url)
    if forkee.created_at:
        made = made._replace(at=utc(forkee.created_at))
    return [made]


def release(event: ReleaseEvent, h: Happening) -> list[Activity]:
    deleted = event.payload.action == "deleted"
    if event.payload.release.draft and not deleted:  # nobody else sees it yet
        return []
    return [release_of(event.payload.release, h, deleted=deleted)]


def release_of(made: Release, h: Happening, *, deleted: bool = False) -> Activity:
    at = utc(made.published_at) if made.published_at else h.at
    changed = revision_of(made.updated_at) if made.updated_at else h.revision
    return Activity(
        "github",
        f"release/{made.id}",
        "release",
        at,
        identity_of(made.author) or h.actor,
        h.channel,
        max(changed + 1, h.revision) if deleted else changed,
        title=None if deleted else made.name or made.tag_name,
        text=None if deleted else made.body or None,
        url=made.html_url,
        facts=None if deleted else {"tag": made.tag_name, "prerelease": made.prerelease},
        deleted=deleted,
    )


def wiki(event: GollumEvent, h: Happening) -> list[Activity]:
    """One activity a page; an event without pages leaves none."""
    return [
        act(
            h,
            "wiki",
            f"wiki/{h.repo}/{page.page_name}/{page.sha}",
            title=page.title or page.page_name,
            text=page.summary,
            url=page.html_url,
            facts={"action": page.action},
        )
        for page in event.payload.pages
    ]


def member(event: MemberEvent, h: Happening) -> list[Activity]:
    change = event.payload
    added = identity_of(change.member)
    action = change.action or "added"
    key = f"member/{h.repo}/{added.native_id if added else 'nobody'}/{action}/{h.unix}"
    return [act(h, "member", key, url=h.url, facts={"action": action})]


def publish(event: PublicEvent, h: Happening) -> list[Activity]:
    return [act(h, "publish", f"public/{h.repo}/{h.unix}", title=h.channel.name, url=h.url)]


def sponsor(event: SponsorshipEvent, h: Happening) -> list[Activity]:
    change = event.payload
    sponsorship = change.sponsorship
    key = f"sponsorship/{sponsorship.node_id}"
    if change.action not in (None, "created"):
        return [act(h, "update", f"{key}/{change.action}/{h.unix}", facts={"action": change.action})]
    made = act(h, "sponsor", key)
    if sponsorship.created_at:
        made = made._replace(at=utc(sponsorship.created_at))
    return [made._replace(author=identity_of(sponsorship.sponsor) or h.actor)]


def follow(event: FollowEvent, h: Happening) -> list[Activity]:
    target = identity_of(event.payload.target)
    actor = h.actor.native_id if h.actor else "nobody"
    key = f"follow/{target.native_id if target else 'nobody'}/{actor}"
    return [act(h, "other", key, url=target.url if target else None, facts={"type": "FollowEvent"})]
