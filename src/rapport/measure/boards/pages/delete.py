"""Delete a board for good, with its links. It asks by name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.changing import check
from rapport.measure.models import Board


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    board = get_object_or_404(Board, pk=number)
    check(signed_in(request), board)
    typed = request.POST.get("name", "")
    if request.method == "POST" and typed.strip() == board.name:
        board.delete()
        audit.record(request, "board.deleted", f"board {number}")
        messages.success(request, f"“{board.name}” is deleted, and its links lead nowhere.")
        return redirect("measure:boards")
    wrong = "That is not the name. Nothing was deleted." if request.method == "POST" else ""
    context = {"board": board, "typed": typed, "wrong": wrong, "cards": board.cards.count()}
    context["links"] = board.links.count()
    return render(request, "measure/boards/delete.html", context, status=400 if wrong else 200)
