"""The connections: what is read of each, how far behind it is, what went wrong last."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.models import Connection
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.collect.connections.readers import CLIENTS
from rapport.collect.connections.standing import Standing, standing_of
from rapport.collect.rejected import open_ones


class Line(NamedTuple):
    connection: Connection
    standing: Standing


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "lines": list(_lines()),
        "platforms": list(CLIENTS),
        "may_connect": may(signed_in(request), Permission.CONNECT),
        "waiting": open_ones().count(),
    }
    return render(request, "collect/connections.html", context)


def _lines() -> Iterator[Line]:
    known = Connection.objects.exclude(state=Connection.State.ENDED).order_by("pk")
    for connection in known:
        yield Line(connection, standing_of(connection))
