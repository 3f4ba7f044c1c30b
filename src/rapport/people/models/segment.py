"""Segments that the team keeps: who they are follows from their text each time one asks."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Segment(models.Model):
    """A question to the list of people, by name. `people.segments` says what its text means."""

    name = models.CharField(max_length=60, unique=True)
    text = models.TextField()
    """In its canonical form."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    """Who made it; None on the command line."""
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
