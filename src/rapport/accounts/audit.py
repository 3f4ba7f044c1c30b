"""The audit log: who did what to what, when and from where. Any step may write to it; nothing changes it."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from rapport.accounts.models import AuditEntry, User

SECRET_WORDS = ("password", "token", "secret", "key", "code")


def record(request_or_user: HttpRequest | User | None, action: str, subject: object = "", **detail: Any) -> AuditEntry:
    """Write one line. `action` is `thing.verb` (`person.merged`); None as the actor is the command line.

    `detail` holds plain JSON values. Raises ValueError where one is named like a secret.
    """
    if named := [key for key in detail if any(word in key.lower() for word in SECRET_WORDS)]:
        raise ValueError(f"The audit log keeps no secrets; leave out {', '.join(named)}.")
    user, address = _actor(request_or_user)
    return AuditEntry.objects.create(
        user=user, action=action, subject=str(subject)[:200], detail=detail, address=address
    )


def _actor(request_or_user: HttpRequest | User | None) -> tuple[User | None, str | None]:
    if not isinstance(request_or_user, HttpRequest):
        return request_or_user, None
    user = getattr(request_or_user, "user", None)
    return user if isinstance(user, User) else None, address_of(request_or_user)


def address_of(request: HttpRequest) -> str | None:
    """The client's address, behind as many proxies as RAPPORT_PROXIES says; None where it cannot be told."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None
