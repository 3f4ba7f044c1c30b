"""Take a link back: it opens nothing from now on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.measure.models import BoardLink


@needs(Permission.EXPORT)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    link = get_object_or_404(BoardLink, pk=number)
    link.delete()
    audit.record(request, "board.link-taken-back", f"board {link.board_id}", link=number)
    messages.success(request, "The link no longer works.")
    return redirect("measure:board-share", link.board_id)
