"""Notes, tags, tasks and promises: write them down, take them back."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from rapport.accounts.models import User
from rapport.people.models import LogEntry, Member, Note, Tag, Tagged, Task
from rapport.words.errors import RapportError

LONGEST = 5_000
LONGEST_TAG = 40
KEEP = timedelta(days=1)
"""A deleted note can be put back for so long."""


class NoteRefused(RapportError):
    """There is nothing to write down; nothing was changed."""


def note(member: Member, text: str, user: User | None) -> Note:
    return Note.objects.create(member=member, text=_said(text), user=user)


def rewrite(one: Note, text: str) -> None:
    one.text = _said(text)
    one.save(update_fields=["text"])


def task(
    member: Member, text: str, user: User | None, *, due: date | None = None, who: User | None = None, promise: bool
) -> Task:
    """With `promise`, somebody of the team told the member that they would."""
    return Task.objects.create(member=member, text=_said(text), user=user, due=due, who=who, promise=promise)


def finish(one: Task, *, done: bool = True) -> None:
    one.done_at = timezone.now() if done else None
    one.save(update_fields=["done_at"])


def delete(one: Note | Task) -> None:
    one.deleted_at = timezone.now()
    one.save(update_fields=["deleted_at"])


def restore(one: Note | Task) -> None:
    one.deleted_at = None
    one.save(update_fields=["deleted_at"])


@transaction.atomic
def tag(members: Collection[Member], name: str, user: User | None) -> Tag:
    """Give members a tag."""
    found = called(name)
    Tagged.objects.bulk_create(
        (Tagged(member=member, tag=found, user=user) for member in members), batch_size=2000, ignore_conflicts=True
    )
    return found


def called(name: str) -> Tag:
    """The tag of this name; it is made if nobody had it, and written as it was the first time. Raises NoteRefused."""
    name = " ".join(name.replace("\0", "").split()).removeprefix("#")
    if not 0 < len(name) <= LONGEST_TAG:
        raise NoteRefused(f"A tag has 1 to {LONGEST_TAG} letters. Nothing was changed.")
    return Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)


@transaction.atomic
def untag(members: Collection[int], found: Tag) -> None:
    """Take it from these; a tag that nobody has goes."""
    Tagged.objects.filter(member__in=members, tag=found).delete()
    if not found.tagged.exists():
        found.delete()


def let_go() -> None:
    """Delete for good what was deleted longer ago than it can be put back."""
    for model in (Note, Task, LogEntry):
        model.objects.filter(deleted_at__lt=timezone.now() - KEEP).delete()


def _said(text: str) -> str:
    said = text.replace("\0", "").strip()[:LONGEST]
    if not said:
        raise NoteRefused("Write something first. Nothing was changed.")
    return said
