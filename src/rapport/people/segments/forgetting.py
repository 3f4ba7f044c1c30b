"""Segments that name somebody who is erased go with them: their text would keep the name."""

from collections.abc import Iterator, Sequence

from rapport.people.models import Segment
from rapport.people.segments.reading import read
from rapport.people.segments.refused import SegmentRefused
from rapport.people.segments.tree import All, Called, Either, Not, Tree
from rapport.people.segments.words import Known


def forget(words: Sequence[str]) -> int:
    """Delete the segments that ask for one of these names, handles or addresses; how many they were."""
    erased = {word.casefold() for word in words}
    gone = [segment.pk for segment in Segment.objects.all() if erased & set(_names(segment))]
    return Segment.objects.filter(pk__in=gone).delete()[0]


def _names(segment: Segment) -> Iterator[str]:
    try:
        yield from _called(read(segment.text, Known(), segment.made_at.date()))
    except SegmentRefused:  # nobody can tell what it names
        return


def _called(tree: Tree) -> Iterator[str]:
    match tree:
        case All(each) | Either(each):
            for one in each:
                yield from _called(one)
        case Not(one):
            yield from _called(one)
        case Called(words=words):
            yield words.casefold()
