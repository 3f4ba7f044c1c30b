"""Answers of Reddit's API and of its savers, in which posts and comments lie inside one another → one after the other.

`…/comments/17abc.json` is a list of two listings, `{"kind": "Listing", "data": {"children": […]}}`, where a comment's
`replies` are a listing again. bdfr's `archive` writes a post with its `comments`, and these with their `replies`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rapport.platforms.fields import items, mapping

Thing = Mapping[str, Any]

TRIES = 50
"""Things that are no whole JSON, of those in what is damaged: Reddit shows ten levels of answers."""
_BEGINS = re.compile(r'\{\s*+"kind"\s*+:\s*+"t[13]"')
_decode = json.JSONDecoder(strict=False).raw_decode


def holds_others(thing: Thing) -> bool:
    """Whether more than one thing may be in it. A dump has an empty text for the replies."""
    return (
        thing.get("kind") == "Listing"
        or isinstance(thing.get("comments"), list)
        or isinstance(thing.get("replies"), list | dict)
        or isinstance(mapping(thing.get("data")).get("replies"), dict)
    )


def things_in(value: Any) -> Iterator[Thing]:
    """Posts and comments in the order of the page, each as a line of a dump. What the page did not load is not told."""
    waiting: list[tuple[Any, Thing]] = [(value, {})]
    while waiting:
        one, above = waiting.pop()
        if isinstance(one, list):
            waiting.extend((each, above) for each in reversed(one))
            continue
        kind, inner = mapping(one).get("kind"), mapping(mapping(one).get("data"))
        if kind == "Listing":
            waiting.append((list(items(inner.get("children"))), above))
        elif kind in ("t1", "t3") and inner:
            waiting.append((inner, above))
        elif kind != "more" and isinstance(one, dict):
            thing = _told(one, above)
            yield thing
            below = {"subreddit": thing.get("subreddit"), "permalink": thing.get("permalink"), "post": _post_of(thing)}
            waiting += [(one.get(name), below) for name in ("replies", "comments") if one.get(name)]


def whole_in(damaged: bytes) -> Iterator[bytes]:
    """The things of the API that are whole inside a part of a page that is not, each with the answers to it."""
    text = damaged.decode("utf-8", "replace")
    end = tries = 0
    for found in _BEGINS.finditer(text, 1):
        if found.start() < end:
            continue
        try:
            _, end = _decode(text, found.start())
        except (ValueError, RecursionError):
            tries += 1
            if tries == TRIES:
                return
            continue
        yield text[found.start() : end].encode("utf-8", "replace")


def _told(found: Thing, above: Thing) -> Thing:
    """With what it leaves to those above it."""
    thing = {name: value for name, value in found.items() if name not in ("replies", "comments")}
    if "body" in thing and not thing.get("link_id") and (post := thing.get("submission") or above.get("post")):
        thing["link_id"] = post
    for name in ("subreddit", "permalink"):
        if not thing.get(name) and above.get(name):
            thing[name] = above[name]
    if thing.get("author") == "DELETED":  # bdfr's word
        thing["author"] = None
    return thing


def _post_of(thing: Thing) -> Any:
    return thing.get("link_id") or thing.get("id")
