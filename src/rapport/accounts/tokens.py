"""Tokens by which a person's scripts ask the API: made, shown once, kept only as a hash, taken back."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from rapport.accounts.links import hash_of, new_token
from rapport.accounts.models import Token, User
from rapport.accounts.seen import EVERY
from rapport.words.errors import RapportError

PREFIX = "rapport_"
"""Tells a scanner for leaked secrets, and whoever finds one in a file, what it opens."""

MOST = 50
"""Of one person. Who needs more has a script that makes them and forgets them."""


class TokenRefused(RapportError):
    """There can be no such token; the message says why."""


def make(user: User, name: str, lasts: timedelta | None) -> tuple[Token, str]:
    """A token and its text, which is shown now and never again. With `lasts` None it works until it is taken back.

    Raises TokenRefused for somebody deactivated, and for one token too many.
    """
    if not user.is_active:
        raise TokenRefused(f"{user.email} is deactivated, so a token would open nothing.")
    if user.tokens.count() >= MOST:
        raise TokenRefused(f"{user.email} has {MOST} tokens. Take one back first.")
    text = PREFIX + new_token()
    ends = timezone.now() + lasts if lasts else None
    return Token.objects.create(token_hash=hash_of(text), user=user, name=name, expires_at=ends), text


def open_token(text: str) -> Token | None:
    """The token, if it works; None if it is unknown, taken back or too old, or its person may not come in."""
    token = _working().filter(token_hash=hash_of(text)).first()
    if token is not None:
        _see(token)
    return token


def take_back(token: Token) -> None:
    """It stops working at once."""
    token.delete()


def _working() -> QuerySet[Token]:
    unended = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Token.objects.filter(unended, user__is_active=True).select_related("user")


def _see(token: Token) -> None:
    now = timezone.now()
    if token.used_at is None or token.used_at < now - EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
