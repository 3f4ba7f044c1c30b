"""Rows of a member's export → activities. Pure. Decisions are told in docs/platforms/linkedin.md."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b

from rapport.platforms.fields import NotReadable
from rapport.platforms.linkedin.links import Target, target_of
from rapport.platforms.linkedin.who import PLACE, full_name, member
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Identity
from rapport.words.records import Record, Told

FORMATS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S UTC",
    "%d %b %Y", "%d %B %Y", "%m/%d/%y, %I:%M %p", "%m/%d/%Y, %I:%M %p", "%m/%d/%y", "%a %b %d %H:%M:%S UTC %Y",
)  # fmt: skip
"""As the tables of the years write them; all are in UTC. The names of months are English in every language."""

_BROKEN_LINE = re.compile(r'"\r?\n"')
_WRAPPED = re.compile(r'"(?!").*(?<!")"', re.DOTALL)


def share_of(row: Mapping[str, str], position: str, owner: Identity | None) -> Record:
    """A post of one's own, or a post passed on: then LinkedIn gives the link of the repost without words."""
    link = row.get("sharelink", "")
    target = target_of(link)
    at = _time(row.get("date", ""), target)
    text = "\n".join(filter(None, [commentary(row.get("sharecommentary", "")), _shared(row)])) or None
    visibility = row.get("visibility", "").strip().lower()
    post = Activity(
        platform="linkedin",
        native_id=target.urn if target else _key("share", row),
        kind="post",
        at=at,
        author=owner,
        channel=PLACE,
        revision=_revision(at, owner),
        thread=target.urn if target else None,
        text=text,
        url=link.strip() or None,
        facts={"visibility": visibility} if visibility else None,
    )
    return Record(position, [post])


def comment_of(row: Mapping[str, str], position: str, owner: Identity | None) -> Record:
    """A comment. The link leads to the post; the export does not tell the comment's own id, unless the link does."""
    link = row.get("link", "")
    target = target_of(link)
    at = _time(row.get("date", ""), target if target and target.comment else None)
    comment = Activity(
        platform="linkedin",
        native_id=(target and target.comment) or _key("comment", row),
        kind="comment",
        at=at,
        author=owner,
        channel=PLACE,
        revision=_revision(at, owner),
        parent=target.urn if target else None,
        thread=target.urn if target else None,
        text=plain(row.get("message", "")) or None,
        url=link.strip() or None,
    )
    return Record(position, [comment])


def reaction_of(row: Mapping[str, str], position: str, owner: Identity | None) -> Record:
    link = row.get("link", "")
    target = target_of(link)
    at = _time(row.get("date", ""), None)
    if owner is None:
        raise NotReadable("Nothing tells whose it is: import it together with the export's Profile.csv.")
    about = (target.comment or target.urn) if target else link.strip()
    if not about:
        raise NotReadable("The reaction does not say what it is about (Link).")
    reaction = Activity(
        platform="linkedin",
        native_id=f"reaction/{owner.native_id}/{about}",
        kind="reaction",
        at=at,
        author=owner,
        channel=PLACE,
        revision=revision_of(at),
        parent=about if target else None,
        thread=target.urn if target else None,
        url=link.strip() or None,
        facts={"reaction": row.get("type", "").strip().lower() or "like"},
    )
    return Record(position, [reaction])


def repost_of(row: Mapping[str, str], position: str, owner: Identity | None) -> Record:
    """A post of somebody else's passed on without a word; the link leads to that post."""
    link = row.get("link", "")
    target = target_of(link)
    at = _time(row.get("date", ""), None)
    repost = Activity(
        platform="linkedin",
        native_id=_key("repost", row),
        kind="repost",
        at=at,
        author=owner,
        channel=PLACE,
        revision=_revision(at, owner),
        parent=target.urn if target else None,
        thread=target.urn if target else None,
        url=link.strip() or None,
    )
    return Record(position, [repost])


def connection_of(row: Mapping[str, str], position: str, owner: Identity | None) -> Record:
    """Two members became acquainted: an act of the owner's (kind follow), and a description of the other."""
    other = member(full_name(row), row.get("url", ""), row.get("email address", ""))
    if other is None:
        raise NotReadable("The connection has neither profile (URL), e-mail address nor name: the member has left.")
    at = _time(row.get("connected on", ""), None)
    if owner is None:
        return Record(position, [], people=[Told(other, at)])
    id_ = f"connection/{owner.native_id}/{other.native_id}"
    follow = Activity("linkedin", id_, "follow", at, owner, PLACE, revision_of(at), url=other.url)
    return Record(position, [follow], people=[Told(other, at)])


def commentary(cell: str) -> str:
    """Shares.csv closes and opens the quotation marks at each end of a line, so that they come through doubled."""
    text = cell.strip()
    if _BROKEN_LINE.search(text):
        if _WRAPPED.fullmatch(text):
            text = text[1:-1]
        text = _BROKEN_LINE.sub("\n", text).replace('""', '"')
    return plain(text)


def plain(cell: str) -> str:
    return cell.replace("\r\n", "\n").strip()


def moment(value: str) -> datetime | None:
    value = " ".join(value.replace("\u202f", " ").split())
    for form in FORMATS:
        try:
            return datetime.strptime(value, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _shared(row: Mapping[str, str]) -> str | None:
    address = row.get("sharedurl", "").strip()
    return address if address and address not in row.get("sharecommentary", "") else None


def _time(value: str, target: Target | None) -> datetime:
    """The row's own time, else that of the id in its link."""
    at = moment(value) or (target.at if target else None)
    if at is None:
        raise NotReadable(f"The row's date is missing or no date: {value[:40]!r}.")
    return at


def _revision(at: datetime, owner: Identity | None) -> int:
    """A later look that knows whose it is must win."""
    return revision_of(at) - (owner is None)


def _key(kind: str, row: Mapping[str, str]) -> str:
    """A row without an id of its own: its time, its link and a hash of its text."""
    told = "\0".join(row.get(name, "").strip() for name in ("date", "sharelink", "link", "sharecommentary", "message"))
    return f"{kind}/{blake2b(told.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}"
