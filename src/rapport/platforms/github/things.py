"""Objects of the REST API → activities: issues, pull requests, what is written under them, releases, commits, stars.

The native ids are those of `talk` and `code`, which read the same things out of events.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from rapport.platforms.github import rest
from rapport.platforms.github.code import release_of, split_message
from rapport.platforms.github.happening import SEEN_BARE, Happening, act, utc
from rapport.platforms.github.home import Home, Homes, name_in, number_in
from rapport.platforms.github.nodes import repository_in
from rapport.platforms.github.talk import issue_of, pull_of
from rapport.platforms.github.who import git_channel, identity_of, signed_by
from rapport.platforms.github.wire import Account
from rapport.words.activity import COMMIT_FROM_TABLE, Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import Told


class Within(NamedTuple):
    """What an object stands in, where it does not say so itself."""

    home: Home | None = None
    number: int | None = None
    pull: bool = False
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    target: str | None = None
    """Native id of what reactions were given to."""


class Context(NamedTuple):
    homes: Homes
    within: Within = Within()

    def home(self, *addresses: str | None, node_id: str | None = None, id_: int | None = None) -> Home:
        """Raises ValueError where nothing says which repository it is."""
        name = name_in(*addresses)
        if name is None:
            if self.within.home is None:
                raise ValueError("It does not say which repository it belongs to.")
            return self.within.home
        home = self.within.home
        if home is None or home.name != name:
            home = self.homes.of(name)
        if home.repo.startswith("name:") and (repository := repository_in(node_id, id_)) is not None:
            return self.homes.of(name, repository)
        return home

    def number(self, *addresses: str | None) -> int:
        number = number_in(*addresses) or self.within.number or self.homes.only_number
        if number is None:
            raise ValueError("It does not say which issue or pull request it belongs to.")
        return number


class Read(NamedTuple):
    activities: list[Activity]
    channels: tuple[Channel, ...] = ()
    people: tuple[Told, ...] = ()


def happening(home: Home, actor: Identity | None, at: datetime) -> Happening:
    at = utc(at)
    return Happening(actor, home.channel, home.repo, home.url, at, revision_of(at))


def issue(it: rest.Issue, context: Context) -> Read:
    home = home_of_issue(it, context)
    kind = "pull_request" if it.is_pull() else "topic" if "/discussions/" in (it.html_url or "") else "issue"
    if it.created_at is None or it.title is None:
        raise ValueError(f"The {kind.replace('_', ' ')} has no time or no title.")
    h = happening(home, account(it.user_data, it.user), it.created_at)
    seen = issue_of(it, h, kind)
    assert seen is not None  # noqa: S101  # for mypy: it has a time and a title
    facts = counted(seen.facts) | extra(it)
    if it.state_reason:
        facts["reason"] = it.state_reason
    seen = seen._replace(author=h.actor, facts=facts)
    merged_at = merged_when(it)
    ended = None
    if merged_at is not None:
        ended = merge(h, it.number, it.html_url, merged_at, None)
    elif it.state == "closed" and it.closed_at and (kind != "pull_request" or knows_merges(it)):
        ended = close(h, it.number, it.html_url, it.closed_at, identity_of(it.closed_by))
    return Read([seen, ended] if ended else [seen])


def home_of_issue(it: rest.Issue, context: Context) -> Home:
    if it.repository is not None and it.repository.full_name:
        return context.homes.of(it.repository.full_name, it.repository.id)
    return context.home(it.repository_url, it.url, it.html_url, node_id=it.node_id, id_=it.id)


def merged_when(it: rest.Issue) -> datetime | None:
    """When a pull request that is shown as an issue was merged."""
    at = (it.pull_request or {}).get("merged_at")
    try:
        return utc(datetime.fromisoformat(at)) if isinstance(at, str) and at[-1:] == "Z" else None
    except ValueError:
        return None


def knows_merges(it: rest.Issue) -> bool:
    """Until 2021 a pull request that is shown as an issue did not say whether it was merged or only closed."""
    return "merged_at" in (it.pull_request or {})


def pull(it: rest.Pull, context: Context) -> Read:
    home = home_of_pull(it, context)
    number = context.number(it.url, it.html_url) if it.number is None else it.number
    if it.created_at is None or it.title is None:
        raise ValueError("The pull request has no time or no title.")
    h = happening(home, account(it.user_data, it.user), it.created_at)
    seen = pull_of(it, number, h)
    assert seen is not None  # noqa: S101  # for mypy: it has a time and a title
    seen = seen._replace(author=h.actor, facts=counted(seen.facts) | extra(it))
    ended = None
    if it.merged_at:
        ended = merge(h, number, it.html_url, it.merged_at, account(it.merged_by_data, it.merged_by))
    elif it.state == "closed" and it.closed_at:
        ended = close(h, number, it.html_url, it.closed_at, None)
    return Read([seen, ended] if ended else [seen])


def home_of_pull(it: rest.Pull, context: Context) -> Home:
    repository = it.base.repo if it.base else None
    if repository is not None and repository.full_name:
        return context.homes.of(repository.full_name, repository.id)
    return context.home(it.url, it.html_url, node_id=it.node_id, id_=it.id)


def close(h: Happening, number: int, url: str | None, at: datetime, by: Identity | None) -> Activity:
    at, about = utc(at), f"{h.repo}#{number}"
    done = act(h, "close", f"{about}/closed/{revision_of(at) // 1_000_000}", url=url, about=about)
    return done._replace(at=at, author=by, revision=told_by_the_way(at, by))


def merge(h: Happening, number: int, url: str | None, at: datetime, by: Identity | None) -> Activity:
    at, about = utc(at), f"{h.repo}#{number}"
    done = act(h, "merge", f"{about}/merged", url=url, about=about)
    return done._replace(at=at, author=by, revision=told_by_the_way(at, by))


def told_by_the_way(at: datetime, by: Identity | None) -> int:
    """The revision of a closing or merge that only its issue tells of: its own event tells more and wins."""
    return revision_of(at) - 1 if by else SEEN_BARE


def comment(it: rest.Comment | rest.Dated, context: Context) -> Read:
    home = context.home(it.issue_url, it.url, it.html_url, node_id=it.node_id, id_=it.id)
    number = context.number(it.issue_url, it.html_url)
    return Read([written(it, home, "comment", "comment", f"{home.repo}#{number}")])


def review_comment(it: rest.Comment, context: Context) -> Read:
    home = context.home(it.pull_request_url, it.url, it.html_url, node_id=it.node_id, id_=it.id)
    number = context.number(it.pull_request_url, it.html_url)
    said = written(it, home, "review_comment", "review_comment", f"{home.repo}#{number}")
    if it.in_reply_to_id is not None:
        said = said._replace(parent=f"review_comment/{it.in_reply_to_id}")
    return Read([said])


def review(it: rest.Comment | rest.Dated, context: Context) -> Read:
    """A review that its author has not handed in yet is none."""
    home = context.home(it.pull_request_url, it.html_url, node_id=it.node_id, id_=it.id)
    number = context.number(it.pull_request_url, it.html_url)
    state = (it.state or "").lower()
    if state == "pending":
        return Read([])
    facts: dict[str, Fact] = {"state": state} if state else {}
    return Read([written(it, home, "review", "review", f"{home.repo}#{number}", facts)])


def commit_comment(it: rest.Comment, context: Context) -> Read:
    home = context.home(it.url, it.html_url, node_id=it.node_id, id_=it.id)
    facts: dict[str, Fact] = {"sha": it.commit_id} if it.commit_id else {}
    return Read([written(it, home, "comment", "commit_comment", None, facts)])


def discussion_comment(it: rest.Comment, context: Context) -> Read:
    """A comment under a discussion, and that it was accepted as the answer."""
    home = context.home(it.discussion_url, it.html_url, node_id=it.node_id, id_=it.id)
    thread = f"{home.repo}#{context.number(it.discussion_url, it.html_url)}"
    said = written(it, home, "comment", "discussion_comment", thread)
    if it.parent_id is not None:
        said = said._replace(parent=f"discussion_comment/{it.parent_id}")
    if it.accepted_at is None:
        return Read([said])
    h = happening(home, said.author, it.accepted_at)
    accepted = act(h, "answer", f"{said.native_id}/accepted", url=it.html_url, about=thread)
    return Read([said, accepted._replace(parent=said.native_id)])


def written(
    it: rest.Comment | rest.Dated,
    home: Home,
    kind: str,
    word: str,
    thread: str | None,
    facts: dict[str, Fact] | None = None,
) -> Activity:
    made = it.created_at or it.submitted_at
    if made is None:
        raise ValueError(f"The {kind.replace('_', ' ')} has no time.")
    who = account(it.user or it.actor) if isinstance(it, rest.Dated) else account(it.user_data, it.user)
    all_facts = {**facts, **extra(it)} if facts else extra(it)
    return Activity(
        "github", f"{word}/{it.id}", kind, utc(made), who, home.channel, revision_of(it.updated_at or made), None,
        thread, thread, None, it.body or None, it.html_url, all_facts or None,
    )  # fmt: skip


def reaction(it: rest.Reaction, context: Context) -> Read:
    home, target = context.within.home, context.within.target
    if home is None or target is None:
        raise ValueError("It does not say what was reacted to.")
    h = happening(home, account(it.user_data, it.user), it.created_at)
    number = context.within.number
    key = f"reaction/{it.id}" if it.id else f"{target}/reaction/{h.actor.native_id if h.actor else ''}/{it.content}"
    given = act(h, "reaction", key, facts={"reaction": it.content} if it.content else None)
    return Read([given._replace(parent=target, thread=f"{home.repo}#{number}" if number else None)])


def release(it: rest.Release, context: Context) -> Read:
    home = context.home(it.url, it.html_url, node_id=it.node_id, id_=it.id)
    made = it.published_at or it.created_at
    if made is None:
        raise ValueError("The release has no time.")
    if it.draft:
        return Read([])
    h = happening(home, identity_of(it.author) or identity_of(it.user), made)
    given = release_of(it, h)
    if not it.id:
        given = given._replace(native_id=f"release/{h.repo}/{it.tag_name}")
    return Read([given._replace(facts={**(given.facts or {}), **extra(it)})])


def star(it: rest.Star, context: Context) -> Read:
    home = context.within.home or context.homes.only
    if it.repository is not None and it.repository.full_name:
        home = context.homes.of(it.repository.full_name, it.repository.id)
    if it.repo is not None or home is None:
        raise ValueError(
            "A star does not say which repository it was given to. Lay the repository's own description beside the "
            "file: gh api repos/OWNER/NAME > repository.json"
        )
    who = identity_of(it.user)
    h = happening(home, who, it.starred_at)
    return Read([act(h, "star", f"star/{h.repo}/{who.native_id if who else 'nobody'}", url=h.url)])


def fork(it: rest.Fork, context: Context) -> Read:
    """The repository it is of is the one whose list it stands in."""
    home = context.within.home
    if home is None:
        raise ValueError("A fork does not say which repository it is of.")
    h = happening(home, identity_of(it.owner), it.created_at)
    url = it.html_url or (f"https://github.com/{it.full_name}" if it.full_name else None)
    return Read([act(h, "fork", f"fork/{it.id}", title=it.full_name, url=url)])


def commit(it: rest.Commit, context: Context) -> Read:
    """A commit is its sha. Its author's account is told too, with the address by which GitHub knew it."""
    name = name_in(it.url, it.html_url)
    home = context.home(it.url, it.html_url)
    signed = it.commit.author
    lines = it.stats
    facts: dict[str, Fact] = {}
    if lines is not None:
        facts = {"files": len(it.files or ()), "added": lines.additions, "removed": lines.deletions}
    made = git_commit(it.sha, it.commit.message, signed, it.commit.committer, name or home.name, it.parents, facts)
    who = identity_of(it.author)
    if who is None or who.bot or signed is None or not signed.email:
        return Read([made])
    return Read([made], people=(Told(who._replace(email=who.email or signed.email), made.at),))


def git_commit(
    sha: str,
    message: str | None,
    author: rest.Signature | None,
    committer: rest.Signature | None,
    name: str,
    parents: list[object] | None,
    facts: dict[str, Fact] | None = None,
) -> Activity:
    at = (author and author.date) or (committer and committer.date)
    if not at:
        raise ValueError("The commit has no time.")
    who = signed_by(author.name or "", author.email or "") if author and (author.name or author.email) else None
    title, text = split_message(message or "")
    all_facts = ({} if parents is None else {"merge": len(parents) > 1}) | (facts or {})
    return Activity(
        "git", sha, "commit", utc(at), who, git_channel(name), COMMIT_FROM_TABLE, None, None, None, title, text,
        f"https://github.com/{name}/commit/{sha}", all_facts or None,
    )  # fmt: skip


def repository(it: rest.Named, context: Context) -> Read:
    """Nothing happened, but a place has a name."""
    if not it.full_name or "/" not in it.full_name:
        raise ValueError("The repository has no name.")
    return Read([], channels=(context.homes.of(it.full_name, it.id).channel,))


def profile(it: rest.Profile, _context: Context) -> Read:
    """Nothing happened, but somebody is described."""
    who, at = identity_of(it), it.updated_at or it.created_at
    if who is None or at is None:
        raise ValueError("The account has no login or no time.")
    return Read([], people=(Told(who, utc(at)),))


def account(*accounts: Account | None) -> Identity | None:
    """The first that says who it is; Perceval lays the whole profile beside the short one, or an empty object."""
    for each in accounts:
        if who := identity_of(each):
            return who
    return None


def counted(facts: Iterable[tuple[str, Fact]] | object) -> dict[str, Fact]:
    """Without the figures in whose place a tool put a list."""
    return {name: fact for name, fact in dict(facts or {}).items() if not isinstance(fact, list)}  # type: ignore[call-overload]


def extra(it: rest.Issue | rest.Pull | rest.Comment | rest.Release | rest.Dated) -> dict[str, Fact]:
    """Figures that events do not carry: what its author is to the repository, reactions, whether it is a draft."""
    facts: dict[str, Fact] = {}
    association = getattr(it, "author_association", None)
    if association and association != "NONE":
        facts["association"] = association.lower()
    if getattr(it, "draft", None):
        facts["draft"] = True
    given = it.reactions
    if isinstance(given, rest.Reactions) and given.total_count:
        facts["reactions"] = given.total_count
        facts |= {name: count for field, name in REACTIONS if (count := getattr(given, field))}
    return facts


REACTIONS = (
    ("up", "+1"),
    ("down", "-1"),
    ("laugh", "laugh"),
    ("hooray", "hooray"),
    ("confused", "confused"),
    ("heart", "heart"),
    ("rocket", "rocket"),
    ("eyes", "eyes"),
)
