"""A post's JSON → activities. Pure: values in, values out.

Shapes: `post_stream.posts` of `/t/<id>.json`, `latest_posts` of `/posts.json`, `/posts/<id>.json`
(docs.discourse.org; PostSerializer and TopicViewSerializer in Discourse). The decisions behind ids, parents,
revisions and what is left out are told in docs/platforms/discourse.md.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from rapport.platforms.discourse.document import moment, whole
from rapport.platforms.discourse.people import author_of
from rapport.platforms.discourse.site import channel_of, web
from rapport.platforms.discourse.text import text_of, text_of_markdown
from rapport.platforms.fields import NotReadable, items, mapping, words
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel

MODERATOR_ACTION, SMALL_ACTION, WHISPER = 2, 3, 4
"""Post types other than 1, a regular post (Post.types in Discourse)."""
LIKE = 2
"""Its number in `actions_summary` (PostActionType.types in Discourse)."""

SEEN_ALONE, SEEN_IN_TOPIC, WITHDRAWN = 0, 1, 2
"""Added to a revision, whose own last three digits Discourse leaves at zero: its times end at milliseconds.
Of two looks at the same version of a post the fuller one wins, and a removal wins over both."""


class Context(NamedTuple):
    """What a post's file says besides the post."""

    host: str
    topic: Mapping[str, Any]
    """The topic's own fields; empty where the file is a list of posts from many topics."""
    numbers: Mapping[tuple[int, int], int]
    """(topic id, post number) → post id, of the posts in the file."""
    solved: bool | None = None
    """Whether a post of the topic is its accepted answer; None where the file does not say."""
    looked_at: datetime | None = None
    """When the topic was asked for, as `look.py` tells it."""


class _Place(NamedTuple):
    """Where a post stands; every post must say this much."""

    id: int
    topic: int
    number: int
    at: datetime


def activities_of(post: Mapping[str, Any], context: Context) -> list[Activity]:
    """The post's activity first, then what it says of the topic's accepted answer. None for what is not public.

    Raises NotReadable for a post without id, topic, number or time.
    """
    place = _place(post, context.topic)
    if _is_private(post, context.topic):
        return []
    whole_post = _activity(post, place, context)
    if _is_accepted(post, place.number, context.topic):
        return [whole_post, _answer(whole_post, context)]
    if place.number == 1 and context.solved is False and context.looked_at is not None:
        return [whole_post, _no_answer(whole_post, context.looked_at)]
    return [whole_post]


def _answer(post: Activity, context: Context) -> Activity:
    """A topic has one accepted answer: of two looks that name different posts, the later one counts."""
    looked = revision_of(context.looked_at) if context.looked_at else 0
    return post._replace(
        native_id=f"{post.thread}/accepted",
        kind="answer",
        revision=max(post.revision, looked),
        parent=post.native_id,
        title=None,
        text=None,
        facts=None,
    )


def _no_answer(first: Activity, looked_at: datetime) -> Activity:
    """What takes back an acceptance that an earlier look told of, and keeps older files from telling it again."""
    return first._replace(
        native_id=f"{first.thread}/accepted",
        kind="answer",
        author=None,
        revision=revision_of(looked_at) // 1000 * 1000 + WITHDRAWN,
        title=None,
        text=None,
        url=None,
        facts=None,
        deleted=True,
    )


def topic_of(post: Mapping[str, Any], topic: Mapping[str, Any]) -> int | None:
    """The id of the topic a post is in: its own word, else its file's."""
    topic_id = whole(post.get("topic_id"))
    return whole(topic.get("id")) if topic_id is None else topic_id


def _place(post: Mapping[str, Any], topic: Mapping[str, Any]) -> _Place:
    post_id, number = whole(post.get("id")), whole(post.get("post_number"))
    topic_id = topic_of(post, topic)
    at = moment(post.get("created_at"))
    if post_id is None:
        raise NotReadable("The post has no id, or one that is no whole number.")
    if number is None:
        raise NotReadable("The post has no number (post_number) in its topic.")
    if topic_id is None:
        raise NotReadable("The post does not say which topic (topic_id) it belongs to.")
    if at is None:
        raise NotReadable(f"The post's time (created_at) is missing or no date: {str(post.get('created_at'))[:40]!r}.")
    return _Place(post_id, topic_id, number, at)


def _is_private(post: Mapping[str, Any], topic: Mapping[str, Any]) -> bool:
    """Private messages, and whispers, which only the forum's staff see, do not enter the ledger."""
    archetype = topic.get("archetype") or post.get("topic_archetype")
    return archetype == "private_message" or post.get("post_type") == WHISPER


def _is_accepted(post: Mapping[str, Any], number: int, topic: Mapping[str, Any]) -> bool:
    """The topic's word counts before the post's own: a race in Discourse can leave two posts marked."""
    accepted = whole(mapping(topic.get("accepted_answer")).get("post_number"))
    return post.get("accepted_answer") is True if accepted is None else accepted == number


def _activity(post: Mapping[str, Any], place: _Place, context: Context) -> Activity:
    host, topic = context.host, context.topic
    first = place.number == 1
    deleted = _is_withdrawn(post, topic)
    parent, reply_to = _parent(post, place, context)
    facts = None if deleted else _facts(post, place, context)
    if facts is not None and reply_to is not None:
        facts["reply_to"] = reply_to
    thread = f"{host}/topic/{place.topic}"
    return Activity(
        "discourse", thread if first else f"{host}/post/{place.id}", _kind(post, first=first), place.at,
        author_of(post, host), _channel(post, topic, host), _revision(post, place, topic, deleted=deleted), None,
        parent, thread, _title(post, topic) if first and not deleted else None, None if deleted else _text(post),
        _url(post, place, context), facts or None, deleted,
    )  # fmt: skip


def _is_withdrawn(post: Mapping[str, Any], topic: Mapping[str, Any]) -> bool:
    """Deleted by staff or author, hidden after flags, or in a deleted topic: its text is not to be shown."""
    removed = post.get("deleted_at") or topic.get("deleted_at")
    return bool(removed) or post.get("user_deleted") is True or post.get("hidden") is True


def _parent(post: Mapping[str, Any], place: _Place, context: Context) -> tuple[str | None, int | None]:
    """The native id of what the post answers; the number it answers where that post is not in the file."""
    topic_id = f"{context.host}/topic/{place.topic}"
    number = whole(post.get("reply_to_post_number"))
    if place.number == 1:
        return None, None
    if number is None or number == 1:
        return topic_id, None
    answered = context.numbers.get((place.topic, number))
    return (f"{context.host}/post/{answered}", None) if answered is not None else (None, number)


def _kind(post: Mapping[str, Any], *, first: bool) -> str:
    if first:
        return "topic"
    return "moderation" if post.get("post_type") in (MODERATOR_ACTION, SMALL_ACTION) else "post"


def _channel(post: Mapping[str, Any], topic: Mapping[str, Any], host: str) -> Channel:
    """Some exports write the category's name into the topic, which the API does not."""
    category = whole(topic.get("category_id"))
    name = words(topic.get("category_name")) or words(mapping(topic.get("category")).get("name"))
    return _channel_of(whole(post.get("category_id")) if category is None else category, host, name)


_channel_of = lru_cache(1 << 10)(channel_of)


def _revision(post: Mapping[str, Any], place: _Place, topic: Mapping[str, Any], *, deleted: bool) -> int:
    """Microseconds of the last change, and in the last three digits how the post was seen.

    A topic also changes with every post in it: its first post carries the topic's figures.
    """
    stamps = [post.get("updated_at"), post.get("deleted_at"), topic.get("deleted_at")]
    if place.number == 1:
        stamps.append(topic.get("last_posted_at"))
    last = place.at
    for stamp in stamps:
        if stamp is not None and (at := moment(stamp)) is not None and at > last:
            last = at
    seen = WITHDRAWN if deleted else SEEN_IN_TOPIC if topic.get("title") else SEEN_ALONE
    return revision_of(last) // 1000 * 1000 + seen


def _title(post: Mapping[str, Any], topic: Mapping[str, Any]) -> str | None:
    return words(topic.get("title")) or words(post.get("topic_title"))


def _text(post: Mapping[str, Any]) -> str | None:
    if raw := words(post.get("raw")):
        return text_of_markdown(raw) or None
    cooked = words(post.get("cooked"))
    return text_of(cooked) or None if cooked else None


def _url(post: Mapping[str, Any], place: _Place, context: Context) -> str | None:
    slug = words(context.topic.get("slug")) or words(post.get("topic_slug")) or "-"
    number = "" if place.number == 1 else f"/{place.number}"
    return web(context.host, f"/t/{slug}/{place.topic}{number}")


def _facts(post: Mapping[str, Any], place: _Place, context: Context) -> dict[str, Fact]:
    version = whole(post.get("version"))
    facts: dict[str, Fact] = {
        "likes": _likes(post),
        "reads": whole(post.get("reads")),
        "edits": version - 1 if version is not None else None,
        "action": words(post.get("action_code")),
    }
    if _is_accepted(post, place.number, context.topic):
        facts["accepted"] = True
    if place.number == 1:
        closed = context.topic.get("closed")
        facts["closed"] = closed if isinstance(closed, bool) else None
        facts["views"] = whole(context.topic.get("views"))
        facts["solved"] = context.solved
    return {name: value for name, value in facts.items() if value is not None}


def _likes(post: Mapping[str, Any]) -> int | None:
    """Likes of a post; an `actions_summary` without them means none, no summary that nobody says."""
    if not isinstance(post.get("actions_summary"), list):
        return None
    for action in items(post["actions_summary"]):
        if mapping(action).get("id") == LIKE:
            return whole(mapping(action).get("count")) or 0
    return 0
