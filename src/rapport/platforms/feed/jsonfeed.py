"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1) → the values of `entry.py`. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from rapport.platforms.feed.entry import Entry, Feed, NotReadable, Person
from rapport.platforms.feed.moment import moment_of_text
from rapport.platforms.feed.text import line_of, text_of


def feed_of(document: Mapping[str, Any]) -> Feed:
    return Feed(
        own=_words(document.get("feed_url")),
        site=_words(document.get("home_page_url")),
        title=_words(document.get("title")),
        authors=_authors(document),
    )


def entry_of(item: object) -> Entry:
    if not isinstance(item, dict):
        raise NotReadable("The item is no JSON object.")
    html, text = _words(item.get("content_html")), _words(item.get("content_text"))
    title, address = _words(item.get("title")), _words(item.get("url"))
    return Entry(
        id=_id(item.get("id")),
        link=address if address and address.startswith(("http://", "https://")) else None,
        title=line_of(title) if title else None,
        text=text or (text_of(html) if html else None) or _words(item.get("summary")),
        authors=_authors(item),
        published=moment_of_text(item.get("date_published")),
        updated=moment_of_text(item.get("date_modified")),
        categories=len(_items(item.get("tags"))),
        enclosures=len(_items(item.get("attachments"))),
    )


def _words(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _items(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _id(value: object) -> str | None:
    """A text; the specification wants numbers to be taken as such."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else _words(value)


def _authors(said: Mapping[str, Any]) -> tuple[Person, ...]:
    """`authors` of version 1.1, else the `author` of version 1."""
    found = [_person(author) for author in (_items(said.get("authors")) or [said.get("author")])]
    return tuple(dict.fromkeys(person for person in found if person != Person()))


def _person(author: object) -> Person:
    if not isinstance(author, dict):
        return Person()
    name, url = _words(author.get("name")), _words(author.get("url"))
    email = url.removeprefix("mailto:").lower() if url and url.startswith("mailto:") else None
    return Person(line_of(name) if name else None, email, url if url and url.startswith("http") else None)
