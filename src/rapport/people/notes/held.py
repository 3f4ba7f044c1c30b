"""What the team wrote down of a member, and of those who were merged into them."""

from datetime import date
from typing import NamedTuple

from rapport.people.erasing import with_merged_away
from rapport.people.models import Member, Note, Tag, Task


class Held(NamedTuple):
    notes: list[Note]
    """The newest first."""
    open: list[Task]
    """What is to be done, the next due first, what has no day last."""
    done: list[Task]
    """The last ones that were done."""
    tags: list[Tag]

    @property
    def promises(self) -> list[Task]:
        return [task for task in self.open if task.promise]


def held(member: Member) -> Held:
    whole = with_merged_away({member.pk})
    tasks = Task.objects.filter(member__in=whole, deleted_at=None).select_related("who", "user")
    return Held(
        notes=list(
            Note.objects.filter(member__in=whole, deleted_at=None).select_related("user").order_by("-at", "-pk")[:50]
        ),
        open=sorted(tasks.filter(done_at=None)[:100], key=lambda task: (task.due or date.max, task.pk)),
        done=list(tasks.exclude(done_at=None).order_by("-done_at")[:5]),
        tags=list(Tag.objects.filter(tagged__member__in=whole).distinct().order_by("name")),
    )
