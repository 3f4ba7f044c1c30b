"""Segments by name, and who is in them."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple

from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.people.models import Segment
from rapport.people.readying import beforehand
from rapport.people.segments.answering import Fitting, fitting
from rapport.people.segments.beside import known
from rapport.people.segments.reading import read
from rapport.people.segments.refused import SegmentRefused
from rapport.people.segments.tree import All, At, Did, Either, Not, Tagged, Tree
from rapport.people.segments.words import Known
from rapport.people.segments.writing import write
from rapport.words.errors import RapportError

MOST_COUNTS = 200
LONGEST_NAME = 60

_counting = Lock()
_counts: OrderedDict[tuple[int, str], tuple[Acts, int]] = OrderedDict()
"""By the state of the acts (held, so that no other takes its id) and text."""


class SegmentUnknown(RapportError):
    """There is no segment of this name; nothing was changed."""


class NameRefused(RapportError):
    """A segment cannot be called that; nothing was changed."""


class Counted(NamedTuple):
    segment: Segment
    n: int | None
    """Members in it now; None where its text makes no sense any more."""
    problem: str = ""
    """Why not."""


def meaning(text: str, acts: Acts, names: Known | None = None) -> Tree:
    """What a text means in this home, whose `names` are read unless they are given. Raises SegmentRefused."""
    return read(text, names or known(acts), acts.version.today)


def members_of(segment: Segment | str, acts: Acts | None = None) -> Fitting:
    """Who is in a segment, saved or as a text, as a question to the acts. Raises SegmentRefused."""
    acts = acts or current()
    return fitting(acts, meaning(_text(segment), acts))


def numbers_of(segment: Segment | str, acts: Acts | None = None) -> list[int]:
    """The numbers of the members in a segment, in their order. Raises SegmentRefused."""
    acts = acts or current()
    found = members_of(segment, acts)
    return [row["member"] for row in acts.ask(found.table.order_by("member"), found.beside)]


def how_many(segment: Segment | str, acts: Acts, names: Known | None = None) -> int:
    """How many are in a segment now. Raises SegmentRefused."""
    tree = meaning(_text(segment), acts, names)
    key = (id(acts), write(tree))
    with _counting:
        if key in _counts and not _of_the_teams(tree):
            return _counts[key][1]
    found = fitting(acts, tree)
    [row] = acts.ask(found.table.aggregate(n=found.table.count()), found.beside)
    with _counting:
        _counts[key] = (acts, row["n"])
        while len(_counts) > MOST_COUNTS:
            _counts.popitem(last=False)
    return int(row["n"])


def _of_the_teams(tree: Tree) -> bool:
    """Whether it asks what the team can change without a new state of the acts."""
    match tree:
        case All(each) | Either(each):
            return any(_of_the_teams(one) for one in each)
        case Not(one):
            return _of_the_teams(one)
        case Did(channel=channel):
            return bool(channel)
        case _:
            return isinstance(tree, Tagged | At)


def counted(acts: Acts) -> list[Counted]:
    """Every segment, by name."""
    segments = list(Segment.objects.select_related("user"))
    names = known(acts) if segments else None
    return [_counted(segment, acts, names) for segment in segments]


def _counted(segment: Segment, acts: Acts, names: Known | None) -> Counted:
    try:
        return Counted(segment, how_many(segment, acts, names))
    except SegmentRefused as refused:
        return Counted(segment, None, str(refused))


def named(name: str) -> Segment:
    """Raises SegmentUnknown."""
    found = Segment.objects.filter(name__iexact=name).first()
    if found is None:
        names: Sequence[str] = list(Segment.objects.values_list("name", flat=True))
        some = f"There is {', '.join(names[:10])}." if names else "None was saved yet."
        raise SegmentUnknown(f"There is no segment “{name}”. {some}")
    return found


def checked_name(name: str, other_than: Segment | None = None) -> str:
    """The name without spaces around it. Raises NameRefused."""
    name = " ".join(name.replace("\0", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise NameRefused(f"A segment's name has 1 to {LONGEST_NAME} letters. Nothing was changed.")
    if Segment.objects.filter(name__iexact=name).exclude(pk=other_than.pk if other_than else 0).exists():
        raise NameRefused(f"There is a segment “{name}” already. Choose another name. Nothing was changed.")
    return name


def _text(segment: Segment | str) -> str:
    return segment if isinstance(segment, str) else segment.text


beforehand(counted)
