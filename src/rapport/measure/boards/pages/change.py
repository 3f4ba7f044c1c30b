"""A board's name and sentence, and its cards to put in order, name and remove."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.measure.boards.arranging import BoardRefused, rename
from rapport.measure.boards.listing import listed
from rapport.measure.models import Board


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    board = get_object_or_404(Board, pk=number)
    context = {"board": board, "name": board.name, "sentence": board.sentence, "cards": listed(board)}
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
