"""What happened, as somebody of the team wrote it down, to stand in charts beside what the data tells."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from rapport.collect.models import Import


class Annotation(models.Model):
    """One thing that happened on a day, or over several."""

    class Kind(models.TextChoices):
        RELEASE = "release", "release"
        EVENT = "event", "event"
        CAMPAIGN = "campaign", "campaign"
        NOTE = "note", "note"

    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=80)
    first = models.DateField()
    """Days are days in UTC, as in all charts."""
    last = models.DateField(null=True)
    """Its last day, counted; None for what happened on one day."""
    platform = models.TextField(blank=True)
    """The only platform that it concerns; empty where it concerns all."""
    link = models.TextField(blank=True)
    """Where more of it stands, with http or https; empty where nowhere."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who wrote it down; None on the command line."""
    made_at = models.DateTimeField(db_default=Now())
    brought_by = models.ForeignKey(Import, models.CASCADE, null=True, related_name="+")
    """The simulated community that it belongs to, and goes with; None of what people wrote down."""

    class Meta:
        ordering = ["-first", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.first})"
