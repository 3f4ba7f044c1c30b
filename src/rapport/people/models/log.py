"""What happened away from platforms, as somebody of the team wrote it down."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from rapport.ledger.models import Identity


class LogEntry(models.Model):
    """One line of the log. The ledger holds it as an activity of the same key; this row says who wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    identity = models.ForeignKey(Identity, models.CASCADE, db_constraint=False, related_name="+")
    """Of the member whom it tells of, so that it follows merges and their undoing as every activity does."""
    kind = models.SmallIntegerField()
    """A number of `words.kinds`."""
    day = models.DateField()
    text = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who wrote it; None on the command line."""
    at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)
    """When it was taken out of the ledger; for a day it can be put back, then the row goes too."""

    def __str__(self) -> str:
        return f"log {self.pk}"
