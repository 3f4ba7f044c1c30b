"""What the team wrote down of a member: notes, tags, tasks and promises.

They were said of the member and stay there. After a merge the page of whom the member is part of now shows them; when
the merge is taken back they are where they were.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now

from rapport.people.models.member import Member


class Note(models.Model):
    member = models.ForeignKey(Member, models.CASCADE, related_name="notes")
    text = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who wrote it; None on the command line."""
    at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)
    """For a day it can be put back, then the row goes."""

    def __str__(self) -> str:
        return f"note {self.pk}"


class Task(models.Model):
    """Something to do for or with a member, or something that was promised to them."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="tasks")
    text = models.TextField()
    promise = models.BooleanField(default=False, db_default=False)
    """Somebody of the team told them so: "I will send you the slides"."""
    due = models.DateField(null=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who of the team does it; None: anybody."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who wrote it down; None on the command line."""
    at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    """As of a note."""

    class Meta:
        indexes = [models.Index("due", name="task_open", condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Tag(models.Model):
    """A word of the team's own for people."""

    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_name")]

    def __str__(self) -> str:
        return self.name


class Tagged(models.Model):
    """A member has a tag."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "tag"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.tag_id}"
