"""Where platforms send their events: the signature is checked, the event kept, the platform answered; read after."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rapport.accounts.permissions import public
from rapport.collect.connections.doors import door_of
from rapport.collect.connections.hearing import keep
from rapport.collect.tasks import hear_soon
from rapport.collect.uploads import length_of
from rapport.words.live import NotSigned


@public
@csrf_exempt  # a platform has no session; it signs each event
@require_POST
def page(request: HttpRequest, platform: str, hook: str) -> HttpResponse:
    """204 where it is kept, or was before. 404 of no connection, 401 without a right signature, 413 where it is too
    large."""
    door = door_of(platform, hook)
    if door is None:
        return _no(404, "There is no such connection.")
    # What does not say how long it is, or says it wrongly, is read no further than it may be.
    body = b"" if length_of(request) > door.hooks.largest else request.read(door.hooks.largest + 1)
    if max(len(body), length_of(request)) > door.hooks.largest:
        return _no(413, "This is larger than any event of this platform.")
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        signed = door.hooks.checked(headers, body, door.secret, datetime.now(UTC))
    except NotSigned as refused:
        return _no(401, str(refused))
    if keep(door.connection, signed, body):
        hear_soon(door.connection)
    return HttpResponse(status=204)


def _no(status: int, why: str) -> HttpResponse:
    return HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")
