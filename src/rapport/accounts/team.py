"""Who is on the team: invited, given a role, deactivated. The home never loses its last owner.

`by` is who does it; None is the command line, which may do everything but take away the last owner.
"""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rapport.accounts import links
from rapport.accounts.models import EntranceLink, Invitation, Role, Token, User
from rapport.words.errors import RapportError

INVITATION_LASTS = timedelta(days=7)
By = User | None


class TeamRefused(RapportError):
    """The change would break a rule of the team; the message says which."""


@transaction.atomic
def join(email: str, name: str, password: str, role: Role) -> User:
    """Make a user who can sign in. The address counts as checked: its owner came by a link meant for it."""
    if User.objects.filter(email__iexact=email).exists():
        raise TeamRefused(f"{email} is on the team already. Sign in with that address.")
    user = User.objects.create_user(email, password, name=name, role=role)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def invite(by: By, email: str, role: Role) -> tuple[Invitation, str]:
    """An invitation and its token, which is shown now and never again. An earlier one to the same address ends."""
    _may_give(by, role)
    email = User.objects.normalize_email(email).lower()
    if User.objects.filter(email__iexact=email).exists():
        raise TeamRefused(f"{email} is on the team already.")
    Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    token = links.new_token()
    invitation = Invitation.objects.create(
        token_hash=links.hash_of(token), email=email, role=role, invited_by=by,
        expires_at=timezone.now() + INVITATION_LASTS,
    )  # fmt: skip
    return invitation, token


def find_invitation(token: str) -> Invitation | None:
    """The invitation, if it still waits; None if it is unknown, used, revoked or too old."""
    return waiting().filter(token_hash=links.hash_of(token)).first()


def waiting() -> QuerySet[Invitation]:
    """Invitations that can still be accepted, the newest first."""
    still_open = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return still_open.select_related("invited_by").order_by("-made_at")


@transaction.atomic
def accept(token: str, name: str, password: str) -> User | None:
    """Join by an invitation; None as above. Of two at the same moment, one gets it."""
    # The lock is on the row alone: the inviter's row stays free.
    found = waiting().select_for_update(of=("self",)).filter(token_hash=links.hash_of(token)).first()
    if found is None:
        return None
    user = join(found.email, name, password, Role(found.role))
    found.accepted_at = timezone.now()
    found.save(update_fields=["accepted_at"])
    return user


@transaction.atomic
def revoke(by: By, invitation: Invitation) -> None:
    _may_give(by, Role(invitation.role))
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])


@transaction.atomic
def change_role(by: By, user: User, role: Role) -> None:
    user = _locked(by, user)
    _may_give(by, role)
    if role != Role.OWNER:
        _keep_an_owner(user)
    user.role = role
    user.save(update_fields=["role"])


@transaction.atomic
def deactivate(by: By, user: User) -> None:
    """Shut somebody out at once: sessions end with the next request, links and tokens go. `activate` lets in again."""
    user = _locked(by, user)
    _keep_an_owner(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    EntranceLink.objects.filter(user=user, used_at=None).delete()
    Token.objects.filter(user=user).delete()


@transaction.atomic
def activate(by: By, user: User) -> None:
    user = _locked(by, user)
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def drop_second_step(by: By, user: User) -> None:
    """For somebody who lost phone and recovery codes: their next sign-in needs the password alone."""
    Authenticator.objects.filter(user=_locked(by, user)).delete()


def everybody() -> QuerySet[User]:
    return User.objects.order_by("-is_active", "joined_at", "id")


def with_second_step() -> set[int]:
    """The keys of those whose password alone does not sign in."""
    return set(Authenticator.objects.exclude(type="recovery_codes").values_list("user_id", flat=True))


def may_touch(by: By, user: User) -> bool:
    """An owner touches everybody; others touch no owner."""
    return by is None or by.role == Role.OWNER or user.role != Role.OWNER


def roles_to_give(by: By) -> list[Role]:
    return [role for role in Role if role != Role.OWNER or by is None or by.role == Role.OWNER]


def _locked(by: By, user: User) -> User:
    """The user as the database has it now, with every owner locked: two owners cannot remove each other at once."""
    list(User.objects.select_for_update().filter(role=Role.OWNER).order_by("id").values_list("id"))
    fresh = User.objects.select_for_update().get(pk=user.pk)
    if not may_touch(by, fresh):
        raise TeamRefused("Only an owner can change an owner's place. Ask one.")
    return fresh


def _may_give(by: By, role: Role) -> None:
    if role not in roles_to_give(by):
        raise TeamRefused("Only an owner can make an owner. Ask one.")


def _keep_an_owner(user: User) -> None:
    others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=user.pk)
    if user.role == Role.OWNER and user.is_active and not others.exists():
        raise TeamRefused("This is the home's last owner. Make somebody else an owner first.")
