"""Who may ask the API, and how often."""

from django.http import HttpRequest
from ninja.security import SessionAuth
from ninja.throttling import SimpleRateThrottle

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may
from rapport.api.errors import Problem, Refused


class Allowed(SessionAuth):
    """Somebody of the team who is signed in and has this permission."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__()

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        user = request.user
        if not isinstance(user, User):
            return None
        if not may(user, self.permission):
            raise Refused(
                403,
                Problem(
                    error="not-allowed",
                    message=f"Your role ({user.role}) may not '{self.permission}'.",
                    remedy="Ask an owner or manager of this home for another role.",
                ),
            )
        return user


class OftenEnough(SimpleRateThrottle):
    """So many requests a minute for each person, counted in the database for all web processes together."""

    scope = "api"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        return f"api-rate-{request.user.pk or self.get_ident(request)}"


see = Allowed(Permission.SEE)
export = Allowed(Permission.EXPORT)
RATE = "300/min"
