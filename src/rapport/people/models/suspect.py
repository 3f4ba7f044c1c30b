"""Who may be a bot and has not been said to be one."""

from django.db import models

from rapport.people.models.member import Link


class Suspect(models.Model):
    """An identity that behaves or is called like a bot; made anew with each look."""

    identity = models.OneToOneField(Link, models.CASCADE, primary_key=True, related_name="+")
    score = models.FloatField()
    """Adds up from the signs; see `people.bots.signs`."""
    signs = models.JSONField()
    """In words, the weightiest first."""

    def __str__(self) -> str:
        return f"{self.identity_id}: {self.score}"
