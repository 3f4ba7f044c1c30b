"""What keeps the team's letters to a person few and welcome.

Each row names the identities that the member had when it was said, besides the member: a merge brings it along, and
after an unmerge it holds for both, which errs on the side of writing less.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from rapport.people.models.member import Member


class Said(models.Model):
    """Something that the team knows of writing to a member."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    identities = ArrayField(models.IntegerField())
    """Those of the member at that time."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who of the team said so; None on the command line."""
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


class Letter(Said):
    """Somebody of the team wrote to them. What they wrote is not kept here."""

    platform = models.TextField()
    """Where, by its key; `meeting` for what was said in person."""
    day = models.DateField()
    """When, in UTC."""
    reason = models.CharField(max_length=40, blank=True)
    """What they were thanked for (`people.thanks.reasons`); empty for another letter."""

    class Meta:
        indexes = [GinIndex("identities", name="letter_identities"), models.Index("day", name="letter_day")]

    def __str__(self) -> str:
        return f"to {self.member_id} on {self.day}"


class DoNotContact(Said):
    """They are not to be written to."""

    because = models.TextField()

    class Meta:
        indexes = [GinIndex("identities", name="donotcontact_identities")]

    def __str__(self) -> str:
        return f"not {self.member_id}"


class Consent(Said):
    """They agreed to be written to, or took that back; the latest holds."""

    given = models.BooleanField()
    source = models.TextField()
    """Where they said so: "her mail of 3 May", "the form at the meetup"."""
    day = models.DateField()
    """When they said so, in UTC."""

    class Meta:
        indexes = [GinIndex("identities", name="consent_identities")]

    def __str__(self) -> str:
        return f"{self.member_id} {'agreed' if self.given else 'took it back'}"


class PutOff(Said):
    """They are not to be thanked for something, now or ever."""

    reason = models.CharField(max_length=40, blank=True)
    """What for; empty: for nothing at all."""
    until = models.DateField(null=True)
    """The first day (UTC) on which they may be again; None: never."""

    class Meta:
        indexes = [GinIndex("identities", name="putoff_identities")]

    def __str__(self) -> str:
        return f"{self.member_id} until {self.until}"


class ContactRule(models.Model):
    """One row: how often one person may be written to."""

    days = models.PositiveIntegerField(default=91, db_default=91)
    """So many days lie between two letters to one person."""

    def __str__(self) -> str:
        return f"once in {self.days} days"
