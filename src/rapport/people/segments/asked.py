"""The segment that the list is asked for: a text, a saved one, or those who are in both."""

from rapport.people.acts import Acts
from rapport.people.models import Segment
from rapport.people.segments.answering import Fitting, fitting
from rapport.people.segments.saved import meaning
from rapport.people.segments.tree import Tree, both
from rapport.people.wanted import Wanted, WantedRefused


def asked_for(acts: Acts, wanted: Wanted) -> Fitting | None:
    """None where none is asked for. Raises WantedRefused; of a text, SegmentRefused."""
    tree = tree_of(acts, wanted)
    return fitting(acts, tree) if tree else None


def tree_of(acts: Acts, wanted: Wanted) -> Tree | None:
    trees = [meaning(text, acts) for text in (wanted.where, _saved(wanted.segment)) if text]
    if len(trees) == 2:
        return both(*trees)
    return trees[0] if trees else None


def _saved(number: int | None) -> str:
    if number is None:
        return ""
    found = Segment.objects.filter(pk=number).first()
    if found is None:
        raise WantedRefused(f"There is no segment {number}; somebody deleted it.", "Choose one of those in the list.")
    return found.text
