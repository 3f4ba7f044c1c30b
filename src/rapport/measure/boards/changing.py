"""Who may change a board: everybody of the team. While strangers can open it, what is put on it is told to them, and
only who may take data out changes it.
"""

from django.core.exceptions import PermissionDenied
from django.utils.dateformat import format as written
from django.utils.timezone import localtime

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may
from rapport.measure.boards.sharing import for_anyone
from rapport.measure.models import Board


def shown_until(board: Board) -> str:
    """Until when strangers can open it, in words; empty where they cannot."""
    # PostgreSQL puts what has no end before what ends.
    last = for_anyone().filter(board=board).order_by("-expires_at").first()
    if last is None:
        return ""
    until = written(localtime(last.expires_at), "j F Y, H:i") if last.expires_at else "it is taken back"
    return f"shown to anyone with the link until {until}"


def may_change(user: User, board: Board) -> bool:
    return may(user, Permission.EXPORT) or not shown_until(board)


def check(user: User, board: Board) -> None:
    """Raises PermissionDenied, which says until when, and what to do instead."""
    until = shown_until(board)
    if until and not may(user, Permission.EXPORT):
        why = f"“{board}” is {until}. Until then only who may take data out changes what strangers see."
        instead = "Put the number on a board of your own, or ask one of them."
        raise PermissionDenied(Permission.EXPORT, f"{why} {instead}")
