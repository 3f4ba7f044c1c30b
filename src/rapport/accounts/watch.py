"""Sign-ins and changes of a person's own security, from allauth's and Django's signals to the audit log."""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from rapport.accounts import audit
from rapport.accounts.models import AuditEntry, User


def _about(request: HttpRequest | None, user: User | None, action: str, **detail: Any) -> None:
    """A line by and about one user, who is perhaps not signed in yet."""
    address = audit.address_of(request) if request else None
    AuditEntry.objects.create(user=user, action=action, subject=str(user or ""), detail=detail, address=address)


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, by: str = "", **_: Any) -> None:
    steps = [by] if by else []
    steps += [record["method"] for record in get_authentication_records(request, user)]
    _about(request, user, "sign-in.succeeded", by=steps)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _about(request, user, "sign-in.ended")


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    # The address typed is kept only if it is one of ours: people also type passwords there.
    user = User.objects.filter(email__iexact=str(credentials.get("email") or "")).first()
    _about(request, user, "sign-in.failed", known=user is not None)


@receiver(mfa.authentication_failed)
def second_step_failed(request: HttpRequest, user: User, authenticator: Authenticator | None = None, **_: Any) -> None:
    _about(request, user, "sign-in.failed", second_step=authenticator.type if authenticator else "")


@receiver(account.password_set)
@receiver(account.password_changed)
def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    _about(request, user, "password.changed")


@receiver(account.password_reset)
def password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    _about(request, user, "password.reset")


@receiver(account.email_changed)
def email_changed(request: HttpRequest, user: User, **_: Any) -> None:
    _about(request, user, "email.changed")


@receiver(mfa.authenticator_added)
def second_step_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    _about(request, user, "second-step.added", kind=authenticator.type)


@receiver(mfa.authenticator_removed)
def second_step_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    _about(request, user, "second-step.removed", kind=authenticator.type)


@receiver(mfa.authenticator_reset)
def second_step_reset(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    _about(request, user, "second-step.reset", kind=authenticator.type)
