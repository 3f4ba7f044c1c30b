"""What was put together wrongly and what was missed, by names alone: nobody's address is printed."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from rapport.people.matching.alias import Alias
from rapport.people.matching.clusters import Placed


def tell(aliases: Sequence[Alias], truth: Sequence[Hashable], placed: Sequence[Placed]) -> None:
    """A line for each found person who is several by the truth, and for each person who was found as several."""
    found = [place.person for place in placed]
    for parts in _mixed(found, truth):
        why = "; ".join(dict.fromkeys(words for part in parts for at in part for words in placed[at].evidence[:1]))
        print(f"    wrong   {_sides(aliases, parts)}   ({_without_addresses(why)})")
    for parts in _mixed(truth, found):
        print(f"    missed  {_sides(aliases, parts)}")


def _mixed(groups: Sequence[Hashable], by: Sequence[Hashable]) -> list[list[list[int]]]:
    """The groups whose places are not all of one kind, each parted by kind."""
    held: dict[Hashable, dict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, (group, kind) in enumerate(zip(groups, by, strict=True)):
        held[group][kind].append(at)
    return [list(kinds.values()) for kinds in held.values() if len(kinds) > 1]


def _sides(aliases: Sequence[Alias], parts: Sequence[Sequence[int]]) -> str:
    return " | ".join(", ".join(dict.fromkeys(_without_addresses(aliases[at].name) for at in part)) for part in parts)


def _without_addresses(text: str) -> str:
    return " ".join(word.partition("@")[0] for word in text.split()) or "no name"
