"""What `git log` prints → activities. Pure: the bytes come in, nothing is run or opened."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rapport.platforms.git.message import Credit, read_message
from rapport.platforms.git.moment import Moment, moment_of_seconds
from rapport.words.activity import COMMIT_FROM_CLONE, COMMIT_FROM_TABLE, Activity, Fact
from rapport.words.identity import Channel, Identity, git_author
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable

FIELDS = ("%H", "%P", "%an", "%ae", "%at", "%ad", "%B")
"""What git is asked for with `-z --numstat --date=raw`; %ad gives the zone, %at the time as it was recorded."""

MAX_RECORD = 64 << 20
"""Bytes of one commit's record; a longer one is set aside."""


def log_format(mark: str) -> str:
    """The `--format` that begins every commit with NUL and `mark` and ends every field with NUL.

    The mark must be one that nobody can guess: no path in the repository can then pass for a commit.
    """
    return "%x00" + mark + "%x00".join(FIELDS)


class Source(NamedTuple):
    """What is known of a repository before its first commit is read."""

    channel: Channel
    boundary: frozenset[str] = frozenset()
    """Commits whose parents a shallow clone lacks: git shows all their files as added."""
    changes: bool = True
    """Whether git was asked for the lines changed; a partial clone does not hold them."""


def read_log(chunks: Iterable[bytes], mark: str, source: Source, most: int = MAX_RECORD) -> Iterator[Outcome]:
    """One outcome a commit, as the output arrives; one of more than `most` bytes is set aside.

    What `chunks` raises passes through, and the commit that was then incomplete is not given.
    """
    separator = b"\0" + mark.encode()
    rest, oversized = b"", False
    for chunk in chunks:
        *records, rest = (rest + chunk).split(separator)
        for record in records:
            if oversized or len(record) > most:
                yield _too_long(record, most)
            elif record:
                yield read_commit(record, source)
            oversized = False
        if len(rest) > most or oversized:
            # The end is kept too: a separator may lie across two chunks.
            rest, oversized = rest[:MAX_RAW] + rest[MAX_RAW:][-len(separator) :], True
    if oversized or len(rest) > most:
        yield _too_long(rest, most)
    elif rest:
        yield read_commit(rest, source)


def read_commit(record: bytes, source: Source) -> Outcome:
    """One record of the log: the fields, each ended by NUL, then the lines changed in each file."""
    parts = record.split(b"\0", len(FIELDS))
    if len(parts) <= len(FIELDS):
        return Unreadable(_position(record), "Git's output breaks off within this commit.", record[:MAX_RAW])
    sha, parents, name, email, seconds, date, message = (part.decode("utf-8", "replace") for part in parts[:-1])
    if not seconds:
        return Unreadable(_position(record), "The commit has no date that git can read.", record[:MAX_RAW])
    try:
        moment = moment_of_seconds(seconds, date.partition(" ")[2])
        changes = count_changes(parts[-1])
    except ValueError as error:
        return Unreadable(_position(record), str(error), record[:MAX_RAW])
    known = source.changes and sha not in source.boundary
    facts: dict[str, Fact] = {}
    if sha not in source.boundary:
        facts["merge"] = " " in parents
    if known and " " not in parents:
        facts["files"], facts["added"], facts["removed"] = changes
    # What lacks its lines gives way to a full clone that is read later.
    revision = COMMIT_FROM_CLONE if known else COMMIT_FROM_TABLE
    activities = commit_activities(sha, moment, person(name, email), source.channel, message, revision, facts)
    return Record(f"commit {sha}", activities)


def count_changes(numstat: bytes) -> tuple[int, int, int]:
    """Files changed, lines added and lines removed in `--numstat -z`. A binary file's `-` counts no lines."""
    files = added = removed = 0
    entries = iter(numstat[1:].split(b"\0"))  # a line feed stands between message and numbers
    for entry in entries:
        if not entry:
            continue
        plus, minus, path = entry.split(b"\t", 2)
        files += 1
        if plus != b"-":
            added += int(plus)
            removed += int(minus)
        if not path:  # renamed: the old and the new path follow
            next(entries, None)
            next(entries, None)
    return files, added, removed


def commit_activities(
    sha: str,
    moment: Moment,
    author: Identity | None,
    channel: Channel,
    message: str,
    revision: int,
    facts: dict[str, Fact] | None,
) -> list[Activity]:
    """The commit, and one activity for everybody else whom its trailers credit."""
    title, text, credited = read_message(message)
    url = f"{channel.url}/commit/{sha}" if channel.url else None
    commit = Activity(
        "git", sha, "commit", moment.at, author, channel, revision, moment.zone,
        title=title, text=text, url=url, facts=facts or None,
    )  # fmt: skip
    if not credited:
        return [commit]
    others = (_credited(commit, credit) for credit in credited if not _is_author(credit, author))
    return [commit, *{other.native_id: other for other in others}.values()]


def _credited(commit: Activity, credit: Credit) -> Activity:
    """Whoever is credited takes part when the commit was written; where that person was is not known."""
    somebody = person(credit.name, credit.email)
    key = (credit.email or credit.name).lower()
    return commit._replace(
        native_id=f"{commit.native_id}/{credit.kind}/{key}",
        kind=credit.kind,
        author=somebody,
        zone=None,
        parent=commit.native_id,
        title=None,
        text=None,
        facts=None,
    )


def _is_author(credit: Credit, author: Identity | None) -> bool:
    if author is None:
        return False
    somebody = git_author(credit.name, credit.email)
    if somebody.email and author.email:
        return somebody.email == author.email
    return somebody.name == author.name


@lru_cache(maxsize=65_536)
def person(name: str, email: str) -> Identity | None:
    """The git author, or None if the commit names nobody. The mailmap is not asked: who is who is people's job."""
    identity = git_author(name, email)
    return identity if identity.name or identity.email else None


def _too_long(record: bytes, most: int) -> Unreadable:
    reason = f"The commit takes more than {most >> 20} MiB; only its beginning was kept."
    return Unreadable(_position(record), reason, record[:MAX_RAW])


def _position(record: bytes) -> str:
    return "commit " + record[:64].partition(b"\0")[0].decode("ascii", "replace")
