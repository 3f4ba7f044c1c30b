"""What a person wrote in a post: X's short links become the addresses they lead to."""

from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from rapport.platforms.fields import items, mapping, words


def text_of(post: Mapping[str, Any]) -> str | None:
    """The text with its links written out, without the links to its own pictures, and what the pictures show."""
    text = words(post.get("full_text")) or words(post.get("text")) or ""
    entities = mapping(post.get("entities"))
    media = pictures(post)
    links = {words(url.get("url")): words(url.get("expanded_url")) for url in map(mapping, items(entities.get("urls")))}
    for short, long in [*links.items(), *((words(picture.get("url")), "") for picture in media)]:
        if short and long is not None:
            text = text.replace(short, long)
    return whole_text([unescape(text).strip(), *described(media)])


def note_text(note: Mapping[str, Any]) -> str | None:
    """The whole text of a long post (`noteTweet.core`). Older archives leave the `core` out."""
    core = mapping(note.get("core")) or mapping(note.get("noteTweetResults")) or mapping(note.get("noteTweetContents"))
    text = words(core.get("text"))
    if text is None:
        return None
    for url in map(mapping, items(core.get("urls"))):
        short, long = words(url.get("shortUrl")), words(url.get("expandedUrl"))
        if short and long:
            text = text.replace(short, long)
    return unescape(text).strip()


def pictures(post: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Pictures and films; `extended_entities` lists all of them, `entities` only the first."""
    for key in ("extended_entities", "entities"):
        if media := items(mapping(post.get(key)).get("media")):
            return [mapping(each) for each in media]
    return []


def described(media: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the author wrote about the pictures for those who do not see them."""
    said = [words(picture.get("ext_alt_text")) or words(picture.get("alt_text")) for picture in media]
    return [f"[image: {alt.strip()}]" for alt in said if alt]


def whole_text(parts: Iterable[str | None]) -> str | None:
    return "\n".join(part for part in parts if part) or None
