"""Where platforms send their events: the signature is checked, the event kept, the platform answered; read after."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rapport.accounts import connections as kept
from rapport.accounts.models import Connection
from rapport.accounts.permissions import public
from rapport.collect.connections.hearing import keep
from rapport.collect.connections.readers import CLIENTS, reader_of
from rapport.collect.tasks import hear_soon
from rapport.words.live import NotSigned

_ENDED = (Connection.State.ENDED,)


@public
@csrf_exempt  # a platform has no session; it signs each event
@require_POST
def page(request: HttpRequest, platform: str, hook: str) -> HttpResponse:
    """204 where it is kept, or was before. 404 of no connection, 401 without a right signature, 413 where it is too
    large."""
    connection = Connection.objects.filter(platform=platform, hook=hook).exclude(state__in=_ENDED).first()
    hooks = reader_of(platform).hooks if connection and platform in CLIENTS else None
    if connection is None or hooks is None:
        return HttpResponse("There is no such connection.\n", status=404, content_type="text/plain")
    if int(request.headers.get("Content-Length") or 0) > hooks.largest:
        return HttpResponse("This is larger than any event of this platform.\n", status=413, content_type="text/plain")
    body = request.read(hooks.largest + 1)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        signed = hooks.checked(headers, body, kept.secret(connection, kept.HOOK), datetime.now(UTC))
    except NotSigned as refused:
        return HttpResponse(f"{refused}\n", status=401, content_type="text/plain")
    if keep(connection.pk, signed, body):
        hear_soon(connection.pk)
    return HttpResponse(status=204)
