"""How many of the ledger's texts hold each word: what tells the words that are somebody's own."""

from django.db import models


class Term(models.Model):
    """A word that several texts hold."""

    term = models.TextField(primary_key=True)
    texts = models.IntegerField()
    """Of those that were looked at."""

    def __str__(self) -> str:
        return f"{self.term}: {self.texts}"


class TermsRead(models.Model):
    """One row: how many texts there were, how many of them were looked at, and when."""

    texts = models.IntegerField()
    looked = models.IntegerField(default=0, db_default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)
