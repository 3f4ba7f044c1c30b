"""What the team said of the kinds of activity."""

from django.db import models


class Weighing(models.Model):
    """A kind of activity of which the team said something else than the default."""

    kind = models.SmallIntegerField(primary_key=True)
    """Its number in `words.kinds`."""
    weight = models.SmallIntegerField()
    gives = models.TextField(blank=True)
    """The contribution it is; empty where it is none."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.weight}"
