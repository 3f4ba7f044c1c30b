"""What a community talks about: topics, which conversation is about which, and what the team said of them."""

from django.db import models
from django.db.models.functions import Now

from rapport.measure.topics.naming import UNNAMED


class Topic(models.Model):
    """One thing that is talked about. It stays the same from week to week; one that ends or merges keeps its row."""

    name = models.TextField()
    """In the texts' own words, such as "shadow, light, shadow map"."""
    called = models.CharField(max_length=60, blank=True)
    """As the team calls it; empty where it does not."""
    hidden = models.BooleanField(default=False)
    """The team does not want to see it listed; its conversations are counted all the same."""
    centre = models.BinaryField()
    """The direction in which its texts lie, in single precision, the lowest byte first (`topics.clustering`)."""
    began_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    """When hardly anything was left of it; None while it lives."""
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    """The topic that it became a part of."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.called or self.name

    @property
    def named(self) -> bool:
        return str(self) != UNNAMED


class Placed(models.Model):
    """One conversation whose beginning was read, and the topic that it is about; it goes with the ledger's meaning."""

    activity = models.UUIDField(primary_key=True)
    """What begins it. With a key to `ledger_meaning`, kept by the database alone: erasures are SQL."""
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, related_name="placed")
    """None of what is about none."""
    revision = models.BigIntegerField()
    """Of the text that was placed."""

    def __str__(self) -> str:
        return f"{self.activity}: {self.topic_id}"


class Clustering(models.Model):
    """One time that topics were made or looked over."""

    at = models.DateTimeField(db_default=Now())
    mean = models.BinaryField()
    """The middle of all texts, from which directions are taken, as a topic's centre. It is kept from the first on."""
    texts = models.IntegerField()
    """How many were looked at."""
    kept = models.FloatField(null=True)
    """The share of those that had a topic before and have the same now; None the first time."""

    class Meta:
        ordering = ["-pk"]
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.at}: {self.texts}"
