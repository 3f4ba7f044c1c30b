"""Members, and the versioned map that says which identities each one is.

Merging moves nothing: an identity's row in `Link` names its member, and every change of that row is a `Decision`
with its evidence and author, so that each can be taken back, activity that came later included.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from rapport.ledger.models import Identity


class Side(models.TextChoices):
    """Where a member stands; metrics can leave the team out, and bots never count."""

    COMMUNITY = "community"
    TEAM = "team"
    BOT = "bot"


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


class Decision(models.Model):
    """Who are one person and who are not: who decided it, when, and from what evidence."""

    class Kind(models.TextChoices):
        MERGE = "merge"
        UNMERGE = "unmerge"
        APART = "apart"
        """Nobody moved: somebody said that the member and another are two people."""
        OPEN = "open"
        """That was taken back."""

    kind = models.CharField(max_length=7, choices=Kind.choices)
    member = models.ForeignKey(Member, models.CASCADE, related_name="decisions")
    moved = models.JSONField()
    """Each identity that moved and the member it had before: [[identity, member], …]."""
    evidence = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    """None where Rapport decided by itself, and on the command line."""
    itself = models.BooleanField(default=False, db_default=False)
    """Whether Rapport decided by itself, on proof or likeness."""
    at = models.DateTimeField(db_default=Now())
    undone_by = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undoes")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Apart(models.Model):
    """Two identities that, somebody of the team said, are different people; members who hold such two are kept apart.

    It stands until the decision is taken back, or until somebody puts them together all the same.
    """

    one = models.ForeignKey(Link, models.CASCADE, related_name="+")
    """The one with the lower key."""
    other = models.ForeignKey(Link, models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="marks")
    """Who said so, when and why."""
    lifted_by = models.ForeignKey(Decision, models.CASCADE, null=True, related_name="lifted")
    """The merge by hand that overrode it; taking that back puts it in force again."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="apart_pair", condition=models.Q(lifted_by=None)),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="apart_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"


class Proposal(models.Model):
    """Two identities whose members may be one person: the likeliest two of these members.

    Whether it still waits follows from the map and the marks (`proposals.py`), so that nothing is to be kept in step.
    """

    one = models.ForeignKey(Link, models.CASCADE, related_name="+")
    """The one with the lower key."""
    other = models.ForeignKey(Link, models.CASCADE, related_name="+")
    score = models.FloatField()
    """Natural logarithm of the odds that they are one person."""
    evidence = models.JSONField()
    """In words, the weightiest first."""
    put_off_at = models.DateTimeField(null=True)
    """When somebody chose to see it later."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="proposal_pair")]

    def __str__(self) -> str:
        return f"{self.one_id} may be {self.other_id}"


class Looked(models.Model):
    """One row: when Rapport last looked through everybody for more who are one person."""

    at = models.DateTimeField()
    identities = models.IntegerField()
    """How many there were."""

    def __str__(self) -> str:
        return str(self.at)


class MapVersion(models.Model):
    """One row: rises with every change of `Link` or of a member's side, so that readers know their map is old."""

    version = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return str(self.version)
