"""Call a card something else; without words it is called as its metric is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import LONGEST_TITLE, plain
from rapport.measure.boards.changing import check
from rapport.measure.models import BoardCard


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    card = get_object_or_404(BoardCard.objects.select_related("board"), pk=number)
    check(signed_in(request), card.board)
    card.title = plain(request.POST.get("title", ""), LONGEST_TITLE)
    card.save(update_fields=["title"])
    audit.record(request, "board.card-named", f"board {card.board_id}", metric=card.metric)
    messages.success(request, "Saved.")
    return redirect(f"{reverse('measure:board-change', args=[card.board_id])}#card-{card.pk}")
