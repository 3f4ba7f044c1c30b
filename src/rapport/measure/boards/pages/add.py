"""Put the question that a metric's page asks on a board, there already or made for it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import BoardRefused, add, make
from rapport.measure.boards.asking import address, write
from rapport.measure.boards.changing import check
from rapport.measure.boards.showing import REFUSED
from rapport.measure.catalogue import METRICS
from rapport.measure.current import current
from rapport.measure.models import Board
from rapport.words.errors import CopyMissing


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    metric, asked = request.POST.get("metric", ""), request.POST.get("asked", "")
    if metric not in METRICS:
        raise Http404("There is no such metric.")
    try:
        kept = write(metric, QueryDict(asked).dict(), current())
        board = _put(request, metric, kept)
    except (*REFUSED, BoardRefused, CopyMissing) as refused:
        messages.error(request, str(refused))
        return redirect(address(metric, asked))
    there = format_html('<a href="{}">{}</a>', reverse("measure:board", args=[board.pk]), board)
    messages.success(request, format_html("It is on {} now.", there))
    return redirect(address(metric, asked))


@transaction.atomic
def _put(request: HttpRequest, metric: str, kept: str) -> Board:
    """Raises BoardRefused, and PermissionDenied of a board that strangers can open."""
    chosen = request.POST.get("board", "")
    if chosen.isdecimal() and len(chosen) < 10:
        board = get_object_or_404(Board, pk=int(chosen))
        check(signed_in(request), board)
    else:
        board = make(request.POST.get("name", ""), "", signed_in(request))
        audit.record(request, "board.made", f"board {board.pk}")
    add(board, metric, kept, request.POST.get("title", ""))
    audit.record(request, "board.card-added", f"board {board.pk}", metric=metric)
    return board
