"""What people of the community ask of this home about themselves: to see it, to have it limited, to be erased."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from rapport.ledger.models import Identity


class ProofLink(models.Model):
    """A link mailed to an address, which proves to whoever opens it that the address is theirs. Gone once used.

    Only a hash of its token is kept, so a stolen dump opens nothing.
    """

    token_hash = models.BinaryField(max_length=32, unique=True)
    address = models.EmailField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"until {self.expires_at:%H:%M}"


class Limited(models.Model):
    """An identity of which everything is stored and nothing else is done with it (GDPR, article 18).

    It stays with the identity, whichever member that is, until it is lifted.
    """

    identity = models.OneToOneField(
        Identity, models.CASCADE, primary_key=True, db_constraint=False, related_name="limited"
    )
    at = models.DateTimeField(db_default=Now())
    by_themselves = models.BooleanField(default=False, db_default=False)
    """On their own page; else somebody of the team did it for them, or the command line."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)

    def __str__(self) -> str:
        return f"identity {self.identity_id} since {self.at:%Y-%m-%d}"


class Receipt(models.Model):
    """What an erasure removed, and when. It names nobody."""

    reference = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField(db_default=Now())
    identities = models.IntegerField()
    activities = models.IntegerField()
    others = models.IntegerField()
    """Rows elsewhere: decisions, notes, records set aside."""
    by_themselves = models.BooleanField()
    """On their own page; else by the team."""

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reference
