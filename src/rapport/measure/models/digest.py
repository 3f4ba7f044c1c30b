"""Who wants the weekly digest by mail, and what became of each that was to be sent."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class DigestWish(models.Model):
    """Somebody of the team wants it; who has none gets none."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_wish")
    at = models.DateTimeField(db_default=Now())
    """A digest that was due before is not sent after the event."""

    def __str__(self) -> str:
        return str(self.user_id)


class DigestDelivery(models.Model):
    """One week's digest for one person: there is never a second, so nobody gets it twice."""

    class State(models.TextChoices):
        WAITING = "waiting"
        """To be handed to the mail server, for the first time or again."""
        SENDING = "sending"
        """Being handed over at this instant. Where it stays so, nobody knows whether it arrived: it is not guessed."""
        SENT = "sent"
        """The mail server took it."""
        QUIET = "quiet"
        """Nothing happened in that week, so nothing was to be sent."""
        MISSED = "missed"
        """The next week's was due before the mail server took it."""

    week = models.DateField()
    """Its Monday."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    """How often the mail server refused it or was not there."""
    error = models.CharField(max_length=300, blank=True)
    """What was wrong the last time."""
    next_try_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "user"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.week} for {self.user_id}: {self.state}"
