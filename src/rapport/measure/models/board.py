"""Boards that the team puts together, the links by which others see them, and badges."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Board(models.Model):
    """Questions to the catalogue, side by side under a name."""

    name = models.CharField(max_length=60, unique=True)
    sentence = models.CharField(max_length=240, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who made it."""
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BoardCard(models.Model):
    """One question of a board."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="cards")
    place = models.PositiveSmallIntegerField()
    """From 0, counted anew with every change of the order."""
    metric = models.CharField(max_length=60)
    asked = models.TextField(blank=True)
    """What follows the `?` in the address of the metric's page; `boards.asking` reads and writes it."""
    title = models.CharField(max_length=80, blank=True)
    """Empty: the metric's own."""

    class Meta:
        ordering = ["place", "pk"]


class Shared(models.Model):
    """What is shown to whoever has its address, until its end. Only a hash of the address' token is kept."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who made it."""
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    """Null: until it is taken back."""
    used_at = models.DateTimeField(null=True)
    """To five minutes."""

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]

    def works(self, now: datetime) -> bool:
        return self.expires_at is None or self.expires_at > now


class BoardLink(Shared):
    board = models.ForeignKey(Board, models.CASCADE, related_name="links")
    signed_in = models.BooleanField()
    """Whether only who is signed in sees the board by it."""


class Badge(Shared):
    """One figure as a small picture, to stand in pages elsewhere."""

    metric = models.CharField(max_length=60)
    asked = models.TextField(blank=True)
    """As a card's."""
    title = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.title
