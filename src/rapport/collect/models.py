"""Imports and what each brought."""

from django.conf import settings
from django.db import models


class Import(models.Model):
    """One run of `rapport import`, or one upload: the sources it was given and how far it came."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    paths = models.JSONField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"import {self.pk}"


class Source(models.Model):
    """What one path gave for one kind of archive. Counts are of records and rise with each committed batch."""

    import_run = models.ForeignKey(Import, models.CASCADE, related_name="sources")
    path = models.TextField()
    archive = models.TextField()
    platform = models.TextField()
    read = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    erased = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    activities = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["import_run", "path", "archive"], name="source_key")]

    def __str__(self) -> str:
        return f"{self.path} ({self.archive})"


class Rejected(models.Model):
    """A record that could not be read, kept until a fix lets it in or a person lets it go."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="set_aside")
    archive = models.TextField()
    file = models.TextField()
    position = models.TextField()
    reason = models.TextField()
    raw = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "file", "position"], name="rejected_key")]

    def __str__(self) -> str:
        return f"{self.file}, {self.position}"
