"""The tables and articles of a member's export (“Get a copy of your data”)."""

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import BinaryIO

from rapport.platforms import tables
from rapport.platforms.fields import NotReadable, dump, items, load, mapping, words
from rapport.platforms.linkedin.article import MARK, article
from rapport.platforms.linkedin.read import comment_of, connection_of, reaction_of, repost_of, share_of
from rapport.platforms.linkedin.who import BESIDE, full_name, member, owner_of
from rapport.words.activity import EPOCH
from rapport.words.identity import Identity
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Told, Unreadable, Where

Reading = Callable[[Mapping[str, str], str, Identity | None], Record]

SHARES = frozenset({"date", "sharelink", "sharecommentary"})
REPOSTS = frozenset({"date", "link"})
COMMENTS = frozenset({"date", "link", "message"})
REACTIONS = frozenset({"date", "type", "link"})
CONNECTIONS = frozenset({"first name", "last name", "company", "position", "connected on"})
MESSAGES = frozenset({"conversation id", "from", "to", "date", "content"})
INVITATIONS = frozenset({"from", "to", "sent at", "direction"})
PROFILE = frozenset({"first name", "last name", "headline", "summary"})
ADDRESSES = frozenset({"email address", "confirmed", "primary"})

LARGEST_ARTICLE = 4 << 20

_BEGINS = re.compile(r'"?\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?"?[,;\t]|[,;\t]"?https?://')
"""A row of posts, comments or reactions: its date, or none and the link."""


def read_profile(row: Mapping[str, str], position: str, owner: Identity | None) -> Record:
    who = owner or member(full_name(row), row.get("public profile url", ""))
    if who is None:
        raise NotReadable("The profile has no name.")
    return Record(position, [], people=[Told(who, EPOCH)])


def count(_row: Mapping[str, str], position: str, _owner: Identity | None) -> Record:
    """Private: counted, not kept."""
    return Record(position, [])


def _outcome(row: tables.Named | Unreadable, number: int, owner: Identity | None, read: Reading) -> Outcome:
    if isinstance(row, Unreadable):
        return row
    try:
        return read(row, f"line {number}", owner)
    except NotReadable as error:
        kept = dump({"rapport_owner": list(owner[1:6]) if owner else None, "row": row})
        return Unreadable(f"line {number}", str(error), kept[:MAX_RAW])


def _again(raw: bytes, read: Reading) -> Iterator[Outcome]:
    try:
        kept = mapping(load(raw))
    except NotReadable:
        kept = {}
    row = {key: value for key, value in mapping(kept.get("row")).items() if isinstance(value, str)}
    if not row:
        yield Unreadable("line 1", "A quotation mark is not closed, or the row is too long.", raw[:MAX_RAW])
        return
    told = [words(each) for each in items(kept.get("rapport_owner"))]
    native_id, handle, name, email, url = (*told, None, None, None, None, None)[:5]
    owner = Identity("linkedin", native_id, handle, name, email, url) if native_id else None
    yield _outcome(row, 1, owner, read)


def _table(
    name: str,
    label: str,
    columns: frozenset[str],
    reading: Reading,
    known: Callable[[str, bytes], bool] | None = None,
) -> Archive:
    """`known`: where more than the columns decides."""

    def recognise(_name: str, head: bytes) -> bool:
        return bool(tables.columns_in(head, columns))

    def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
        owner = owner_of(where.beside)
        for number, row in tables.rows(stream, columns, _BEGINS if "date" in columns else None):
            yield _outcome(row, number, owner, reading)

    return Archive("linkedin", name, label, known or recognise, read, lambda raw, _name: _again(raw, reading), BESIDE)


def _is_article(_name: str, head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and MARK.search(head) is not None


def _read_article(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    content = stream.read(LARGEST_ARTICLE + 1)
    if len(content) > LARGEST_ARTICLE:
        yield Unreadable("the article", f"It is larger than {LARGEST_ARTICLE >> 20} MiB.", b"")
        return
    try:
        yield article(content.decode("utf-8-sig", "replace"), owner_of(where.beside))
    except NotReadable as error:
        yield Unreadable("the article", str(error), content[:MAX_RAW])


def _is_reposts(_name: str, head: bytes) -> bool:
    """`InstantReposts.csv` has no more columns than these."""
    return tables.columns_in(head, REPOSTS) == REPOSTS and b"linkedin.com/" in head


ARCHIVES = (
    _table("linkedin-posts", "LinkedIn posts", SHARES, share_of),
    _table("linkedin-reposts", "LinkedIn reposts", REPOSTS, repost_of, _is_reposts),
    _table("linkedin-comments", "LinkedIn comments", COMMENTS, comment_of),
    _table("linkedin-reactions", "LinkedIn reactions", REACTIONS, reaction_of),
    _table("linkedin-connections", "LinkedIn connections", CONNECTIONS, connection_of),
    _table("linkedin-profile", "LinkedIn profile", PROFILE, read_profile),
    _table("linkedin-messages", "LinkedIn messages (private, only counted)", MESSAGES, count),
    _table("linkedin-invitations", "LinkedIn invitations (private, only counted)", INVITATIONS, count),
    _table("linkedin-addresses", "LinkedIn e-mail addresses (read with the profile)", ADDRESSES, count),
    Archive(
        "linkedin", "linkedin-article", "LinkedIn articles", _is_article, _read_article,
        lambda raw, name: _read_article(BytesIO(raw), Where(name)), BESIDE,
    ),
)  # fmt: skip
