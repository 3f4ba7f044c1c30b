"""Links that open the home: made, shown once, kept only as a hash, used once."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from rapport.accounts.models import EntranceLink, Role, User

LASTS = timedelta(hours=24)


def owner_link() -> str:
    """The path that signs the home's owner in once; without an owner, the path on which one is made.

    Made on each `rapport up`. An earlier link of the same kind that was not used stops working.
    """
    owner = User.objects.filter(role=Role.OWNER, is_active=True).order_by("joined_at", "id").first()
    return link_for(owner)


@transaction.atomic
def link_for(user: User | None) -> str:
    """A path that signs this user in once, within 24 hours. None: the home's first owner."""
    EntranceLink.objects.filter(Q(user=user) if user else Q(user=None), used_at=None).delete()
    token = new_token()
    EntranceLink.objects.create(token_hash=hash_of(token), user=user, expires_at=timezone.now() + LASTS)
    return reverse("accounts:enter", args=[token])


def open_link(token: str) -> EntranceLink | None:
    """The link, if it still works; None if it is unknown, used, too old, or its person may not come in."""
    link = _working(token).select_related("user").first()
    if link is None:
        return None
    welcome = link.user.is_active if link.user else not User.objects.filter(role=Role.OWNER).exists()
    return link if welcome else None


def use(token: str) -> EntranceLink | None:
    """Use a link up; None as above. Of two at the same moment, one gets it."""
    link = open_link(token)
    return link if link and _working(token).update(used_at=timezone.now()) else None


def _working(token: str) -> QuerySet[EntranceLink]:
    return EntranceLink.objects.filter(token_hash=hash_of(token), used_at=None, expires_at__gt=timezone.now())


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """SHA-256 is enough: the token holds 256 random bits, so there is nothing to guess."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
