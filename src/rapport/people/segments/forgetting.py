"""Segments that name somebody who is erased go with them: their text would keep the name."""

from collections.abc import Iterator, Sequence
from datetime import date

from rapport.people.models import Segment
from rapport.people.segments.reading import read
from rapport.people.segments.refused import SegmentRefused
from rapport.people.segments.tree import All, Called, Either, Not, Tree
from rapport.people.segments.words import Known


def forget(words: Sequence[str]) -> int:
    """Delete the segments that ask for one of these names, handles or addresses; how many they were."""
    erased = {word.casefold() for word in words}
    gone = [one.pk for one in Segment.objects.all() if erased & named_in(one.text, one.made_at.date())]
    return Segment.objects.filter(pk__in=gone).delete()[0]


def named_in(text: str, written: date) -> set[str]:
    """The names and handles that a segment's text asks for, in lower case; none where nobody can tell."""
    try:
        return set(_called(read(text, Known(), written)))
    except SegmentRefused:
        return set()


def _called(tree: Tree) -> Iterator[str]:
    match tree:
        case All(each) | Either(each):
            for one in each:
                yield from _called(one)
        case Not(one):
            yield from _called(one)
        case Called(words=words):
            yield words.casefold()
