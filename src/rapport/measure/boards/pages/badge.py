"""A badge's picture, for pages elsewhere. Caches may keep it for five minutes; it says as of when it is."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from rapport.accounts.permissions import public
from rapport.accounts.ratelimit import limited
from rapport.measure.boards.badge import POLICY, drawn
from rapport.measure.boards.badges import say
from rapport.measure.boards.kept import LASTS_SECONDS, for_minutes
from rapport.measure.boards.pages.outside import nothing_there, too_often
from rapport.measure.boards.sharing import open_badge


@public
@require_safe
@limited("badge", reading=True, refuse=too_often)
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    badge = open_badge(token)
    if badge is None:
        return nothing_there(request)
    asked = (badge.title, badge.metric, badge.asked)
    picture = for_minutes(("badge", *asked), lambda: drawn(say(*asked)))
    answer = HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
    answer["ETag"] = f'"{sha256(picture).hexdigest()[:32]}"'
    answer["Cache-Control"] = f"public, max-age={LASTS_SECONDS}"
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
