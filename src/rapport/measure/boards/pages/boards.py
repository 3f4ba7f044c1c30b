"""Every board, and the form that makes one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import BoardRefused, make
from rapport.measure.models import Board


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            board = make(request.POST.get("name", ""), request.POST.get("sentence", ""), signed_in(request))
        except BoardRefused as refused:
            messages.error(request, str(refused))
            return redirect("measure:boards")
        audit.record(request, "board.made", f"board {board.pk}")
        return redirect("measure:board", board.pk)
    working = Q(links__expires_at=None) | Q(links__expires_at__gt=timezone.now())
    counts = {"n": Count("cards", distinct=True), "shown": Count("links", filter=working, distinct=True)}
    boards = Board.objects.select_related("user").annotate(**counts)
    return render(request, "measure/boards/boards.html", {"boards": boards})
