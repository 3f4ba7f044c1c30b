"""One connection: how it stands, what it reads and holds, what it waits for; pause it, read it anew, disconnect it."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rapport.accounts import audit
from rapport.accounts import connections as kept
from rapport.accounts.models import Connection
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.collect.connections import connecting
from rapport.collect.connections.keeping import import_of
from rapport.collect.connections.readers import reader_of
from rapport.collect.connections.standing import standing_of
from rapport.collect.rejected import open_ones
from rapport.collect.tasks import forget_soon
from rapport.words.errors import RapportError

SAID = {
    "pause": "It rests. What is sent meanwhile is kept, and read when it goes on.",
    "resume": "It goes on where it was.",
    "resync": "Everything is read again from the beginning. What is known stays as it is.",
    "disconnect": "Disconnected. What it brought stays.",
    "disconnect-with-data": "Disconnected. What it alone brought is being taken back.",
}


@needs(Permission.SEE, post=Permission.CONNECT)
def page(request: HttpRequest, number: int) -> HttpResponse:
    connection = get_object_or_404(Connection, pk=number)
    if request.method == "POST":
        return _do(request, connection)
    reader, brought = reader_of(connection.platform), import_of(connection)
    may_connect = may(signed_in(request), Permission.CONNECT)
    hooks = reader.hooks if connection.state != Connection.State.ENDED else None
    there = settings.PUBLIC_URL + reverse("hook", args=[connection.platform, connection.hook])
    context = {
        "connection": connection,
        "reader": reader,
        "standing": standing_of(connection),
        "streams": connection.streams.order_by("label"),
        "budgets": [one for one in connection.budgets.all() if one.anew_at > datetime.now(UTC)],
        "held": brought.sources.aggregate(read=Sum("read"), added=Sum("activities"), rejected=Sum("rejected")),
        "waiting": open_ones().filter(source__import_run=brought).count(),
        "brought": brought,
        "events": connection.events.filter(read_at=None).count(),
        "last_event": connection.events.order_by("-pk").first(),
        "hook_steps": [step.format(url=there, secret=kept.secret(connection, kept.HOOK)) for step in hooks.steps]
        if hooks and may_connect
        else [],
        "is_public": settings.PUBLIC_URL.startswith("https://"),
        "may_connect": may_connect,
    }
    return render(request, "collect/connection.html", context)


def _renew(request: HttpRequest, connection: Connection) -> HttpResponse:
    """New credentials, where the platform takes the old ones no more."""
    wanted = reader_of(connection.platform).secrets
    given = {secret.name: request.POST.get(secret.name, "").strip() for secret in wanted}
    try:
        connecting.renew(connection, given)
    except (RapportError, connecting.WrongAccount, connecting.Ended) as refused:
        messages.error(request, str(refused))
    else:
        audit.record(request, "connection.renewed", str(connection))
        messages.success(request, "Connected anew. It goes on where it was.")
    return redirect("collect:connection", connection.pk)


def _do(request: HttpRequest, connection: Connection) -> HttpResponse:
    deed = request.POST.get("deed", "")
    if deed == "renew":
        return _renew(request, connection)
    if deed == "pause":
        connecting.pause(connection)
    elif deed == "resume":
        connecting.resume(connection)
    elif deed == "resync":
        connecting.resync(connection)
    elif deed in ("disconnect", "disconnect-with-data"):
        connecting.disconnect(connection, with_data=deed == "disconnect-with-data")
        if deed == "disconnect-with-data":
            forget_soon(import_of(connection).pk)
    else:
        return redirect("collect:connection", connection.pk)
    audit.record(request, f"connection.{deed}", str(connection))
    messages.success(request, SAID[deed])
    if deed.startswith("disconnect"):
        return redirect("collect:connections")
    return redirect("collect:connection", connection.pk)
