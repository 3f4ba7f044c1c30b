"""A board's name and sentence, and its cards to put in order, name and remove."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import BoardRefused, rename
from rapport.measure.boards.changing import check, shown_until
from rapport.measure.boards.listing import listed
from rapport.measure.models import Board


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    board = get_object_or_404(Board, pk=number)
    check(signed_in(request), board)
    context = {"board": board, "name": board.name, "sentence": board.sentence, "cards": listed(board)}
    context["shown_until"] = shown_until(board)
    if request.method != "POST":
        return render(request, "measure/boards/change.html", context)
    name, sentence = request.POST.get("name", ""), request.POST.get("sentence", "")
    try:
        rename(board, name, sentence)
    except BoardRefused as refused:
        context |= {"name": name, "sentence": sentence, "wrong": str(refused)}
        return render(request, "measure/boards/change.html", context, status=400)
    audit.record(request, "board.changed", f"board {board.pk}")
    messages.success(request, "Saved.")
    return redirect("measure:board", board.pk)
