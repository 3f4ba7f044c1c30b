"""Who may do what: five roles, a handful of permissions, and the guard that every page wears."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from rapport.accounts.models import Role, User

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Permission(StrEnum):
    SEE = "see"
    """Open the pages: people, numbers, imports."""
    EXPORT = "export"
    """Take data out in bulk."""
    IMPORT = "import"
    """Bring data in, retry and let go of records set aside."""
    PEOPLE = "people"
    """Merge and unmerge, name members, say who is team or bot."""
    ERASE = "erase"
    """Forget a person for good."""
    TEAM = "team"
    """Invite, change roles, deactivate; read the audit log."""
    CONNECT = "connect"
    """Connect accounts on platforms, and disconnect them."""
    SETTINGS = "settings"
    """Change the home's settings and secrets."""


_EVERYBODY = {Permission.SEE}
_RESPONDER = _EVERYBODY | {Permission.PEOPLE}
_MANAGER = _RESPONDER | {Permission.EXPORT, Permission.IMPORT, Permission.ERASE, Permission.TEAM, Permission.CONNECT}

MAY: dict[Role, set[Permission]] = {
    Role.OWNER: set(Permission),
    Role.MANAGER: _MANAGER,
    Role.AUTHOR: _EVERYBODY,
    Role.RESPONDER: _RESPONDER,
    Role.ANALYST: _EVERYBODY | {Permission.EXPORT},
}


_MEANING: dict[Permission, str] = {
    Permission.SEE: "open the pages",
    Permission.EXPORT: "take data out in bulk",
    Permission.IMPORT: "bring data in",
    Permission.PEOPLE: "merge and name people",
    Permission.ERASE: "forget a person for good",
    Permission.TEAM: "manage the team and read the audit log",
    Permission.CONNECT: "connect accounts on platforms",
    Permission.SETTINGS: "change the home's settings and secrets",
}


def meaning(permission: Permission) -> str:
    """The permission in words that follow "You may not …"."""
    return _MEANING[permission]


def roles_with(permission: Permission) -> list[Role]:
    return [role for role in Role if permission in MAY[role]]


def may(user: User, permission: Permission) -> bool:
    return user.is_active and permission in MAY[Role(user.role)]


def needs(permission: Permission, *, post: Permission | None = None) -> Callable[[Page[P]], Page[P]]:
    """Guard a page: `permission` to open it, `post` (else the same) for every method that changes something.

    Somebody who is not signed in is sent to sign in; somebody without the permission gets a 403 that says so.
    """

    def guard(page: Page[P]) -> Page[P]:
        @wraps(page)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            wanted = permission if request.method in ("GET", "HEAD", "OPTIONS") else post or permission
            if not may(request.user, wanted):
                raise PermissionDenied(wanted)
            return page(request, *args, **kwargs)

        guarded.needs = (permission, post or permission)  # type: ignore[attr-defined]  # read by the matrix test
        return guarded

    return guard


def public(page: Page[P]) -> Page[P]:
    """Say that a page is meant for everybody; the matrix test wants every page to say one or the other."""
    page.needs = None  # type: ignore[attr-defined]
    return page


def signed_in(request: HttpRequest) -> User:
    """The user of a page that wears `needs`."""
    assert isinstance(request.user, User), "only pages behind `needs` may ask who is signed in"  # noqa: S101  # for mypy
    return request.user
