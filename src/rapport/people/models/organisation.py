"""Where people work: organisations, the domains of their e-mail addresses, and who was with them when."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now

from rapport.ledger.models import Identity
from rapport.people.models.member import Member


class Organisation(models.Model):
    name = models.CharField(max_length=120)
    part_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts")
    """The organisation that it was put together with: nothing moves, so that it can be taken back."""
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name")]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A domain of e-mail addresses, as one registers it: `ibm.com`, never `uk.ibm.com`."""

    name = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="domains")
    """Whose people write from it; None: nobody's, or nobody knows."""
    by_hand = models.BooleanField(default=False, db_default=False)
    """Whether the team said so, which then holds."""

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """An identity writes from a domain; made from its e-mail address, and again when that changes."""

    identity = models.OneToOneField(Identity, models.CASCADE, primary_key=True, db_constraint=False, related_name="+")
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="addresses")

    def __str__(self) -> str:
        return f"{self.identity_id} at {self.domain_id}"


class Affiliation(models.Model):
    """A member was with an organisation, as somebody of the team says. It stays with the member as a note does."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    """The last day; None: to this day."""
    evidence = models.TextField(blank=True)
    """How they know."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.member_id} with {self.organisation_id}"
