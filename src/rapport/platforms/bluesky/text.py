"""What a person wrote in a post: its text with whole links, and what its pictures and cards show."""

from collections.abc import Iterator, Mapping
from typing import Any

from rapport.platforms.fields import items, mapping, whole, words

LINK = "app.bsky.richtext.facet#link"


def text_of(post: Mapping[str, Any]) -> str | None:
    text = post.get("text")
    parts = [_with_links(text, post).strip() if isinstance(text, str) else ""]
    parts += [part for part in _embedded(mapping(post.get("embed"))) if part not in parts[0]]
    return "\n".join(filter(None, parts)) or None


def pictures(embed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Images and films of a post, also of one that quotes (`recordWithMedia`)."""
    media = mapping(embed.get("media")) or embed
    film = [media] if "video" in media else []
    return [*(mapping(image) for image in items(media.get("images"))), *film]


def quoted(embed: Mapping[str, Any]) -> str | None:
    """The at:// address of the post that is quoted."""
    record = mapping(embed.get("record"))
    return words(record.get("uri")) or words(mapping(record.get("record")).get("uri"))


def _with_links(text: str, post: Mapping[str, Any]) -> str:
    """Facets count bytes of UTF-8. Words that are cut from an address become it; others keep it behind them."""
    data = text.encode("utf-8", "surrogatepass")
    end_of_last = len(data)
    for start, end, uri in sorted(_links(post), reverse=True):
        if not 0 <= start < end <= end_of_last:
            continue
        shown = data[start:end].decode("utf-8", "replace").strip()
        if uri in shown:
            continue
        whole_link = uri if shown.rstrip("….") in uri else f"{shown} ({uri})"
        data = data[:start] + whole_link.encode("utf-8", "surrogatepass") + data[end:]
        end_of_last = start
    return data.decode("utf-8", "replace")


def _links(post: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    for facet in map(mapping, items(post.get("facets"))):
        place = mapping(facet.get("index"))
        start, end = whole(place.get("byteStart")), whole(place.get("byteEnd"))
        for feature in map(mapping, items(facet.get("features"))):
            uri = words(feature.get("uri"))
            if feature.get("$type") == LINK and uri and start is not None and end is not None:
                yield start, end, uri


def _embedded(embed: Mapping[str, Any]) -> Iterator[str]:
    for picture in pictures(embed):
        if alt := words(picture.get("alt")):
            yield f"[{'video' if 'video' in picture else 'image'}: {alt.strip()}]"
    card = mapping(embed.get("external")) or mapping(mapping(embed.get("media")).get("external"))
    if uri := words(card.get("uri")):
        yield uri
