"""What is still to be done for anybody, promises among it, and on whose page it stands."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet

from rapport.people.models import Decision, Link, Member, Task


class Open(NamedTuple):
    task: Task
    member: Member
    """Whom the member of the task is part of by now."""
    overdue: bool


def open_tasks(today: date, *, promise: bool | None = None) -> list[Open]:
    """What is due first comes first, what has no day last; what concerns somebody who is limited is left out.

    With `promise` only promises, or only what is none.
    """
    tasks = Task.objects.filter(done_at=None, deleted_at=None)
    if promise is not None:
        tasks = tasks.filter(promise=promise)
    told = _told(tasks.order_by(F("due").asc(nulls_last=True), "pk"))
    return [Open(task, member, task.due is not None and task.due < today) for task, member in told]


def _told(tasks: QuerySet[Task]) -> Iterator[tuple[Task, Member]]:
    links = Link.objects.filter(member=OuterRef("member"))
    known = tasks.annotate(here=Exists(links), seen=Exists(links.filter(identity__limited=None)))
    for task in known.select_related("member", "who", "user"):
        now = task.member if task.seen else None if task.here else _part_of(task.member)
        if now:
            yield task, now


def _part_of(member: Member) -> Member | None:
    """Who holds what a member who was merged away had last; None where nobody does, or is limited."""
    for decision in Decision.objects.filter(moved__contains=[[member.pk]]).order_by("-pk"):
        if left := [identity for identity, before in decision.moved if before == member.pk]:
            holders = Member.objects.filter(links__identity__in=left, links__identity__limited=None)
            return holders.order_by("pk").first()
    return None
