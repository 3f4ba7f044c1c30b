"""Members, and the map that says which identities each one is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from rapport.ledger.models import Identity
from rapport.people import standing


class Side(models.TextChoices):
    """Where a member stands; metrics can leave the team out, and bots never count."""

    COMMUNITY = standing.COMMUNITY
    TEAM = standing.TEAM
    BOT = standing.BOT


class Member(models.Model):
    """One person (or bot): a set of identities."""

    name = models.TextField(blank=True)
    """What people call them: the best name among their identities, unless a person of the team wrote another."""
    name_by_hand = models.BooleanField(default=False, db_default=False)
    side = models.CharField(max_length=9, choices=Side.choices, default=Side.COMMUNITY, db_default=Side.COMMUNITY)
    side_by_hand = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name or f"member {self.pk}"


class Link(models.Model):
    """The member that an identity is now."""

    identity = models.OneToOneField(Identity, models.CASCADE, primary_key=True, db_constraint=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="links")

    def __str__(self) -> str:
        return f"{self.identity_id} is {self.member_id}"


class MapVersion(models.Model):
    """One row: rises with every change of `Link` or of a member's side, so that readers know their map is old."""

    version = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return str(self.version)


class MapStep(models.Model):
    """What one rise of `MapVersion` was about, so that a reader need not read everything again.

    Kept for an hour: a reader whose version is not among the steps reads everything.
    """

    version = models.BigIntegerField(primary_key=True)
    before = models.BigIntegerField()
    """The version that it followed."""
    identities = ArrayField(models.IntegerField(), null=True)
    """Everything that changed is of these, or of the members who hold them; null: it may be anything."""

    def __str__(self) -> str:
        return f"{self.before} → {self.version}"
