"""What feedparser gives → the values of `entry.py`. Pure.

feedparser.readthedocs.io, Reference. Its dictionaries let some names stand in for others (`updated` for
`published`); `_own` asks past that.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rapport.platforms.feed.entry import Entry, Feed, Moment, Person
from rapport.platforms.feed.moment import moment_of_parts
from rapport.platforms.feed.text import line_of, text_of

_HTML = ("text/html", "application/xhtml+xml")


def feed_of(parsed: Mapping[str, Any]) -> Feed:
    said = parsed["feed"]
    atom = str(parsed.get("version") or "").startswith("atom")
    return Feed(
        own=_link(said, "self"),
        id=_words(said, "id"),
        site=_web(_words(said, "link")),
        title=_title(said),
        at=_first_moment(said, "updated", "published"),
        # An Atom feed's author wrote its entries (RFC 4287, 4.2.1); RSS names an editor there, who edits.
        authors=_authors(said) if atom else (),
    )


def entry_of(said: Mapping[str, Any]) -> Entry:
    published = _first_moment(said, "published", "created")
    return Entry(
        id=_words(said, "id"),
        link=_web(_words(said, "link")),
        title=_title(said),
        text=_text(said),
        authors=_authors(said),
        published=published,
        updated=_first_moment(said, "updated"),
        answers=_words(_mapping(said.get("thr_in-reply-to")), "ref"),
        categories=len(_items(said, "tags")),
        enclosures=len(_links(said, "enclosure")),
        comments=_number(_words(said, "slash_comments") or _words(said, "thr_total")),
        comments_page=_web(_words(said, "comments")) or _page_of_replies(said),
        comments_feed=_web(_words(said, "wfw_commentrss")) or _feed_of_replies(said),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _own(said: Mapping[str, Any], name: str) -> Any:
    """What is there under that very name."""
    return dict.get(said, name) if isinstance(said, dict) else said.get(name)


def _items(said: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = _own(said, name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else ()


def _words(said: Mapping[str, Any], name: str) -> str | None:
    found = _own(said, name)
    return (found.strip() or None) if isinstance(found, str) else None


def _web(address: str | None) -> str | None:
    return address if address and address.startswith(("http://", "https://")) else None


def _number(written: str | None) -> int | None:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else None


def _links(said: Mapping[str, Any], rel: str) -> list[Mapping[str, Any]]:
    return [link for link in _items(said, "links") if _words(link, "rel") == rel and _words(link, "href")]


def _link(said: Mapping[str, Any], rel: str) -> str | None:
    return next((_words(link, "href") for link in _links(said, rel)), None)


def _page_of_replies(said: Mapping[str, Any]) -> str | None:
    return next((_web(_words(link, "href")) for link in _links(said, "replies") if not _is_feed(link)), None)


def _feed_of_replies(said: Mapping[str, Any]) -> str | None:
    return next((_web(_words(link, "href")) for link in _links(said, "replies") if _is_feed(link)), None)


def _is_feed(link: Mapping[str, Any]) -> bool:
    return (_words(link, "type") or "").endswith("+xml")


def _first_moment(said: Mapping[str, Any], *names: str) -> Moment | None:
    found = (moment_of_parts(_own(said, f"{name}_parsed"), _own(said, name)) for name in names)
    return next((moment for moment in found if moment), None)


def _title(said: Mapping[str, Any]) -> str | None:
    return line_of(_plain(_mapping(said.get("title_detail"))) or "") or None


def _text(said: Mapping[str, Any]) -> str | None:
    """The content where there is one, else the summary."""
    contents = [text for content in _items(said, "content") if (text := _plain(content))]
    return max(contents, key=len) if contents else _plain(_mapping(said.get("summary_detail")))


def _plain(piece: Mapping[str, Any]) -> str | None:
    """The text of a piece with its type. A binary one says nothing."""
    value, kind = _words(piece, "value"), _words(piece, "type") or "text/html"
    if not value or not (kind.startswith("text/") or kind.endswith("xml")):
        return None
    # RSS says nothing of a type: what feedparser took for plain text may still hold entities of HTML.
    return (text_of(value) if kind in _HTML or kind.endswith("xml") else value.strip()) or None


def _authors(said: Mapping[str, Any]) -> tuple[Person, ...]:
    found = [_person(author) for author in _items(said, "authors")]
    people = [person for person in found if person != Person()]
    first = people[:1]
    # feedparser hands the first author's address to those after it that have none.
    others = [each._replace(email=None) if each.email == first[0].email else each for each in people[1:]]
    return tuple(dict.fromkeys([*first, *others]))


def _person(author: Mapping[str, Any]) -> Person:
    email = (_words(author, "email") or "").lower()
    return Person(
        name=line_of(_words(author, "name") or "") or None,
        email=email if "@" in email and " " not in email else None,
        url=_web(_words(author, "href")),
    )
