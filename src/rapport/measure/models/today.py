"""What people say on Today, and when they last looked."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class NoAnswerNeeded(models.Model):
    """Somebody of the team said that a question waits for nothing. When it is opened again it waits anew."""

    question = models.UUIDField(primary_key=True)
    """The activity that asks. Without a key to it: the ledger withdraws and erases with SQL of its own."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who said so; None on the command line."""
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.question)


class Handled(models.Model):
    """One of the three things worth doing was done, or is not to be shown for a while."""

    key = models.CharField(max_length=120, db_index=True)
    """Names the thing (`today.worth`)."""
    done = models.BooleanField()
    """Done is done for the whole team; "not now" is said for oneself."""
    until = models.DateTimeField(null=True)
    """From then on it may be shown again; None: never."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    """Who said so; None on the command line."""
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.key} {'done' if self.done else 'not now'}"


class Visit(models.Model):
    """When somebody of the team looked at Today. Views within an hour of each other are one visit."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    before = models.DateTimeField(null=True)
    """The end of the visit before this one; None at the first."""
    last = models.DateTimeField()
    """The last view."""

    def __str__(self) -> str:
        return f"{self.user_id} at {self.last}"
