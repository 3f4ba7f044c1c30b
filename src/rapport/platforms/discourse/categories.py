"""Categories and their names: `/site.json`, `/categories.json`, `/c/<id>/show.json`. Topics know the numbers alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapport.platforms.discourse.document import whole
from rapport.platforms.discourse.site import UNKNOWN, channel_of
from rapport.platforms.fields import NotReadable, items, mapping, words
from rapport.words.identity import Channel

NO_FORUM = (
    "The file does not say which forum it is of. Put it into a folder called like the forum's host "
    "(forum.example.org/site.json) and import the folder above that."
)


def listed(document: Any) -> list[Any]:
    """Every category of the document, subcategories too, each after the one it is in."""
    fields = mapping(document)
    found = items(fields.get("categories")) or items(mapping(fields.get("category_list")).get("categories"))
    return list(_with_children(found)) if found else [fields.get("category")]


def _with_children(categories: Sequence[Any]) -> Iterator[Any]:
    waiting = list(reversed(categories))
    while waiting:
        category = waiting.pop()
        yield category
        waiting.extend(reversed(items(mapping(category).get("subcategory_list"))))


def channel_named(category: Mapping[str, Any], host: str, names: Mapping[int, str]) -> Channel:
    """A category as a channel, called as Discourse shows it: with the category it is in, where that is known.

    Raises NotReadable for one without number or name, and where the forum is not known.
    """
    number, name = whole(category.get("id")), words(category.get("name"))
    if number is None or name is None:
        raise NotReadable("The category has no number (id) or no name.")
    if host == UNKNOWN:
        raise NotReadable(NO_FORUM)
    parent = whole(category.get("parent_category_id"))
    above = names.get(parent) if parent is not None else None
    return channel_of(number, host, f"{above} / {name}" if above else name)


def names_of(categories: list[Any]) -> dict[int, str]:
    told = [(whole(each.get("id")), words(each.get("name"))) for each in map(mapping, categories)]
    return {number: name for number, name in told if number is not None and name is not None}
