"""What the list's page shows of segments: those that are saved, the one asked for, and the form as it fills it."""

from rapport.people.acts import Acts
from rapport.people.models import Tag
from rapport.people.segments.asked import tree_of
from rapport.people.segments.form import GROUPS, LIMITS, fill_form
from rapport.people.segments.saved import counted, meaning
from rapport.people.segments.words import CONTRIBUTED, VERBS
from rapport.people.segments.writing import write
from rapport.people.wanted import Wanted
from rapport.words.kinds import KINDS


def shown(acts: Acts, wanted: Wanted) -> dict[str, object]:
    """For the template. Raises WantedRefused."""
    asked = tree_of(acts, wanted)
    segments = counted(acts)
    filled = fill_form(asked) if asked else {}
    return {
        "segments": segments,
        "segment": next((one.segment for one in segments if one.segment.pk == wanted.segment), None),
        "asked": write(asked) if asked else "",
        "text": write(meaning(wanted.where, acts)) if wanted.where else "",
        "filled": {"what": CONTRIBUTED} if asked is None else filled,
        "groups": GROUPS,
        "limits": LIMITS,
        "verbs": VERBS,
        "kinds": KINDS,
        "tags": list(Tag.objects.order_by("name").values_list("name", flat=True)),
    }
