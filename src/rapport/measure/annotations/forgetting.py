"""What annotations say of somebody who is erased goes: a title that names them is that of its kind, a link is none."""

from collections.abc import Sequence

from rapport.measure.models import Annotation
from rapport.people.forgotten import says


def forget(words: Sequence[str]) -> int:
    """Of these names, handles and addresses; how many annotations that touched."""
    touched = 0
    for one in Annotation.objects.all():
        titled, linked = says(one.title, words), says(one.link, words)
        if titled:
            one.title = Annotation.Kind(one.kind).label.capitalize()
        if linked:
            one.link = ""
        if titled or linked:
            one.save(update_fields=["title", "link"])
            touched += 1
    return touched
