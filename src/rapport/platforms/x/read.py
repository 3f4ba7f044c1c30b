"""Entries of X's archive files → activities. Pure.

Shapes: `tweet`, `like`, `follower`, `following`, `account`, `profile` objects of the archives that X has given since
2018, and the months of posts (`Grailbird`) of the years before. Decisions are told in docs/platforms/x.md.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from rapport.platforms.fields import NotReadable, items, mapping, whole, words
from rapport.platforms.x.notes import Notes, note_for
from rapport.platforms.x.owner import PLACE, Owner, identity
from rapport.platforms.x.text import described, pictures, text_of, whole_text
from rapport.platforms.x.when import time_of_id, time_written
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import Told

_REPOST = re.compile(r"RT @\w{1,50}: ")
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/(\d{1,19})")


class _Post(NamedTuple):
    """What every post must say: its id, that of its first version, and when that was."""

    id: int
    first: int
    at: datetime


def post_of(entry: Mapping[str, Any], owner: Owner, notes: Notes) -> list[Activity]:
    """A post, reply or repost, with what is said of the account that wrote it. Raises NotReadable."""
    post = mapping(entry.get("tweet")) or entry
    place = _place(post)
    gone = time_written(post.get("deleted_at"))
    repost = _reposted(post)
    is_repost = repost is not None or bool(_REPOST.match(words(post.get("full_text")) or words(post.get("text")) or ""))
    author = _author(post, owner)
    answers = None if is_repost else whole(post.get("in_reply_to_status_id_str") or post.get("in_reply_to_status_id"))
    parent = repost if is_repost else answers
    deleted = gone is not None
    return [
        Activity(
            platform="x",
            native_id=str(place.first),
            kind="repost" if is_repost else "post",
            at=place.at,
            author=author,
            channel=_channel(post),
            # A later look that knows whose post it is must win.
            revision=revision_of(max([place.at, *filter(None, [gone, _edited(place)])])) - (author is None),
            parent=str(parent) if parent is not None else None,
            thread=str(place.first) if not is_repost and answers is None else None,
            text=None if deleted or is_repost else _text(post, place.at, notes),
            url=_url(author, place.id),
            facts=None if deleted else _facts(post, is_repost=is_repost) or None,
            deleted=deleted,
        )
    ]


def like_of(entry: Mapping[str, Any], owner: Owner) -> list[Activity]:
    """A like. The archive gives no time: it is not earlier than the post, nor than the account that liked."""
    like = mapping(entry.get("like"))
    liked = whole(like.get("tweetId"))
    who = _whose(owner)
    if liked is None:
        raise NotReadable("The like does not say which post (tweetId).")
    told = time_written(like.get("likedAt"))
    known = [at for at in (time_of_id(liked), owner.since) if at]
    if told is None and not known:
        raise NotReadable("Nothing tells when the like was: the post's id is from before 2010.")
    return [
        Activity(
            platform="x",
            native_id=f"like/{who.native_id}/{liked}",
            kind="reaction",
            at=told or max(known),
            author=who,
            channel=PLACE,
            revision=revision_of(told) if told else 0,
            parent=str(liked),
            url=f"https://x.com/i/status/{liked}",
            facts={"reaction": "like", "time": "given" if told else "not earlier"},
        )
    ]


def arrival_of(entry: Mapping[str, Any], owner: Owner) -> list[Activity]:
    """The account's own beginning."""
    account = mapping(entry.get("account"))
    at = time_written(account.get("createdAt"))
    id_ = whole(account.get("accountId"))
    if id_ is None or at is None:
        raise NotReadable("The account has no id (accountId) or no time (createdAt).")
    who = owner.who if owner.who and owner.who.native_id == str(id_) else None
    author = who or identity(id_, words(account.get("username")), words(account.get("accountDisplayName")))
    revision = revision_of(at)
    return [Activity("x", f"account/{id_}", "join", at, author, PLACE, revision, url=author.url)]


def acquaintance_of(entry: Mapping[str, Any], key: str, owner: Owner) -> Told:
    """An account that follows or is followed. Nothing tells when that began, so no activity is made of it."""
    id_ = whole(mapping(entry.get(key)).get("accountId"))
    if id_ is None:
        raise NotReadable(f"The {key} entry has no account id (accountId).")
    return Told(identity(id_), owner.told_at)


def _place(post: Mapping[str, Any]) -> _Post:
    id_ = whole(post.get("id_str")) or whole(post.get("id")) or whole(post.get("tweet_id"))
    if id_ is None or id_ <= 0:
        raise NotReadable("The post has no id (id_str), or one that is no number.")
    versions = mapping(post.get("edit_info"))
    initial = mapping(versions.get("initial"))
    edit = mapping(versions.get("edit"))
    control = mapping(edit.get("editControlInitial")) or mapping(post.get("edit_control"))
    listed = items(initial.get("editTweetIds")) or items(control.get("editTweetIds") or control.get("edit_tweet_ids"))
    known = [number for number in map(whole, [edit.get("initialTweetId"), *listed]) if number]
    first = min([id_, *known])
    written = time_written(post.get("created_at") or post.get("timestamp"))
    at = written if first == id_ and written else time_of_id(first)
    if at is None:
        said = str(post.get("created_at"))[:40]
        raise NotReadable(f"The post's time (created_at) is missing or no date: {said!r}.")
    return _Post(id_, first, at.replace(microsecond=0))


def _edited(place: _Post) -> datetime | None:
    """When this version of the post was written, where it is not the first."""
    return time_of_id(place.id) if place.id != place.first else None


def _reposted(post: Mapping[str, Any]) -> int | None:
    """The post that was passed on, where the archive says so: those since 2018 do not."""
    original = mapping(post.get("retweeted_status"))
    return whole(original.get("id_str")) or whole(original.get("id")) or whole(post.get("retweeted_status_id"))


def _author(post: Mapping[str, Any], owner: Owner) -> Identity | None:
    """The archive's owner; archives before 2018 name the author in each post."""
    user = mapping(post.get("user"))
    id_ = whole(user.get("id_str")) or whole(user.get("id"))
    if id_ is None:
        return owner.who
    return identity(id_, words(user.get("screen_name")), words(user.get("name")))


def _whose(owner: Owner) -> Identity:
    if owner.who is None:
        raise NotReadable("Nothing tells whose it is: import it together with the archive's account.js.")
    return owner.who


def _channel(post: Mapping[str, Any]) -> Channel:
    community = whole(post.get("community_id_str")) or whole(post.get("community_id"))
    if community is None:
        return PLACE
    address = f"https://x.com/i/communities/{community}"
    return Channel("x", f"community/{community}", f"community {community}", address, stands_in=True)


def _text(post: Mapping[str, Any], at: datetime, notes: Notes) -> str | None:
    text = text_of(post)
    note = note_for(text, at, notes)
    return whole_text([note, *described(pictures(post))]) if note else text


def _url(author: Identity | None, id_: int) -> str:
    return f"https://x.com/{(author and author.handle) or 'i'}/status/{id_}"


def _facts(post: Mapping[str, Any], *, is_repost: bool) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"language": words(post.get("lang")), "media": len(pictures(post)) or None}
    if not is_repost:
        facts["likes"], facts["reposts"] = whole(post.get("favorite_count")), whole(post.get("retweet_count"))
        facts["quotes"] = _quoted(post)
    return {name: value for name, value in facts.items() if value is not None}


def _quoted(post: Mapping[str, Any]) -> str | None:
    """The id of the post that is quoted: archives leave it as the last link."""
    if number := whole(post.get("quoted_status_id_str")):
        return str(number)
    urls = items(mapping(post.get("entities")).get("urls"))
    found = _STATUS.match(words(mapping(urls[-1]).get("expanded_url")) or "") if urls else None
    return found[1] if found else None
