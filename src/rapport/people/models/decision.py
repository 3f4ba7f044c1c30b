"""What was decided of who is one person, and what waits to be decided."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from rapport.people.models.member import Link, Member


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
    step = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts")
    """The first of several that were one step, and are taken back as one."""

    class Meta:
        indexes = [GinIndex(fields=["moved"], opclasses=["jsonb_path_ops"], name="decision_moved")]

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
