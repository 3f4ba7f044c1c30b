"""Who may ask the API, and how often."""

from math import ceil

from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import SimpleRateThrottle

from rapport.accounts import tokens
from rapport.accounts.audit import address_of
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may
from rapport.api.errors import Problem, Refused

TOKEN_UNKNOWN = Problem(
    error="token-unknown",
    message="This token opens nothing: it is unknown, ended or taken back, or its person was deactivated.",
    remedy="Make another on Settings, Security, API tokens.",
)


class Bearer(HttpBearer):
    """Somebody of the team by a token of theirs. It goes first: a wrong token is refused, signed in or not."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> User:
        found = tokens.open_token(token.strip())
        if found is None:
            tries = WrongTokens(WRONG)
            if not tries.allow_request(request):
                raise Throttled(wait=ceil(tries.wait() or 60))
            raise Refused(401, TOKEN_UNKNOWN)
        request.user = found.user
        return _allowed(found.user, self.permission)


class Allowed(SessionAuth):
    """Somebody of the team who is signed in and has this permission."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__()

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        user = request.user
        return _allowed(user, self.permission) if isinstance(user, User) else None


def _allowed(user: User, permission: Permission) -> User:
    if may(user, permission):
        return user
    raise Refused(
        403,
        Problem(
            error="not-allowed",
            message=f"Your role ({user.role}) may not '{permission}'.",
            remedy="Ask an owner or manager of this home for another role.",
        ),
    )


class OftenEnough(SimpleRateThrottle):
    """So many requests a minute for each person, counted in the database for all web processes together."""

    scope = "api"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        return f"api-rate-{request.user.pk or self.get_ident(request)}"


class WrongTokens(SimpleRateThrottle):
    """Tokens that open nothing, counted by the address that they come from."""

    scope = "api-token"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        return f"api-token-{address_of(request)}"


see = [Bearer(Permission.SEE), Allowed(Permission.SEE)]
export = [Bearer(Permission.EXPORT), Allowed(Permission.EXPORT)]
RATE = "300/min"
WRONG = "20/min"
