"""Posts in the form of Mastodon's API, as mastodon-archive, Pixelfed's export and scripts save them.

Source: docs.joinmastodon.org/entities/Status. Each becomes the ActivityStreams object that an outbox would hold, so
that both tell of one activity: `uri` is that object's id.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from rapport.platforms.elements import Damaged, Elements
from rapport.platforms.fields import NotReadable, items, mapping, whole, words
from rapport.platforms.mastodon.read import activities_of
from rapport.platforms.mastodon.who import Owner, identity_at
from rapport.platforms.window import Window
from rapport.words.records import Record

_OPENING = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\[|"statuses"\s*:\s*\[')
_MARKS = (b'"in_reply_to_id"', b'"visibility"', b'"account"', b'"created_at"', b'"reblog"')
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_OWN = re.compile(r"(.*/statuses/|.*/p/[\w.-]+/)\d+(?=/activity\Z|\Z)")


def recognise(_name: str, head: bytes) -> bool:
    return bool(_BEGINS.match(head)) and bool(_OPENING.search(head)) and all(mark in head for mark in _MARKS)


def entries(stream: BinaryIO) -> Iterator[bytes | Damaged]:
    """The posts. mastodon-archive lays favourites behind them, which are others'."""
    window = Window(stream)
    if found := window.find(_OPENING):
        window.at = found.end()
        yield from Elements(window, rb'\{\s*+"id"')
    window.finish()


def read_status(status: Any, position: str, _owner: Owner) -> Record:
    if not isinstance(status, dict):
        raise NotReadable("It is no post but a bare value.")
    owner = _author(mapping(status.get("account")))
    if owner.who is None:
        raise NotReadable("The post does not say who wrote it (account).")
    answers, parent = status.get("in_reply_to_id"), _parent(status)
    told = activities_of(_item(status, owner.who.url or "", parent), owner)
    if answers is not None and parent is None:
        # It answers somebody else's post, of which only a number is told: it begins no thread.
        told = [each._replace(thread=None) for each in told]
    return Record(position, told)


def _author(account: Mapping[str, Any]) -> Owner:
    """`acct` has no host where the account is on the server that was asked; its page has."""
    page, named = words(account.get("url")) or "", words(account.get("acct")) or ""
    found = identity_at(named) or identity_at(words(account.get("uri")) or "") or identity_at(page)
    if found is None:
        return Owner(None, None)
    bot = True if account.get("bot") is True else None
    return Owner(found._replace(name=words(account.get("display_name")), url=page or found.url, bot=bot), None)


def _item(status: Mapping[str, Any], author: str, parent: str | None) -> dict[str, Any]:
    public = [_PUBLIC] if status.get("visibility") in ("public", "unlisted") else []
    shared = {"id": status.get("uri"), "published": status.get("created_at"), "to": public}
    original = mapping(status.get("reblog"))
    if original:
        return shared | {"type": "Announce", "actor": author, "object": original.get("uri")}
    poll = mapping(status.get("poll"))
    return shared | {
        "type": "Question" if poll else "Note",
        "attributedTo": author,
        "updated": status.get("edited_at"),
        "url": status.get("url"),
        "summary": status.get("spoiler_text"),
        "content": status.get("content"),
        "inReplyTo": parent,
        "sensitive": status.get("sensitive"),
        "language": status.get("language"),
        "oneOf": [{"name": mapping(option).get("title")} for option in items(poll.get("options"))],
        "votersCount": poll.get("voters_count"),
        "likes": {"totalItems": status.get("favourites_count")},
        "shares": {"totalItems": status.get("reblogs_count")},
        "attachment": [
            {"mediaType": each.get("type"), "name": each.get("description")}
            for each in map(mapping, items(status.get("media_attachments")))
        ],
    }


def _parent(status: Mapping[str, Any]) -> str | None:
    """The id of the author's own post that it answers. Of others only a number is told, not their server's."""
    answered, uri = words(status.get("in_reply_to_id")), words(status.get("uri")) or ""
    own = words(mapping(status.get("account")).get("id"))
    found = _OWN.match(uri)
    if answered is None or whole(answered) is None or own is None or status.get("in_reply_to_account_id") != own:
        return None
    return f"{found[1]}{answered}" if found else None
