"""The 403 page: which permission is missing, and who can give it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, meaning, roles_with


def page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    args = getattr(exception, "args", ())
    missing = next((arg for arg in args if isinstance(arg, Permission)), None)
    context = {
        "missing": missing,
        "meaning": meaning(missing) if missing else "",
        "why": " ".join(str(arg) for arg in args if arg is not missing) if missing else "",
        "roles": [role.label for role in roles_with(missing)] if missing else [],
        "givers": _givers() if isinstance(request.user, User) else [],
    }
    return render(request, "accounts/refused.html", context, status=403)


def _givers() -> list[User]:
    """Who may change roles, so that one knows whom to ask."""
    return list(User.objects.filter(is_active=True, role__in=roles_with(Permission.TEAM)).order_by("joined_at"))
