"""Addresses that show a board or a badge to others: made, shown once, kept only as a hash, ended, taken back.

What comes of an address that opens nothing never tells whether it ever did. It is looked up by its hash, so that the
time that takes tells nothing of it.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from rapport.accounts.links import hash_of, new_token
from rapport.accounts.models import User
from rapport.accounts.seen import EVERY
from rapport.measure.boards.arranging import BoardRefused
from rapport.measure.models import Badge, Board, BoardLink

MOST_LINKS, MOST_BADGES = 50, 200
KEPT = timedelta(days=30)
"""For so long after their end one can still see what no longer works."""

Kind = TypeVar("Kind", BoardLink, Badge)


def make_link(board: Board, user: User | None, ends: datetime | None, *, signed_in: bool) -> tuple[BoardLink, str]:
    """A link and its token, which is given now and never again.

    Raises BoardRefused for one too many, and for one without an end that strangers could open.
    """
    if ends is None and not signed_in:
        raise BoardRefused("A link for anyone who has it needs an end. Nothing was made.")
    _drop_old(BoardLink)
    if board.links.count() >= MOST_LINKS:
        raise BoardRefused(f"This board has {MOST_LINKS} links. Take one back first. Nothing was made.")
    token = new_token()
    made = {"token_hash": hash_of(token), "user": user, "expires_at": ends}
    return BoardLink.objects.create(board=board, signed_in=signed_in, **made), token


def make_badge(metric: str, asked: str, title: str, user: User | None, ends: datetime) -> tuple[Badge, str]:
    """A badge and its token, as above. Raises BoardRefused for one too many."""
    _drop_old(Badge)
    if Badge.objects.count() >= MOST_BADGES:
        raise BoardRefused(f"There are {MOST_BADGES} badges. Take one back first. Nothing was made.")
    token = new_token()
    made = {"token_hash": hash_of(token), "user": user, "expires_at": ends}
    return Badge.objects.create(metric=metric, asked=asked, title=title, **made), token


def open_link(token: str) -> BoardLink | None:
    """None where it is unknown, ended or taken back."""
    return _opened(BoardLink.objects.select_related("board"), token)


def open_badge(token: str) -> Badge | None:
    return _opened(Badge.objects.all(), token)


def for_anyone() -> QuerySet[BoardLink]:
    """The links by which strangers see a board now."""
    return BoardLink.objects.filter(_works(timezone.now()), signed_in=False)


def _opened(among: QuerySet[Kind], token: str) -> Kind | None:
    now = timezone.now()
    found = among.filter(_works(now), token_hash=hash_of(token)).first()
    if found and (found.used_at is None or found.used_at < now - EVERY):
        type(found)._default_manager.filter(pk=found.pk).update(used_at=now)
    return found


def _works(now: datetime) -> Q:
    return Q(expires_at=None) | Q(expires_at__gt=now)


def _drop_old(kind: type[Model]) -> None:
    kind._default_manager.filter(expires_at__lt=timezone.now() - KEPT).delete()
