"""Segments that name somebody who is erased go with them: their text, or what they are called, would keep the name."""

from collections.abc import Iterator, Sequence, Set
from datetime import date

from rapport.people.forgotten import says
from rapport.people.models import Segment
from rapport.people.segments.reading import read
from rapport.people.segments.refused import SegmentRefused
from rapport.people.segments.tree import All, Called, Either, Not, Tree
from rapport.people.segments.words import Known


def forget(words: Sequence[str]) -> int:
    """Delete the segments that ask for one of these names, handles or addresses, or are called so; how many they
    were."""
    erased = {word.casefold() for word in words}
    gone = [
        one.pk for one in Segment.objects.all() if says(one.name, erased) or names(one.text, erased, one.made_at.date())
    ]
    return Segment.objects.filter(pk__in=gone).delete()[0]


def names(segment: str, words: Set[str], written: date) -> bool:
    """Whether a segment asks for one of these, which are in lower case; of what is no segment's text, but what one is
    called, whether it says one."""
    try:
        return not words.isdisjoint(_called(read(segment, Known(), written)))
    except SegmentRefused:
        return says(segment, words)


def _called(tree: Tree) -> Iterator[str]:
    match tree:
        case All(each) | Either(each):
            for one in each:
                yield from _called(one)
        case Not(one):
            yield from _called(one)
        case Called(words=words):
            yield words.casefold()
