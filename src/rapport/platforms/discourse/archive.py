"""Files of a Discourse forum: what its API answered (topics, posts, users, likes, categories), and its own backup."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from rapport.platforms.discourse import backup
from rapport.platforms.discourse.categories import channel_named, listed, names_of
from rapport.platforms.discourse.document import MAX_FILE, parse, scalars, whole
from rapport.platforms.discourse.likes import like_of
from rapport.platforms.discourse.look import looked_at
from rapport.platforms.discourse.many import bare, documents
from rapport.platforms.discourse.people import arrival_of
from rapport.platforms.discourse.read import Context, activities_of, topic_of
from rapport.platforms.discourse.shapes import CATEGORIES, POSTS, TOPIC, USER_ACTIONS, USERS, shape_of
from rapport.platforms.discourse.site import KEPT_HOST, UNKNOWN, host_beside, host_of, hosts_in
from rapport.platforms.elements import Damaged
from rapport.platforms.fields import NotReadable, dump, items, mapping
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

TOPIC_FIELDS = (
    "id",
    "title",
    "slug",
    "category_id",
    "category_name",
    "category",
    "archetype",
    "closed",
    "views",
    "deleted_at",
    "last_posted_at",
    "accepted_answer",
)
"""What a post needs of its topic; kept with a post that is set aside."""


def posts_in(document: Any, name: str) -> Iterator[Outcome]:
    """One outcome a post. What is set aside is a topic with that one post, so that it reads like a file."""
    topic, posts = _topic_and_posts(document)
    host = host_of(document, name)
    context = Context(host, topic, _numbers(topic, posts), _solved(topic, posts), looked_at(topic, posts))
    kept = {KEPT_HOST: host} | {field: topic[field] for field in TOPIC_FIELDS if field in topic}
    return _outcomes(
        posts,
        position=lambda post, place: _position(post, topic, place),
        read=lambda post, at: Record(at, activities_of(post, context)),
        keep=lambda post: kept | {"post_stream": {"posts": [post]}},
    )


def users_in(document: Any, name: str) -> Iterator[Outcome]:
    host = host_of(document, name)
    return _outcomes(
        document if isinstance(document, list) else [mapping(document).get("user")],
        position=lambda user, place: f"user {whole(user.get('id')) or f'at place {place}'}",
        read=lambda user, at: Record(at, arrival_of(user, host)),
        keep=lambda user: {KEPT_HOST: host, "user": user},
    )


def likes_in(document: Any, name: str) -> Iterator[Outcome]:
    host = host_of(document, name)
    return _outcomes(
        items(mapping(document).get("user_actions")),
        position=lambda action, place: f"action at place {place}",
        read=lambda action, at: Record(at, like_of(action, host)),
        keep=lambda action: {KEPT_HOST: host, "user_actions": [action]},
    )


def categories_in(document: Any, name: str) -> Iterator[Outcome]:
    """One outcome a category: nothing happened, but a place has a name."""
    host, found = host_of(document, name), listed(document)
    names = names_of(found)
    return _outcomes(
        found,
        position=lambda category, place: f"category {whole(category.get('id')) or f'at place {place}'}",
        read=lambda category, at: Record(at, [], [channel_named(category, host, names)]),
        keep=lambda category: {KEPT_HOST: host, "category": category},
    )


def _outcomes(
    records: Iterable[Any],
    *,
    position: Callable[[Mapping[str, Any], int], str],
    read: Callable[[Mapping[str, Any], str], Record],
    keep: Callable[[Any], Any],
) -> Iterator[Outcome]:
    for place, record in enumerate(records, 1):
        fields = mapping(record)
        try:
            yield read(fields, position(fields, place))
        except NotReadable as error:
            yield Unreadable(position(fields, place), str(error), _raw(record, keep))


def _raw(record: Any, keep: Callable[[Any], Any]) -> bytes:
    return (dump(keep(record)) or dump(keep(scalars(mapping(record)))))[:MAX_RAW]


def _topic_and_posts(document: Any) -> tuple[Mapping[str, Any], list[Any]]:
    """The topic's fields (none where the posts are of many topics) and the posts, from any of the shapes."""
    if isinstance(document, list):
        return {}, document
    fields = mapping(document)
    if "post_stream" in fields:
        topic, posts = fields, mapping(fields["post_stream"]).get("posts")
    elif "latest_posts" in fields:
        topic, posts = {}, fields["latest_posts"]
    else:
        topic, posts = {}, [document]
    if not isinstance(posts, list):
        raise NotReadable("The file holds no list of posts (post_stream.posts or latest_posts).")
    return topic, posts


def _numbers(topic: Mapping[str, Any], posts: Iterable[Any]) -> dict[tuple[int, int], int]:
    numbers: dict[tuple[int, int], int] = {}
    for post in map(mapping, posts):
        topic_id = topic_of(post, topic)
        number, post_id = whole(post.get("post_number")), whole(post.get("id"))
        if topic_id is not None and number is not None and post_id is not None:
            numbers.setdefault((topic_id, number), post_id)
    return numbers


def _solved(topic: Mapping[str, Any], posts: Iterable[Any]) -> bool | None:
    """Whether the topic or one of its posts says so. A post without id, which is set aside, says nothing."""
    readable = (post for post in map(mapping, posts) if whole(post.get("id")) is not None)
    marks = [post["accepted_answer"] for post in readable if "accepted_answer" in post]
    if "accepted_answer" not in topic and not marks:
        return None
    return bool(mapping(topic.get("accepted_answer"))) or True in marks


def _position(post: Mapping[str, Any], topic: Mapping[str, Any], place: int) -> str:
    topic_id = topic_of(post, topic)
    number = whole(post.get("post_number"))
    if topic_id is None:
        return f"post at place {place}"
    return f"topic {topic_id}, post {number if number is not None else f'at place {place}'}"


def _archive(name: str, label: str, shape: str, outcomes: Callable[[Any, str], Iterator[Outcome]]) -> Archive:
    def recognise(name: str, head: bytes) -> bool:
        return shape_of(head) == shape

    def retry(raw: bytes, name: str) -> Iterator[Outcome]:
        try:
            yield from outcomes(parse(raw), name)
        except NotReadable as error:
            yield Unreadable("whole file", str(error), raw[:MAX_RAW])

    def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
        return retry(stream.read(MAX_FILE + 1), where.file)

    return Archive(
        "discourse",
        name,
        label,
        recognise,
        topics if shape == TOPIC else read,
        retry,
        tells=hosts_in if shape == TOPIC else None,
    )


def topics(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a post of all topics of the file. One that names no forum is of the one that its neighbours name."""
    for place, found in enumerate(documents(stream), 1):
        position = "whole file" if place == 1 else f"document {place}"
        if isinstance(found, Damaged):
            yield Unreadable(position, found.reason, found.start)
            continue
        try:
            topic = bare(parse(found))
            known = host_of(topic, where.file) != UNKNOWN
            yield from posts_in(topic, where.file if known else f"{host_beside(where.beside)}/{where.file}")
        except NotReadable as error:
            yield Unreadable(position, str(error), found[:MAX_RAW])


def _backup_again(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside is what the API would have answered."""
    shape = shape_of(raw)
    outcomes = {TOPIC: posts_in, USERS: users_in, USER_ACTIONS: likes_in}.get(shape or "")
    if outcomes is None:
        yield Unreadable("row", "Nothing was kept of the row. Import the backup again.", raw)
    else:
        yield from outcomes(parse(raw), name)


def _backup(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    return backup.records(stream, where.file)


ARCHIVES = (
    _archive("discourse-topic", "Discourse topics", TOPIC, posts_in),
    _archive("discourse-posts", "Discourse posts", POSTS, posts_in),
    _archive("discourse-users", "Discourse users", USERS, users_in),
    _archive("discourse-likes", "Discourse likes", USER_ACTIONS, likes_in),
    _archive("discourse-categories", "Discourse categories", CATEGORIES, categories_in),
    Archive("discourse", "discourse-backup", "Discourse backups", backup.looks_like_backup, _backup, _backup_again),
)
